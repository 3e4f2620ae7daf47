// Whether a ledger is what it was when it was signed, asked without the writer's code: this folder
// shares only the constants of format.hpp with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"

namespace abide::ledger {

/// What was found. `ok` means every entry, the tree, the stored head and every checkpoint agree.
struct Verdict {
  bool ok = false;
  std::uint64_t entries = 0;
  Digest root{};
  std::uint64_t checkpoints = 0;         ///< stored and given ones that were checked
  std::optional<std::uint64_t> bad_seq;  ///< the first bad entry, where one can be named
  std::string reason;                    ///< what is wrong and where; empty when ok
  std::string public_key;                ///< the key in force at the end, when ok
  std::uint64_t rotations = 0;           ///< how often it was replaced
  std::uint64_t uncovered = 0;           ///< last entries that no checkpoint signs yet
  std::uint64_t files = 0;               ///< of an evidence folder, besides the ledger's own
};

/// Whether the text is a public key in its form; says nothing of whose.
[[nodiscard]] bool is_key(const std::string& text);
/// Reads the ledger in the database file once, with memory that does not grow with it.
/// @param public_key  the key the ledger began with, as `name+hash+key`; must come from outside it.
///                    Keys that replaced it are followed by the signatures of both
/// @param anchors     signed checkpoints kept outside; without them a cut tail cannot be seen
[[nodiscard]] Verdict verify_ledger(const std::string& path, const std::string& public_key,
                                    const std::vector<std::string>& anchors);

/// The same of an evidence folder (docs/evidence-folder.md): the ledger, and that every other file
/// is as the last entry says it was exported.
[[nodiscard]] Verdict verify_folder(const std::string& folder, const std::string& public_key);

/// What one proof proves (docs/proofs.md).
struct Proven {
  bool ok = false;
  std::string reason;        ///< what is wrong; empty when ok
  std::uint64_t seq = 0;     ///< of the entry
  std::uint64_t size = 0;    ///< of the log that was signed
  std::uint64_t before = 0;  ///< of the older log, where growth is proved
  std::string entry;         ///< its text; empty where growth is proved
};

/// Whether an entry stands in the log, by a C2SP tlog-proof with the entry as its extra data.
/// @param public_key  the key that signs the log, as `name+hash+key`; must come from outside
[[nodiscard]] Proven verify_entry(const std::string& proof, const std::string& public_key);
/// Whether the newer signed head in the proof continues the older one.
/// @param older  the older signed note
[[nodiscard]] Proven verify_growth(const std::string& proof, const std::string& older,
                                   const std::string& public_key);
/// Whether the text is a proof of growth by its first line; then the older head is needed.
[[nodiscard]] bool is_growth(const std::string& proof);

}  // namespace abide::ledger
