// One row and every sentence of the policy about it: what keeps it, what ends it, by which dates
// found in it, and what the very plan of a sweep would do with it. Plain data for the commands;
// holds dates and names, never another value of the row. Changes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/control_store.hpp"
#include "engine/plan/planner.hpp"

namespace abide::engine {

/// A sentence about time as it bears on one row.
struct RowSentence {
  Why why;
  std::vector<std::string> restated_by;  ///< promises that say `as` this one
  std::string quote;                     ///< the notice's own words
  enum class Bound { keeps, ends } bound = Bound::ends;
  std::optional<std::string> law;
  std::string event;
  std::string from;            ///< where its moment stands: `db.users.closed_at`, or who tells it
  std::vector<Instant> found;  ///< the moments found for this row, the latest last
  std::optional<Date> counted_from;  ///< the civil day of the last of them
  std::string none;                  ///< why there is none, or why they do not count, in words
  std::optional<Date> day;  ///< keeps: the last day on which it must stay; ends: gone by its end
  std::optional<Date> acts_on;  ///< ends: the first day on which a sweep acts on it
  bool operator==(const RowSentence&) const = default;
};

/// Columns that fare alike.
struct FieldFate {
  std::vector<std::string> fields;
  enum class Kind {
    goes,     ///< this sweep removes or empties them
    held,     ///< their end has come, and a hold or a request keeps them
    kept,     ///< their end has come, and a sentence keeps them
    blocked,  ///< their end has come, and a gap keeps the sweep off the table
    later,    ///< due on a day that is known
    waits,    ///< nothing has happened yet that dates their end
    empty,    ///< nothing in them
  } kind = Kind::waits;
  /// The first day on which a sweep would take them, as far as today's dates say.
  std::optional<Date> due;
  std::vector<RowSentence> sentences;
  bool operator==(const FieldFate&) const = default;
};

/// One way in which the row belongs to somebody, or would.
struct RowOwner {
  std::string how;      ///< `belongs to`, `belongs jointly to`, `is shared with`
  std::string subject;  ///< the kind of person
  std::string path;     ///< in words
  /// References of the people it leads to; empty when it leads nowhere.
  std::vector<std::string> references;
  std::string broken;  ///< why it leads nowhere, in words
  bool operator==(const RowOwner&) const = default;
};

/// A hold, request or restriction that covers the row.
struct RowKeep {
  std::string id;
  std::string what;  ///< `a legal hold`, …
  bool operator==(const RowKeep&) const = default;
};

struct RowStory {
  std::string store;
  std::string table;
  Instant at;
  enum class Verdict { deleted, emptied, stays } verdict = Verdict::stays;
  std::vector<std::string> emptied;  ///< columns that the sweep empties, when it does
  std::vector<Why> why;              ///< of the steps that take it
  std::string blocked;               ///< what keeps its steps from running; empty when nothing does
  std::vector<RowOwner> owners;
  std::string unowned_because;
  std::vector<RowKeep> keeps;
  std::vector<FieldFate> fates;
};

/// Tells the story of one row at `request.at`.
/// @param key  as the policy names the table's key, in its order
/// @error not_found  there is no such row
/// @error refused    the key has other columns than the table's
/// @error unavailable, unsupported  its store does not answer, or the table cannot be read
[[nodiscard]] Result<RowStory> explain_row(const PlanRequest& request, ControlStore& control,
                                           TableId table, const Row& key);

}  // namespace abide::engine
