// The seven SQLite files being filled: their schemas, prepared inserts, transactions, row counts.
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
#include "options.hpp"

namespace abide::mentor {

enum class Table : std::uint8_t {
  users,
  sign_ins,
  profiles,
  practice_sessions,
  practice_answers,
  hiring_teams,
  team_members,
  assessments,
  invitations,
  submissions,
  submission_answers,
  customers,
  invoices,
  emails,
  messages,
  replies,
  counters,
  issues
};
constexpr std::size_t table_count = 18;

/// One value of a row: a Moment is written as YYYY-MM-DDTHH:MM:SSZ, none as NULL.
using Cell = std::variant<std::string_view, std::int64_t, Moment, std::nullopt_t>;

inline Cell or_null(const std::optional<Moment>& moment) {
  return moment ? Cell{*moment} : Cell{std::nullopt};
}
inline Cell or_null(const std::string& text) {
  return text.empty() ? Cell{std::nullopt} : Cell{std::string_view{text}};
}
/// Seconds since 1970, as Stripe and the counters write a moment.
inline std::int64_t unix_seconds(Moment moment) { return moment.time_since_epoch().count(); }

/// Belongs to one thread. Memory does not grow with the rows written.
class Stores {
 public:
  /// Makes the folder and the seven files with their empty tables.
  /// @error refused  one of the files is there already
  static Result<Stores> create(const std::string& folder);

  /// Adds a row, its cells in the order of the schema.
  Result<void> insert(Table table, std::initializer_list<Cell> cells);
  /// Rows inserted so far, which is also the last number given by next_id.
  [[nodiscard]] std::int64_t rows(Table table) const {
    return rows_[static_cast<std::size_t>(table)];
  }
  /// The key of the row to be inserted next into a table with numbered keys.
  [[nodiscard]] std::int64_t next_id(Table table) const { return rows(table) + 1; }
  /// The connection to the file that holds `table`.
  [[nodiscard]] sqlite3* file_of(Table table) const;
  /// Commits everything and closes the files.
  Result<void> finish();

  /// `store.table`, as the policy calls it.
  static std::string_view title(Table table);
  /// The name in the file.
  static std::string_view live_name(Table table);

 private:
  struct File {
    sqlite::Database db;
    std::int64_t pending = 0;
  };
  Stores() = default;
  Result<void> open(const std::string& path, std::string_view schema);
  Result<void> prepare_inserts();

  // INVARIANT: the statements stand after the files, since they must be finalised first.
  std::vector<File> files_;
  std::vector<sqlite::Statement> inserts_;
  std::vector<std::int64_t> rows_ = std::vector<std::int64_t>(table_count, 0);
};

}  // namespace abide::mentor
