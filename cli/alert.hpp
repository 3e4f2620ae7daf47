// The program that a deployment names with `notify`: told when the state of the nightly run
// changes.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/session.hpp"

namespace abide::cli {

/// What the nightly run came to, for whom it concerns.
struct State {
  std::string word;   ///< `ok`, `incomplete`, `failed`, `held`, and for held the reasons' kinds
  std::string words;  ///< one line: tables and counts, no value of a person
};

/// Tells the deployment's program, when there is one, if the state is another than the one last
/// told or a run is held for other reasons, and remembers it once the program has taken it: what
/// could not be told is told next time, even where all is well by then.
/// The program gets four arguments: the state, the one before (`none` at first), the policy and
/// deployment, and the line of words. No shell reads them, and of the environment it gets PATH,
/// HOME and LANG alone.
/// @error unavailable  it cannot be started, fails, or does not end within half a minute
[[nodiscard]] Result<void> tell_state(Session& session, const State& state);

/// Runs a program and waits for it.
/// @error unavailable  it cannot be started, fails, or does not end in time
[[nodiscard]] Result<void> run_program(const std::vector<std::string>& words,
                                       std::chrono::milliseconds patience);

}  // namespace abide::cli
