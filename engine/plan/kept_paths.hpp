// What kept rows hang on.
#pragma once

#include "engine/plan/planner.hpp"
#include "engine/register.hpp"

namespace abide::engine {

/// The request's register, and under the same hold or request the rows that kept rows hang on. A
/// row that is named keeps those on the way to its owners, since without them nobody could say
/// whose it was, and those that a foreign key of its store binds it to. A person's rows keep only
/// the latter: another owner's account stays when the store would not let it go alone. Read from
/// the stores, so that no condition of a plan grows by it. Nothing is planned on a store that did
/// not open, so it adds nothing. A wholly kept table is left to RuleConditions::kept.
/// @error unavailable, corrupt  a store failed: what must stay is not known
[[nodiscard]] Result<Register> with_kept_paths(const PlanRequest& request);

}  // namespace abide::engine
