// Words that look like names, judged by how they are written.
#include "engine/access/names.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace abide::engine::access {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Without the marks around it; an apostrophe within stays.
std::string_view bare(std::string_view word) {
  constexpr std::string_view marks = "\"'()[]{}<>,;:!?/\\|*_`.-";
  const auto first = word.find_first_not_of(marks);
  return first == word.npos ? std::string_view{}
                            : word.substr(first, word.find_last_not_of(marks) - first + 1);
}

bool ends_a_sentence(std::string_view word) {
  return word.find_last_of(".?!:;") != word.npos &&
         word.find_last_of(".?!:;") > word.find_last_not_of(".?!:;\"')]");
}

bool is_address(std::string_view word) {
  const auto at = word.find('@');
  return at != word.npos && at > 0 && word.find('.', at) != word.npos;
}

bool is_a_title(std::string_view word) {
  constexpr std::string_view titles[] = {"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Sir"};
  return std::ranges::find(titles, word) != std::end(titles);
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view text, std::string_view between) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(between), text.size());
    if (end > 0) {
      words.push_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool is_written_like_a_name(std::string_view word) {
  if (word.size() < 2) {
    return false;
  }
  const bool other_script = (static_cast<unsigned char>(word.front()) & 0x80U) != 0;
  return other_script || (is_upper(word.front()) && std::ranges::any_of(word, is_lower));
}

bool holds_letters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return is_upper(c) || is_lower(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
  });
}

bool holds_a_number_to_call(std::string_view text) {
  constexpr int digits_of_a_number = 10;
  int digits = 0;
  for (const char c : text) {
    const bool between = c == ' ' || c == '-' || c == '(' || c == ')' || c == '+' || c == '.';
    digits = c >= '0' && c <= '9' ? digits + 1 : between ? digits : 0;
    if (digits == digits_of_a_number) {
      return true;
    }
  }
  return false;
}

std::string may_name_others(std::string_view text, const std::set<std::string>& own) {
  if (holds_a_number_to_call(text)) {
    return "holds what looks like a number to call";
  }
  int in_a_row = 0;
  bool after_a_title = false;
  for (const std::string_view raw : words_of(text, blanks)) {
    const std::string_view word = bare(raw);
    const bool is_own = own.contains(folded(word));
    if (is_address(word) && !is_own) {
      return "holds an address that is not the person's";
    }
    in_a_row = is_written_like_a_name(word) && !is_own ? in_a_row + 1 : 0;
    if (in_a_row == 2 || (in_a_row == 1 && after_a_title)) {
      return "holds words that look like somebody's name";
    }
    after_a_title = is_a_title(word);
    if (after_a_title || ends_a_sentence(raw)) {
      in_a_row = 0;  // a title is no name, and what follows a sentence begins with a capital
    }
  }
  return "";
}

}  // namespace abide::engine::access
