// The deep look for people erased lately, and what is still to be looked for.
#pragma once

#include <string>

#include "cli/session.hpp"

namespace abide::cli {

/// Looks for everybody who was erased in the last days. With somebody named, notes what was found;
/// who is nowhere to be found a day or more after their erasure is not looked for again, and what
/// was kept for it is destroyed.
int look_deep(const Desk& desk, const Words& words, bool print_sql);

/// How many people wait for it, and what to do, in one line; empty when nobody does.
[[nodiscard]] Result<std::string> waiting_for_deep_look(const Session& session,
                                                        const std::string& deploy);

}  // namespace abide::cli
