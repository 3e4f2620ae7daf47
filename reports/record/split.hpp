// Which rows the record has: a purpose, a kind of people, and data that lives by the same rules.
#pragma once

#include <string>
#include <vector>

#include "reports/record/record.hpp"

namespace abide::reports::record {

/// Purpose by purpose in the order written, and last what no purpose uses. Anonymous data is no
/// row, nor is what is done for somebody else. Only what identifies a row is filled: purpose,
/// people, data, fields and rules.
[[nodiscard]] std::vector<Activity> split(const policy::Model& model,
                                          const policy::Disclosure& said);
/// Leaves that a purpose uses and that are not anonymous.
[[nodiscard]] std::vector<CategoryId> used_by(const policy::Model& model,
                                              const policy::Purpose& purpose);

}  // namespace abide::reports::record
