// A SQLite file that an app has open, for the tests of what every store must do.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "connectors/sqlite/connector.hpp"

namespace abide::sqlite {

inline const char* const schema_sql = R"sql(
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, deleted_at TEXT);
  CREATE TABLE payments (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), paid_at TEXT);
  CREATE TABLE "we""ird table" (a TEXT, b INTEGER, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE INDEX payments_user ON payments(user_id);
  INSERT INTO users VALUES (1, 'Ada@Post.example', '2026-01-10T00:00:00Z'), (2, ' bob@post.example', NULL),
    (3, NULL, '0000-00-00'), (4, 'łukasz@post.example', '2026-01-10T01:30:00+02:00'), (5, 'x@y.example', 17);
  INSERT INTO payments VALUES (10, 1, '2025-01-01'), (11, NULL, '2020-01-01'), (12, 2, '');
  INSERT INTO "we""ird table" VALUES ('k', 1, 'one'), ('k', 2, 'two'), ('l', 1, 'three');
)sql";

class SqliteStore : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "abide_contract_" + std::to_string(::getpid()) + ".sqlite";
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      std::filesystem::remove(path_ + suffix);
    }
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &raw), SQLITE_OK);
    app_.reset(raw);
    sql(schema_sql);
  }
  void TearDown() override { std::filesystem::remove(path_); }
  void sql(const std::string& text) {
    ASSERT_EQ(sqlite3_exec(app_.get(), text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(app_.get());
  }
  std::unique_ptr<SqliteConnector> store() {
    auto opened = SqliteConnector::open(path_, Access::read_write);
    EXPECT_TRUE(opened.ok());
    return std::move(opened).value();
  }
  /// The batch that the rows in the store ask for now.
  static Batch planned(SqliteConnector& store, Query query, std::variant<Delete, Set> operation) {
    Hasher hasher;
    Batch batch{.query = query, .operation = std::move(operation)};
    query.columns = query.key;
    EXPECT_TRUE(store
                    .select(query,
                            [&](std::span<const Row> page) -> Result<void> {
                              for (const Row& row : page) {
                                hash_key(hasher, row);
                                ++batch.expected_rows;
                              }
                              return {};
                            })
                    .ok());
    batch.expected_digest = hasher.finish();
    return batch;
  }
  static CommitGate open_gate() {
    return [] { return Result<void>{}; };
  }

  std::string path_;
  Database app_;
};

inline Query users(Selector where) {
  return {.table = "users",
          .columns = {"id"},
          .key = {"id"},
          .range = {},
          .where = share(std::move(where))};
}
inline Instant at(const char* text) { return *parse_instant(text); }

}  // namespace abide::sqlite
