// Opens, fills and closes the files.
#include "tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "schema_text.hpp"

namespace abide::studio {
namespace {

struct FileOf {
  std::string_view name;
  std::string_view schema;
};
constexpr FileOf files[] = {{"db", schema_text::db},
                            {"mailbox", schema_text::mailbox},
                            {"stripe_book", schema_text::stripe_book},
                            {"insights", schema_text::insights},
                            {"issues", schema_text::issues}};
struct TableOf {
  std::size_t file;
  std::string_view title;
  std::string_view quoted;
};
constexpr TableOf tables[table_count] = {{0, "db.users", "\"users\""},
                                         {0, "db.auth_users", "\"auth.users\""},
                                         {0, "db.auth_sessions", "\"auth.sessions\""},
                                         {0, "db.interview_sessions", "\"interview_sessions\""},
                                         {0, "db.answers", "\"answers\""},
                                         {0, "db.star_drafts", "\"star_drafts\""},
                                         {0, "db.purchases", "\"purchases\""},
                                         {0, "db.access_log", "\"access_log\""},
                                         {1, "mailbox.messages", "\"messages\""},
                                         {1, "mailbox.replies", "\"replies\""},
                                         {2, "stripe_book.customers", "\"customers\""},
                                         {3, "insights.events", "\"events\""},
                                         {4, "issues.events", "\"events\""}};
constexpr std::int64_t rows_a_commit = 20'000;

const TableOf& of(Table table) { return tables[static_cast<std::size_t>(table)]; }

struct Bind {
  sqlite3_stmt* to;
  int at;
  int operator()(std::string_view text) const {
    return sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  int operator()(std::int64_t number) const { return sqlite3_bind_int64(to, at, number); }
  int operator()(Moment moment) const {
    return (*this)(std::string_view{to_string(Instant{moment})});
  }
  int operator()(std::nullopt_t /*none*/) const { return sqlite3_bind_null(to, at); }
};

}  // namespace

std::string_view Tables::title(Table table) { return of(table).title; }
std::string_view Tables::quoted(Table table) { return of(table).quoted; }

Result<Tables> Tables::create(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return Error{ErrorCode::refused, fmt::format("making the folder `{}`", folder),
                 "name a folder that can be made and written to"};
  }
  Tables made;
  for (const FileOf& file : files) {
    const std::string path = fmt::format("{}/{}.sqlite", folder, file.name);
    if (std::filesystem::exists(path, failed)) {
      return Error{ErrorCode::refused, fmt::format("`{}` is there already", path),
                   "remove it or name another folder; nothing was changed"};
    }
  }
  for (const FileOf& file : files) {
    ABIDE_CHECK(made.open(fmt::format("{}/{}.sqlite", folder, file.name), file.schema));
  }
  ABIDE_CHECK(made.prepare_inserts());
  return made;
}

Result<void> Tables::open(const std::string& path, std::string_view schema) {
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  sqlite::Database db{raw};
  if (opened != SQLITE_OK) {
    return sqlite::error_of(raw, "making a store");
  }
  // A run that is cut short is thrown away and begun again, so nothing need survive it.
  ABIDE_CHECK(sqlite::execute(raw, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;"));
  ABIDE_CHECK(sqlite::execute(raw, "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-32768;"));
  ABIDE_CHECK(sqlite::execute(raw, std::string{schema}));
  ABIDE_CHECK(sqlite::execute(raw, "BEGIN"));
  files_.push_back({std::move(db), 0});
  return {};
}

Result<void> Tables::prepare_inserts() {
  for (const TableOf& table : tables) {
    sqlite3* db = files_[table.file].db.get();
    ABIDE_TRY(const sqlite::Statement columns,
              sqlite::prepare(db, fmt::format("PRAGMA table_info({})", table.quoted)));
    std::string marks;
    while (true) {
      ABIDE_TRY(const bool more, sqlite::step(db, columns.get()));
      if (!more) {
        break;
      }
      marks += marks.empty() ? "?" : ",?";
    }
    ABIDE_TRY(sqlite::Statement insert,
              sqlite::prepare(db, fmt::format("INSERT INTO {} VALUES ({})", table.quoted, marks)));
    inserts_.push_back(std::move(insert));
  }
  return {};
}

Result<void> Tables::insert(Table table, std::initializer_list<Cell> cells) {
  const auto index = static_cast<std::size_t>(table);
  File& file = files_[of(table).file];
  sqlite3_stmt* statement = inserts_[index].get();
  int at = 0;
  for (const Cell& cell : cells) {
    if (std::visit(Bind{statement, ++at}, cell) != SQLITE_OK) {
      return sqlite::error_of(file.db.get(), "binding a value");
    }
  }
  ABIDE_TRY([[maybe_unused]] const bool row, sqlite::step(file.db.get(), statement));
  sqlite3_reset(statement);
  ++rows_[index];
  if (++file.pending == rows_a_commit) {
    file.pending = 0;
    return sqlite::execute(file.db.get(), "COMMIT; BEGIN");
  }
  return {};
}

std::int64_t Tables::rows(Table table) const { return rows_[static_cast<std::size_t>(table)]; }

sqlite3* Tables::file_of(Table table) const { return files_[of(table).file].db.get(); }

Result<void> Tables::finish() {
  inserts_.clear();
  for (const File& file : files_) {
    ABIDE_CHECK(sqlite::execute(file.db.get(), "COMMIT; PRAGMA journal_mode=DELETE;"));
  }
  files_.clear();
  return {};
}

}  // namespace abide::studio
