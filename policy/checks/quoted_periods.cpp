// W0906: a sentence of the notice names a period, and nothing that stands under it does.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

using Unit = Period::Unit;

std::string lower(std::string_view text) {
  std::string made{text};
  std::ranges::transform(made, made.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return made;
}

/// Words of the text, letters and digits, in small letters.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : lower(text) + " ") {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::optional<std::int64_t> number_of(const std::string& word) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 18> spelt{
      {{"one", 1},
       {"two", 2},
       {"three", 3},
       {"four", 4},
       {"five", 5},
       {"six", 6},
       {"seven", 7},
       {"eight", 8},
       {"nine", 9},
       {"ten", 10},
       {"twelve", 12},
       {"fourteen", 14},
       {"fifteen", 15},
       {"twenty", 20},
       {"thirty", 30},
       {"sixty", 60},
       {"ninety", 90},
       {"hundred", 100}}};
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (fault == std::errc{} && end == word.data() + word.size()) {
    return value;
  }
  const auto* const found = std::ranges::find(spelt, std::string_view{word},
                                              &std::pair<std::string_view, std::int64_t>::first);
  return found == spelt.end() ? std::nullopt : std::optional{found->second};
}

std::optional<Unit> unit_of(std::string word) {
  static constexpr std::array<std::pair<std::string_view, Unit>, 6> units{
      {{"hour", Unit::hours},
       {"day", Unit::days},
       {"week", Unit::weeks},
       {"month", Unit::months},
       {"year", Unit::years},
       {"minute", Unit::minutes}}};
  if (word.ends_with('s')) {
    word.pop_back();
  }
  const auto* const found =
      std::ranges::find(units, std::string_view{word}, &std::pair<std::string_view, Unit>::first);
  return found == units.end() ? std::nullopt : std::optional{found->second};
}

/// `30 days`, `seven calendar years`: a number with a unit right behind it, or one word between.
std::vector<Period> periods_in(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  std::vector<Period> periods;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto number = number_of(words[i]);
    const bool of_days =
        i + 2 < words.size() &&
        (words[i + 1] == "calendar" || words[i + 1] == "working" || words[i + 1] == "business");
    const auto unit = unit_of(words[i + (of_days ? 2 : 1)]);
    if (number && unit) {
      periods.push_back({*number, *unit});
    }
  }
  return periods;
}

/// A week is seven days and a year twelve months, whoever counts.
Period plain(Period period) {
  if (period.unit == Unit::weeks) {
    return {period.count * 7, Unit::days};
  }
  if (period.unit == Unit::years) {
    return {period.count * 12, Unit::months};
  }
  return period.unit == Unit::hours && period.count % 24 == 0
             ? Period{period.count / 24, Unit::days}
             : period;
}

/// Periods of a promise's statements, and of those that it says `as`.
class Stated {
 public:
  explicit Stated(Context& context) : context_(context) {}
  [[nodiscard]] std::vector<Period> of(PromiseId promise) {
    std::vector<Period> periods;
    std::set<std::uint32_t> seen{promise.value};
    std::vector<std::uint32_t> waiting{promise.value};
    while (!waiting.empty()) {
      const std::uint32_t one = waiting.back();
      waiting.pop_back();
      for (const ast::Statement& statement : context_.promises[one].list()) {
        if (const auto* as = std::get_if<ast::As>(&statement)) {
          const auto* other = context_.symbols.find(Kind::promise, as->promise.text);
          if (other != nullptr && seen.insert(other->index).second) {
            waiting.push_back(other->index);
          }
          continue;
        }
        // Whatever the statement is, its periods are written in it.
        const auto written = periods_in(context_.sentence(ast::span_of(statement)));
        periods.insert(periods.end(), written.begin(), written.end());
      }
    }
    return periods;
  }

 private:
  Context& context_;
};

}  // namespace

void check_quoted_periods(Context& context) {
  Stated stated{context};
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    const ast::Promise* promise = context.promises[i].promise;
    const std::vector<Period> quoted =
        promise == nullptr ? std::vector<Period>{} : periods_in(context.model.promises[i].quote);
    if (quoted.empty()) {
      continue;
    }
    const std::vector<Period> said = stated.of(PromiseId{i});
    for (const Period& period : quoted) {
      const bool stands =
          std::ranges::any_of(said, [&](const Period& one) { return plain(one) == plain(period); });
      if (stands) {
        continue;
      }
      const std::string& id = context.model.promises[i].id;
      auto& warning = context.warn(
          "W0906", promise->quotes.front().span,
          fmt::format("`{}` quotes `{}`, and nothing under it says so", id, to_string(period)),
          {id}, "let a statement under it say the same period, or waive it and say why");
      if (!said.empty()) {
        warning.notes.push_back(
            fmt::format("what stands under it says `{}`", to_string(said.front())));
      }
    }
  }
}

}  // namespace abide::policy::checks
