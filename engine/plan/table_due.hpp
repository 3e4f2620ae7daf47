// What is due in one table: which rows go whole, and which columns of those that stay are emptied.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/plan/rules.hpp"

namespace abide::engine {

/// When one column is due, and by which rules.
struct FieldDue {
  FieldId field;
  Condition asked;    ///< some ceiling is reached, whatever keeps it
  Condition floored;  ///< some floor still keeps it
  Condition due;      ///< asked, and nothing keeps it
  std::vector<const policy::Rule*> why;
  std::vector<const policy::Rule*> floors;
};
/// Columns that are emptied together.
struct Emptied {
  std::vector<FieldId> fields;
  Condition where;  ///< disjoint from the rows that go
  std::vector<const policy::Rule*> why;
};
struct TableDue {
  TableId table;
  std::vector<FieldDue> fields;
  Condition goes;      ///< rows that go whole
  Condition would_go;  ///< the same if no hold or request kept any
  Condition kept;      ///< rows that stay for a hold or a request
  std::vector<const policy::Rule*> why;
  std::vector<Emptied> emptied;
  /// Rows whose path to their subject is cut by this plan, here or further on.
  Condition orphaned;
  [[nodiscard]] const FieldDue* find(FieldId field) const;
};

/// How one column of a table is due: by the rules (a sweep) or because its row is a person's (an
/// erasure).
using DueOf = std::function<Result<FieldDue>(FieldId)>;

/// Puts the columns of a table together: rows go whole when every column with content is due and no
/// identifier is under a floor; the other due columns are emptied.
/// @param keeps  rows that stay for a hold or a request
/// @param cuts   columns without a category that must be emptied in rows that stay
[[nodiscard]] Result<TableDue> combine(const policy::Model& model, TableId table,
                                       const DueOf& due_of, const Condition& keeps,
                                       const std::map<FieldId, Condition>& cuts);

/// The tables, those that others are owned through first.
[[nodiscard]] std::vector<TableId> parents_first(const policy::Model& model);
/// The only plain owner of a table that leads through another row; null when there is none.
[[nodiscard]] const policy::Ownership* owner_path(const policy::Model& model, TableId table);

}  // namespace abide::engine
