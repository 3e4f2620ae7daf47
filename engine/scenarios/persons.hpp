// Whose rows are whose, among the rows of one test. Internal to this folder.
#pragma once

#include <optional>
#include <vector>

#include "engine/scenarios/fixture.hpp"

namespace abide::engine::scenarios {

/// Somebody of a test: a subject of the policy and the value of their own key.
struct Person {
  SubjectId subject;
  Value key;
  std::string name;  ///< as the test says it
};

/// The person's own key: the value itself where a row of the subject's own table has it, the key of
/// the row that it identifies otherwise, and else the value.
[[nodiscard]] Value own_key(const policy::Model& model, const std::vector<Record>& records,
                            SubjectId subject, const Value& named);

/// Columns through which the row leads to the person, one list for each path that does: owned,
/// shared or mentioned, by the rows as they were given.
[[nodiscard]] std::vector<std::vector<FieldId>> paths_to(const policy::Model& model,
                                                         const std::vector<Record>& records,
                                                         const Record& row, const Person& person);
/// Rows of the table that are the person's: their own, or owned by or shared with them; where there
/// are none, those that mention them.
[[nodiscard]] std::vector<std::size_t> rows_of(const policy::Model& model,
                                               const std::vector<Record>& records, TableId table,
                                               const Person& person);

}  // namespace abide::engine::scenarios
