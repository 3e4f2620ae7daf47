// What was reported and decided about people, unsealed for one planning: events told, and what must
// be kept for a hold, an open request or a restriction. Plain data; the control store fills it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/sensitive.hpp"
#include "base/time.hpp"
#include "connectors/connector.hpp"

namespace abide::engine {

/// A row by its table's key.
struct RowKey {
  TableId table;
  Sensitive<Row> key;
  bool operator==(const RowKey&) const = default;
};

/// `{event, subject, at, row?, categories?}`. For an event on absence, `subject_key` is the absent
/// row's key.
struct ToldEvent {
  EventId event;
  std::optional<SubjectId> subject;
  Sensitive<Value> subject_key;
  Instant at;
  std::optional<RowKey> row;           ///< narrows to this row
  std::vector<CategoryId> categories;  ///< narrows to these leaves; empty is all
  bool operator==(const ToldEvent&) const = default;
};

/// A floor that arose at run time.
struct Keep {
  enum class Reason { hold, access, restriction } reason = Reason::hold;
  std::string id;  ///< of the hold or request, for people
  std::optional<SubjectId> subject;
  Sensitive<Value> subject_key;
  std::optional<RowKey> row;     ///< one row instead of a subject
  std::optional<TableId> table;  ///< a whole table instead of a subject
  bool operator==(const Keep&) const = default;
};

/// A row that an event was told about.
struct ToldRow {
  std::string event;  ///< `EVT-2026-0007`
  RowKey row;
  bool operator==(const ToldRow&) const = default;
};

struct Register {
  /// Grows with every hold, restriction and request; a batch planned under another one rolls back.
  std::uint64_t generation = 0;
  std::vector<ToldEvent> events;
  std::vector<ToldRow> rows;  ///< of the events that are about one
  std::vector<Keep> keeps;
  /// Events told whose event, subject, table or categories the policy no longer declares, by id and
  /// what is missing: nothing acts on them, so each is a gap.
  std::vector<std::string> unresolved;
};

}  // namespace abide::engine
