// Rows of the record for what Abide itself keeps about people, by the policy that ships inside it
// (docs/own-data.md).
#pragma once

#include <vector>

#include "reports/record/cells.hpp"

namespace abide::reports::record {

/// Every personal column of the control store and the keys file is in one of them. What the
/// built-in policy does not say, such as the lawful basis, is left to the controller as a blank.
/// @param ground  of the controller's own record
/// @error corrupt  the built-in policy does not compile
[[nodiscard]] Result<std::vector<Activity>> own_rows(const Ground& ground);

}  // namespace abide::reports::record
