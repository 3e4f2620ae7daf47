// The rows that a changed policy makes due and the one before it does not, by their keys: as many
// rows may be other rows.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/plan/planner.hpp"
#include "engine/stores.hpp"
#include "engine/watch/decision.hpp"

namespace abide::engine::watch {

/// Counts, part by part, what `now` does to rows to which `before` does not do as much. Where both
/// ask the same nothing is read; elsewhere the keys are, with bounded memory.
/// @pre both were planned for the same moment, of the same stores
/// @error unavailable  a store did not answer
[[nodiscard]] Result<std::vector<Part>> newly_due(const Planned& now, const Planned& before,
                                                  const Stores& stores);

/// Receives rows that a step of `now` reaches, by their keys, a few hundred at a time; valid during
/// the call. An error stops the reading.
using NewRows = std::function<Result<void>(const Step& step, std::span<const Row> keys)>;
/// The same rows themselves, step by step.
[[nodiscard]] Result<void> for_each_newly_due(const Planned& now, const Planned& before,
                                              const Stores& stores, const NewRows& sink);

}  // namespace abide::engine::watch
