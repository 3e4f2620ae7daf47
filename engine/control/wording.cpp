// Values looked for in free text.
#include "engine/control/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace abide::engine {
namespace {

/// Letters, digits, what joins them within a word, and every byte of a letter beyond ASCII.
bool is_within_a_word(char c) {
  constexpr std::string_view joins = "-_/.@";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c < 0 ||
         joins.find(c) != std::string_view::npos;
}

/// A full stop ends a sentence unless something follows it.
std::string_view without_stops(std::string_view word) {
  while (!word.empty() && word.back() == '.') word.remove_suffix(1);
  return word;
}

bool has_word(std::string_view text, std::string_view sought) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_within_a_word(text[at])) {
      ++at;
      continue;
    }
    const std::size_t from = at;
    while (at < text.size() && is_within_a_word(text[at])) ++at;
    if (without_stops(text.substr(from, at - from)) == sought) return true;
  }
  return false;
}

}  // namespace

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

bool names_person(std::string_view text, const Value& value) {
  constexpr std::size_t telling = 3;  // shorter texts are found within any word
  const std::string where = folded(text);
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return has_word(where, std::to_string(*number));
  const auto* const stored = std::get_if<std::string>(&value);
  if (stored == nullptr || is_blank(*stored)) return false;
  const std::string word = folded(*stored);
  return word.size() < telling ? has_word(where, word) : where.find(word) != std::string::npos;
}

Result<void> check_words(std::string_view what, std::string_view text, const std::string& by,
                         const Value& key) {
  if (is_blank(by)) {
    return Error{ErrorCode::refused, "nobody is named who asks for this", "say who with `--by`"};
  }
  if (names_person(text, key)) {
    return Error{ErrorCode::refused,
                 fmt::format("the {} names the person, and would stay in the ledger", what),
                 "say it without the person's name, address or number"};
  }
  if (names_person(by, key)) {
    return Error{ErrorCode::refused, "`--by` names the person, and would stay in the ledger",
                 "say who does it without the person's name, address or number"};
  }
  return {};
}

}  // namespace abide::engine
