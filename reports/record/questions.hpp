// The 42 questions of the regulator's template, answered from the record as far as it goes.
#pragma once

#include <vector>

#include "reports/record/cells.hpp"

namespace abide::reports::record {

/// @pre the record's rows and heading are filled
[[nodiscard]] std::vector<Answer> answers_of(const Ground& ground, const Record& record);

}  // namespace abide::reports::record
