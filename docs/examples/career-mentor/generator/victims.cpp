// Picks and changes rows by their rowid.
#include "victims.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::mentor {

std::int64_t Victims::share(Table table) const {
  return std::max<std::int64_t>(
      1, stores_.rows(table) * static_cast<std::int64_t>(options_.dirty) / 1000);
}

Result<std::optional<std::int64_t>> Victims::pick(Random& random, Table table,
                                                  std::string_view where) {
  const auto mark = marks_[static_cast<std::size_t>(table)];
  auto& picked = picked_.at(static_cast<std::size_t>(table));
  for (int tries = 0; tries < 200 && mark < stores_.rows(table); ++tries) {
    const std::int64_t row = random.between(mark + 1, stores_.rows(table));
    ABIDE_TRY(const std::string fits,
              read(table, fmt::format("SELECT count(*) FROM {} WHERE rowid = {} AND {}",
                                      Stores::live_name(table), row, where)));
    if (fits == "1" && picked.insert(row).second) {
      return std::optional{row};
    }
  }
  return std::optional<std::int64_t>{};
}

Result<bool> Victims::change(Random& random, Table table, std::string_view column,
                             std::string_view to, std::string_view where) {
  ABIDE_TRY(const auto row, pick(random, table, where));
  if (row) {
    ABIDE_CHECK(sqlite::execute(stores_.file_of(table),
                                fmt::format("UPDATE {} SET {} = {} WHERE rowid = {}",
                                            Stores::live_name(table), column, to, *row)));
  }
  return row.has_value();
}

Result<std::string> Victims::read(Table table, const std::string& sql) {
  sqlite3* db = stores_.file_of(table);
  ABIDE_TRY(const sqlite::Statement statement, sqlite::prepare(db, sql));
  ABIDE_TRY(const bool found, sqlite::step(db, statement.get()));
  return found ? std::string{sqlite::bytes_at(statement.get(), 0)} : std::string{};
}

}  // namespace abide::mentor
