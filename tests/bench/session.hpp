// The engine's way as a command takes it: a policy and a deployment as text in a folder, opened
// through the same session.
#pragma once

#include <string>

#include "base/files.hpp"
#include "cli/session.hpp"

namespace abide::bench {

inline constexpr const char* deployment = R"(abide 1;
deploy here for bench {
    store db is sqlite "db.sqlite";
    control sqlite "control.sqlite"; keys "keys.sqlite"; anchor "anchors";
    limits { rows 1000000000; share 100 %; }
    operator "Bench";
}
)";

/// Writes policy and deployment, begins a ledger, and opens everything.
Result<cli::Session> open_session(const std::string& folder, const std::string& policy,
                                  Files& files, const Clock& clock);
/// Opens what is there already.
Result<cli::Session> reopen_session(const std::string& folder, Files& files, const Clock& clock);

}  // namespace abide::bench
