// A scanner of canonical JSON: one pass, nothing copied.
#include "engine/ledger/verify/entry.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

#include "engine/ledger/format.hpp"

namespace abide::ledger::verify {
namespace {

constexpr int deepest = 64;

/// Characters that stand for themselves in a text: neither control, quote, backslash nor wide.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) {
    plain[c] = c != '"' && c != '\\';
  }
  return plain;
}
constexpr std::array<bool, 256> plain = make_plain();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The escaped text's byte order is that of what it stands for only without escapes.
std::string unescaped(std::string_view key) {
  std::string plain_key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] != '\\') {
      plain_key += key[i];
      continue;
    }
    const char letter = key[++i];
    constexpr std::string_view letters = "bfnrt\"\\";
    constexpr std::string_view meanings = "\b\f\n\r\t\"\\";
    if (const auto which = letters.find(letter); which != std::string_view::npos) {
      plain_key += meanings[which];
    } else {  // \u00xx
      const auto digit = [](char c) { return is_digit(c) ? c - '0' : c - 'a' + 10; };
      plain_key += static_cast<char>(digit(key[i + 3]) * 16 + digit(key[i + 4]));
      i += 4;
    }
  }
  return plain_key;
}

bool is_less(std::string_view a, std::string_view b) {
  const bool escapes =
      a.find('\\') != std::string_view::npos || b.find('\\') != std::string_view::npos;
  return escapes ? unescaped(a) < unescaped(b) : a < b;
}

}  // namespace

bool EntryReader::read(std::string_view text) {
  text_ = text;
  at_ = 0;
  members_.clear();
  return object(1, &members_) && at_ == text_.size();
}

std::string_view EntryReader::member(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) {
      return member.value;
    }
  }
  return {};
}

std::optional<std::string_view> EntryReader::plain_text(std::string_view key) const {
  const std::string_view value = member(key);
  if (value.size() < 2 || value.front() != '"' || value.find('\\') != std::string_view::npos) {
    return std::nullopt;
  }
  return value.substr(1, value.size() - 2);
}

bool EntryReader::take_word(std::string_view expected) {
  if (text_.compare(at_, expected.size(), expected) != 0) {
    return false;
  }
  at_ += expected.size();
  return true;
}

bool EntryReader::value(int depth) {  // NOLINT(misc-no-recursion): bounded by `deepest`
  if (at_ == text_.size()) {
    return false;
  }
  switch (text_[at_]) {
    case '{':
      return object(depth + 1, nullptr);
    case '[':
      return array(depth + 1);
    case '"':
      return text();
    case 't':
      return take_word("true");
    case 'f':
      return take_word("false");
    case 'n':
      return take_word("null");
    default:
      return number();
  }
}

bool EntryReader::object(int depth, std::vector<Member>* members) {  // NOLINT(misc-no-recursion)
  if (depth > deepest || !take('{')) {
    return false;
  }
  if (take('}')) {
    return true;
  }
  std::string_view last;
  for (bool first = true;; first = false) {
    const std::size_t key_at = at_ + 1;
    if (!text()) {
      return false;
    }
    const std::string_view key = text_.substr(key_at, at_ - 1 - key_at);
    if ((!first && !is_less(last, key)) || !take(':')) {
      return false;
    }
    const std::size_t value_at = at_;
    if (!value(depth)) {
      return false;
    }
    if (members != nullptr) {
      members->push_back({key, text_.substr(value_at, at_ - value_at)});
    }
    last = key;
    if (!take(',')) {
      return take('}');
    }
  }
}

bool EntryReader::array(int depth) {  // NOLINT(misc-no-recursion): bounded by `deepest`
  if (depth > deepest || !take('[')) {
    return false;
  }
  if (take(']')) {
    return true;
  }
  while (value(depth)) {
    if (!take(',')) {
      return take(']');
    }
  }
  return false;
}

/// Whole numbers that fit 64 bits, without leading zeros and without `-0`.
bool EntryReader::number() {
  const bool negative = take('-');
  const std::size_t first = at_;
  while (at_ < text_.size() && is_digit(text_[at_])) {
    ++at_;
  }
  const std::string_view digits = text_.substr(first, at_ - first);
  if (digits.empty() || (digits.front() == '0' && (digits.size() > 1 || negative))) {
    return false;
  }
  const std::string_view most = negative ? "9223372036854775808" : "18446744073709551615";
  return digits.size() < most.size() || (digits.size() == most.size() && digits <= most);
}

bool EntryReader::text() {
  if (!take('"')) {
    return false;
  }
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (plain[c]) {
      ++at_;
    } else if (c == '"') {
      ++at_;
      return true;
    } else if (c == '\\') {
      if (!escape()) {
        return false;
      }
    } else if (!wide_character()) {
      return false;
    }
  }
  return false;
}

/// Only what must be escaped, in its shortest form.
bool EntryReader::escape() {
  const std::string_view rest = text_.substr(at_ + 1);
  if (rest.empty()) {
    return false;
  }
  if (std::string_view{"bfnrt\"\\"}.find(rest[0]) != std::string_view::npos) {
    at_ += 2;
    return true;
  }
  const bool control =
      rest.size() >= 5 && rest.starts_with("u00") && (rest[3] == '0' || rest[3] == '1');
  if (!control || std::string_view{"0123456789abcdef"}.find(rest[4]) == std::string_view::npos ||
      (rest[3] == '0' && std::string_view{"89acd"}.find(rest[4]) != std::string_view::npos)) {
    return false;
  }
  at_ += 6;
  return true;
}

/// One character of two to four bytes, shortest form, no surrogate (RFC 3629).
bool EntryReader::wide_character() {
  const auto byte = [this](std::size_t i) {
    return at_ + i < text_.size() ? static_cast<unsigned char>(text_[at_ + i]) : 0U;
  };
  const unsigned lead = byte(0);
  const std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U) {
    return false;
  }
  const unsigned second = byte(1);
  const unsigned low = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
  const unsigned high = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
  if (second < low || second > high) {
    return false;
  }
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return false;
    }
  }
  at_ += length;
  return true;
}

std::string fault_in(std::string_view text, std::uint64_t seq, EntryReader& reader) {
  if (!reader.read(text)) {
    return "is not a JSON object in canonical form";
  }
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), seq).ptr;
  if (reader.member("seq") != std::string_view{digits.data(), end}) {
    return "carries another place than its own";
  }
  if (reader.member("v") != std::to_string(format_version)) {
    return "is of a version this verifier does not know";
  }
  for (const char* key : {"at", "kind", "by"}) {
    if (!reader.member(key).starts_with('"')) {
      return fmt::format("lacks `{}`", key);
    }
  }
  return "";
}

}  // namespace abide::ledger::verify
