#include "cli/lsp/positions.hpp"

#include <algorithm>

#include "policy/utf8.hpp"

namespace abide::cli::lsp {
namespace {

/// One character's bytes, and how many units an editor counts for it. Bytes that are no UTF-8 count
/// one each.
struct Character {
  std::uint32_t bytes;
  std::uint32_t units;
};
Character first_of(std::string_view text, Encoding encoding) {
  const std::size_t length = std::max<std::size_t>(1, policy::utf8_length(text));
  const auto bytes = static_cast<std::uint32_t>(length);
  if (encoding == Encoding::utf8) return {bytes, bytes};
  return {bytes, length == 4 ? 2U : 1U};
}

}  // namespace

Lines::Lines(std::string_view text) : starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends =
        text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (ends) starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::uint32_t Lines::offset(std::string_view text, Place place, Encoding encoding) const {
  if (place.line >= starts_.size()) return static_cast<std::uint32_t>(text.size());
  std::uint32_t at = starts_[place.line];
  std::uint32_t left = place.character;
  while (at < text.size() && text[at] != '\n' && text[at] != '\r') {
    const Character next = first_of(text.substr(at, 4), encoding);
    if (next.units > left) break;
    left -= next.units;
    at += next.bytes;
  }
  return at;
}

Reached Lines::reach(std::string_view text, std::uint32_t offset, Encoding encoding,
                     Reached before) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  const auto after = std::ranges::upper_bound(starts_, offset);
  const auto line = static_cast<std::uint32_t>(after - starts_.begin()) - 1;
  const bool goes_on = before.place.line == line && before.offset <= offset;
  Reached at = goes_on ? before : Reached{*(after - 1), {line, 0}};
  while (at.offset < offset) {
    const Character next = first_of(text.substr(at.offset, 4), encoding);
    if (at.offset + next.bytes > offset) break;
    at.place.character += next.units;
    at.offset += next.bytes;
  }
  return at;
}

}  // namespace abide::cli::lsp
