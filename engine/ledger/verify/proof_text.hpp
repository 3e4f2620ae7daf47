// The texts of single proofs taken apart (docs/proofs.md); whether they hold is another question.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace abide::ledger::verify {

/// A C2SP tlog-proof with the entry as its extra data.
struct EntryText {
  std::string entry;
  std::uint64_t index = 0;
  std::vector<Digest> path;  ///< from the leaf up
  std::string note;          ///< the signed head, not read yet
};
/// nullopt unless it has exactly that form, with no more hashes than a proof can need.
[[nodiscard]] std::optional<EntryText> read_entry_text(std::string_view text);
/// Whether the first line is that of a tlog-proof.
[[nodiscard]] bool is_entry_text(std::string_view text);

/// A consistency proof as a C2SP witness is sent it.
struct GrowthText {
  std::uint64_t before = 0;  ///< size of the older log
  std::vector<Digest> path;
  std::string note;  ///< the newer signed head, not read yet
};
/// nullopt unless it has exactly that form, with no more hashes than a proof can need.
[[nodiscard]] std::optional<GrowthText> read_growth_text(std::string_view text);

}  // namespace abide::ledger::verify
