// Texts as people write them: compared without regard to ASCII case and to the blanks around.
#pragma once

#include <string>
#include <string_view>

namespace abide {

/// Blanks, tabs and line ends, in the order of their bytes.
inline constexpr std::string_view blanks = "\t\n\v\f\r ";

/// Of ASCII letters; every other byte as it is.
[[nodiscard]] constexpr char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// Without the blanks around. A view of the same text.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// As folded comparison sees it: trimmed and lowered.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace abide
