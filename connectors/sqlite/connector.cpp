// Reading and changing rows of a SQLite database.
#include "connectors/sqlite/connector.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "connectors/sqlite/encoding.hpp"

namespace abide::sqlite {
namespace {

constexpr std::size_t page_rows = 512;
constexpr int busy_wait_ms = 5000;

/// abide_micros(x): microseconds since 1970 of an ISO 8601 text, or NULL.
void micros_function(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) != SQLITE_TEXT) {
    sqlite3_result_null(context);
    return;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  const auto instant = parse_instant({text, size});
  if (instant) {
    sqlite3_result_int64(context, instant->time_since_epoch().count());
  } else {
    sqlite3_result_null(context);
  }
}

Result<void> prepare_connection(sqlite3* db) {
  sqlite3_busy_timeout(db, busy_wait_ms);
  sqlite3_extended_result_codes(db, 1);
  sqlite3_create_function(db, "abide_micros", 1,
                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                          micros_function, nullptr, nullptr);
  return execute(db, "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF");
}

Result<Statement> bound(sqlite3* db, const std::string& sql, std::span<const Value> values) {
  ABIDE_TRY(Statement statement, prepare(db, sql));
  ABIDE_CHECK(bind(db, statement.get(), values));
  return statement;
}

/// Rolls back unless told that the commit went through.
class Transaction {
 public:
  explicit Transaction(sqlite3* db) : db_(db) {}
  ~Transaction() {
    if (open_) {
      sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;

  Result<void> begin() {
    ABIDE_CHECK(execute(db_, "BEGIN IMMEDIATE"));
    open_ = true;
    return {};
  }
  Result<void> commit() {
    auto done = execute(db_, "COMMIT");
    if (done || sqlite3_get_autocommit(db_) != 0) {
      open_ = false;
    }
    if (!done && (done.error().code == ErrorCode::unavailable && !open_)) {
      return Error{ErrorCode::in_doubt, "the commit failed while it was being written",
                   "the range is read again before anything else is done"};
    }
    return done;
  }

 private:
  sqlite3* db_;
  bool open_ = false;
};

}  // namespace

Result<std::unique_ptr<SqliteConnector>> SqliteConnector::open(const std::string& path,
                                                               Access access) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return Error{ErrorCode::not_found, fmt::format("there is no database file `{}`", path),
                 "check the path in the deployment; a retry is safe"};
  }
  sqlite3* raw = nullptr;
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db{raw};
  if (opened != SQLITE_OK) {
    return error_of(db.get(), fmt::format("opening `{}`", path));
  }
  ABIDE_CHECK(prepare_connection(db.get()));
  if (access == Access::read_write && sqlite3_db_readonly(db.get(), "main") == 1) {
    return Error{ErrorCode::refused, fmt::format("the database `{}` is read-only", path),
                 "give this user the right to write; a retry is safe"};
  }
  auto readable = execute(db.get(), "SELECT count(*) FROM sqlite_schema");
  if (!readable) {
    return readable.error();
  }
  return std::unique_ptr<SqliteConnector>(new SqliteConnector(std::move(db), path));
}

Capabilities SqliteConnector::capabilities() const {
  return {.transactions = true,
          .key_ranges = true,
          .via = true,
          .set = true,
          .native_expiry = false,
          .overwrite = true,
          .own_clock = true,
          .max_in = 500};
}

Result<LiveSchema> SqliteConnector::schema() { return read_schema(db_.get()); }

Result<std::uint64_t> SqliteConnector::count(const Query& query) {
  ABIDE_TRY(const Encoded where, encode_where(query));
  ABIDE_TRY(const Statement statement, bound(db_.get(),
                                             fmt::format("SELECT count(*) FROM {} AS t0 WHERE {}",
                                                         quote(query.table), where.sql),
                                             where.values));
  ABIDE_CHECK(step(db_.get(), statement.get()));
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement.get(), 0));
}

Result<void> SqliteConnector::select(const Query& query, const PageSink& sink) {
  ABIDE_TRY(const Encoded where, encode_where(query));
  const std::string order =
      query.key.empty() ? "" : fmt::format(" ORDER BY {}", quote_all(query.key));
  ABIDE_TRY(const Statement statement,
            bound(db_.get(),
                  fmt::format("SELECT {} FROM {} AS t0 WHERE {}{}", quote_all(query.columns),
                              quote(query.table), where.sql, order),
                  where.values));
  std::vector<Row> page;
  page.reserve(page_rows);
  while (true) {
    ABIDE_TRY(const bool more, step(db_.get(), statement.get()));
    if (more) {
      Row& row = page.emplace_back();
      row.reserve(query.columns.size());
      for (int i = 0; i < static_cast<int>(query.columns.size()); ++i) {
        row.push_back(column_value(statement.get(), i));
      }
    }
    if (page.size() == page_rows || (!more && !page.empty())) {
      ABIDE_CHECK(sink(page));
      page.clear();
    }
    if (!more) {
      return {};
    }
  }
}

Result<void> SqliteConnector::check_keys(const Batch& batch, Hasher& hasher) {
  Query keys = batch.query;
  keys.columns = keys.key;
  std::uint64_t rows = 0;
  ABIDE_CHECK(select(keys, [&](std::span<const Row> page) -> Result<void> {
    rows += page.size();
    for (const Row& row : page) {
      hash_key(hasher, row);
    }
    return {};
  }));
  if (hasher.finish() != batch.expected_digest || rows != batch.expected_rows) {
    return Error{
        ErrorCode::changed,
        fmt::format("`{}` has other rows in this range than were planned", batch.query.table),
        "nothing was done to them; plan again"};
  }
  return {};
}

Result<std::uint64_t> SqliteConnector::change(const Batch& batch) {
  ABIDE_TRY(Encoded where, encode_where(batch.query));
  std::string sql = fmt::format("DELETE FROM {} AS t0 WHERE ", quote(batch.query.table));
  std::vector<Value> values;
  if (const auto* set = std::get_if<Set>(&batch.operation)) {
    std::string assignments;
    for (const auto& [column, value] : set->assignments) {
      assignments += (assignments.empty() ? "" : ", ") + quote(column) + " = ?";
      values.push_back(value);
    }
    sql = fmt::format("UPDATE {} AS t0 SET {} WHERE ", quote(batch.query.table), assignments);
  }
  values.insert(values.end(), where.values.begin(), where.values.end());
  ABIDE_TRY(const Statement statement, bound(db_.get(), sql + where.sql, values));
  const auto before = sqlite3_total_changes64(db_.get());
  ABIDE_CHECK(step(db_.get(), statement.get()));
  const auto direct = static_cast<std::uint64_t>(sqlite3_changes64(db_.get()));
  const auto reached = static_cast<std::uint64_t>(sqlite3_total_changes64(db_.get()) - before);
  if (direct != batch.expected_rows) {
    return Error{ErrorCode::changed,
                 fmt::format("`{}` has other rows than were planned", batch.query.table),
                 "nothing was done to them; plan again"};
  }
  if (reached != direct) {
    return Error{ErrorCode::refused,
                 fmt::format("a cascade or trigger of `{}` would change {} rows that are not in "
                             "the plan",
                             batch.query.table, reached - direct),
                 "nothing was done; classify what it reaches, or drop it"};
  }
  return direct;
}

Result<std::uint64_t> SqliteConnector::apply(const Batch& batch, Hasher& hasher,
                                             const CommitGate& gate) {
  Transaction transaction{db_.get()};
  ABIDE_CHECK(transaction.begin());
  ABIDE_CHECK(check_keys(batch, hasher));
  ABIDE_TRY(const std::uint64_t rows, change(batch));
  ABIDE_CHECK(gate());
  ABIDE_CHECK(transaction.commit());
  return rows;
}

Result<ErasureDepth> SqliteConnector::overwrite() {
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  const auto space = std::filesystem::space(std::filesystem::absolute(path_).parent_path(), error);
  if (error || space.available < 2 * size) {
    return Error{ErrorCode::exhausted,
                 fmt::format("VACUUM of `{}` needs {} bytes free", path_, 2 * size),
                 "free some space; the rows are gone already, a retry is safe"};
  }
  ABIDE_CHECK(execute(db_.get(), "VACUUM"));
  ABIDE_TRY(const Statement checkpoint, prepare(db_.get(), "PRAGMA wal_checkpoint(TRUNCATE)"));
  ABIDE_TRY(const bool row, step(db_.get(), checkpoint.get()));
  const bool reader_kept_it = row && sqlite3_column_int(checkpoint.get(), 0) != 0;
  return reader_kept_it ? ErasureDepth::unreachable : ErasureDepth::overwritten;
}

Result<Instant> SqliteConnector::now() {
  ABIDE_TRY(const Statement statement,
            prepare(db_.get(), "SELECT strftime('%Y-%m-%dT%H:%M:%fZ','now')"));
  ABIDE_CHECK(step(db_.get(), statement.get()));
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
  const auto instant = text == nullptr ? std::nullopt : parse_instant(text);
  if (!instant) {
    return Error{ErrorCode::corrupt, "SQLite gave no time of day", ""};
  }
  return *instant;
}

}  // namespace abide::sqlite
