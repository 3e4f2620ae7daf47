// RAII over the C handles of SQLite, and its error codes in our words. No tables, no domain.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace abide::sqlite {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
/// One connection; belongs to one thread.
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// How much of what a statement may have to undo is kept in memory, in bytes. Only more than that
/// goes to a temporary file, where pages of a store have no business to be.
inline constexpr int undo_in_memory = 8 << 20;
/// Opens a file, as the `flags` of sqlite3_open_v2 say. undo_in_memory holds in a process that does
/// so before it uses SQLite in any other way.
Result<Database> open(const std::string& path, int flags);

/// What the last call on `db` failed with. Holds SQLite's fixed words only, since its messages may
/// quote values.
[[nodiscard]] Error error_of(sqlite3* db, std::string_view doing);
Result<Statement> prepare(sqlite3* db, const std::string& sql);
/// Runs statements without results.
Result<void> execute(sqlite3* db, const std::string& sql);
/// True when a row is there, false at the end.
Result<bool> step(sqlite3* db, sqlite3_stmt* statement);
/// Text or bytes of a column of the current row; empty for NULL. Valid until the next step.
[[nodiscard]] std::string_view bytes_at(sqlite3_stmt* statement, int index);

}  // namespace abide::sqlite
