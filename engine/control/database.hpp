// Bound statements over one SQLite connection, each prepared once. Knows no table.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/sqlite.hpp"
#include "base/time.hpp"

namespace abide::engine::control {

/// A statement being read. Hands the statement back, reset, when it goes: an open reading would
/// pin an old state of the file.
class Rows {
 public:
  Rows(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  ~Rows() { reset(); }
  Rows(Rows&& other) noexcept
      : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}
  Rows& operator=(Rows&&) = delete;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  /// True while a row is there.
  Result<bool> next() { return sqlite::step(db_, statement_); }
  [[nodiscard]] std::string text(int column) const {
    return std::string{sqlite::bytes_at(statement_, column)};
  }
  [[nodiscard]] std::int64_t number(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] Instant instant(int column) const {
    return Instant{std::chrono::microseconds{number(column)}};
  }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::optional<Instant> maybe_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional{instant(column)};
  }
  [[nodiscard]] Bytes bytes(int column) const {
    const auto view = as_bytes(sqlite::bytes_at(statement_, column));
    return {view.begin(), view.end()};
  }

 private:
  void reset();
  sqlite3* db_;
  sqlite3_stmt* statement_;
};

/// One connection and its statements, by their text. Belongs to one thread.
class Connection {
 public:
  enum class Journal { wal, rollback };
  /// Opens the file, which must be there; waits 5 s for the locks of others.
  static Result<Connection> open(const std::string& path, Journal journal);

  [[nodiscard]] sqlite3* handle() const { return db_.get(); }
  /// Binds `arguments` in order and begins reading. `sql` must outlive the connection: a literal.
  template <class... Arguments>
  Result<Rows> query(std::string_view sql, const Arguments&... arguments) {
    ABIDE_TRY(sqlite3_stmt* const statement, statement_of(sql));
    int index = 0;
    (bind(statement, ++index, arguments), ...);
    return Rows{db_.get(), statement};
  }
  /// Runs a statement to its end.
  template <class... Arguments>
  Result<void> run(std::string_view sql, const Arguments&... arguments) {
    ABIDE_TRY(Rows rows, query(sql, arguments...));
    while (true) {
      ABIDE_TRY(const bool more, rows.next());
      if (!more) {
        return {};
      }
    }
  }
  /// Whether there is a row.
  template <class... Arguments>
  Result<bool> has(std::string_view sql, const Arguments&... arguments) {
    ABIDE_TRY(Rows rows, query(sql, arguments...));
    return rows.next();
  }
  /// Hands every row to `each`, which returns Result<void>.
  template <class Each, class... Arguments>
  Result<void> read(Each each, std::string_view sql, const Arguments&... arguments) {
    ABIDE_TRY(Rows rows, query(sql, arguments...));
    while (true) {
      ABIDE_TRY(const bool more, rows.next());
      if (!more) {
        return {};
      }
      ABIDE_CHECK(each(std::as_const(rows)));
    }
  }
  /// Statements without arguments and results, such as BEGIN.
  Result<void> execute(const std::string& sql) { return sqlite::execute(db_.get(), sql); }
  /// Rows that the last statement changed.
  [[nodiscard]] std::int64_t changed() const { return sqlite3_changes64(db_.get()); }

 private:
  explicit Connection(sqlite::Database db) : db_(std::move(db)) {}
  Result<sqlite3_stmt*> statement_of(std::string_view sql);
  static void bind(sqlite3_stmt* statement, int index, std::string_view text);
  static void bind(sqlite3_stmt* statement, int index, std::span<const std::uint8_t> bytes);
  static void bind(sqlite3_stmt* statement, int index, std::nullopt_t);
  static void bind(sqlite3_stmt* statement, int index, const std::string& text) {
    bind(statement, index, std::string_view{text});
  }
  static void bind(sqlite3_stmt* statement, int index, const char* text) {
    bind(statement, index, std::string_view{text});
  }
  static void bind(sqlite3_stmt* statement, int index, const Bytes& bytes) {
    bind(statement, index, std::span<const std::uint8_t>{bytes});
  }
  static void bind(sqlite3_stmt* statement, int index, const Digest& digest) {
    bind(statement, index, std::span<const std::uint8_t>{digest});
  }
  static void bind(sqlite3_stmt* statement, int index, Instant at) {
    sqlite3_bind_int64(statement, index, at.time_since_epoch().count());
  }
  template <class Number>
  requires std::is_integral_v<Number>
  static void bind(sqlite3_stmt* statement, int index, Number number) {
    sqlite3_bind_int64(statement, index, static_cast<std::int64_t>(number));
  }
  template <class T>
  static void bind(sqlite3_stmt* statement, int index, const std::optional<T>& value) {
    if (value) {
      bind(statement, index, *value);
    } else {
      bind(statement, index, std::nullopt);
    }
  }

  sqlite::Database db_;
  std::map<std::string_view, sqlite::Statement> statements_;  // goes before db_
};

}  // namespace abide::engine::control
