// Single proofs of the ledger, given away and checked.
#pragma once

#include <string>

#include "cli/commands.hpp"

namespace abide::cli {

/// What a proof is asked for, or checked by.
struct ProofWords {
  std::string entry;  ///< as typed; empty: none
  std::string since;  ///< file of an older signed head
  std::string into;   ///< file; empty: standard output
};

/// Proves one entry, or that the log grew from an older head.
int prove_ledger(const Desk& desk, const Words& words, const ProofWords& proof);
/// Checks a file that `ledger prove` wrote.
/// @param since  file of the older signed head, where growth is proved
int verify_proof(const Desk& desk, const Words& words, const std::string& file,
                 const std::string& key, const std::string& since);

}  // namespace abide::cli
