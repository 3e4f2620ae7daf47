// Changing rows of a SQLite database: a batch whole or not at all, and bytes made unreadable.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "connectors/sqlite/connector.hpp"
#include "connectors/sqlite/encoding.hpp"

namespace abide::sqlite {
namespace {

Error changed(const Batch& batch, std::string_view where) {
  return {ErrorCode::changed,
          fmt::format("`{}` has other rows{} than were planned", batch.query.table, where),
          "nothing was done to them; plan again"};
}

/// The rowids that a statement changes in one table, as SQLite reports them while it runs.
class ChangedRows {
 public:
  ChangedRows(sqlite3* db, const Batch& batch)
      : db_(db), table_(batch.query.table), most_(batch.expected_rows) {
    sqlite3_update_hook(db_, &ChangedRows::note, this);
  }
  ~ChangedRows() { sqlite3_update_hook(db_, nullptr, nullptr); }
  ChangedRows(const ChangedRows&) = delete;
  ChangedRows& operator=(const ChangedRows&) = delete;
  ChangedRows(ChangedRows&&) = delete;
  ChangedRows& operator=(ChangedRows&&) = delete;

  [[nodiscard]] Digest digest(Hasher& hasher) {
    std::ranges::sort(rows_);
    for (const sqlite3_int64 row : rows_) {
      const Value key{std::int64_t{row}};
      hash_key(hasher, std::span{&key, 1});
    }
    return hasher.finish();
  }

 private:
  static void note(void* self, int /*operation*/, const char* database, const char* table,
                   sqlite3_int64 row) {
    auto& rows = *static_cast<ChangedRows*>(self);
    // More than was planned is refused anyhow, so that no more need be kept.
    if (rows.rows_.size() < rows.most_ && std::string_view{database} == "main" &&
        table == rows.table_) {
      rows.rows_.push_back(row);
    }
  }

  sqlite3* db_;
  std::string_view table_;
  std::size_t most_;
  std::vector<sqlite3_int64> rows_;
};

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

/// Whether the key is the rowid under its own name: one column, declared INTEGER PRIMARY KEY, with
/// no index of its own behind it.
Result<bool> SqliteConnector::key_is_rowid(const Query& query) {
  if (query.key.size() != 1) {
    return false;
  }
  const std::string name = quote(query.table) + "." + quote(query.key.front());
  if (const auto known = keyed_by_rowid_.find(name); known != keyed_by_rowid_.end()) {
    return known->second;
  }
  const std::vector<Value> names{query.table, query.key.front()};
  ABIDE_TRY(const Statements::Loan statement,
            bound("SELECT NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk') AND "
                  "count(*) = 1 AND max(type COLLATE NOCASE = 'INTEGER') AND max(name) = ?2 FROM "
                  "pragma_table_info(?1) WHERE pk > 0",
                  names));
  ABIDE_CHECK(step(db_.get(), statement.get()));
  return keyed_by_rowid_[name] = sqlite3_column_int(statement.get(), 0) != 0;
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
    return changed(batch, " in this range");
  }
  return {};
}

Result<std::uint64_t> SqliteConnector::change(const Batch& batch) {
  ABIDE_TRY(const Encoded where, where_of(batch.query));
  std::string sql = fmt::format("DELETE FROM {} AS t0 ", quote(batch.query.table));
  std::vector<Value> values;
  if (const auto* set = std::get_if<Set>(&batch.operation)) {
    std::string assignments;
    for (const auto& [column, value] : set->assignments) {
      assignments += (assignments.empty() ? "" : ", ") + quote(column) + " = ?";
      values.push_back(value);
    }
    // OR ABORT whatever a constraint says itself: one that replaces takes rows that nobody counts.
    sql = fmt::format("UPDATE OR ABORT {} AS t0 SET {} ", quote(batch.query.table), assignments);
  }
  values.insert(values.end(), where.values.begin(), where.values.end());
  // With a WHERE always: without one SQLite empties a table without looking at its rows.
  ABIDE_TRY(const Statements::Loan statement, bound(sql + "WHERE " + where.sql, values));
  const auto before = sqlite3_total_changes64(db_.get());
  ABIDE_CHECK(step(db_.get(), statement.get()));
  const auto direct = static_cast<std::uint64_t>(sqlite3_changes64(db_.get()));
  const auto reached = static_cast<std::uint64_t>(sqlite3_total_changes64(db_.get()) - before);
  if (direct != batch.expected_rows) {
    return changed(batch, "");
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

/// Where the key is the rowid SQLite names the rows while it changes them, which spares reading
/// them first; elsewhere the keys are read, then the rows changed. Nothing is committed unless they
/// are those planned.
Result<std::uint64_t> SqliteConnector::change_and_check(const Batch& batch, Hasher& hasher) {
  ABIDE_TRY(const bool named, key_is_rowid(batch.query));
  if (!named) {
    ABIDE_CHECK(check_keys(batch, hasher));
    return change(batch);
  }
  ChangedRows rows{db_.get(), batch};
  ABIDE_TRY(const std::uint64_t count, change(batch));
  return rows.digest(hasher) == batch.expected_digest
             ? Result<std::uint64_t>{count}
             : Result<std::uint64_t>{changed(batch, " in this range")};
}

Result<std::uint64_t> SqliteConnector::apply_all(std::span<const Batch> batches, Hasher& hasher,
                                                 const CommitGate& gate) {
  Transaction transaction{db_.get()};
  ABIDE_CHECK(transaction.begin());
  std::uint64_t rows = 0;
  for (const Batch& batch : batches) {
    ABIDE_TRY(const std::uint64_t some, change_and_check(batch, hasher));
    rows += some;
  }
  ABIDE_CHECK(gate());
  ABIDE_CHECK(transaction.commit());
  return rows;
}

/// ANALYZE keeps samples of indexed values, which the next ANALYZE makes again from what is there.
Result<void> SqliteConnector::forget_samples() {
  for (const char* table : {"sqlite_stat3", "sqlite_stat4"}) {
    const std::vector<Value> name{std::string{table}};
    ABIDE_TRY(const Statements::Loan there,
              bound("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name));
    ABIDE_TRY(const bool found, step(db_.get(), there.get()));
    if (found) {
      ABIDE_CHECK(execute(db_.get(), fmt::format("DELETE FROM {}", table)));
    }
  }
  return {};
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
  ABIDE_CHECK(forget_samples());
  ABIDE_CHECK(execute(db_.get(), "VACUUM"));
  ABIDE_TRY(const Statement checkpoint, prepare(db_.get(), "PRAGMA wal_checkpoint(TRUNCATE)"));
  ABIDE_TRY(const bool row, step(db_.get(), checkpoint.get()));
  const bool reader_kept_it = row && sqlite3_column_int(checkpoint.get(), 0) != 0;
  return reader_kept_it ? ErasureDepth::unreachable : ErasureDepth::overwritten;
}

}  // namespace abide::sqlite
