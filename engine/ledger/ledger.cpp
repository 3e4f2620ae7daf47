// The writer. One transaction between two syncs; the head is stored with the entries it covers.
#include "engine/ledger/ledger.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/ledger/format.hpp"

namespace abide::ledger {
namespace {

using sqlite::Statement;

constexpr const char* tables = R"sql(
  CREATE TABLE ledger (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, entry BLOB NOT NULL) STRICT;
  CREATE TABLE ledger_head (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL,
    origin TEXT NOT NULL, size INTEGER NOT NULL, subtrees BLOB NOT NULL) STRICT;
  CREATE TABLE ledger_checkpoints (size INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (size, note)) STRICT, WITHOUT ROWID;
)sql";

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

struct StoredHead {
  std::string origin;
  Frontier frontier;
};

Result<StoredHead> read_head(sqlite3* db) {
  ABIDE_TRY(const Statement head,
            sqlite::prepare(db,
                            "SELECT version, origin, size, subtrees, (SELECT max(seq) FROM "
                            "ledger) FROM ledger_head"));
  ABIDE_TRY(const bool row, sqlite::step(db, head.get()));
  if (row && sqlite3_column_int(head.get(), 0) > format_version) {
    return Error{ErrorCode::unsupported, "the ledger was written by a newer version of Abide",
                 "use that version; nothing was changed"};
  }
  const auto size = row ? sqlite3_column_int64(head.get(), 2) : -1;
  const auto subtrees = row ? unpacked(sqlite::bytes_at(head.get(), 3)) : std::nullopt;
  auto frontier =
      subtrees ? Frontier::restore(static_cast<std::uint64_t>(size), *subtrees) : std::nullopt;
  const auto last = row && sqlite3_column_type(head.get(), 4) != SQLITE_NULL
                        ? sqlite3_column_int64(head.get(), 4)
                        : -1;
  if (!frontier || last != size - 1) {
    return Error{
        ErrorCode::corrupt, "the ledger's head does not fit its entries",
        "run `abide ledger verify --deploy …`, and recover the control store from its last copy"};
  }
  return StoredHead{std::string{sqlite::bytes_at(head.get(), 1)}, std::move(*frontier)};
}

}  // namespace

Result<Ledger> Ledger::create(sqlite3* db, const std::string& origin) {
  ABIDE_CHECK(PublicKey::of(origin, Bytes(public_key_bytes)));
  ABIDE_TRY(const bool there, has_ledger(db));
  if (there) {
    return Error{ErrorCode::refused, "the file holds a ledger already",
                 "open it; a ledger is begun once"};
  }
  Ledger ledger{db, origin, Frontier{}};
  const bool own = sqlite3_get_autocommit(db) != 0;
  ABIDE_CHECK(sqlite::execute(db, own ? std::string{"BEGIN IMMEDIATE;"} + tables : tables));
  ledger.open_ = true;
  ABIDE_CHECK(ledger.store_head());
  if (own) {
    ABIDE_CHECK(ledger.sync());
  }
  return ledger;
}

Result<Ledger> Ledger::open(sqlite3* db) {
  ABIDE_TRY(const bool there, has_ledger(db));
  if (!there) {
    return Error{ErrorCode::not_found, "the file holds no ledger",
                 "begin one with `abide ledger init`"};
  }
  ABIDE_TRY(StoredHead head, read_head(db));
  return Ledger{db, std::move(head.origin), std::move(head.frontier)};
}

Result<void> Ledger::begin() {
  if (open_) {
    return sqlite3_get_autocommit(db_) == 0
               ? Result<void>{}
               : Result<void>{Error{ErrorCode::changed,
                                    "the database has rolled back what was written",
                                    "nothing since the last commit is kept; a retry is safe"}};
  }
  ABIDE_CHECK(sqlite::execute(db_, "BEGIN IMMEDIATE"));
  open_ = true;
  // Another process may have gone on while none of our transactions was open.
  auto head = read_head(db_);
  if (!head) {
    abandon();
    return head.error();
  }
  frontier_ = std::move(head->frontier);
  synced_ = frontier_;
  return {};
}

Result<std::uint64_t> Ledger::append(std::string_view kind, std::string_view by, Instant at,
                                     const Json& body) {
  ABIDE_CHECK(begin());
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
  if (auto stored = insert(seq, text); !stored) {
    abandon();
    return stored.error();
  }
  return seq;
}

Result<void> Ledger::insert(std::uint64_t seq, const std::string& text) {
  if (!insert_) {
    ABIDE_TRY(insert_, sqlite::prepare(db_, "INSERT INTO ledger VALUES (?, ?, ?)"));
  }
  const Digest leaf = leaf_hash(text);
  sqlite3_bind_int64(insert_.get(), 1, static_cast<sqlite3_int64>(seq));
  bind_bytes(insert_.get(), 2, leaf.data(), leaf.size());
  bind_bytes(insert_.get(), 3, text.data(), text.size());
  const auto stored = sqlite::step(db_, insert_.get());
  sqlite3_reset(insert_.get());
  ABIDE_CHECK(stored);
  frontier_.append(leaf);
  return {};
}

void Ledger::abandon() {
  if (open_) {
    sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
    frontier_ = synced_;
    open_ = false;
  }
}

Result<void> Ledger::store_head() {
  ABIDE_TRY(const Statement statement,
            sqlite::prepare(db_,
                            "INSERT INTO ledger_head VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT "
                            "(one) DO UPDATE SET size = ?3, subtrees = ?4"));
  const std::string subtrees = packed(frontier_.subtrees());
  sqlite3_bind_int(statement.get(), 1, format_version);
  sqlite3_bind_text64(statement.get(), 2, origin_.data(), origin_.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  sqlite3_bind_int64(statement.get(), 3, static_cast<sqlite3_int64>(frontier_.size()));
  // An empty blob is not NULL, which a null pointer would be.
  bind_bytes(statement.get(), 4, subtrees.data(), subtrees.size());
  const auto stored = sqlite::step(db_, statement.get());
  return stored ? Result<void>{} : Result<void>{stored.error()};
}

Result<void> Ledger::sync() {
  if (!open_) {
    return {};
  }
  Result<void> done = begin();  // an error when SQLite has rolled back by itself
  if (done) {
    done = store_head();
  }
  if (done) {
    done = sqlite::execute(db_, "COMMIT");
  }
  if (!done) {
    abandon();
    return done;
  }
  open_ = false;
  synced_ = frontier_;
  return {};
}

Result<std::string> Ledger::checkpoint(const SigningKey& key) {
  ABIDE_CHECK(begin());
  ABIDE_TRY(std::string note, write_checkpoint({origin_, frontier_.size(), frontier_.root()}, key));
  auto stored = [&]() -> Result<void> {
    ABIDE_TRY(const Statement statement,
              sqlite::prepare(db_, "INSERT OR IGNORE INTO ledger_checkpoints VALUES (?, ?)"));
    sqlite3_bind_int64(statement.get(), 1, static_cast<sqlite3_int64>(frontier_.size()));
    sqlite3_bind_text64(statement.get(), 2, note.data(), note.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
    ABIDE_CHECK(sqlite::step(db_, statement.get()));
    return {};
  }();
  if (!stored) {
    abandon();
    return stored.error();
  }
  ABIDE_CHECK(sync());
  return note;
}

Result<std::uint64_t> Ledger::rotate(const SigningKey& current, const SigningKey& next,
                                     std::string_view by, Instant at) {
  ABIDE_CHECK(begin());
  ABIDE_TRY(const PublicKey old_key, PublicKey::of(origin_, current.public_bytes()));
  ABIDE_TRY(const PublicKey new_key, PublicKey::of(origin_, next.public_bytes()));
  const std::string root = to_base64(frontier_.root());
  const std::string statement = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", rotation_title, origin_,
                                            frontier_.size(), root, old_key.text(), new_key.text());
  return append("key_rotated", by, at,
                {{"root", root},
                 {"old_key", old_key.text()},
                 {"new_key", new_key.text()},
                 {"signed_by_old", to_base64(current.sign(statement))},
                 {"signed_by_new", to_base64(next.sign(statement))}});
}

Result<void> Ledger::read(
    std::uint64_t from, const std::function<Result<void>(std::uint64_t, std::string_view)>& sink) {
  ABIDE_TRY(const Statement rows,
            sqlite::prepare(db_, "SELECT seq, entry FROM ledger WHERE seq >= ? ORDER BY seq"));
  sqlite3_bind_int64(rows.get(), 1, static_cast<sqlite3_int64>(from));
  while (true) {
    ABIDE_TRY(const bool more, sqlite::step(db_, rows.get()));
    if (!more) {
      return {};
    }
    ABIDE_CHECK(sink(static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 0)),
                     sqlite::bytes_at(rows.get(), 1)));
  }
}

Result<void> Ledger::checkpoints(const std::function<Result<void>(std::string_view)>& sink) {
  ABIDE_TRY(const Statement rows,
            sqlite::prepare(db_, "SELECT note FROM ledger_checkpoints ORDER BY size"));
  while (true) {
    ABIDE_TRY(const bool more, sqlite::step(db_, rows.get()));
    if (!more) {
      return {};
    }
    ABIDE_CHECK(sink(sqlite::bytes_at(rows.get(), 0)));
  }
}

Result<void> Ledger::check_against(const Checkpoint& anchored) {
  const Error broken{
      ErrorCode::corrupt, "the ledger does not continue its anchor: it was cut or rewritten",
      "nothing was run; recover the control store, then `abide ledger verify --deploy …`"};
  if (anchored.origin != origin_ || anchored.size > frontier_.size()) {
    return broken;
  }
  Frontier prefix;
  ABIDE_TRY(const Statement leaves,
            sqlite::prepare(db_, "SELECT leaf FROM ledger WHERE seq < ? ORDER BY seq"));
  sqlite3_bind_int64(leaves.get(), 1, static_cast<sqlite3_int64>(anchored.size));
  while (true) {
    ABIDE_TRY(const bool more, sqlite::step(db_, leaves.get()));
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
