// A SQLite database in a temporary folder, opened both as its app would and as a store.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "base/sqlite.hpp"
#include "connectors/sqlite/connector.hpp"

namespace abide::testing_support {

/// A folder of its own, removed with the object.
class TempFolder {
 public:
  TempFolder() {
    static std::atomic<int> count{0};
    path_ = std::filesystem::temp_directory_path() /
            ("abide_" + std::to_string(::getpid()) + "_" + std::to_string(count++));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  TempFolder(TempFolder&&) = delete;
  TempFolder& operator=(TempFolder&&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// The app's own connection, which may do what it likes.
class AppDatabase {
 public:
  AppDatabase(std::string path, const std::string& schema) : path_(std::move(path)) {
    sqlite3* raw = nullptr;
    EXPECT_EQ(sqlite3_open(path_.c_str(), &raw), SQLITE_OK);
    db_.reset(raw);
    run(schema);
  }
  void run(const std::string& sql) const {
    EXPECT_EQ(sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db_.get()) << " in " << sql;
  }
  /// The rows of a query as text, `a|b` a line.
  [[nodiscard]] std::string rows(const std::string& sql) const {
    std::string text;
    auto statement = sqlite::prepare(db_.get(), sql);
    EXPECT_TRUE(statement.ok()) << sql;
    while (statement.ok() && sqlite3_step(statement->get()) == SQLITE_ROW) {
      for (int i = 0; i < sqlite3_column_count(statement->get()); ++i) {
        const bool null = sqlite3_column_type(statement->get(), i) == SQLITE_NULL;
        text += (i == 0 ? "" : "|");
        text += null ? "NULL" : std::string{sqlite::bytes_at(statement->get(), i)};
      }
      text += "\n";
    }
    return text;
  }
  [[nodiscard]] std::unique_ptr<Connector> connect() const {
    auto opened = sqlite::SqliteConnector::open(path_, sqlite::Access::read_write);
    EXPECT_TRUE(opened.ok());
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  sqlite::Database db_;
};

}  // namespace abide::testing_support
