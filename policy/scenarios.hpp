// The `test` blocks of a policy with their names resolved (LANGUAGE 4.10): what is given, what
// happens on which day, and what is expected. Running them is the engine's part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "policy/load.hpp"
#include "policy/model.hpp"

namespace abide::policy {

/// A value as a test writes it; `null` is the first.
using Literal = std::variant<std::monostate, bool, std::int64_t, std::string, Date>;
/// As a person would write it back.
[[nodiscard]] std::string to_string(const Literal& literal);

/// `given row TABLE (column: value, …)`
struct GivenRow {
  TableId table;
  std::vector<std::pair<FieldId, Literal>> cells;
};
/// `given SUBJECT NAME`
struct GivenPerson {
  SubjectId subject;
  Literal who;
};
/// `given STATE on|off`
struct GivenState {
  StateId state;
  bool on = false;
};
/// `given hold for NAME | TABLE [of KEY]`, and `when hold for … ends`
struct HoldStep {
  std::optional<TableId> table;  ///< absent: on a person
  std::vector<Literal> key;      ///< of the row; empty: the whole table
  Literal who;
  bool ends = false;
};
/// `given access request by NAME`, and `when access request by NAME ends`
struct RequestStep {
  std::string kind;
  Literal who;
  bool ends = false;
};
/// `when EVENT [by NAME [of KEY {, CATEGORY}]]`
struct Happens {
  EventId event;
  std::optional<Literal> who;
  std::vector<Literal> key;
  std::vector<CategoryId> categories;  ///< leaves
};
/// `when NAME is erased`: an erasure is run for this person.
struct ErasePerson {
  Literal who;
};
/// `expect TABLE erased|kept|severed|absent [for NAME]`
struct ExpectRows {
  TableId table;
  enum class Outcome { erased, kept, severed, absent } outcome = Outcome::kept;
  std::optional<Literal> who;
};
/// `expect plan "…"`
struct ExpectPlan {
  std::string text;
};
/// `expect due DATE`
struct ExpectDue {
  Date day;
};
/// `expect error CODE`
struct ExpectError {
  std::string code;
};
/// `expect CATEGORIES can|cannot reach RECIPIENTS [for PURPOSES]`; stores and tables of the policy
/// are reached by what may lie there
struct ExpectReach {
  std::vector<CategoryId> leaves;  ///< ascending
  enum class Claim { can, cannot } claim = Claim::can;
  std::vector<RecipientId> recipients;
  bool anyone = false;              ///< some recipient, whoever it is
  std::vector<TableId> tables;      ///< those that are named, and all of a store that is
  std::vector<PurposeId> purposes;  ///< none: for whatever purpose
};
/// `expect scrub OUTLET "in" gives "out"`
struct ExpectScrub {};

struct ScenarioStep {
  std::optional<Date> on;
  Location location;
  SourceSpan span;
  std::string sentence;  ///< as written, blanks folded, the day included
  std::variant<GivenRow, GivenPerson, GivenState, HoldStep, RequestStep, Happens, ErasePerson,
               ExpectRows, ExpectPlan, ExpectDue, ExpectError, ExpectReach, ExpectScrub>
      what;
};
struct Scenario {
  std::string name;
  Location location;
  SourceSpan span;
  std::vector<ScenarioStep> steps;
};

/// Every test of the policy, in the order written.
/// @pre `model` was resolved from `sources` without an error
[[nodiscard]] std::vector<Scenario> scenarios_of(const Sources& sources, const Model& model);

}  // namespace abide::policy
