// What the ledger says of one person.
#pragma once

#include "cli/commands.hpp"

namespace abide::cli {

/// Prints the entries that are about the person whom the words name, erased or not: everybody who
/// has the value, and who had it. Fails where nobody does and nobody did.
int find_in_ledger(const Desk& desk, const Words& words);

}  // namespace abide::cli
