// The independent look afterwards: what should be gone and is still there, each with its legal
// reason or as a failure. Shares no code with the planner; reads only, over connections of its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "base/time.hpp"
#include "connectors/connector.hpp"
#include "policy/model.hpp"

namespace abide::reread {

/// A store as the re-read may see it: a connection, or why there is none.
struct Reader {
  Connector* connector = nullptr;  ///< borrowed; outlives the look
  std::string why_not;
};

/// Values by which a person is known: the subject's own key and every other identifier, and the
/// keys of rows that paths run through, as they were before the run.
using Identity = std::map<FieldId, Sensitive<std::vector<Value>>>;

/// An event that was told, or the absence of a row that others point at.
struct Told {
  EventId event;
  /// The subject's own key; for an absence the absent row's.
  Sensitive<Value> key;
  Instant at;
  std::optional<TableId> row_table;  ///< with row_key: narrows to this row
  Sensitive<Row> row_key;
  std::vector<CategoryId> categories;  ///< narrows to these leaves; empty is all
  /// Other values of the same person, where their own row may be gone by now.
  Identity known;
  std::optional<SubjectId> subject;  ///< whose key it is; none for an absence
};

/// What must be kept for a reason that arose at run time. One of subject, row and table.
struct Keep {
  enum class Reason { hold, access, restriction } reason = Reason::hold;
  std::string id;  ///< of the hold or request, for people
  std::optional<SubjectId> subject;
  Sensitive<Value> subject_key;
  std::optional<TableId> table;  ///< a whole table, or with row_key one row
  std::optional<Sensitive<Row>> row_key;
};

/// A place nobody looked at, and why.
struct NotLooked {
  std::string place;
  std::string why;
  bool operator==(const NotLooked&) const = default;
};

struct Input {
  const policy::Model& model;
  std::map<std::string, Reader, std::less<>> stores;  ///< by the policy's name
  Instant at;
  std::vector<Told> events;
  std::vector<Keep> keeps;
  std::vector<NotLooked> uncovered = {};  ///< places that the policy says nothing of
};

/// One person, and what was asked to go.
struct Person {
  SubjectId subject;
  Identity identity;
  std::vector<CategoryId> categories;  ///< leaves; empty is all
  std::optional<TableId> row_table;    ///< with row_key: this row alone
  Sensitive<Row> row_key;
};

/// Rows that are still there.
struct Residue {
  enum class Kind {
    kept,      ///< a law, a hold or an open request keeps them
    waiting,   ///< asked to go, and another sentence allows a later day
    due,       ///< should be gone, and the last permitted day is not over: failure
    overdue,   ///< the last permitted day is over: failure
    remains,   ///< a person's, after their erasure: failure
    linked,    ///< kept, yet still linked to the person: failure
    possible,  ///< someone else's row that names the person, as the policy allows
  } kind = Kind::due;
  std::string who = {};  ///< a deep look: the kind of person and their reference
  std::string store;
  std::string table;
  std::vector<std::string> fields;  ///< as the policy names them; empty: the row itself
  std::uint64_t rows = 0;
  std::string reason;    ///< in words
  std::string promise;   ///< `IS-053`
  std::string sentence;  ///< as written
  std::string law;       ///< `uk.ct`
  std::string until;     ///< a date, a span of dates, or a term in words
  std::string file;
  std::uint32_t line = 0;
  [[nodiscard]] bool is_failure() const {
    return kind == Kind::due || kind == Kind::overdue || kind == Kind::remains ||
           kind == Kind::linked;
  }
  bool operator==(const Residue&) const = default;
};
[[nodiscard]] std::string to_string(Residue::Kind kind);

/// A question that was asked, as anyone can repeat it by hand.
struct Asked {
  std::string store;
  std::string text;  ///< moments are written out; values are named parameters
  bool operator==(const Asked&) const = default;
};

/// What the look found. Holds counts and names, never a personal value.
struct Look {
  std::string what;  ///< `sweep`, `subject` or `deep`
  Instant at;
  std::uint64_t tables = 0;  ///< looked at
  std::vector<Residue> residue;
  std::vector<NotLooked> not_looked;
  std::vector<Asked> queries;                    ///< each text once, in order
  [[nodiscard]] std::uint64_t failures() const;  ///< rows, at least
  /// Nothing failed and nothing was left out.
  [[nodiscard]] bool is_clean() const;
};

/// After a sweep at `input.at`: every table and every rule, whether what should be gone is gone.
/// Stores and tables that do not answer are listed as not looked at.
/// @error not_found  the policy's time zone is not known here
[[nodiscard]] Result<Look> look_after_sweep(const Input& input);

/// After an erasure: by every ownership path, mention and identifier column of every store, what
/// remains of the person.
/// @error not_found  the policy's time zone is not known here
[[nodiscard]] Result<Look> look_for_subject(const Input& input, const Person& person);

[[nodiscard]] Json to_json(const Look& look);
/// A few lines for a terminal: failures first, then what is kept, then what was not looked at.
[[nodiscard]] std::string to_text(const Look& look);

}  // namespace abide::reread
