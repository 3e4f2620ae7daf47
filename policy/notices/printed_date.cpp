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

/// `8 May 2026`, `May 8th, 2026`, `2026-05-08`: three words next to each other.
std::optional<Date> date_in(std::string_view sentence) {
  const std::vector<std::string> words = words_of(small(sentence));
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    const std::string& a = words[i];
    const std::string& b = words[i + 1];
    const std::string& c = words[i + 2];
    for (const auto& date : {date_of(number_of(c), month_of(b), number_of(a)),
                             date_of(number_of(c), month_of(a), number_of(b)),
                             date_of(number_of(a), number_of(b), number_of(c))}) {
      if (date) return date;
    }
  }
  return std::nullopt;
}

bool is_of_changes(std::string_view sentence) {
  const std::string words = small(sentence);
  return std::ranges::any_of(
      std::array<std::string_view, 4>{"updated", "revised", "last modified", "last changed"},
      [&](std::string_view word) { return words.find(word) != std::string::npos; });
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
      const std::string text = read.notice.text_of(sentence.tokens);
      const auto date = is_of_changes(text) ? date_in(text) : std::nullopt;
      if (date == updated->date) return;
      if (date && !other) other = {*date, read.notice.span_of(sentence.tokens, file)};
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
