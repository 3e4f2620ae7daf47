// Statements, steps and error codes.
#include "base/sqlite.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace abide::sqlite {
namespace {

ErrorCode code_of(int result) {
  switch (result & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::corrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CONSTRAINT:
      return ErrorCode::refused;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return ErrorCode::exhausted;
    case SQLITE_ERROR:
      return ErrorCode::not_found;
    default:
      return ErrorCode::unavailable;
  }
}

std::string help_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::corrupt:
      return "restore the file from a backup, or run `PRAGMA integrity_check`; nothing was changed";
    case ErrorCode::exhausted:
      return "free some space; nothing was changed, a retry is safe";
    case ErrorCode::not_found:
      return "the schema may have changed since it was read; check it and plan again";
    default:
      return "nothing was changed; a retry is safe";
  }
}

/// SQLite calls it an I/O error when the system has no room for what it wants to write, and says no
/// more of the file that readers share beside a log.
bool lacks_room(sqlite3* db, int result) {
  const int system = db == nullptr ? 0 : sqlite3_system_errno(db);
  return result == SQLITE_IOERR_SHMSIZE ||
         ((result & 0xff) == SQLITE_IOERR &&
          (system == ENOSPC || system == EDQUOT || system == EFBIG));
}

/// The file, where what was being done does not name it.
std::string place_of(sqlite3* db, std::string_view doing) {
  const char* path = db == nullptr ? nullptr : sqlite3_db_filename(db, "main");
  const bool said = path == nullptr || *path == '\0' || doing.find('`') != std::string_view::npos;
  return said ? std::string{} : fmt::format(" in `{}`", path);
}

}  // namespace

Error error_of(sqlite3* db, std::string_view doing) {
  int result = db == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(db);
  if (lacks_room(db, result)) result = SQLITE_FULL;
  const ErrorCode code = code_of(result);
  // What SQLite calls a logic error is in our case mostly a schema that moved.
  const char* const what = (result & 0xff) == SQLITE_ERROR
                               ? "a table or column is not there as it was"
                               : sqlite3_errstr(result);
  const std::string help = (result & 0xff) == SQLITE_READONLY
                               ? "give this user the right to write to it and to its folder; "
                                 "nothing was changed, a retry is safe"
                               : help_of(code);
  return {code, fmt::format("{}{}: {}", doing, place_of(db, doing), what), help};
}

Result<Database> open(const std::string& path, int flags) {
  // SQLite takes settings only before it is first used.
  static const int configured = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, undo_in_memory);
  static_cast<void>(configured);
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db{raw};
  if (opened != SQLITE_OK) return error_of(raw, fmt::format("opening `{}`", path));
  return db;
}

Result<Statement> prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  const int result =
      sqlite3_prepare_v2(db, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr);
  Statement statement{raw};
  if (result != SQLITE_OK) {
    return error_of(db, "preparing a statement");
  }
  return statement;
}

Result<void> execute(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return error_of(db, "running a statement");
  }
  return {};
}

Result<bool> step(sqlite3* db, sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  if (result == SQLITE_ROW || result == SQLITE_DONE) {
    return result == SQLITE_ROW;
  }
  return error_of(db, "reading or changing rows");
}

std::string_view bytes_at(sqlite3_stmt* statement, int index) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, index));
  return bytes == nullptr
             ? std::string_view{}
             : std::string_view{bytes,
                                static_cast<std::size_t>(sqlite3_column_bytes(statement, index))};
}

}  // namespace abide::sqlite
