// Proofs to be given away one by one, in the C2SP forms (docs/proofs.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/ledger.hpp"

namespace abide::ledger {

/// A proof that holds: it was checked against the signed head in it.
struct Proof {
  std::string text;
  PublicKey key;  ///< that signed the head; by it the proof is checked
};

/// That an entry stands in the log: a C2SP tlog-proof against the newest signed head, the entry's
/// own text as its extra data. Reads the entries once; memory grows with the logarithm of their
/// number.
/// @param first  the key that the ledger began with; the entries tell which replaced it
/// @error not_found  there is no such entry
/// @error refused    nobody's signature is on it yet, or it is too long for a proof
/// @error corrupt    the entry is gone, or is not what was signed; or the newest head is damaged
[[nodiscard]] Result<Proof> prove_entry(Ledger& ledger, const PublicKey& first, std::uint64_t seq);

/// That the newest signed head continues an older one, which may be of the same size: the
/// consistency proof as a C2SP witness is sent it, `old SIZE`, the hashes, and the newer note.
/// @param older  a signed note of this ledger, signed by the key that was in force at its size
/// @error refused  the key was replaced between the two, or no head of that size or more is signed
/// @error corrupt  the older head is no such note; or this ledger does not continue it; or the
///                 newest head is damaged, or the entries are not what it signed
[[nodiscard]] Result<Proof> prove_growth(Ledger& ledger, const PublicKey& first,
                                         std::string_view older);

}  // namespace abide::ledger
