// Moments at which events were told, or rows first missed, where those make rows due. No column
// holds them: a whole table that went missing in one night is dated by that night.
#pragma once

#include <optional>
#include <vector>

#include "engine/plan/planner.hpp"
#include "engine/watch/clocks.hpp"

namespace abide::engine::watch {

/// Of every event that was told or found by absence and that makes rows of the plan due. The column
/// of a finding is the event's name.
/// @param reports  what the plan was made from
[[nodiscard]] DueClocks due_reports(const Planned& planned, const policy::Model& model,
                                    const std::vector<ToldEvent>& reports,
                                    std::optional<Instant> began);

}  // namespace abide::engine::watch
