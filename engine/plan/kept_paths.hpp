// What kept rows hang on.
#pragma once

#include <set>

#include "engine/plan/condition.hpp"
#include "engine/plan/planner.hpp"
#include "engine/register.hpp"

namespace abide::engine {

/// The request's register, and under the same hold or request the rows that kept rows hang on. A
/// row that is named keeps those on the way to its owners, since without them nobody could say
/// whose it was, and those that a foreign key of its store binds it to. A person's rows keep what
/// the store binds them to, and other owners whose leaving would change them: nothing could be
/// taken out of a kept row, and once its owner is gone nobody would know that it was to go. What is
/// kept so is followed as a row that is named. Read from
/// the stores, so that no condition of a plan grows by it. Nothing is planned on a store that did
/// not open, so it adds nothing. A wholly kept table is left to RuleConditions::kept.
struct KeptPaths {
  Register facts;
  /// Tables of which nothing may go: kept rows may hang on theirs, and a column that would say on
  /// which is not there.
  std::vector<Gap> gaps;
};
/// @error unavailable, corrupt  a store failed: what must stay is not known
[[nodiscard]] Result<KeptPaths> with_kept_paths(const PlanRequest& request);

/// Keys of these rows of the table, each once; read from the stores. None where a store did not
/// open, or the table is not there.
/// @error unavailable, corrupt  a store failed
/// @error not_found  a column is not there
[[nodiscard]] Result<std::set<Row>> keys_of(const PlanRequest& request, TableId table,
                                            const Condition& rows, const Parameters& parameters);

/// The same of the rows that these lead to by the step.
/// @param among  of these alone
[[nodiscard]] Result<std::set<Row>> keys_at_end(const PlanRequest& request, TableId table,
                                                const Condition& rows, const Parameters& parameters,
                                                const policy::Hop& hop, const Condition& among);

}  // namespace abide::engine
