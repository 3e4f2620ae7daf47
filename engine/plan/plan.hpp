// What would be done: ordered steps as plain data. A dry run prints the very Plan that runs;
// nothing is done that is not in one. Values that identify a person are parameters, never part of a
// plan.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "base/time.hpp"
#include "connectors/connector.hpp"

namespace abide::engine {

inline constexpr int plan_version = 1;

/// The sentence that asks for something.
struct Why {
  std::string promise;   ///< `IS-051`
  std::string sentence;  ///< as written
  std::string file;
  std::uint32_t line = 0;
  bool operator==(const Why&) const = default;
};

/// Something not covered: a place, a reason and a remedy. A run with an open gap in its scope is
/// never complete.
struct Gap {
  std::string code;   ///< E1001 …
  std::string place;  ///< `db.users.nickname`
  std::string reason;
  std::string remedy;
  std::uint64_t rows = 0;  ///< where it is about rows
  /// Why it is waived, when a waiver of the policy that has not expired says so.
  std::optional<std::string> waived;
  /// What is at stake: a gap that blocks keeps every step on its table from running.
  bool blocks = false;
  bool operator==(const Gap&) const = default;
};

/// A condition that another table answers, often of another store, asked with the values of the
/// rows at hand: a row passes when a row of `table` has its values and is selected by `where`. It
/// stands in selectors as a parameter of its name, and other lookups may stand in its own.
struct Lookup {
  std::string name;  ///< tells what it asks
  std::vector<Column> columns;
  std::string store;
  std::string table;
  std::vector<Column> target_columns;
  SelectorPtr where;
  Match match = Match::exact;
  bool operator==(const Lookup&) const;
};

enum class Operation { remove, set };

/// A key range and what was due in it when the plan was made.
struct Range {
  KeyRange keys;
  std::uint64_t rows = 0;
  Digest digest{};  ///< HMAC over the due rows' keys in order, under the plan's salt
  bool operator==(const Range&) const = default;
};

struct Step {
  std::string store;       ///< as the policy names it
  std::string table;       ///< as the policy names it, without the store
  std::string live_table;  ///< as the store names it
  Operation operation = Operation::remove;
  std::vector<std::pair<Column, Value>> assignments;  ///< for set: null or a constant
  std::vector<Column> key;
  SelectorPtr where;
  std::vector<Lookup> lookups;      ///< that stand in `where`, and in each other
  std::vector<std::string> fields;  ///< what goes, as the policy names it
  std::vector<Why> why;
  std::string due;  ///< in words: `closed before 2026-10-28`
  std::uint64_t rows = 0;
  std::uint64_t table_rows = 0;
  std::vector<Range> ranges;
  /// Steps that must be done before this one, since this one destroys what they are chosen by.
  std::vector<std::uint32_t> after;
  bool severs = false;
  /// Why it must not run: a gap that blocks its table, or a cascade into rows that must stay. Empty
  /// when it may.
  std::string blocked;
  bool operator==(const Step&) const;
};

/// Rows whose end has come, or that a person asked to erase, and that stay.
struct Kept {
  std::string store;
  std::string table;
  std::string reason;  ///< `a legal hold keeps them: HOLD-2026-0001`
  std::uint64_t rows = 0;
  std::vector<std::string> fields;
  std::vector<Why> why;
  std::string until;                 ///< a date, a span of dates or words
  std::vector<std::string> by = {};  ///< of an erasure: holds and requests, by name
  bool operator==(const Kept&) const = default;
};

struct Plan {
  int version = plan_version;
  std::string kind;  ///< sweep, erase
  std::string policy;
  std::string policy_digest;  ///< hex
  std::string deployment;
  std::string subject;  ///< reference, for erase
  Instant at;
  std::uint64_t generation = 0;
  Bytes salt;  ///< keys the range digests
  std::vector<std::string> parameters;
  std::vector<Step> steps;
  std::vector<Kept> kept;
  std::vector<Gap> gaps;
  std::vector<std::string> findings;  ///< for people: a missing index, a stand-in
  bool operator==(const Plan&) const = default;
  [[nodiscard]] std::uint64_t rows() const;
};

/// Values of a plan's parameters. Sealed while a run is under way, destroyed after it.
using Parameters = std::map<std::string, Sensitive<std::vector<Value>>>;

/// What approval binds: everything but findings and words for people.
[[nodiscard]] Result<std::string> plan_digest(const Plan& plan);
[[nodiscard]] Json to_json(const Plan& plan);
/// @error corrupt  not a plan, or its digest is not the one written in it
/// @error unsupported  of a newer version
[[nodiscard]] Result<Plan> plan_from_json(const Json& json);
[[nodiscard]] Json to_json(const Parameters& parameters);
[[nodiscard]] Result<Parameters> parameters_from_json(const Json& json);
[[nodiscard]] Json to_json(const Selector& selector);
[[nodiscard]] Result<Selector> selector_from_json(const Json& json);
[[nodiscard]] Json to_json(const Value& value);
[[nodiscard]] Result<Value> value_from_json(const Json& json);

/// The selector with its parameters filled in. Values in chunks are the caller's business.
[[nodiscard]] Result<SelectorPtr> bind(const SelectorPtr& selector, const Parameters& parameters);

}  // namespace abide::engine
