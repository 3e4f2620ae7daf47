// Opens, fills and closes the files.
#include "stores.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "schema_text.hpp"

namespace abide::mentor {
namespace {

struct FileOf {
  std::string_view name;
  std::string_view schema;
};
constexpr std::array<FileOf, 7> files{{{"clerk", schema_text::clerk},
                                       {"db", schema_text::db},
                                       {"billing_book", schema_text::billing_book},
                                       {"outbox", schema_text::outbox},
                                       {"mailbox", schema_text::mailbox},
                                       {"ratelimit", schema_text::ratelimit},
                                       {"issues", schema_text::issues}}};
struct TableOf {
  std::size_t file;
  std::string_view title;
};
constexpr std::array<TableOf, table_count> tables{{{0, "clerk.users"},
                                                   {0, "clerk.sessions"},
                                                   {1, "db.profiles"},
                                                   {1, "db.practice_sessions"},
                                                   {1, "db.practice_answers"},
                                                   {1, "db.hiring_teams"},
                                                   {1, "db.team_members"},
                                                   {1, "db.assessments"},
                                                   {1, "db.invitations"},
                                                   {1, "db.submissions"},
                                                   {1, "db.submission_answers"},
                                                   {2, "billing_book.customers"},
                                                   {2, "billing_book.invoices"},
                                                   {3, "outbox.emails"},
                                                   {4, "mailbox.messages"},
                                                   {4, "mailbox.replies"},
                                                   {5, "ratelimit.counters"},
                                                   {6, "issues.events"}}};
constexpr std::int64_t rows_a_commit = 20'000;

const TableOf& of(Table table) { return tables.at(static_cast<std::size_t>(table)); }

std::string_view name_in_file(const TableOf& table) {
  return table.title.substr(table.title.find('.') + 1);
}

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

std::string_view Stores::title(Table table) { return of(table).title; }
std::string_view Stores::live_name(Table table) { return name_in_file(of(table)); }

Result<Stores> Stores::create(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return Error{ErrorCode::refused, fmt::format("making the folder `{}`", folder),
                 "name a folder that can be made and written to"};
  }
  const auto path_of = [&](const FileOf& file) {
    return fmt::format("{}/{}.sqlite", folder, file.name);
  };
  for (const FileOf& file : files) {
    if (std::filesystem::exists(path_of(file), failed)) {
      return Error{ErrorCode::refused, fmt::format("`{}` is there already", path_of(file)),
                   "remove it or name another folder; nothing was changed"};
    }
  }
  Stores made;
  for (const FileOf& file : files) {
    ABIDE_CHECK(made.open(path_of(file), file.schema));
  }
  ABIDE_CHECK(made.prepare_inserts());
  return made;
}

Result<void> Stores::open(const std::string& path, std::string_view schema) {
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

Result<void> Stores::prepare_inserts() {
  for (const TableOf& table : tables) {
    sqlite3* db = files_[table.file].db.get();
    const std::string_view name = name_in_file(table);
    ABIDE_TRY(const sqlite::Statement columns,
              sqlite::prepare(db, fmt::format("PRAGMA table_info({})", name)));
    std::string marks;
    while (true) {
      ABIDE_TRY(const bool more, sqlite::step(db, columns.get()));
      if (!more) {
        break;
      }
      marks += marks.empty() ? "?" : ",?";
    }
    ABIDE_TRY(sqlite::Statement insert,
              sqlite::prepare(db, fmt::format("INSERT INTO {} VALUES ({})", name, marks)));
    inserts_.push_back(std::move(insert));
  }
  return {};
}

Result<void> Stores::insert(Table table, std::initializer_list<Cell> cells) {
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

sqlite3* Stores::file_of(Table table) const { return files_[of(table).file].db.get(); }

Result<void> Stores::finish() {
  inserts_.clear();
  for (const File& file : files_) {
    ABIDE_CHECK(sqlite::execute(file.db.get(), "COMMIT; PRAGMA journal_mode=DELETE;"));
  }
  files_.clear();
  return {};
}

}  // namespace abide::mentor
