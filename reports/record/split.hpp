// Which rows the record has: a purpose, a kind of people, and data that lives by the same rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/record/record.hpp"

namespace abide::reports::record {

/// Purpose by purpose in the order written, and last what no purpose uses. Anonymous data is no
/// row, nor is what is done for somebody else. Only what identifies a row is filled: purpose,
/// people, data, fields and rules.
[[nodiscard]] std::vector<Activity> split(const policy::Model& model,
                                          const policy::Disclosure& said);
/// Kinds of people; nullopt stands for those whom nobody knows.
using People = std::vector<std::optional<SubjectId>>;
/// Whose data a leaf in a column is: the owners of its rows and those whom the column names, else
/// those from whom it comes.
[[nodiscard]] People whose(const policy::Model& model, const policy::Disclosure& said,
                           FieldId field, CategoryId leaf);
/// From whom it comes, also by way of what it is made from. The only kind of people that the policy
/// knows where it does not say.
[[nodiscard]] People come_from(const policy::Model& model, const policy::Disclosure& said,
                               CategoryId leaf);
/// Leaves that a purpose uses and that are not anonymous.
[[nodiscard]] std::vector<CategoryId> used_by(const policy::Model& model,
                                              const policy::Purpose& purpose);

}  // namespace abide::reports::record
