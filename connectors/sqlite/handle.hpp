// The connector's values in and out of SQLite statements.
#pragma once

#include "base/sqlite.hpp"
#include "connectors/connector.hpp"

namespace abide::sqlite {

Result<void> bind(sqlite3* db, sqlite3_stmt* statement, std::span<const Value> values);
[[nodiscard]] Value column_value(sqlite3_stmt* statement, int index);

}  // namespace abide::sqlite
