// Words, texts, numbers and dates of the language, as plain functions over bytes. No grammar here.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "policy/ast.hpp"

namespace abide::policy::grammar {

/// Where a lexeme is looked for: `at` moves past it when it is found, and stays when not.
struct Cursor {
  const char* base;  ///< first byte of the text
  const char* at;
  const char* end;
  std::uint32_t file = 0;
  [[nodiscard]] SourceSpan span_from(const char* start) const {
    return {static_cast<std::uint32_t>(start - base), static_cast<std::uint32_t>(at - base), file};
  }
};

[[nodiscard]] constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
[[nodiscard]] constexpr bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

/// Past blanks and `//` comments.
inline const char* skip_blanks(const char* at, const char* end) {
  while (at != end) {
    if (is_blank(*at)) {
      ++at;
    } else if (*at == '/' && end - at > 1 && at[1] == '/') {
      const void* line_end = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      at = line_end == nullptr ? end : static_cast<const char*>(line_end);
    } else {
      break;
    }
  }
  return at;
}
/// The quote that closes the text that begins at `at`, or nullptr where its line ends first.
const char* closing_quote(const char* at, const char* end);
/// Past the text that begins with the quote at `at`: to behind its closing quote, or to the end of
/// the line where there is none.
const char* skip_text(const char* at, const char* end);
/// Letters, digits and `_` from `at` on; may be empty.
[[nodiscard]] std::string_view word_at(const char* at, const char* end);

/// The words that open a declaration.
inline constexpr std::array<std::string_view, 18> declaration_words{
    "policy",  "controller", "staff",    "subject", "recipient", "processor",
    "purpose", "transform",  "category", "event",   "state",     "store",
    "outlet",  "promise",    "ruling",   "waive",   "test",      "deploy"};
/// A declaration word in column 0: nothing but a declaration may begin there.
[[nodiscard]] bool at_wall(const char* base, const char* at, const char* end);
[[nodiscard]] inline bool at_wall(const Cursor& cursor) {
  return (cursor.at == cursor.base || cursor.at[-1] == '\n') &&
         at_wall(cursor.base, cursor.at, cursor.end);
}

/// `word` and no more.
inline bool lex_keyword(const char*& at, const char* end, std::string_view word) {
  const auto left = static_cast<std::size_t>(end - at);
  if (left < word.size() || *at != word.front() || std::memcmp(at, word.data(), word.size()) != 0 ||
      (left > word.size() && is_name_character(at[word.size()]))) {
    return false;
  }
  at += word.size();
  return true;
}

/// Words that join the parts of a statement.
[[nodiscard]] bool is_joining(std::string_view word);
/// Whether a word that joins the parts of a statement (`to`, `for`, `because` …) may be a name:
/// freely, or only where what follows it shows that it cannot be the joining word.
enum class Joining { free, guarded };
/// Letter, then letters, digits and `_`, joined by single dots.
bool lex_name(Cursor& cursor, Joining joining, ast::Name& name);
/// Capitals and digits joined by `-`, such as `IS-G03`.
bool lex_id(Cursor& cursor, ast::Name& id);
/// `E` or `W` and four digits.
bool lex_code(Cursor& cursor, ast::Name& code);

/// What became of a text: not there, whole, or without its end on the same line.
enum class TextEnd { absent, closed, unclosed };
/// An unclosed text ends before the blanks, braces and semicolons that end its line.
/// @param bad_escape  where an escape other than `\"`, `\\` and `\n` stands, else nullptr
TextEnd lex_text(Cursor& cursor, ast::Text& text, const char*& bad_escape);

/// What a lexeme's shape promised and its value did not keep.
enum class Found { absent, sound, impossible };
/// `2026-02-30` is impossible, and read past.
Found lex_day(Cursor& cursor, ast::Day& day);
/// `25:00` is impossible, and read past.
Found lex_time(Cursor& cursor, ast::TimeOfDay& time);
/// A count and a unit, `30 days`; impossible beyond a thousand years.
Found lex_duration(Cursor& cursor, ast::Duration& duration);
/// A count or a share, `5 %`; impossible beyond fifteen digits.
Found lex_number(Cursor& cursor, ast::Number& number);

}  // namespace abide::policy::grammar
