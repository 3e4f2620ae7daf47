// The writer. One transaction between two syncs; the head is stored with the entries it covers.
#include "engine/ledger/ledger.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/ledger/format.hpp"

namespace abide::ledger {
namespace {

using sqlite::Database;
using sqlite::Statement;

constexpr const char* tables = R"sql(
  CREATE TABLE ledger (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, entry BLOB NOT NULL) STRICT;
  CREATE TABLE ledger_head (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL,
    origin TEXT NOT NULL, size INTEGER NOT NULL, subtrees BLOB NOT NULL) STRICT;
  CREATE TABLE ledger_checkpoints (size INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (size, note)) STRICT, WITHOUT ROWID;
)sql";

Result<Database> open_database(const std::string& path) {
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &raw,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db{raw};
  if (opened != SQLITE_OK) {
    return sqlite::error_of(db.get(), fmt::format("opening `{}`", path));
  }
  sqlite3_busy_timeout(db.get(), 5000);
  ABIDE_CHECK(sqlite::execute(
      db.get(), "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"));
  return db;
}

Result<bool> has_ledger(sqlite3* db) {
  ABIDE_TRY(const Statement statement,
            sqlite::prepare(db, "SELECT 1 FROM sqlite_schema WHERE name = 'ledger_head'"));
  return sqlite::step(db, statement.get());
}

void bind_bytes(sqlite3_stmt* statement, int index, const void* data, std::size_t size) {
  sqlite3_bind_blob64(statement, index, data, size, SQLITE_TRANSIENT);
}

std::string packed(const std::vector<Digest>& digests) {
  std::string bytes;
  for (const Digest& digest : digests) {
    bytes.append(digest.begin(), digest.end());
  }
  return bytes;
}

std::optional<std::vector<Digest>> unpacked(std::string_view bytes) {
  std::vector<Digest> digests(bytes.size() / Digest{}.size());
  if (bytes.size() % Digest{}.size() != 0) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    digests[i / 32][i % 32] = static_cast<std::uint8_t>(bytes[i]);
  }
  return digests;
}

}  // namespace

Result<Ledger> Ledger::create(const std::string& path, const std::string& origin) {
  ABIDE_CHECK(PublicKey::of(origin, Bytes(public_key_bytes)));
  ABIDE_TRY(Database db, open_database(path));
  ABIDE_TRY(const bool there, has_ledger(db.get()));
  if (there) {
    return Error{ErrorCode::refused, fmt::format("`{}` holds a ledger already", path),
                 "open it; a ledger is begun once"};
  }
  ABIDE_CHECK(sqlite::execute(db.get(), std::string{"BEGIN IMMEDIATE;"} + tables));
  Ledger ledger{std::move(db), origin, Frontier{}};
  ABIDE_CHECK(ledger.store_head());
  ABIDE_CHECK(sqlite::execute(ledger.db_.get(), "COMMIT"));
  return ledger;
}

Result<Ledger> Ledger::open(const std::string& path) {
  SystemFiles files;
  ABIDE_TRY(const bool exists, files.exists(path));
  const Error none{ErrorCode::not_found, fmt::format("`{}` holds no ledger", path),
                   "begin one with `abide ledger init`"};
  if (!exists) {
    return none;
  }
  ABIDE_TRY(Database db, open_database(path));
  ABIDE_TRY(const bool there, has_ledger(db.get()));
  if (!there) {
    return none;
  }
  ABIDE_TRY(const Statement head,
            sqlite::prepare(db.get(),
                            "SELECT version, origin, size, subtrees, (SELECT count(*) FROM "
                            "ledger), (SELECT max(seq) FROM ledger) FROM ledger_head"));
  ABIDE_TRY(const bool row, sqlite::step(db.get(), head.get()));
  if (row && sqlite3_column_int(head.get(), 0) > format_version) {
    return Error{ErrorCode::unsupported, "the ledger was written by a newer version of Abide",
                 "use that version; nothing was changed"};
  }
  const auto size = row ? sqlite3_column_int64(head.get(), 2) : -1;
  const auto subtrees = row ? unpacked(sqlite::bytes_at(head.get(), 3)) : std::nullopt;
  auto frontier =
      subtrees ? Frontier::restore(static_cast<std::uint64_t>(size), *subtrees) : std::nullopt;
  const bool counted = row && sqlite3_column_int64(head.get(), 4) == size &&
                       (size == 0 || sqlite3_column_int64(head.get(), 5) == size - 1);
  if (!frontier || !counted) {
    return Error{ErrorCode::corrupt, "the ledger's head does not fit its entries",
                 "run `abide ledger verify`, and recover the control store from its last copy"};
  }
  std::string origin{sqlite::bytes_at(head.get(), 1)};
  return Ledger{std::move(db), std::move(origin), std::move(*frontier)};
}

Result<void> Ledger::begin() {
  if (sqlite3_get_autocommit(db_.get()) == 0) {
    return {};
  }
  ABIDE_CHECK(sqlite::execute(db_.get(), "BEGIN IMMEDIATE"));
  // Another writer may have gone on while none of ours was open.
  ABIDE_TRY(const Statement head, sqlite::prepare(db_.get(), "SELECT size FROM ledger_head"));
  ABIDE_TRY(const bool row, sqlite::step(db_.get(), head.get()));
  if (!row || static_cast<std::uint64_t>(sqlite3_column_int64(head.get(), 0)) != frontier_.size()) {
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    return Error{ErrorCode::changed, "another run has written to the ledger",
                 "open the ledger again; a retry is safe"};
  }
  return {};
}

Result<std::uint64_t> Ledger::append(std::string_view kind, std::string_view by, Instant at,
                                     const Json& body) {
  const std::uint64_t seq = frontier_.size();
  Json entry{
      {"v", format_version}, {"seq", seq}, {"at", to_string(at)}, {"kind", kind}, {"by", by}};
  for (const auto& [key, value] : body.items()) {
    if (entry.contains(key)) {
      return Error{ErrorCode::unsupported, fmt::format("`{}` is set by the ledger itself", key),
                   ""};
    }
    entry[key] = value;
  }
  ABIDE_TRY(const std::string text, canonical_json(entry));
  ABIDE_CHECK(begin());
  if (!insert_) {
    ABIDE_TRY(insert_, sqlite::prepare(db_.get(), "INSERT INTO ledger VALUES (?, ?, ?)"));
  }
  const Digest leaf = leaf_hash(text);
  sqlite3_bind_int64(insert_.get(), 1, static_cast<sqlite3_int64>(seq));
  bind_bytes(insert_.get(), 2, leaf.data(), leaf.size());
  bind_bytes(insert_.get(), 3, text.data(), text.size());
  const auto stored = sqlite::step(db_.get(), insert_.get());
  sqlite3_reset(insert_.get());
  if (!stored) {
    abandon();
    return stored.error();
  }
  frontier_.append(leaf);
  return seq;
}

void Ledger::abandon() {
  sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  frontier_ = synced_;
}

Result<void> Ledger::store_head() {
  ABIDE_TRY(const Statement statement,
            sqlite::prepare(db_.get(),
                            "INSERT INTO ledger_head VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT "
                            "(one) DO UPDATE SET size = ?3, subtrees = ?4"));
  const std::string subtrees = packed(frontier_.subtrees());
  sqlite3_bind_int(statement.get(), 1, format_version);
  sqlite3_bind_text64(statement.get(), 2, origin_.data(), origin_.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  sqlite3_bind_int64(statement.get(), 3, static_cast<sqlite3_int64>(frontier_.size()));
  // An empty blob is not NULL, which a null pointer would be.
  bind_bytes(statement.get(), 4, subtrees.data(), subtrees.size());
  const auto stored = sqlite::step(db_.get(), statement.get());
  return stored ? Result<void>{} : Result<void>{stored.error()};
}

Result<void> Ledger::sync() {
  if (sqlite3_get_autocommit(db_.get()) != 0) {
    return {};
  }
  auto done = store_head();
  if (done) {
    done = sqlite::execute(db_.get(), "COMMIT");
  }
  if (!done) {
    abandon();
    return done;
  }
  synced_ = frontier_;
  return {};
}

Result<std::string> Ledger::checkpoint(const SigningKey& key) {
  ABIDE_CHECK(sync());
  ABIDE_TRY(std::string note, write_checkpoint({origin_, frontier_.size(), frontier_.root()}, key));
  ABIDE_TRY(const Statement statement,
            sqlite::prepare(db_.get(), "INSERT OR IGNORE INTO ledger_checkpoints VALUES (?, ?)"));
  sqlite3_bind_int64(statement.get(), 1, static_cast<sqlite3_int64>(frontier_.size()));
  sqlite3_bind_text64(statement.get(), 2, note.data(), note.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  ABIDE_CHECK(sqlite::step(db_.get(), statement.get()));
  return note;
}

Result<void> Ledger::read(
    std::uint64_t from, const std::function<Result<void>(std::uint64_t, std::string_view)>& sink) {
  ABIDE_TRY(
      const Statement rows,
      sqlite::prepare(db_.get(), "SELECT seq, entry FROM ledger WHERE seq >= ? ORDER BY seq"));
  sqlite3_bind_int64(rows.get(), 1, static_cast<sqlite3_int64>(from));
  while (true) {
    ABIDE_TRY(const bool more, sqlite::step(db_.get(), rows.get()));
    if (!more) {
      return {};
    }
    ABIDE_CHECK(sink(static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 0)),
                     sqlite::bytes_at(rows.get(), 1)));
  }
}

Result<void> Ledger::check_against(const Checkpoint& anchored) {
  const Error broken{ErrorCode::corrupt,
                     "the ledger does not continue its anchor: it was cut or rewritten",
                     "nothing was run; recover the control store, then `abide ledger verify`"};
  if (anchored.origin != origin_ || anchored.size > frontier_.size()) {
    return broken;
  }
  Frontier prefix;
  ABIDE_TRY(const Statement leaves,
            sqlite::prepare(db_.get(), "SELECT leaf FROM ledger WHERE seq < ? ORDER BY seq"));
  sqlite3_bind_int64(leaves.get(), 1, static_cast<sqlite3_int64>(anchored.size));
  while (true) {
    ABIDE_TRY(const bool more, sqlite::step(db_.get(), leaves.get()));
    if (!more) {
      break;
    }
    const auto leaf = unpacked(sqlite::bytes_at(leaves.get(), 0));
    if (!leaf || leaf->size() != 1) {
      return broken;
    }
    prefix.append(leaf->front());
  }
  return prefix.size() == anchored.size && prefix.root() == anchored.root ? Result<void>{}
                                                                          : Result<void>{broken};
}

}  // namespace abide::ledger
