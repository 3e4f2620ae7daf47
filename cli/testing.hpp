// A policy's own tests as `abide test` runs and prints them: by themselves, with what they put to
// use, and against loosened statements.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"

namespace abide::cli {

struct TestWords : Words {
  std::string only;
  bool coverage = false;
  bool mutate = false;
  std::optional<int> limit;
  std::optional<int> at_least;
};

/// Per cent of loosened statements that have to be noticed where nobody says otherwise.
inline constexpr int noticed_at_least = 90;

/// Runs the tests of the policy that the words name, and of the tests beside it: of `shop.policy`
/// those in `shop.tests.policy`, where that file is there. Returns the exit code.
[[nodiscard]] int run_tests(const Desk& desk, const TestWords& words);

}  // namespace abide::cli
