// The retention schedule: how long each kind of data is kept where, from which moment, by which law
// and what happens at the end, from the policy alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/document.hpp"
#include "reports/model/ground.hpp"
#include "reports/record/table.hpp"

namespace abide::reports::schedule {

/// Data of one table that lives by the same rules.
struct Line {
  std::optional<TableId> table;  ///< none: the data is in no declared table
  std::optional<StoreId> store;  ///< none: in no declared store
  std::vector<CategoryId> leaves;
  std::vector<SubjectId> people;
  std::vector<RuleId> rules;
  std::vector<std::string> from;      ///< moments that periods count from, and how each is known
  std::vector<std::string> at_least;  ///< floors, in words
  std::vector<std::string> at_most;   ///< ceilings
  std::vector<std::string> laws;      ///< each to be confirmed by a person
  std::vector<std::string> at_end;
  std::vector<std::string> copies;  ///< backups, history and logs, and what recipients keep
  std::vector<std::string> promises;
};
/// Table by table as declared; then stores without tables that keep logs; last what is collected
/// and kept nowhere. Anonymous data has no line.
[[nodiscard]] std::vector<Line> lines_of(const Ground& ground);

[[nodiscard]] Document document_of(const Ground& ground);
[[nodiscard]] record::RecordTable table_of(const Ground& ground);

}  // namespace abide::reports::schedule
