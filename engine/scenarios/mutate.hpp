// Whether a policy's tests would notice if a statement were looser: each is loosened by itself, and
// the tests that could tell are run against what the policy then comes to.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/scenarios/scenarios.hpp"
#include "policy/diagnostics.hpp"
#include "policy/loosen/loosening.hpp"

namespace abide::engine::scenarios {

struct Mutant {
  policy::Loosening loosening;
  enum class Fate {
    killed,    ///< a test fails
    refused,   ///< the check of the policy does not let it load
    no_other,  ///< nothing that is decided is otherwise: nothing here permits it, or something
               ///< stricter stands beside it
    survived,  ///< every test still passes
  } fate = Fate::survived;
  std::string by;       ///< the test that fails, or the check's code
  std::string missing;  ///< of a survivor: steps that would have shown it
};

/// A policy and what its tests are run with. Everything is borrowed.
struct Mutating {
  const policy::Sources& sources;
  const policy::Model& model;
  const std::vector<policy::Right>& rights;
  /// Of every test of the policy in its order, as things are: one that fails already notices
  /// nothing.
  const std::vector<ScenarioResult>& results;
  const OpenStores& open;
  Files& files;
};
/// Told after each of them.
using Watch = std::function<void(std::size_t done, std::size_t of)>;

/// @error  as policy::effect_of(), deadlines that cannot be counted
[[nodiscard]] Result<std::vector<Mutant>> mutate(const Mutating& mutating,
                                                 std::vector<policy::Loosening> loosenings,
                                                 const Watch& watch);

struct Tally {
  std::size_t killed = 0, refused = 0, no_other = 0, survived = 0;
  /// Whole per cent of those that make a difference and are noticed, rounded down; 100 of none.
  [[nodiscard]] std::size_t percent() const;
};
[[nodiscard]] Tally tally(const std::vector<Mutant>& mutants);
/// Survivors with what would show them, how many of which promise make no difference, and a line
/// of figures last.
/// @param of  how many there were before some were picked out
[[nodiscard]] std::string to_text(const std::vector<Mutant>& mutants, std::size_t of);
[[nodiscard]] Json to_json(const std::vector<Mutant>& mutants, std::size_t of);
/// Each survivor as W0804.
[[nodiscard]] std::vector<policy::Diagnostic> diagnostics_of(const std::vector<Mutant>& mutants);

/// Every so manieth of them, so that no more than `limit` are left.
[[nodiscard]] std::vector<policy::Loosening> sample(std::vector<policy::Loosening> all,
                                                    std::size_t limit);

}  // namespace abide::engine::scenarios
