// The runner of the language's own tests: each `test` block gets throw-away stores made from the
// policy, and what it expects is judged by the real catalogue, planner, run loop and re-read.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/json.hpp"
#include "engine/plan/plan.hpp"
#include "engine/stores.hpp"
#include "policy/deployment.hpp"
#include "policy/diagnostics.hpp"
#include "policy/model.hpp"
#include "policy/rights.hpp"
#include "policy/scenarios.hpp"

namespace abide::engine::scenarios {

enum class Access { change, look };
/// Opens the stores of a deployment whose files lie in `folder`.
using OpenStores =
    std::function<Stores(const policy::Model& model, const policy::Deployment& deployment,
                         const std::string& folder, Access access)>;

/// One expectation that does not hold.
struct Failure {
  policy::Location location;
  policy::SourceSpan span;
  std::string sentence;  ///< of the test, as written
  std::string expected;
  std::string found;
  std::vector<std::string> because;  ///< the sentences of the policy behind what was found
};

struct ScenarioResult {
  std::string name;
  policy::Location location;
  policy::SourceSpan span;
  enum class Outcome { passed, failed, skipped } outcome = Outcome::passed;
  std::string why;  ///< for skipped: what is not built or not in reach
  std::uint32_t expectations = 0;
  std::uint32_t judged = 0;  ///< of them, not passed over
  std::vector<Failure> failures;
  /// Sentences behind what was planned, decided or counted, each once; see Bench::Until.
  std::vector<Why> touched;
};

/// What the tests are run with. Everything is borrowed.
struct Bench {
  const policy::Model& model;  ///< that the engine goes by
  const std::vector<policy::Right>& rights;
  /// Codes that the check of the policy raised; `expect error` looks here too.
  const std::vector<std::string>& codes;
  const OpenStores& open;
  Files& files;
  /// The policy whose words the test is in, where the engine goes by a loosened one: it knows the
  /// same names, and what is `kept` or whose a row is means what it meant.
  const policy::Model* meant = nullptr;
  /// Whether one failure is enough; then nothing is said of what was touched.
  enum class Until { end, first_failure } until = Until::end;

  [[nodiscard]] const policy::Model& words() const { return meant == nullptr ? model : *meant; }
};

/// Runs one test from given rows to the last expectation. A store that fails on the way fails the
/// test, with the reason; so does a test that expects nothing. A test with a step that nothing
/// judges yet is skipped, unless something that was judged failed.
[[nodiscard]] ScenarioResult run_scenario(const Bench& bench, const policy::Scenario& scenario);

[[nodiscard]] std::string_view to_string(ScenarioResult::Outcome outcome);
/// For a terminal: failures with their reasons, what was skipped and why, a line of figures last.
[[nodiscard]] std::string to_text(const std::vector<ScenarioResult>& results);
[[nodiscard]] Json to_json(const std::vector<ScenarioResult>& results);
/// Each failed expectation as E0801, at its step.
[[nodiscard]] std::vector<policy::Diagnostic> diagnostics_of(
    const std::vector<ScenarioResult>& results);
/// `IS-051: erase personal within … (shop.policy:188)`
[[nodiscard]] std::string words_of(const Why& why);

}  // namespace abide::engine::scenarios
