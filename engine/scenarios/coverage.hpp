// Which statements of a policy its tests put to use, promise by promise.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/scenarios/scenarios.hpp"
#include "policy/diagnostics.hpp"
#include "policy/statements.hpp"

namespace abide::engine::scenarios {

/// One promise or ruling with statements that a test can show at work.
struct PromiseCoverage {
  std::string promise;
  std::uint32_t statements = 0;
  std::uint32_t used = 0;
  std::vector<policy::Statement> unused;
};

struct Coverage {
  std::vector<PromiseCoverage> promises;  ///< in the order written
  std::uint32_t statements = 0;           ///< of all promises
  std::uint32_t used = 0;
  /// Those that decide nothing, since a stricter one always comes first.
  std::vector<policy::Statement> outdone;
  /// How many of each kind no test can show: a scan, a document or a person does, or the check.
  std::map<std::string, std::uint32_t> beyond;
  /// Whole per cent of `statements`, rounded down; 100 where there are none.
  [[nodiscard]] std::uint32_t percent() const;
};

/// A statement is put to use when something that a test planned, kept, decided or counted rests on
/// it.
[[nodiscard]] Coverage coverage_of(const std::vector<policy::Statement>& statements,
                                   const std::vector<ScenarioResult>& results);
[[nodiscard]] std::string to_text(const Coverage& coverage);
[[nodiscard]] Json to_json(const Coverage& coverage);
/// Each statement that no test put to use as W0803.
[[nodiscard]] std::vector<policy::Diagnostic> diagnostics_of(const Coverage& coverage);

/// How a test could put it to use, in a line.
[[nodiscard]] std::string_view how_to_see(policy::SeenBy seen_by);

}  // namespace abide::engine::scenarios
