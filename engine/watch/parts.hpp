// A plan as the watch sees it: counts, table by table.
#pragma once

#include <vector>

#include "engine/plan/plan.hpp"
#include "engine/watch/decision.hpp"

namespace abide::engine::watch {

/// `db.users delete`, `db.users empty email, name`, `db.orders sever user_id`.
[[nodiscard]] std::string part_of(const Step& step);
/// Steps that do the same count together; by name.
[[nodiscard]] std::vector<Part> parts_of(const Plan& plan);
[[nodiscard]] Night night_of(Date day, const std::vector<Part>& parts);
/// Clocks of which the planner said that they cannot be right (E1010), where nobody waived it.
[[nodiscard]] std::vector<Early> odd_clocks(const Plan& plan);

[[nodiscard]] Json to_json(const std::vector<Part>& parts);
/// @error corrupt  it is no list of parts
[[nodiscard]] Result<std::vector<Part>> parts_from_json(const Json& json);

}  // namespace abide::engine::watch
