// One text of tables for a new store, one step for each older version.
#include "engine/control/schema.hpp"

#include <fmt/format.h>

#include <charconv>

namespace abide::engine::control {
namespace {

constexpr const char* tables = R"sql(
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE counters (kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (kind, year)) STRICT, WITHOUT ROWID;
  CREATE TABLE holds (id TEXT PRIMARY KEY, what TEXT NOT NULL, reason TEXT NOT NULL,
    by TEXT NOT NULL, placed INTEGER NOT NULL, released INTEGER, seal TEXT, sealed BLOB) STRICT;
  CREATE TABLE requests (id TEXT PRIMARY KEY, kind TEXT NOT NULL, reference TEXT NOT NULL,
    by TEXT NOT NULL, received INTEGER NOT NULL, closed INTEGER, closing TEXT NOT NULL,
    seal TEXT, sealed BLOB) STRICT;
  CREATE TABLE events (id TEXT PRIMARY KEY, event TEXT NOT NULL, at INTEGER NOT NULL,
    by TEXT NOT NULL, request TEXT, about BLOB, seal TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
  CREATE INDEX events_about ON events (about);
  CREATE TABLE missed (table_name TEXT NOT NULL, digest BLOB NOT NULL, first INTEGER NOT NULL,
    asked INTEGER NOT NULL, PRIMARY KEY (table_name, digest)) STRICT, WITHOUT ROWID;
  CREATE TABLE runs (id TEXT PRIMARY KEY, kind TEXT NOT NULL, by TEXT NOT NULL,
    started INTEGER NOT NULL, finished INTEGER, plan_digest TEXT NOT NULL, state TEXT NOT NULL,
    seal TEXT, sealed BLOB) STRICT;
  CREATE TABLE ranges (run TEXT NOT NULL, step INTEGER NOT NULL, range INTEGER NOT NULL,
    state INTEGER NOT NULL, rows INTEGER NOT NULL, digest TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (run, step, range)) STRICT, WITHOUT ROWID;
  CREATE TABLE approvals (plan_digest TEXT PRIMARY KEY, by TEXT NOT NULL, at INTEGER NOT NULL)
    STRICT;
  CREATE TABLE severed (table_name TEXT NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (table_name, digest)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* tables_of_version_2 = R"sql(
  CREATE TABLE anchors (folder TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE ledger_keys (since INTEGER PRIMARY KEY, public TEXT NOT NULL) STRICT;
)sql";

/// Each erasure of an identifier for itself: an address may be given away and erased again.
constexpr const char* tables_of_version_3 = R"sql(
  CREATE TABLE erased (column_name TEXT NOT NULL, digest BLOB NOT NULL, run TEXT NOT NULL,
    at INTEGER NOT NULL, until TEXT NOT NULL, PRIMARY KEY (column_name, digest, run))
    STRICT, WITHOUT ROWID;
)sql";

/// What lasts from one night to the next.
constexpr const char* tables_of_version_4 = R"sql(
  CREATE TABLE published (number INTEGER PRIMARY KEY, digest TEXT NOT NULL, by TEXT NOT NULL,
    at INTEGER NOT NULL, texts TEXT NOT NULL, swept INTEGER NOT NULL) STRICT;
  CREATE TABLE nights (day TEXT NOT NULL, part TEXT NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (day, part)) STRICT, WITHOUT ROWID;
  CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE sought (run TEXT PRIMARY KEY, since INTEGER, seal TEXT NOT NULL,
    sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// What the board showed, and what Abide's own data is dated by.
constexpr const char* tables_of_version_5 = R"sql(
  CREATE TABLE snapshots (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, run TEXT NOT NULL,
    state TEXT NOT NULL, promises_kept INTEGER NOT NULL, promises_overdue INTEGER NOT NULL,
    promises_unproven INTEGER NOT NULL, promises_elsewhere INTEGER NOT NULL,
    rows_gone INTEGER NOT NULL, rows_overdue INTEGER NOT NULL, rows_due INTEGER NOT NULL,
    rows_kept INTEGER NOT NULL, gaps_open INTEGER NOT NULL, gaps_waived INTEGER NOT NULL,
    not_looked INTEGER NOT NULL, requests_open INTEGER NOT NULL,
    requests_overdue INTEGER NOT NULL, holds INTEGER NOT NULL, sought INTEGER NOT NULL,
    deep_look INTEGER, entries INTEGER NOT NULL, root TEXT NOT NULL) STRICT;
  CREATE TABLE spoken_of (reference TEXT PRIMARY KEY, last INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
  ALTER TABLE severed ADD COLUMN asked INTEGER;
  ALTER TABLE events ADD COLUMN needed INTEGER;
  ALTER TABLE published ADD COLUMN replaced INTEGER;
)sql";

/// Version 4 did not say when a policy was replaced, nor when the last deep look was.
constexpr const char* dates_of_version_4 = R"sql(
  UPDATE published SET replaced = (SELECT at FROM published WHERE swept = 1 ORDER BY number DESC
    LIMIT 1) WHERE number < (SELECT max(number) FROM published WHERE swept = 1);
  INSERT INTO kept SELECT 'last_deep_look', json_extract(CAST(entry AS TEXT), '$.at') FROM ledger
    WHERE json_extract(CAST(entry AS TEXT), '$.kind') = 'reread'
      AND json_extract(CAST(entry AS TEXT), '$.what') = 'deep'
    ORDER BY seq DESC LIMIT 1;
)sql";

/// Which clock an overdue request has missed; version 5 knew the policy's alone.
constexpr const char* columns_of_version_6 = R"sql(
  ALTER TABLE snapshots ADD COLUMN overdue_by_policy INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE snapshots ADD COLUMN overdue_by_law INTEGER NOT NULL DEFAULT 0;
)sql";
constexpr const char* overdue_of_version_5 =
    "UPDATE snapshots SET overdue_by_policy = requests_overdue";

/// Version 1 knew one key for the whole ledger, in `meta`.
constexpr const char* keys_of_version_1 =
    "INSERT INTO ledger_keys SELECT 0, value FROM meta WHERE key = 'ledger_key'";

/// Versions before 3 knew no run of an erased identifier.
constexpr const char* erased_of_version_2 =
    "INSERT INTO erased SELECT column_name, digest, '', at, until FROM erased_2; "
    "DROP TABLE erased_2";

Result<int> version_of(Connection& db) {
  ABIDE_TRY(const std::string text, read_meta(db, "version"));
  int version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || version < 1) {
    return Error{ErrorCode::corrupt, "the control store does not say its version",
                 "restore it from its last copy"};
  }
  return version;
}

/// A whole copy, synced. Half a copy is no harm: it is made again, since nothing is migrated before
/// it is whole. The caller holds the write lock.
Result<void> copy_whole(const std::string& path, const std::string& copy, Files& files) {
  ABIDE_CHECK(files.write(copy, "", Files::Secrecy::secret));
  ABIDE_TRY(const Connection from, Connection::open(path, Connection::Journal::wal));
  ABIDE_TRY(const Connection into, Connection::open(copy, Connection::Journal::rollback));
  sqlite3_backup* const backup = sqlite3_backup_init(into.handle(), "main", from.handle(), "main");
  const int copied = backup == nullptr ? SQLITE_ERROR : sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (copied != SQLITE_DONE || finished != SQLITE_OK) {
    Error error = sqlite::error_of(into.handle(), fmt::format("copying to `{}`", copy));
    error.help = "nothing was migrated; a retry is safe";
    return error;
  }
  return {};
}

}  // namespace

Result<void> create_tables(Connection& db) {
  ABIDE_CHECK(db.execute(tables));
  ABIDE_CHECK(db.execute(tables_of_version_2));
  ABIDE_CHECK(db.execute(tables_of_version_3));
  ABIDE_CHECK(db.execute(tables_of_version_4));
  ABIDE_CHECK(db.execute(tables_of_version_5));
  return db.execute(columns_of_version_6);
}

Result<std::string> read_meta(Connection& db, std::string_view key) {
  ABIDE_TRY(Rows rows, db.query("SELECT value FROM meta WHERE key = ?", key));
  ABIDE_TRY(const bool found, rows.next());
  return found ? rows.text(0) : std::string{};
}

Result<void> write_meta(Connection& db, std::string_view key, std::string_view value) {
  return db.run("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", key,
                value);
}

Result<bool> has_tables(Connection& db) { return db.has("SELECT 1 FROM sqlite_schema LIMIT 1"); }

Result<void> check_version(Connection& db, const std::string& path) {
  ABIDE_TRY(const bool ours, db.has("SELECT 1 FROM sqlite_schema WHERE name = 'meta'"));
  if (!ours) {
    return Error{ErrorCode::corrupt, fmt::format("`{}` is not a control store", path),
                 "name the file that `abide ledger init` made; nothing was changed"};
  }
  ABIDE_TRY(const int version, version_of(db));
  if (version > control_version) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("`{}` is of version {}, this program knows {}", path, version, control_version),
        "use a newer version of Abide; nothing was changed"};
  }
  return {};
}

Result<void> migrate(Connection& db, const std::string& path, Files& files) {
  ABIDE_TRY(int version, version_of(db));
  if (version == control_version) {
    return {};
  }
  ABIDE_CHECK(db.execute("BEGIN IMMEDIATE"));
  auto migrated = [&]() -> Result<void> {
    ABIDE_TRY(version, version_of(db));  // another process may have been quicker
    if (version < control_version) {
      ABIDE_CHECK(copy_whole(path, fmt::format("{}.before-v{}", path, control_version), files));
    }
    if (version < 2) {
      ABIDE_CHECK(db.execute(tables_of_version_2));
      ABIDE_CHECK(db.execute(keys_of_version_1));
    }
    if (version < 3) {
      ABIDE_CHECK(db.execute("ALTER TABLE erased RENAME TO erased_2"));
      ABIDE_CHECK(db.execute(tables_of_version_3));
      ABIDE_CHECK(db.execute(erased_of_version_2));
    }
    if (version < 4) {
      ABIDE_CHECK(db.execute(tables_of_version_4));
    }
    if (version < 5) {
      ABIDE_CHECK(db.execute(tables_of_version_5));
      ABIDE_CHECK(db.execute(dates_of_version_4));
    }
    if (version < 6) {
      ABIDE_CHECK(db.execute(columns_of_version_6));
      ABIDE_CHECK(db.execute(overdue_of_version_5));
    }
    ABIDE_CHECK(write_meta(db, "version", std::to_string(control_version)));
    return db.execute("COMMIT");
  }();
  if (!migrated) {
    sqlite3_exec(db.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  return migrated;
}

}  // namespace abide::engine::control
