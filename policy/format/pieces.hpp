// A text cut into words, quoted texts, signs and comments, with the blanks between them forgotten
// but for what of them a reader would miss: blank lines, and which comments stand behind code.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace abide::policy::layout {

struct Piece {
  enum class Kind : std::uint8_t { word, text, sign, comment };
  std::uint32_t begin = 0;  ///< bytes of the text; a comment without the blanks that end it
  std::uint32_t end = 0;
  Kind kind = Kind::word;
  std::uint8_t lines_before = 0;  ///< line ends since the piece before; 2 stands for more, too
};

/// All pieces in order. What no word, text or comment begins with is a sign of its own.
[[nodiscard]] std::vector<Piece> cut(std::string_view text);

}  // namespace abide::policy::layout
