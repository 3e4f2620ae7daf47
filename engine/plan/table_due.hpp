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
  Condition floored;  ///< some floor still keeps it, or it dates one that does
  /// The row may well stay, yet the column leads nowhere any more or is blanked by a leaving owner.
  Condition left_behind;
  Condition due;      ///< asked, and nothing keeps it: with all its content due, the row goes
  Condition emptied;  ///< due or left behind, and nothing keeps it
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
  /// Rows in which one of the columns is emptied.
  [[nodiscard]] Condition emptied_in(const std::vector<FieldId>& columns) const;
  /// The same table when nothing of it may run: nothing goes and nothing is emptied.
  [[nodiscard]] TableDue at_rest() const;
};

/// The columns of a table that rules, owners or categories speak of, with their floors, and not yet
/// asked for.
[[nodiscard]] Result<std::vector<FieldDue>> columns_of_rules(RuleConditions& rules,
                                                             const policy::Model& model,
                                                             TableId table);

/// Puts the columns of a table together: rows go whole when every column with content is due and
/// none is under a floor; the other due columns are emptied, and a clock only with the last column
/// that counts from it.
/// @param keeps  rows that stay for a hold or a request
/// @param whole  rows that go when no column of the table has a category
/// @param unless_floored  rows that go unless a floor keeps some column
[[nodiscard]] TableDue combine(const policy::Model& model, TableId table,
                               std::vector<FieldDue> fields, const Condition& keeps,
                               const Condition& whole, const Condition& unless_floored = {});

/// Whether the column says something of a person. In a table where none does, each counts.
[[nodiscard]] bool is_of_a_person(const policy::Model& model, FieldId field);
/// The event is a column of the row itself.
[[nodiscard]] bool is_own_clock(const policy::Model& model, TableId table, EventId event);

/// The tables, those that others are owned through first, and before them, where that is possible,
/// those whose people take rows with them that only name them.
[[nodiscard]] std::vector<TableId> parents_first(const policy::Model& model);

}  // namespace abide::engine
