// W0907: the day that the notice prints as that of its last change is not the policy's `updated`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "policy/notices/findings.hpp"

namespace abide::policy::notices {
namespace {

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string small(std::string_view text) {
  std::string made{text};
  std::ranges::transform(made, made.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return made;
}

/// Words of letters and words of digits, small; `8th` is `8` and `th`.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const char c : text) {
    if (!is_digit(c) && !is_letter(c)) {
      end_word();
      continue;
    }
    if (!word.empty() && is_digit(word.back()) != is_digit(c)) end_word();
    word += c;
  }
  end_word();
  std::erase_if(words, [](const std::string& one) {
    return one == "st" || one == "nd" || one == "rd" || one == "th" || one == "of";
  });
  return words;
}

std::optional<unsigned> number_of(const std::string& word) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
  return fault == std::errc{} && end == word.data() + word.size() ? std::optional{value}
                                                                  : std::nullopt;
}

std::optional<unsigned> month_of(const std::string& word) {
  constexpr std::size_t least = 3;  // `Sept`
  for (unsigned i = 0; i < months.size(); ++i) {
    if (word.size() >= least && months.at(i).starts_with(word)) return i + 1;
  }
  return std::nullopt;
}

std::optional<Date> date_of(std::optional<unsigned> year, std::optional<unsigned> month,
                            std::optional<unsigned> day) {
  constexpr unsigned first_year = 1990;
  if (!year || !month || !day || *year < first_year || *year > 9999) return std::nullopt;
  const Date date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                  std::chrono::day{*day}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

/// A date, and which word of its sentence it begins with.
struct DateAt {
  Date date;
  std::size_t word;
};
constexpr std::size_t words_of_a_date = 3;

/// `8 May 2026`, `May 8th, 2026`, `2026-05-08`: three words next to each other.
std::optional<Date> date_at(const std::vector<std::string>& words, std::size_t at) {
  if (at + words_of_a_date > words.size()) return std::nullopt;
  const std::string& a = words[at];
  const std::string& b = words[at + 1];
  const std::string& c = words[at + 2];
  for (const auto& date : {date_of(number_of(c), month_of(b), number_of(a)),
                           date_of(number_of(c), month_of(a), number_of(b)),
                           date_of(number_of(a), number_of(b), number_of(c))}) {
    if (date) return date;
  }
  return std::nullopt;
}
std::vector<DateAt> dates_in(const std::vector<std::string>& words) {
  std::vector<DateAt> dates;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto date = date_at(words, i);
    if (!date) continue;
    dates.push_back({*date, i});
    i += words_of_a_date - 1;
  }
  return dates;
}

/// The first word that speaks of a change: `updated`, `last modified`.
std::optional<std::size_t> change_in(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool after_last = i > 0 && words[i - 1] == "last";
    if (words[i] == "updated" || words[i] == "revised" ||
        (after_last && (words[i] == "modified" || words[i] == "changed")))
      return i;
  }
  return std::nullopt;
}

/// Whether what changed is the notice: the sentence names it, or names nothing at all before it
/// speaks of the change (`First published on 1 March 2025, last updated …`).
bool is_of_the_notice(const std::vector<std::string>& words, std::size_t change) {
  constexpr std::array<std::string_view, 7> notices{"notice",   "policy",  "page", "statement",
                                                    "document", "version", "terms"};
  constexpr std::array<std::string_view, 18> of_nothing{
      "last", "first", "most", "recently", "date", "published", "issued", "effective", "on",
      "and",  "was",   "were", "has",      "been", "is",        "this",   "we",        "it"};
  const auto is_among = [](const std::string& word, const auto& list) {
    return std::ranges::find(list, word) != list.end();
  };
  if (std::ranges::any_of(words, [&](const auto& word) { return is_among(word, notices); }))
    return true;
  for (std::size_t i = 0; i < change; ++i) {
    if (date_at(words, i)) {
      i += words_of_a_date - 1;
    } else if (!is_among(words[i], of_nothing)) {
      return false;
    }
  }
  return true;
}

/// The dates of a sentence that says when the notice was changed; first that of the change: the
/// nearest behind the word, else the nearest before it.
std::vector<Date> dates_of_change(std::string_view sentence) {
  const std::vector<std::string> words = words_of(small(sentence));
  const auto change = change_in(words);
  if (!change || !is_of_the_notice(words, *change)) return {};
  std::vector<DateAt> dates = dates_in(words);
  const auto behind =
      std::ranges::find_if(dates, [&](const DateAt& one) { return one.word > *change; });
  if (behind != dates.end()) {
    std::rotate(dates.begin(), behind, dates.end());
  } else {
    std::ranges::reverse(dates);
  }
  std::vector<Date> made;
  for (const DateAt& one : dates) made.push_back(one.date);
  return made;
}

/// `updated DATE;` of the policy's block.
const ast::Day* updated_in(const Sources& sources) {
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* const block = std::get_if<ast::Block>(&declaration);
      if (block == nullptr || block->keyword.text != "policy") continue;
      for (const auto& item : block->attributes) {
        const auto* const attribute = std::get_if<ast::Attribute>(&item);
        if (attribute != nullptr && attribute->key.text == "updated" && !attribute->values.empty())
          return std::get_if<ast::Day>(&attribute->values.front());
      }
    }
  }
  return nullptr;
}

struct Printed {
  Date date;
  SourceSpan place;
};

}  // namespace

void find_another_date(const Sources& sources, const Reading& reading,
                       std::vector<Finding>& findings) {
  const ast::Day* const updated = updated_in(sources);
  if (updated == nullptr) return;
  std::optional<Printed> other;
  auto file = static_cast<std::uint32_t>(sources.files.size());
  for (const ReadNotice& read : reading.notices) {
    for (const Sentence& sentence : read.notice.sentences()) {
      const std::vector<Date> dates = dates_of_change(read.notice.text_of(sentence.tokens));
      if (std::ranges::find(dates, updated->date) != dates.end()) return;
      if (!dates.empty() && !other)
        other = {dates.front(), read.notice.span_of(sentence.tokens, file)};
    }
    ++file;
  }
  if (!other) return;
  findings.push_back(
      {{.code = "W0907",
        .severity = Severity::warning,
        .span = updated->span,
        .message = fmt::format("the policy is of {}, and the notice prints {}",
                               to_string(updated->date), to_string(other->date)),
        .labels = {{other->place, "printed here"}},
        .help = "give both the day on which the text that people read was last changed"},
       controllers_in(sources)});
}

}  // namespace abide::policy::notices
