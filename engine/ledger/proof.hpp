// Proofs to be given away one by one, in the C2SP forms (docs/proofs.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/ledger/ledger.hpp"

namespace abide::ledger {

/// That an entry stands in the log: a C2SP tlog-proof against the newest signed head, the entry's
/// own text as its extra data. Reads the entries once; memory grows with the logarithm of their
/// number.
/// @error not_found  there is no such entry
/// @error refused    nobody's signature is on it yet
[[nodiscard]] Result<std::string> prove_entry(Ledger& ledger, std::uint64_t seq);

/// That the newest signed head continues an older one: the consistency proof as a C2SP witness is
/// sent it, `old SIZE`, the hashes, and the newer note.
/// @param older  a signed note; whose signature it carries is not asked
/// @error corrupt  it is no note, or not of this log as it is now
/// @error refused  no newer head is signed
[[nodiscard]] Result<std::string> prove_growth(Ledger& ledger, std::string_view older);

}  // namespace abide::ledger
