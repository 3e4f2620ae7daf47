// A SQLite database as a store. What it can and cannot do is in this folder's README.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "connectors/connector.hpp"
#include "connectors/sqlite/encoding.hpp"
#include "connectors/sqlite/handle.hpp"
#include "connectors/sqlite/spellings.hpp"
#include "connectors/sqlite/statements.hpp"

namespace abide::sqlite {

enum class Access { read_only, read_write };

class SqliteConnector final : public Connector {
 public:
  /// Opens an existing database: foreign keys on, secure_delete on, a busy wait of five seconds.
  /// @error not_found  no such file; it is never made
  /// @error corrupt    the file is not a database
  static Result<std::unique_ptr<SqliteConnector>> open(const std::string& path, Access access);

  [[nodiscard]] Capabilities capabilities() const override;
  Result<LiveSchema> schema() override;
  Result<std::uint64_t> count(const Query& query) override;
  Result<std::vector<std::uint64_t>> tally(const Query& query,
                                           std::span<const SelectorPtr> conditions) override;
  Result<void> select(const Query& query, const PageSink& sink) override;
  Result<std::vector<std::uint64_t>> select_and_tally(const Query& query,
                                                      std::span<const SelectorPtr> conditions,
                                                      const PageSink& sink) override;
  Result<std::optional<Half>> other_half(const Query& query) override;
  Result<std::uint64_t> apply_all(std::span<const Batch> batches, Hasher& hasher,
                                  const CommitGate& gate) override;
  /// VACUUM and a truncated WAL. `overwritten` only when no reader kept the WAL.
  /// @error exhausted  not twice the file's size free; nothing was done
  Result<ErasureDepth> overwrite() override;
  Result<Instant> now() override;
  [[nodiscard]] Result<std::string> text_of(const Query& query) const override;

 private:
  SqliteConnector(Database db, std::string path) : db_(std::move(db)), path_(std::move(path)) {}
  Result<Statements::Loan> bound(const std::string& sql, std::span<const Value> values);
  Result<void> stream(sqlite3_stmt* statement, std::size_t columns, const PageSink& sink);
  Result<std::vector<std::uint64_t>> tally_alone(const Query& query,
                                                 std::span<const SelectorPtr> conditions);
  Result<Encoded> where_of(const Query& query);
  Result<bool> key_is_rowid(const Query& query);
  Result<void> forget_samples();
  Result<void> check_keys(const Batch& batch, Hasher& hasher);
  Result<std::uint64_t> change(const Batch& batch);
  Result<std::uint64_t> change_and_check(const Batch& batch, Hasher& hasher);

  Database db_;
  std::string path_;
  Statements statements_;
  Spellings spellings_;
  std::map<std::string, bool> keyed_by_rowid_;
};

/// Reads the live schema of an open database (schema.cpp).
Result<LiveSchema> read_schema(sqlite3* db);

}  // namespace abide::sqlite
