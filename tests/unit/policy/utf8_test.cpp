// Well-formed UTF-8 after the table of RFC 3629, against a decoder written another way.
#include "policy/utf8.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

namespace abide::policy {
namespace {

/// Decodes by arithmetic, then asks whether the shortest form of that character has this length.
std::size_t length_by_value(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const auto lead = static_cast<std::uint32_t>(static_cast<unsigned char>(text[0]));
  const std::size_t length = lead < 0x80 ? 1 : lead >> 5U == 6 ? 2 : lead >> 4U == 14 ? 3 : 4;
  if (length == 1) {
    return 1;
  }
  if ((length == 4 && lead >> 3U != 30) || text.size() < length) {
    return 0;
  }
  std::uint32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    if (byte >> 6U != 2) {
      return 0;
    }
    value = value << 6U | (byte & 0x3FU);
  }
  const std::size_t shortest = value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  return shortest == length && !surrogate && value < 0x110000 ? length : 0;
}

TEST(Utf8, lengths_agree_for_every_pair_of_leading_bytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const char* tail : {"", "\x80", "\x80\x80", "\xBF\xBF\xBF", "a",
                               "\x80"
                               "a"}) {
        const std::string text =
            std::string{static_cast<char>(first), static_cast<char>(second)} + tail;
        ASSERT_EQ(utf8_length(text), length_by_value(text)) << first << " " << second;
      }
    }
  }
  EXPECT_EQ(utf8_length(""), 0U);
}

TEST(Utf8, the_first_bad_byte_is_found_wherever_it_lies) {
  std::mt19937 random{5};
  const std::string good = "plain text, naïve café 田中 😀 and so on, long enough for the fast way";
  EXPECT_EQ(find_invalid_utf8(good), std::string_view::npos);
  for (std::size_t at = 0; at <= good.size(); ++at) {
    std::string bad = good;
    bad.insert(at, 1, '\xFF');
    std::size_t expected = 0;
    while (length_by_value(std::string_view{bad}.substr(expected)) != 0) {
      expected += length_by_value(std::string_view{bad}.substr(expected));
    }
    EXPECT_EQ(find_invalid_utf8(bad), expected) << at;
    EXPECT_EQ(find_invalid_utf8(bad, expected + bad.size()), std::string_view::npos);
  }
}

}  // namespace
}  // namespace abide::policy
