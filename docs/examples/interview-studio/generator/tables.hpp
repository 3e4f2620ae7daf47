// The five SQLite files being filled: their schemas, prepared inserts, transactions, row counts.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/sqlite.hpp"
#include "people.hpp"

namespace abide::studio {

enum class Table : std::uint8_t {
  users,
  auth_users,
  auth_sessions,
  interview_sessions,
  answers,
  star_drafts,
  purchases,
  access_log,
  messages,
  replies,
  customers,
  insights_events,
  issues_events
};
constexpr std::size_t table_count = 13;

/// One value of a row; a Moment is written as YYYY-MM-DDTHH:MM:SSZ, nullopt as NULL.
using Cell = std::variant<std::string_view, std::int64_t, Moment, std::nullopt_t>;

/// Belongs to one thread. Memory does not grow with the rows written.
class Tables {
 public:
  /// Makes the folder and the five files with their empty tables.
  /// @error refused  one of the files is there already
  static Result<Tables> create(const std::string& folder);

  /// Adds a row, its cells in the order of the schema.
  Result<void> insert(Table table, std::initializer_list<Cell> cells);
  /// Rows inserted so far, which is also the last number given by next_id.
  [[nodiscard]] std::int64_t rows(Table table) const;
  /// The key of the row to be inserted next into a table with numbered keys.
  [[nodiscard]] std::int64_t next_id(Table table) const { return rows(table) + 1; }
  /// The connection to the file that holds `table`.
  [[nodiscard]] sqlite3* file_of(Table table) const;
  /// Commits everything and closes the files.
  Result<void> finish();

  /// `store.table`, as the policy calls it.
  static std::string_view title(Table table);
  /// The name in the file, quoted.
  static std::string_view quoted(Table table);

 private:
  struct File {
    sqlite::Database db;
    std::int64_t pending = 0;
  };
  Tables() = default;
  Result<void> open(const std::string& path, std::string_view schema);
  Result<void> prepare_inserts();

  // INVARIANT: the statements stand after the files, since they must be finalised first.
  std::vector<File> files_;
  std::vector<sqlite::Statement> inserts_;
  std::vector<std::int64_t> rows_ = std::vector<std::int64_t>(table_count, 0);
};

}  // namespace abide::studio
