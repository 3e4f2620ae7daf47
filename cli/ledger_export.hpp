// The evidence as a folder for a stranger.
#pragma once

#include <string>

#include "cli/session.hpp"

namespace abide::cli {

/// Writes the folder `into`, and says what is in it.
/// @return the exit code
int export_ledger(const Desk& desk, const Words& words, const std::string& into);

}  // namespace abide::cli
