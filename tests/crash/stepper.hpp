// The real `abide` led from one file operation to the next: each can be refused by the system, or
// be the last thing the program does.
#pragma once

#include "tests/crash/binary.hpp"

namespace abide::crash {

/// What happens at one operation on files: opening one to write, writing, syncing, making, naming,
/// removing, changing a mode.
struct Strike {
  int at = 0;     ///< counted from one; 0 for nowhere
  int error = 0;  ///< errno that it answers with, undone; 0: the program is killed instead
};

struct Walked {
  Said said;
  int operations = 0;  ///< that there were
};

/// False where processes cannot be led, so that a test has to be skipped.
[[nodiscard]] bool can_lead();
/// Runs it to its end, or to the strike that kills it.
/// @param words  after `abide`
[[nodiscard]] Walked walk(const Place& place, const std::vector<std::string>& words,
                          const Strike& strike = {});

}  // namespace abide::crash
