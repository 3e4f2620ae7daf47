// One walk over the bytes. ASCII is decided by a byte, the rest by ranges of code points.
#include "policy/notices/tokens.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "policy/utf8.hpp"

namespace abide::policy::notices {
namespace {

enum class Class : std::uint8_t { letter, mark, blank, nothing };

/// A character, and what it is read as.
struct Folded {
  Class kind = Class::blank;
  std::string_view as = {};
};

bool is_plain_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char32_t decoded(std::string_view character) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(character[i]));
  };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    case 3:
      return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    default:
      return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
             (byte(3) & 0x3FU);
  }
}

struct Span {
  char32_t first;
  char32_t last;
  Folded folded;
};
constexpr Folded as_blank{Class::blank, ""};
constexpr Folded as_nothing{Class::nothing, ""};
constexpr Folded as_apostrophe{Class::mark, "'"};
constexpr Folded as_quote{Class::mark, "\""};
constexpr Folded as_dash{Class::mark, "-"};
constexpr Folded as_itself{Class::mark, ""};
/// Beyond ASCII, in order; what no range holds is a letter.
constexpr std::array spans{
    Span{0x80, 0xA0, as_blank},
    Span{0xA1, 0xA9, as_itself},
    Span{0xAB, 0xAB, as_quote},
    Span{0xAC, 0xAC, as_itself},
    Span{0xAD, 0xAD, as_nothing},  // soft hyphen
    Span{0xAE, 0xB1, as_itself},
    Span{0xB4, 0xB4, as_apostrophe},
    Span{0xB6, 0xB6, as_itself},
    Span{0xB7, 0xB7, as_blank},  // a bullet
    Span{0xB8, 0xB8, as_itself},
    Span{0xBB, 0xBB, as_quote},
    Span{0xBF, 0xBF, as_itself},
    Span{0xD7, 0xD7, as_itself},
    Span{0xF7, 0xF7, as_itself},
    Span{0x2BC, 0x2BC, as_apostrophe},
    Span{0x1680, 0x1680, as_blank},
    Span{0x2000, 0x200A, as_blank},
    Span{0x200B, 0x200F, as_nothing},
    Span{0x2010, 0x2015, as_dash},
    Span{0x2016, 0x2017, as_itself},
    Span{0x2018, 0x201B, as_apostrophe},
    Span{0x201C, 0x201F, as_quote},
    Span{0x2020, 0x2021, as_itself},
    Span{0x2022, 0x2023, as_blank},  // bullets
    Span{0x2024, 0x2025, as_itself},
    Span{0x2026, 0x2026, as_itself},  // an ellipsis: three dots, see add
    Span{0x2027, 0x2027, as_itself},
    Span{0x2028, 0x2029, as_blank},
    Span{0x202A, 0x202E, as_nothing},
    Span{0x202F, 0x202F, as_blank},
    Span{0x2030, 0x2031, as_itself},
    Span{0x2032, 0x2032, as_apostrophe},
    Span{0x2033, 0x2033, as_quote},
    Span{0x2034, 0x2042, as_itself},
    Span{0x2043, 0x2043, as_blank},  // a bullet
    Span{0x2044, 0x205E, as_itself},
    Span{0x205F, 0x205F, as_blank},
    Span{0x2060, 0x206F, as_nothing},
    Span{0x20A0, 0x20CF, as_itself},
    Span{0x2190, 0x2211, as_itself},
    Span{0x2212, 0x2212, as_dash},
    Span{0x2213, 0x22FF, as_itself},
    Span{0x25A0, 0x25FF, as_blank},  // bullets
    Span{0x3000, 0x3000, as_blank},
    Span{0x3001, 0x3004, as_itself},
    Span{0x3008, 0x3020, as_itself},
    Span{0xFE58, 0xFE58, as_dash},
    Span{0xFE63, 0xFE63, as_dash},
    Span{0xFEFF, 0xFEFF, as_nothing},
    Span{0xFF01, 0xFF0F, as_itself},
    Span{0xFF1A, 0xFF20, as_itself},
};

Folded folded_beyond_ascii(std::string_view character) {
  const char32_t code = decoded(character);
  const auto* const at = std::ranges::lower_bound(spans, code, {}, &Span::last);
  if (at == spans.end() || code < at->first) return {Class::letter, character};
  return at->folded.kind == Class::mark && at->folded.as.empty() ? Folded{Class::mark, character}
                                                                 : at->folded;
}

/// `_`, `*` and backquotes dress words in Markdown, `|` parts the cells of its tables.
Folded folded(std::string_view character) {
  const char c = character.front();
  if (character.size() > 1) return folded_beyond_ascii(character);
  if (is_plain_letter(c)) return {Class::letter, character};
  if (c <= ' ' || c == 0x7F || c == '|') return as_blank;
  if (c == '*' || c == '`' || c == '_') return as_nothing;
  return {Class::mark, character};
}

class Tokeniser {
 public:
  Tokeniser(std::string_view text, std::size_t begin, std::size_t end, Tokens& tokens)
      : text_(text.substr(0, end)), at_(begin), tokens_(tokens), from_(tokens.size()) {}

  void run() {
    while (at_ < text_.size()) {
      const std::size_t length = std::max<std::size_t>(1, utf8_length(text_.substr(at_, 4)));
      const Folded read = folded(text_.substr(at_, length));
      if (read.kind == Class::letter) {
        word();
        continue;
      }
      if (read.kind == Class::mark) mark(read, length);
      at_ += length;
      if (read.as == "]") skip_target();
    }
  }

 private:
  /// To the end of the word; what is read as nothing stays out of its sign.
  void word() {
    const std::size_t begin = at_;
    std::size_t end = at_;
    scratch_.clear();
    bool as_written = true;
    while (at_ < text_.size()) {
      const std::size_t length = std::max<std::size_t>(1, utf8_length(text_.substr(at_, 4)));
      const std::string_view character = text_.substr(at_, length);
      const Folded read = folded(character);
      const bool inner = character == "_" && joins_letters();
      if (read.kind == Class::letter || inner) {
        if (!as_written) scratch_ += character;
        end = at_ + length;
      } else if (read.kind != Class::nothing || character == "*" || character == "`") {
        break;
      } else if (as_written) {
        scratch_.assign(text_.substr(begin, at_ - begin));
        as_written = false;
      }
      at_ += length;
    }
    add(as_written ? text_.substr(begin, end - begin) : std::string_view{scratch_}, begin, end,
        TokenKind::word);
  }
  /// `_` between letters belongs to a name.
  [[nodiscard]] bool joins_letters() const {
    const bool after =
        at_ + 1 < text_.size() && (is_plain_letter(text_[at_ + 1]) || (text_[at_ + 1] & 0x80) != 0);
    return at_ > 0 && after && (is_plain_letter(text_[at_ - 1]) || (text_[at_ - 1] & 0x80) != 0);
  }
  void mark(const Folded& read, std::size_t length) {
    const std::size_t end = at_ + length;
    if (read.as == "\u2026") {
      for (int i = 0; i < 3; ++i) add(".", at_, end, TokenKind::mark);
      return;
    }
    const bool longer = read.as == "-" && !tokens_.signs.empty() && tokens_.signs.back() == dash_ &&
                        tokens_.places.back().end == at_;
    if (longer) {
      tokens_.places.back().end = static_cast<std::uint32_t>(end);
    } else {
      add(read.as, at_, end, TokenKind::mark);
    }
  }
  /// `[words](https://…)`: the words are read, where they lead is not; nor are the brackets.
  void skip_target() {
    if (at_ >= text_.size() || text_[at_] != '(') return;
    constexpr std::size_t longest = 2000;
    const std::string_view rest = text_.substr(at_, longest);
    const std::string_view target = rest.substr(0, rest.find(')'));
    const bool leads = target.size() < rest.size() &&
                       target.find_first_of(" \t\r\n") == std::string_view::npos &&
                       target.find_first_of("/#:@") != std::string_view::npos;
    if (!leads) return;  // `Article 6[1](f)`
    const std::size_t most = std::min<std::size_t>(tokens_.size() - from_, 60);
    for (std::size_t back = 2; back <= most; ++back) {
      const std::size_t open = tokens_.size() - back;
      if (tokens_.signs[open] != open_) continue;
      tokens_.signs.pop_back();
      tokens_.places.pop_back();
      tokens_.signs.erase(tokens_.signs.begin() + static_cast<std::ptrdiff_t>(open));
      tokens_.places.erase(tokens_.places.begin() + static_cast<std::ptrdiff_t>(open));
      at_ += target.size() + 1;
      return;
    }
  }
  void add(std::string_view as, std::size_t begin, std::size_t end, TokenKind kind) {
    tokens_.signs.push_back(sign_of(as));
    tokens_.places.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind});
  }

  std::string_view text_;
  std::size_t at_;
  Tokens& tokens_;
  std::size_t from_;  ///< tokens before this one are not of this text
  std::string scratch_ = {};
  const Sign dash_ = sign_of("-");
  const Sign open_ = sign_of("[");
};

}  // namespace

Sign sign_of(std::string_view folded) {
  Sign sign = 14695981039346656037U;
  for (const char c : folded) {
    sign = (sign ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  sign ^= sign >> 32U;
  return sign * 0x9E3779B97F4A7C15U;
}

void add_tokens(std::string_view text, std::size_t begin, std::size_t end, Tokens& tokens) {
  Tokeniser{text, begin, end, tokens}.run();
}

Tokens tokens_of(std::string_view text) {
  Tokens tokens;
  constexpr std::size_t bytes_of_a_token = 5;
  tokens.signs.reserve(text.size() / bytes_of_a_token + 1);
  tokens.places.reserve(text.size() / bytes_of_a_token + 1);
  add_tokens(text, 0, text.size(), tokens);
  return tokens;
}

std::vector<Sign> loose_words_of(std::string_view text) {
  const Tokens tokens = tokens_of(text);
  std::vector<Sign> words;
  std::string word;
  for (const Place& place : tokens.places) {
    if (place.kind == TokenKind::mark) continue;
    word.assign(text.substr(place.begin, place.end - place.begin));
    for (char& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
    words.push_back(sign_of(word));
  }
  return words;
}

}  // namespace abide::policy::notices
