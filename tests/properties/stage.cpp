// Files in memory where the system has such a folder, made anew for each case.
#include "tests/properties/stage.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>

#include "connectors/sqlite/connector.hpp"
#include "engine/plan/due_rows.hpp"

namespace abide::properties {
namespace {

namespace fs = std::filesystem;

std::string new_folder() {
  static std::atomic<int> count{0};
  const fs::path base =
      ::access("/dev/shm", W_OK) == 0 ? fs::path{"/dev/shm"} : fs::temp_directory_path();
  const fs::path path = base / fmt::format("abide_case_{}_{}", ::getpid(), count++);
  fs::remove_all(path);  // of a process that was killed and had the same number
  fs::create_directories(path);
  return path.string();
}

void run(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::logic_error(fmt::format("{} in {}", sqlite3_errmsg(db), sql));
  }
}

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

std::string columns(const policy::Model& model, const std::vector<FieldId>& fields) {
  std::string text;
  for (const FieldId field : fields) {
    text += (text.empty() ? "" : ", ") + quoted(model.at(field).column);
  }
  return text;
}

/// Numbers where the column holds numbers, so that values meet as they were meant.
const char* type_of(const policy::Model& model, const oracle::Rows& rows, FieldId field) {
  const auto clock = model.at(field).clock;
  if (clock) {
    return *clock == policy::ClockForm::iso || *clock == policy::ClockForm::date ? "TEXT"
                                                                                 : "INTEGER";
  }
  const bool number = std::ranges::any_of(rows, [&](const oracle::Row& row) {
    return std::holds_alternative<std::int64_t>(row.at(field));
  });
  const bool text = std::ranges::any_of(rows, [&](const oracle::Row& row) {
    return std::holds_alternative<std::string>(row.at(field));
  });
  return number ? "INTEGER" : text ? "TEXT" : "";
}

oracle::Cell cell_at(sqlite3_stmt* statement, int i) {
  switch (sqlite3_column_type(statement, i)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, i)};
    default:
      return std::string{sqlite::bytes_at(statement, i)};
  }
}

}  // namespace

bool Done::all_ran() const {
  return errors.empty() && std::ranges::all_of(ran, [](bool one) { return one; });
}

Stage::Stage(const Scenario& scenario)
    : scenario_(scenario), model_(scenario.model), folder_(new_folder()) {
  deployment_.name = "test";
  for (std::uint32_t i = 0; i < model_.stores.size(); ++i) {
    const policy::Store& store = model_.stores[i];
    const std::string path = path_of(store);
    sqlite3* raw = nullptr;
    sqlite3_open(path.c_str(), &raw);
    sqlite::Database db{raw};
    run(raw, "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA foreign_keys=OFF; BEGIN");
    make_tables(store, raw);
    insert_rows(store, raw);
    run(raw, "COMMIT");
    apps_.push_back(std::move(db));
    auto opened = sqlite::SqliteConnector::open(path, sqlite::Access::read_write);
    if (!opened.ok()) throw std::logic_error(opened.error().message);
    schemas_[StoreId{i}] = (*opened)->schema().value();
    stores_.by_name[store.name].connector = std::move(opened).value();
  }
}

Stage::~Stage() {
  stores_.by_name.clear();
  apps_.clear();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Stage::make_tables(const policy::Store& store, sqlite3* db) const {
  static constexpr const char* actions[] = {"", " ON DELETE CASCADE", " ON DELETE SET NULL"};
  for (const TableId id : store.tables) {
    const policy::Table& table = model_.at(id);
    std::string sql;
    for (const FieldId field : table.fields) {
      sql += fmt::format("{} {}{}, ", quoted(model_.at(field).column),
                         type_of(model_, scenario_.world.at(id), field),
                         scenario_.not_null.contains(field) ? " NOT NULL" : "");
    }
    sql += fmt::format("PRIMARY KEY ({})", columns(model_, table.key));
    for (const StoreKey& key : scenario_.keys) {
      if (key.child == id) {
        sql += fmt::format(", FOREIGN KEY ({}) REFERENCES {} ({}){}", columns(model_, key.columns),
                           quoted(model_.at(key.parent).live_name), columns(model_, key.target),
                           actions[static_cast<int>(key.on_delete)]);
      }
    }
    run(db, fmt::format("CREATE TABLE {} ({})", quoted(table.live_name), sql));
  }
}

void Stage::insert_rows(const policy::Store& store, sqlite3* db) const {
  for (const TableId id : store.tables) {
    for (const oracle::Row& row : scenario_.world.at(id)) insert(id, row, db);
  }
}

void Stage::insert(TableId table, const oracle::Row& row, sqlite3* db) const {
  std::string names;
  std::string values;
  for (const auto& [field, cell] : row) {
    names += (names.empty() ? "" : ", ") + quoted(model_.at(field).column);
    values += (values.empty() ? "" : ", ") + show(cell);
  }
  run(db, fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(model_.at(table).live_name), names,
                      values));
}

void Stage::plant(TableId table, const oracle::Row& row) {
  uproot(table, row);
  insert(table, row, apps_[model_.at(table).store.value].get());
}

void Stage::uproot(TableId table, const oracle::Row& row) {
  std::string key;
  for (const FieldId field : model_.at(table).key) {
    key += (key.empty() ? "" : " AND ") +
           fmt::format("{} = {}", quoted(model_.at(field).column), show(row.at(field)));
  }
  run(apps_[model_.at(table).store.value].get(),
      fmt::format("DELETE FROM {} WHERE {}", quoted(model_.at(table).live_name), key));
}

void Stage::turn_into_bytes(TableId table, FieldId field) {
  const std::string column = quoted(model_.at(field).column);
  run(apps_[model_.at(table).store.value].get(),
      fmt::format("UPDATE {0} SET {1} = CAST({1} AS BLOB) WHERE typeof({1}) = 'text'",
                  quoted(model_.at(table).live_name), column));
}

std::string Stage::path_of(const policy::Store& store) const {
  return fmt::format("{}/{}.db", folder_, store.name);
}

engine::Stores Stage::readers() const {
  engine::Stores readers;
  for (const policy::Store& store : model_.stores) {
    auto opened = sqlite::SqliteConnector::open(path_of(store), sqlite::Access::read_only);
    if (!opened.ok()) throw std::logic_error(opened.error().message);
    readers.by_name[store.name].connector = std::move(opened).value();
  }
  return readers;
}

engine::PlanRequest Stage::request(Instant at) {
  return {model_,
          deployment_,
          stores_,
          register_,
          [this](StoreId store) { return &schemas_.at(store); },
          {},
          at,
          2};
}

Result<engine::Planned> Stage::plan_sweep(Instant at, const oracle::Facts& facts) {
  register_ = register_of(facts);
  return engine::plan_sweep(request(at));
}

Result<engine::access::AccessPlan> Stage::plan_access(Instant at,
                                                      const engine::Identity& identity) {
  register_ = {};
  return engine::access::plan_access(request(at), identity);
}

Result<engine::Planned> Stage::plan_erase(Instant at, const oracle::Facts& facts,
                                          const engine::EraseRequest& erase) {
  register_ = register_of(facts);
  return engine::plan_erase(request(at), erase);
}

Result<std::uint64_t> Stage::carry_out(const engine::Step& step, const engine::Planned& planned) {
  Connector& store = *stores_.find(step.store);
  std::uint64_t rows = 0;
  for (const engine::Range& range : step.ranges) {
    Batch batch;
    ABIDE_TRY(batch.query, engine::due_query(step, stores_, planned.parameters, range.keys));
    if (!step.lookups.empty()) {
      std::vector<Row> keys;
      ABIDE_CHECK(engine::for_each_due(step, stores_, planned.parameters, range.keys,
                                       [&](const Row& key) -> Result<void> {
                                         keys.push_back(key);
                                         return {};
                                       }));
      batch.query.where =
          engine::has_values(step.key, keys, Match::exact, store.capabilities().max_in);
    }
    if (step.operation == engine::Operation::set) {
      batch.operation = Set{step.assignments};
    }
    batch.expected_rows = range.rows;
    batch.expected_digest = range.digest;
    Hasher hasher{planned.plan.salt};
    ABIDE_TRY(const std::uint64_t some,
              store.apply(batch, hasher, []() -> Result<void> { return {}; }));
    rows += some;
  }
  return rows;
}

Done Stage::carry_out(const engine::Planned& planned) {
  Done done;
  for (const engine::Step& step : planned.plan.steps) {
    const bool waits = std::ranges::any_of(step.after, [&](std::uint32_t other) {
      return other >= done.ran.size() || !done.ran[other];
    });
    done.ran.push_back(step.blocked.empty() && !waits);
    done.rows.push_back(0);
    if (!done.ran.back()) continue;
    const auto rows = carry_out(step, planned);
    if (rows.ok()) {
      done.rows.back() = *rows;
    } else {
      done.ran.back() = false;
      done.errors.push_back(fmt::format("{}.{}: {}", step.store, step.table, rows.error().message));
    }
  }
  return done;
}

oracle::World Stage::world() const {
  oracle::World found;
  for (std::uint32_t s = 0; s < model_.stores.size(); ++s) {
    for (const TableId id : model_.stores[s].tables) {
      const policy::Table& table = model_.at(id);
      auto statement = sqlite::prepare(
          apps_[s].get(),
          fmt::format("SELECT {} FROM {} ORDER BY {}", columns(model_, table.fields),
                      quoted(table.live_name), columns(model_, table.key)));
      if (!statement.ok()) throw std::logic_error(statement.error().message);
      oracle::Rows& rows = found[id];
      while (sqlite3_step(statement->get()) == SQLITE_ROW) {
        oracle::Row& row = rows.emplace_back();
        for (std::size_t i = 0; i < table.fields.size(); ++i) {
          row[table.fields[i]] = cell_at(statement->get(), static_cast<int>(i));
        }
      }
    }
  }
  return found;
}

}  // namespace abide::properties
