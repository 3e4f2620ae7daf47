// A scenario put into SQLite files, one a store; a plan carried out on them; and what is there
// afterwards.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/sqlite.hpp"
#include "engine/access/access.hpp"
#include "engine/plan/planner.hpp"
#include "tests/properties/scenario.hpp"

namespace abide::properties {

/// What carrying out a plan came to.
struct Done {
  std::vector<bool> ran;            ///< by step
  std::vector<std::uint64_t> rows;  ///< changed, by step
  std::vector<std::string> errors;
  [[nodiscard]] bool all_ran() const;
};

class Stage {
 public:
  explicit Stage(const Scenario& scenario);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  Stage(Stage&&) = delete;
  Stage& operator=(Stage&&) = delete;

  [[nodiscard]] Result<engine::Planned> plan_sweep(Instant at, const oracle::Facts& facts);
  [[nodiscard]] Result<engine::Planned> plan_erase(Instant at, const oracle::Facts& facts,
                                                   const engine::EraseRequest& erase);
  [[nodiscard]] Result<engine::access::AccessPlan> plan_access(Instant at,
                                                               const engine::Identity& identity);
  /// Runs each step's ranges in order; leaves out steps that are blocked and what waits for them.
  Done carry_out(const engine::Planned& planned);
  [[nodiscard]] oracle::World world() const;
  /// Puts a row back.
  void plant(TableId table, const oracle::Row& row);
  /// Takes whatever row has this one's key away.
  void uproot(TableId table, const oracle::Row& row);
  /// Makes the column hold bytes where it held texts.
  void turn_into_bytes(TableId table, FieldId field);
  /// The stores as the re-read sees them, by connections that only read.
  [[nodiscard]] engine::Stores readers() const;
  [[nodiscard]] engine::Stores& stores() { return stores_; }

 private:
  void make_tables(const policy::Store& store, sqlite3* db) const;
  void insert_rows(const policy::Store& store, sqlite3* db) const;
  void insert(TableId table, const oracle::Row& row, sqlite3* db) const;
  [[nodiscard]] std::string path_of(const policy::Store& store) const;
  [[nodiscard]] engine::PlanRequest request(Instant at);
  Result<std::uint64_t> carry_out(const engine::Step& step, const engine::Planned& planned);

  const Scenario& scenario_;
  const policy::Model& model_;
  policy::Deployment deployment_;
  std::string folder_;
  std::vector<sqlite::Database> apps_;
  engine::Stores stores_;
  std::map<StoreId, LiveSchema> schemas_;
  engine::Register register_;
};

}  // namespace abide::properties
