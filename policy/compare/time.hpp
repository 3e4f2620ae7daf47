// How long columns may and must be kept, in two versions: bound by bound, by the days they fall on.
// Internal to the comparison.
#pragma once

#include <vector>

#include "policy/compare/traits.hpp"

namespace abide::policy::compare {

/// Columns that both versions have. What only one of them has is told by its being there.
[[nodiscard]] std::vector<Change> compare_time(const Named& before, const Named& after);

}  // namespace abide::policy::compare
