// Whether a folder is the very pack that was released.
#pragma once

#include <string>

#include "base/result.hpp"

namespace abide::reports {

/// Compares every file with the manifest, and the manifest with the ledger's entry in the proof
/// that lies beside it. Reads each file once, in pieces. Whether the entry is the ledger's own says
/// its signature alone: `abide ledger verify` with the key.
/// @error refused  no pack, or not as it was released: names the first file that differs, is
///                 missing, or was not in it
/// @error unavailable  a file cannot be read
[[nodiscard]] Result<void> check_sealed(const std::string& folder);

}  // namespace abide::reports
