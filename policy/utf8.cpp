// UTF-8 after RFC 3629, by the table of well-formed byte sequences.
#include "policy/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace abide::policy {
namespace {

unsigned byte(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

bool continues(unsigned value) { return (value & 0xC0U) == 0x80U; }

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const unsigned first = byte(text, 0);
  const unsigned second = byte(text, 1);
  if (first < 0x80) {
    return text.empty() ? 0 : 1;
  }
  if (first < 0xC2 || first > 0xF4 || !continues(second)) {
    return 0;
  }
  if (first < 0xE0) {
    return 2;
  }
  if (!continues(byte(text, 2))) {
    return 0;
  }
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first == 0xF4 && second > 0x8F;
  return overlong || beyond || !continues(byte(text, 3)) ? 0 : 4;
}

std::size_t find_invalid_utf8(std::string_view text, std::size_t from) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  std::size_t at = from;
  while (at < text.size()) {
    std::uint64_t eight = high_bits;
    if (text.size() - at >= sizeof eight) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
    }
    if ((eight & high_bits) == 0) {
      at += sizeof eight;
      continue;
    }
    const std::size_t length = utf8_length(text.substr(at, 4));
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return std::string_view::npos;
}

std::string printable(std::string_view text, bool keep_lines) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at, 4));
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool line = keep_lines && (byte == '\n' || byte == '\t');
    // U+0080 to U+009F are C2 80 to C2 9F, which some terminals obey as well.
    const bool high_control =
        byte == 0xc2 && length == 2 && static_cast<unsigned char>(text[at + 1]) < 0xa0;
    if (length == 0 || high_control || byte == 0x7f || (byte < 0x20 && !line)) {
      safe += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
      ++at;
    } else {
      safe += text.substr(at, length);
      at += length;
    }
  }
  return safe;
}

}  // namespace abide::policy
