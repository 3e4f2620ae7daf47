#include "engine/ledger/verify/proof_text.hpp"

#include <algorithm>

#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/note.hpp"

namespace abide::ledger::verify {
namespace {

/// Takes lines off the front of a text.
struct Lines {
  std::string_view left;
  /// Without its line feed; nullopt at the end, or where the last line has none.
  std::optional<std::string_view> next() {
    const auto end = left.find('\n');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = left.substr(0, end);
    left.remove_prefix(end + 1);
    return line;
  }
  /// What stands behind the word that the next line begins with.
  std::optional<std::string_view> next_after(std::string_view word) {
    const auto line = next();
    return line && line->starts_with(word) ? std::optional{line->substr(word.size())}
                                           : std::nullopt;
  }
};

/// Hashes up to an empty line; what is left behind it is the note.
std::optional<std::vector<Digest>> hashes(Lines& lines) {
  std::vector<Digest> all;
  while (const auto line = lines.next()) {
    if (line->empty()) {
      return all;
    }
    const auto bytes = from_base64(*line);
    if (!bytes || bytes->size() != Digest{}.size() || all.size() == most_hashes) {
      return std::nullopt;
    }
    std::ranges::copy(*bytes, all.emplace_back().begin());
  }
  return std::nullopt;
}

std::optional<std::uint64_t> number_in(const std::optional<std::string_view>& text) {
  return text ? number_of(*text) : std::nullopt;
}

}  // namespace

bool is_entry_text(std::string_view text) { return Lines{text}.next() == proof_title; }

std::optional<EntryText> read_entry_text(std::string_view text) {
  Lines lines{text};
  if (lines.next() != proof_title) {
    return std::nullopt;
  }
  const auto extra = lines.next_after("extra ");
  const auto entry = extra ? from_base64(*extra) : std::nullopt;
  const auto index = number_in(lines.next_after("index "));
  auto path = hashes(lines);
  if (!entry || !index || !path) {
    return std::nullopt;
  }
  return EntryText{
      {entry->begin(), entry->end()}, *index, std::move(*path), std::string{lines.left}};
}

std::optional<GrowthText> read_growth_text(std::string_view text) {
  Lines lines{text};
  const auto before = number_in(lines.next_after("old "));
  auto path = before ? hashes(lines) : std::nullopt;
  if (!path) {
    return std::nullopt;
  }
  return GrowthText{*before, std::move(*path), std::string{lines.left}};
}

}  // namespace abide::ledger::verify
