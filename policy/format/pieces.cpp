// See pieces.hpp. One pass; every byte is looked at once.
#include "policy/format/pieces.hpp"

#include <algorithm>

#include "policy/grammar/lexemes.hpp"

namespace abide::policy::layout {
namespace {

using grammar::is_blank;
using grammar::is_digit;
using grammar::is_letter;
using grammar::is_name_character;

/// Names with their dots, ids with their dashes.
const char* word_end(const char* at, const char* end) {
  return std::find_if_not(at, end,
                          [](char c) { return is_name_character(c) || c == '.' || c == '-'; });
}

/// Dates with their dashes, times with their colon, else the digits alone: a unit is a word itself.
const char* number_end(const char* at, const char* end) {
  at = std::find_if_not(at, end, is_digit);
  const bool goes_on = end - at > 1 && (*at == '-' || *at == ':') && is_digit(at[1]);
  return goes_on
             ? std::find_if_not(at, end, [sign = *at](char c) { return is_digit(c) || c == sign; })
             : at;
}

const char* comment_end(const char* at, const char* end) {
  at = std::find(at, end, '\n');
  while (is_blank(at[-1])) {
    --at;
  }
  return at;
}

}  // namespace

std::vector<Piece> cut(std::string_view text) {
  std::vector<Piece> pieces;
  pieces.reserve(text.size() / 6);
  const char* const base = text.data();
  const char* const end = base + text.size();
  std::uint8_t lines = 0;
  for (const char* at = text.starts_with("\xEF\xBB\xBF") ? base + 3 : base; at != end;) {
    if (is_blank(*at)) {
      lines = *at == '\n' ? static_cast<std::uint8_t>(std::min(lines + 1, 2)) : lines;
      ++at;
      continue;
    }
    Piece piece{.begin = static_cast<std::uint32_t>(at - base), .lines_before = lines};
    if (is_letter(*at)) {
      at = word_end(at, end);
    } else if (is_digit(*at)) {
      at = number_end(at, end);
    } else if (*at == '"') {
      piece.kind = Piece::Kind::text;
      at = grammar::skip_text(at, end);
    } else if (*at == '/' && end - at > 1 && at[1] == '/') {
      piece.kind = Piece::Kind::comment;
      at = comment_end(at, end);
    } else {
      piece.kind = Piece::Kind::sign;
      ++at;
    }
    piece.end = static_cast<std::uint32_t>(at - base);
    pieces.push_back(piece);
    lines = 0;
  }
  return pieces;
}

}  // namespace abide::policy::layout
