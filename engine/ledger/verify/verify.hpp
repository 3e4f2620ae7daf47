// Whether a ledger is what it was when it was signed, asked without the writer's code: this folder
// shares only the constants of format.hpp with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
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
  bool unread = false;                   ///< something could not be read: it cannot be told
};

/// Whether the text is a public key in its form; says nothing of whose.
[[nodiscard]] bool is_key(const std::string& text);
/// Reads the ledger in the database file once, with memory that does not grow with it.
/// @param public_key  the key the ledger began with, as `name+hash+key`; must come from outside it.
///                    Keys that replaced it are followed by the signatures of both
/// @param anchors     signed checkpoints kept outside; without them a cut tail cannot be seen
[[nodiscard]] Verdict verify_ledger(const std::string& path, const std::string& public_key,
                                    const std::vector<std::string>& anchors);

/// The same of an evidence folder (docs/evidence-folder.md): the ledger, that every other file is
/// as the last entry says it was exported, and that nothing else is there.
[[nodiscard]] Verdict verify_folder(const std::string& path, const std::string& public_key);

/// An entry that stands in the signed log.
struct ProvenEntry {
  std::uint64_t seq = 0;
  std::uint64_t size = 0;  ///< of the log that was signed
  std::string text;
};
/// A signed log that continues an older one.
struct ProvenGrowth {
  std::uint64_t before = 0;
  std::uint64_t size = 0;
};
/// The proof is not what was signed.
struct Damaged {
  std::string reason;
};
/// Nothing speaks against the proof, and what was given cannot judge it.
struct CannotTell {
  std::string reason;
};
/// What came of looking at one proof (docs/proofs.md).
using ProofVerdict = std::variant<ProvenEntry, ProvenGrowth, Damaged, CannotTell>;

/// Whether an entry stands in the log, by a C2SP tlog-proof with the entry as its extra data. The
/// entry's form and place are checked as those of a whole ledger are.
/// @param public_key  the key that signs the log, as `name+hash+key`; must come from outside
[[nodiscard]] ProofVerdict verify_entry(const std::string& proof, const std::string& public_key);
/// Whether the newer signed head in the proof continues the older one, which may be of the same
/// size.
/// @param older  the older signed note
[[nodiscard]] ProofVerdict verify_growth(const std::string& proof, const std::string& older,
                                         const std::string& public_key);
/// What a text is by its first line.
enum class ProofForm { entry, growth, none };
[[nodiscard]] ProofForm form_of(const std::string& proof);
/// Whether the text has the form of a proof of either kind; says nothing of whether it holds.
[[nodiscard]] bool is_proof(const std::string& text);

}  // namespace abide::ledger
