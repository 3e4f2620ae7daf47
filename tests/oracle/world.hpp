// What the oracle looks at: every row of every table in memory, and what was told about people.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "policy/model.hpp"

namespace abide::oracle {

/// One cell: NULL, a whole number or a text.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;
[[nodiscard]] inline bool is_null(const Cell& cell) {
  return std::holds_alternative<std::monostate>(cell);
}

using Row = std::map<FieldId, Cell>;
using Rows = std::vector<Row>;
using World = std::map<TableId, Rows>;

/// A row by its place in the world.
struct Place {
  TableId table;
  std::size_t row = 0;
  auto operator<=>(const Place&) const = default;
};

/// An event that was reported: about a subject (by its key), or about one row (by the row's key).
struct ToldFact {
  EventId event;
  std::optional<SubjectId> subject;
  Cell key;
  Instant at;
  std::optional<TableId> row_table;
  std::vector<Cell> row_key;
  std::vector<CategoryId> categories;
};

/// What must stay for a hold, an open access request or a restriction: a subject's rows, a row or a
/// table.
struct KeepFact {
  enum class Reason { hold, access, restriction } reason = Reason::hold;
  std::optional<SubjectId> subject;
  Cell key;
  std::optional<TableId> table;
  std::vector<Cell> row_key;  ///< empty: the whole table
};

struct Facts {
  std::vector<ToldFact> told;
  std::vector<KeepFact> keeps;
};

/// What becomes of one row.
struct Fate {
  bool goes = false;
  std::set<FieldId> emptied;  ///< columns that hold something and are to hold NULL
  bool operator==(const Fate&) const = default;
};
using Fates = std::map<Place, Fate>;

/// Ways in which the oracle can be made wrong on purpose, so that a property is seen to fail.
enum class Twist {
  none,
  floors_ignored,
  floors_round_down,
  lead_ignored,
  holds_ignored,
  any_owner_is_enough,
  paths_left_in_place,
  conditions_ignored,
  mentions_ignored,
};

}  // namespace abide::oracle
