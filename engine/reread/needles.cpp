// A value of eight bytes or more covers five bytes at some multiple of four: there alone the text
// is hashed. Few places pass a table of bits, and only those are compared.
#include "engine/reread/needles.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace abide::reread {
namespace {

constexpr std::size_t stride = 4;
constexpr std::size_t piece_bytes = 5;
static_assert(stride + piece_bytes - 1 == Needles::shortest);
constexpr unsigned hash_bits = 19;  // 64 KiB of bits

constexpr std::array<std::uint8_t, 256> folded_bytes = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = static_cast<std::uint8_t>(i >= 'A' && i <= 'Z' ? i - 'A' + 'a' : i);
  }
  return table;
}();

constexpr std::uint8_t folded(char byte) { return folded_bytes[static_cast<unsigned char>(byte)]; }

/// Five bytes with the bit set that tells capitals from small letters; more may look alike, which
/// the comparison sorts out.
std::uint64_t piece_at(const char* text) {
  std::uint32_t low = 0;
  std::memcpy(&low, text, sizeof low);
  const std::uint64_t last = static_cast<unsigned char>(text[sizeof low]);
  return (last << 32U | low) | 0x2020202020U;
}

constexpr std::size_t hash_of(std::uint64_t piece) {
  return static_cast<std::size_t>((piece * 0x9E3779B97F4A7C15U) >> (64 - hash_bits));
}

/// Letters, digits and bytes beyond ASCII, which are letters mostly.
constexpr bool in_word(char byte) {
  const std::uint8_t low = folded(byte);
  return (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low >= 0x80 || low == '_';
}
constexpr bool is_hex(char byte) {
  const std::uint8_t low = folded(byte);
  return (low >= '0' && low <= '9') || (low >= 'a' && low <= 'f');
}

/// Whether the text before ends with something that stands for one other character: `\n`, `\u003c`,
/// `%3C`.
bool ends_escaped(std::string_view before) {
  const std::size_t size = before.size();
  if (size >= 2 && before[size - 2] == '\\') return in_word(before.back());
  if (size >= 3 && before[size - 3] == '%')
    return is_hex(before[size - 2]) && is_hex(before.back());
  return size >= 6 && before[size - 6] == '\\' && folded(before[size - 5]) == 'u' &&
         std::ranges::all_of(before.substr(size - 4), is_hex);
}

/// Whether a word that begins after `before` is whole.
bool begins_word(std::string_view before) {
  if (before.empty() || ends_escaped(before)) return true;
  return !in_word(before.back()) &&
         std::string_view{".+-@"}.find(before.back()) == std::string::npos;
}

/// Whether a word that ends before `after` is whole: a full stop ends a sentence, unless it is the
/// dot of a longer address.
bool ends_word(std::string_view after) {
  if (after.empty()) return true;
  if (in_word(after.front())) return false;
  const bool joins = std::string_view{".-+@"}.find(after.front()) != std::string::npos;
  return !joins || after.size() < 2 || !in_word(after[1]);
}

}  // namespace

Needles::Needles(std::vector<std::string> values)
    : values_(std::move(values)), pieces_((std::size_t{1} << hash_bits) / 64) {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    std::string& value = values_[i];
    assert(value.size() >= shortest);
    for (char& byte : value) byte = static_cast<char>(folded(byte));
    for (std::size_t at = 0; at < stride; ++at) {
      const std::uint64_t piece = piece_at(value.data() + at);
      by_piece_[piece].push_back({i, at});
      pieces_[hash_of(piece) / 64] |= std::uint64_t{1} << (hash_of(piece) % 64);
    }
  }
}

bool Needles::stands(std::string_view text, std::size_t from, const std::string& value) const {
  if (text.size() - from < value.size()) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (folded(text[from + i]) != static_cast<std::uint8_t>(value[i])) return false;
  }
  return begins_word(text.substr(0, from)) && ends_word(text.substr(from + value.size()));
}

void Needles::find(std::string_view text, const std::function<void(std::size_t)>& found) const {
  if (values_.empty()) return;
  for (std::size_t at = 0; at + piece_bytes <= text.size(); at += stride) {
    const std::uint64_t piece = piece_at(text.data() + at);
    const std::size_t hash = hash_of(piece);
    if ((pieces_[hash / 64] >> (hash % 64) & 1U) == 0) continue;
    const auto known = by_piece_.find(piece);
    if (known == by_piece_.end()) continue;
    for (const auto& [value, offset] : known->second) {
      if (offset <= at && stands(text, at - offset, values_[value])) found(value);
    }
  }
}

}  // namespace abide::reread
