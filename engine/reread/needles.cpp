// A value of eight bytes or more covers five bytes at some multiple of four: there alone the text
// is hashed. Few places pass a table of bits; from those on a running hash tells which of all
// values begins there, so that a thousand that begin alike cost no more than one.
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

/// The character that begins a text; of bytes that are none, the byte.
std::uint32_t first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : byte(0) >= 0xC0 ? 2 : 1;
  if (size == 1 || text.size() < size) return byte(0);
  std::uint32_t code = byte(0) & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) code = code << 6U | (byte(i) & 0x3FU);
  return code;
}
std::uint32_t last_of(std::string_view text) {
  std::size_t from = text.size() - 1;
  while (from > 0 && text.size() - from < 4 &&
         (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U)
    --from;
  return first_of(text.substr(from));
}

/// Letters, digits and what is written like a letter. Signs are not, nor are the characters of
/// scripts that put no blanks between words.
bool in_word(std::uint32_t code) {
  if (code < 0x80) {
    const std::uint8_t low = folded(static_cast<char>(code));
    return (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '_';
  }
  const auto within = [code](std::uint32_t from, std::uint32_t until) {
    return code >= from && code <= until;
  };
  const bool sign = (within(0x80, 0xBF) && code != 0xAA && code != 0xB5 && code != 0xBA) ||
                    within(0x2000, 0x206F) || within(0x2190, 0x2BFF) || within(0x3000, 0x303F) ||
                    within(0xFE10, 0xFE6F) || within(0xFF00, 0xFF0F) || code >= 0x1F000;
  const bool unspaced = within(0x3040, 0x9FFF) || within(0xAC00, 0xD7AF);
  return !sign && !unspaced;
}
bool in_word(char byte) { return in_word(std::uint32_t{static_cast<unsigned char>(byte)}); }
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
/// @param form  whether it is written as a form is sent, where a plus is a blank
bool begins_word(std::string_view before, bool form) {
  if (before.empty() || ends_escaped(before) || before.ends_with("..")) return true;
  if (form && before.back() == '+') return true;
  return !in_word(last_of(before)) &&
         std::string_view{".+-@"}.find(before.back()) == std::string::npos;
}

/// Whether a word that ends before `after` is whole: a full stop ends a sentence, unless it is the
/// dot of a longer address.
bool ends_word(std::string_view after, bool form) {
  if (after.empty() || (form && after.front() == '+')) return true;
  if (in_word(first_of(after))) return false;
  const bool joins = std::string_view{".-+@"}.find(after.front()) != std::string::npos;
  return !joins || after.size() < 2 || !in_word(first_of(after.substr(1)));
}

}  // namespace

namespace {

/// A hash that goes on byte by byte.
constexpr std::uint64_t hash_seed = 0xCBF29CE484222325U;
constexpr std::uint64_t with_byte(std::uint64_t hash, std::uint8_t byte) {
  return (hash ^ byte) * 0x100000001B3U;
}

/// Lengths at which it is seen whether any value goes on: 8, 16, 32 …
constexpr bool is_rung(std::size_t length) {
  return length >= Needles::shortest && (length & (length - 1)) == 0;
}

}  // namespace

Needles::Needles(std::vector<std::string> values)
    : values_(std::move(values)), pieces_((std::size_t{1} << hash_bits) / 64) {
  static_assert(is_rung(shortest));
  for (std::size_t i = 0; i < values_.size(); ++i) {
    std::string& value = values_[i];
    assert(value.size() >= shortest);
    std::uint64_t hash = hash_seed;
    for (std::size_t at = 0; at < value.size(); ++at) {
      value[at] = static_cast<char>(folded(value[at]));
      hash = with_byte(hash, static_cast<std::uint8_t>(value[at]));
      if (is_rung(at + 1)) beginnings_.insert(hash);
    }
    by_hash_[hash].push_back(i);
    longest_ = std::max(longest_, value.size());
    for (std::size_t at = 0; at < stride; ++at) {
      const std::uint64_t piece = piece_at(value.data() + at);
      std::vector<std::size_t>& offsets = by_piece_[piece];
      if (std::ranges::find(offsets, at) == offsets.end()) offsets.push_back(at);
      pieces_[hash_of(piece) / 64] |= std::uint64_t{1} << (hash_of(piece) % 64);
    }
  }
}

bool Needles::stands(std::string_view text, std::size_t from, const std::string& value) const {
  if (text.size() - from < value.size()) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (folded(text[from + i]) != static_cast<std::uint8_t>(value[i])) return false;
  }
  const bool form = value.find('%') != std::string::npos;
  return begins_word(text.substr(0, from), form) &&
         ends_word(text.substr(from + value.size()), form);
}

void Needles::find_at(std::string_view text, std::size_t from,
                      const std::function<void(std::size_t)>& found) const {
  const std::size_t most = std::min(longest_, text.size() - from);
  std::uint64_t hash = hash_seed;
  for (std::size_t length = 1; length <= most; ++length) {
    hash = with_byte(hash, folded(text[from + length - 1]));
    if (length < shortest) continue;
    if (is_rung(length) && !beginnings_.contains(hash)) return;
    const auto known = by_hash_.find(hash);
    if (known == by_hash_.end()) continue;
    for (const std::size_t value : known->second) {
      if (values_[value].size() == length && stands(text, from, values_[value])) found(value);
    }
  }
}

void Needles::find(std::string_view text, const std::function<void(std::size_t)>& found) const {
  if (values_.empty()) return;
  for (std::size_t at = 0; at + piece_bytes <= text.size(); at += stride) {
    const std::uint64_t piece = piece_at(text.data() + at);
    const std::size_t hash = hash_of(piece);
    if ((pieces_[hash / 64] >> (hash % 64) & 1U) == 0) continue;
    const auto known = by_piece_.find(piece);
    if (known == by_piece_.end()) continue;
    for (const std::size_t offset : known->second) {
      if (offset <= at) find_at(text, at - offset, found);
    }
  }
}

}  // namespace abide::reread
