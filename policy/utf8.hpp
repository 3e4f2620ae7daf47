// Whether bytes are UTF-8, and where they are not.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace abide::policy {

/// Bytes of the character that `text` begins with, 1 to 4; 0 when it begins with none (overlong,
/// surrogate, cut off, beyond U+10FFFF) or is empty.
[[nodiscard]] std::size_t utf8_length(std::string_view text);
/// The first byte from `from` on that belongs to no character, or npos. Quick over ASCII.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text, std::size_t from = 0);

/// The text with every byte spelt in hexadecimal that belongs to no character, or that a terminal
/// would obey instead of showing it: for names and words that others wrote.
/// @param keep_lines  line ends and tabs stay as they are
[[nodiscard]] std::string printable(std::string_view text, bool keep_lines = false);

}  // namespace abide::policy
