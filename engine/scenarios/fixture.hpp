// The throw-away stores of one test: SQLite databases made from the policy's tables, and the rows
// that the test puts there. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/sqlite.hpp"
#include "base/time.hpp"
#include "connectors/connector.hpp"
#include "policy/model.hpp"
#include "policy/scenarios.hpp"

namespace abide::engine::scenarios {

/// A row as the test gave it. What the engine does to it later is not written back here.
struct Record {
  TableId table;
  std::map<FieldId, Value> cells;
  [[nodiscard]] const Value& at(FieldId field) const;  ///< NULL where nothing was given
};
[[nodiscard]] Row key_of(const policy::Model& model, const Record& record);
/// `id 1`, `team 1, person 7`
[[nodiscard]] std::string name_of(const policy::Model& model, const Record& record);
[[nodiscard]] std::string name_of(const policy::Model& model, TableId table, const Row& key);

/// Whether a sweep reaches the table: its store has a file and the table a key.
[[nodiscard]] bool in_reach(const policy::Model& model, TableId table);
/// File of a store within the folder.
[[nodiscard]] std::string file_of(const policy::Store& store);

/// A value of a test as one of a column, or of none: days become moments where the column is a
/// clock.
[[nodiscard]] Value value_of(const policy::Literal& literal, const policy::Field* field,
                             const Zone& zone);

class Fixture {
 public:
  /// Makes one database a store in reach: keys, references to keys, and types as the test's values
  /// have them.
  static Result<Fixture> create(const policy::Model& model, const policy::Scenario& scenario,
                                const std::string& folder, const Zone& zone);
  /// Puts a row in and remembers it.
  Result<void> put(const policy::GivenRow& row);
  /// Writes `at` into a clock of a row, as the app would.
  Result<void> set(std::size_t record, FieldId clock, Instant at);
  /// The app removes a row.
  Result<void> remove(std::size_t record);
  [[nodiscard]] const std::vector<Record>& records() const { return records_; }

 private:
  Fixture(const policy::Model& model, Zone zone) : model_(model), zone_(std::move(zone)) {}
  Result<void> make(StoreId store, const policy::Scenario& scenario, const std::string& folder);
  /// Columns whose type the test tells, and whether they hold numbers.
  [[nodiscard]] std::map<FieldId, bool> numbers(const policy::Scenario& scenario) const;
  [[nodiscard]] std::string table_sql(TableId table, const std::map<FieldId, bool>& numbers) const;
  Result<void> change(const std::string& sql, TableId table, const std::vector<Value>& values);

  const policy::Model& model_;
  Zone zone_;
  std::map<std::uint32_t, sqlite::Database> databases_;  ///< by StoreId
  std::vector<Record> records_;
};

}  // namespace abide::engine::scenarios
