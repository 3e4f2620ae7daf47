// Words that look like names, judged by how they are written.
#include "engine/access/names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/text.hpp"

namespace abide::engine::access {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Without the marks around it; an apostrophe, a point and a hyphen within stay.
std::string_view bare(std::string_view word) {
  constexpr std::string_view marks = "'`.-!?";
  const auto first = word.find_first_not_of(marks);
  return first == word.npos ? std::string_view{}
                            : word.substr(first, word.find_last_not_of(marks) - first + 1);
}

/// What stands between words, besides blanks: of prose, of JSON, of paths and of forms.
constexpr std::string_view between_words = "\t\n\v\f\r \"{}[]()<>,;:=|/\\*_~&";

/// The same as a table: a text may be of megabytes.
constexpr auto is_between_words = [] {
  std::array<bool, 256> table{};
  for (const char mark : between_words) {
    table[static_cast<unsigned char>(mark)] = true;
  }
  return table;
}();
/// Where the first byte stands that is between words, or is not; the size where there is none.
std::size_t first_between(std::string_view text, bool between) {
  const auto at =
      std::ranges::find_if(text, [&](unsigned char c) { return is_between_words[c] == between; });
  return static_cast<std::size_t>(at - text.begin());
}

/// A word as it stands, and whether what follows begins anew.
struct Spelt {
  std::string_view word;
  bool ends = false;
};

/// The next word of the text, which is shortened by it; an empty one at its end.
Spelt take_word(std::string_view& text) {
  text.remove_prefix(first_between(text, false));
  Spelt spelt{text.substr(0, first_between(text, true)), false};
  if (spelt.word.empty()) {
    return spelt;
  }
  text.remove_prefix(spelt.word.size());
  const std::string_view rest = text.substr(0, first_between(text, false));
  spelt.ends = std::string_view{".?!"}.find(spelt.word.back()) != std::string_view::npos ||
               rest.find_first_of(":;") != rest.npos;
  return spelt;
}

std::string utf8_of(unsigned code) {
  std::string bytes;
  const auto tail = [&](unsigned shift) {
    bytes += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80U) {
    bytes += static_cast<char>(code);
  } else if (code < 0x800U) {
    bytes += static_cast<char>(0xC0U | (code >> 6U));
    tail(0);
  } else {
    bytes += static_cast<char>(0xE0U | (code >> 12U));
    tail(6);
    tail(0);
  }
  return bytes;
}

/// Text as it was before JSON's and the web's escapes: `\u0042`, `%40`, `&#64;`. Half of a pair
/// that stands for one letter is taken for a letter of its own: of another script in any case.
std::string without_escapes(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    unsigned code = 0;
    if (rest.starts_with("\\u") && rest.size() >= 6 &&
        std::from_chars(rest.data() + 2, rest.data() + 6, code, 16).ptr == rest.data() + 6) {
      plain += utf8_of(code);
      at += 6;
    } else if (rest.front() == '\\' && rest.size() > 1) {
      plain += ' ';
      at += 2;
    } else if (rest.starts_with("%40") || rest.starts_with("&#64;")) {
      plain += '@';
      at += rest.front() == '%' ? 3 : 5;
    } else {
      plain += rest.front();
      ++at;
    }
  }
  return plain;
}

bool is_address(std::string_view word) {
  const auto at = word.find('@');
  return at != word.npos && at > 0 && word.find('.', at) != word.npos;
}

bool is_a_title(std::string_view word) {
  constexpr std::string_view titles[] = {"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Sir"};
  return std::ranges::find(titles, word) != std::end(titles);
}

/// What a name comes after: a title, or a word that announces one, as the keys of JSON do.
bool announces_a_name(std::string_view word) {
  return is_a_title(word) || folded(word).ends_with("name");
}

/// `B.` before a name, and `van` within one, are part of it.
bool is_an_initial(std::string_view raw) {
  return raw.size() == 2 && is_upper(raw[0]) && raw[1] == '.' && raw[0] != 'I';
}
bool stands_within_names(std::string_view word) {
  constexpr std::string_view particles[] = {
      "van", "von", "der", "den", "de",  "la", "le", "du",  "di",  "da", "della",
      "del", "dos", "das", "bin", "ibn", "al", "el", "ten", "ter", "zu", "zur"};
  return std::ranges::find(particles, word) != std::end(particles);
}
/// Chinese, Japanese, Korean: no capitals, and no blanks between words, so that any may be a name.
bool tells_nothing_of_names(std::string_view word) {
  const auto first = static_cast<unsigned char>(word.empty() ? 0 : word.front());
  return first >= 0xE3U && first <= 0xEDU;
}
/// `Mr.Smith`
bool is_a_title_with_a_name(std::string_view word) {
  const auto point = word.find('.');
  return point != word.npos && is_a_title(word.substr(0, point)) &&
         is_written_like_a_name(word.substr(point + 1));
}

/// How many bytes at the beginning stand between digits of one number: a blank, a bar, a bracket,
/// in ASCII or as a wide or narrow blank or dash of Unicode.
std::size_t between_digits(std::string_view text) {
  if (std::string_view{" -()+./"}.find(text.front()) != std::string_view::npos) {
    return 1;
  }
  if (text.starts_with("\xC2\xA0")) {
    return 2;
  }
  return text.starts_with("\xE2\x80") ? std::min<std::size_t>(3, text.size()) : 0;
}
/// The same of a digit, full-width ones included.
std::size_t digit(std::string_view text) {
  if (text.front() >= '0' && text.front() <= '9') {
    return 1;
  }
  const bool wide = text.size() > 2 && text.starts_with("\xEF\xBC") &&
                    static_cast<unsigned char>(text[2]) >= 0x90U &&
                    static_cast<unsigned char>(text[2]) <= 0x99U;
  return wide ? 3 : 0;
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
  while (!text.empty()) {
    const std::size_t counted = digit(text);
    const std::size_t skipped = counted > 0 ? counted : between_digits(text);
    digits = counted > 0 ? digits + 1 : skipped > 0 ? digits : 0;
    if (digits == digits_of_a_number) {
      return true;
    }
    text.remove_prefix(std::max<std::size_t>(1, skipped));
  }
  return false;
}

bool is_a_number_to_call(std::string_view text) {
  const std::string_view written = trimmed(text);
  return !written.empty() && std::string_view{"+0("}.find(written.front()) != written.npos &&
         holds_a_number_to_call(written);
}

std::string may_name_others(std::string_view text, const std::set<std::string>& own) {
  if (holds_a_number_to_call(text)) {
    return "holds what looks like a number to call";
  }
  const bool escaped = text.find_first_of("\\%&") != text.npos;
  const std::string plain = escaped ? without_escapes(text) : "";
  std::string_view rest = escaped ? std::string_view{plain} : text;
  int in_a_row = 0;
  bool announced = false;
  for (Spelt next = take_word(rest); !next.word.empty(); next = take_word(rest)) {
    const std::string_view word = bare(next.word);
    const bool is_own = own.contains(folded(word));
    if (is_address(word) && !is_own) {
      return "holds an address that is not the person's";
    }
    const bool initial = is_an_initial(next.word);
    const bool like_a_name = initial || is_written_like_a_name(word);
    if (!stands_within_names(word)) {
      in_a_row = like_a_name && !is_own ? in_a_row + 1 : 0;
    }
    const bool alone = (announced || tells_nothing_of_names(word)) && in_a_row == 1;
    if (in_a_row == 2 || alone || is_a_title_with_a_name(word)) {
      return "holds words that look like somebody's name";
    }
    announced = announces_a_name(word);
    if (announced || (next.ends && !initial)) {
      in_a_row = 0;  // what announces a name is none, and what begins anew begins with a capital
    }
  }
  return "";
}

}  // namespace abide::engine::access
