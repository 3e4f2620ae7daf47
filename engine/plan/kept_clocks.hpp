// What the clocks of a person's rows say about an erasure: until when the rest stays, and which
// cannot be read.
#pragma once

#include <string>

#include "engine/plan/draft.hpp"

namespace abide::engine {

/// The span of days until which kept columns stay, read from the rows that stay; in words where
/// there is none.
[[nodiscard]] Result<std::string> kept_until(const PlanRequest& request, const Reckoner& reckoner,
                                             const Parameters& parameters, const TableDue& due,
                                             const Condition& rows);

/// Says which clocks in the person's rows cannot be read: what counts from one stays, and nobody
/// can say until when.
[[nodiscard]] Result<void> check_clocks(Draft& draft, const policy::Model& model, TableId table,
                                        const Condition& rows);

}  // namespace abide::engine
