// Opening with the durability that evidence needs, and the cache of statements.
#include "engine/control/database.hpp"

#include <fmt/format.h>

#include <cassert>

namespace abide::engine::control {

void Rows::reset() {
  if (statement_ != nullptr) {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
}

Result<Connection> Connection::open(const std::string& path, Journal journal) {
  ABIDE_TRY(auto db, sqlite::open(path, SQLITE_OPEN_READWRITE));
  sqlite3* const raw = db.get();
  Connection connection{std::move(db)};
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 5000);
  const char* const pragmas =
      journal == Journal::wal
          ? "PRAGMA secure_delete=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
          : "PRAGMA secure_delete=ON; PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA";
  ABIDE_CHECK(connection.execute(pragmas));
  return connection;
}

Result<sqlite3_stmt*> Connection::statement_of(std::string_view sql) {
  auto at = statements_.find(sql);
  if (at == statements_.end()) {
    ABIDE_TRY(auto statement, sqlite::prepare(db_.get(), std::string{sql}));
    at = statements_.emplace(sql, std::move(statement)).first;
  }
  // INVARIANT: nobody reads a statement while its text is asked for again.
  assert(sqlite3_stmt_busy(at->second.get()) == 0);
  return at->second.get();
}

void Connection::bind(sqlite3_stmt* statement, int index, std::string_view text) {
  sqlite3_bind_text64(statement, index, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Connection::bind(sqlite3_stmt* statement, int index, std::span<const std::uint8_t> bytes) {
  // An empty blob is not NULL, which a null pointer would be.
  sqlite3_bind_blob64(statement, index, bytes.empty() ? "" : static_cast<const void*>(bytes.data()),
                      bytes.size(), SQLITE_TRANSIENT);
}

void Connection::bind(sqlite3_stmt* statement, int index, std::nullopt_t) {
  sqlite3_bind_null(statement, index);
}

}  // namespace abide::engine::control
