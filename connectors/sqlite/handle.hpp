// RAII over the C handles of SQLite, and its error codes in our words.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "connectors/connector.hpp"

namespace abide::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// What the last call on `db` failed with. Holds SQLite's fixed words only, since its messages may
/// quote values.
[[nodiscard]] Error error_of(sqlite3* db, std::string_view doing);
Result<Statement> prepare(sqlite3* db, const std::string& sql);
/// Runs statements without results.
Result<void> execute(sqlite3* db, const std::string& sql);
/// True when a row is there, false at the end.
Result<bool> step(sqlite3* db, sqlite3_stmt* statement);
Result<void> bind(sqlite3* db, sqlite3_stmt* statement, std::span<const Value> values);
[[nodiscard]] Value column_value(sqlite3_stmt* statement, int index);

}  // namespace abide::sqlite
