// What is left after a run, read from the files themselves: every row of every store, and whether
// the evidence is whole. Shares no code with what wrote it, save the ledger's own verifier.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "tests/crash/shop.hpp"

namespace abide::crash {

/// Every row of both stores, and of what the control store remembers for later: severed rows,
/// erased identifiers, holds, requests, events. One text, so that two of them can be compared.
std::string rows_of(const Place& place);

/// The ledger's entries in order.
std::vector<Json> entries_of(const Place& place);

/// What is wrong with the evidence, one line for each fault; empty when all of it holds:
/// - every run begins once and ends once, and its end names the rows of its outcomes;
/// - every range of a run has one outcome, after an intent;
/// - an intent without an outcome is a doubt, and each doubt is settled once before the range is
///   intended again or gets the outcome of a crash.
std::vector<std::string> faults_in(const std::vector<Json>& entries);

/// Rows that the outcomes of all runs claim.
std::uint64_t rows_claimed(const std::vector<Json>& entries);

/// The same over the files: the ledger verifies against its anchors, no run is unfinished, no range
/// and no key is left over, the databases are sound, and `faults_in`.
std::vector<std::string> faults_of(const Place& place);

/// Lines in one text, for messages.
std::string joined(const std::vector<std::string>& lines);

}  // namespace abide::crash
