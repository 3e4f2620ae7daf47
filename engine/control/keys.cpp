// The keys file over SQLite with a rollback journal, which leaves no old pages behind.
#include "engine/control/keys.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "base/seal.hpp"

namespace abide::engine::control {
namespace {

constexpr const char* keys_version = "1";
constexpr const char* keys_tables = R"sql(
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE signing (public TEXT PRIMARY KEY, seed BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE subjects (digest BLOB PRIMARY KEY, reference TEXT NOT NULL UNIQUE,
    key BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE seals (id TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";
constexpr const char* drop_keys_tables = R"sql(
  DROP TABLE IF EXISTS meta; DROP TABLE IF EXISTS signing; DROP TABLE IF EXISTS subjects;
  DROP TABLE IF EXISTS seals;
)sql";

/// Keys that anybody on the machine can read make sense of the evidence for anybody. A group is the
/// owner's own choice.
Result<void> check_private(const std::string& path) {
  std::error_code error;
  const auto modes = std::filesystem::status(path, error).permissions();
  if (error || (modes & std::filesystem::perms::others_all) == std::filesystem::perms::none) {
    return {};
  }
  return Error{
      ErrorCode::refused, fmt::format("everybody can read the keys in `{}`", path),
      fmt::format(
          "give them to their owner alone, `chmod 600 {}`, and replace the signing key with "
          "`abide ledger rotate-key` if others may have read them; nothing was done",
          path)};
}

Result<bool> has_tables(Connection& db) { return db.has("SELECT 1 FROM sqlite_schema LIMIT 1"); }

}  // namespace

Result<std::string> Keys::meta(Connection& db, std::string_view key) {
  ABIDE_TRY(Rows rows, db.query("SELECT value FROM meta WHERE key = ?", key));
  ABIDE_TRY(const bool found, rows.next());
  return found ? rows.text(0) : std::string{};
}

Result<void> Keys::set_meta(std::string_view key, std::string_view value) {
  return db_.run("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", key,
                 value);
}

Result<Keys> Keys::create(const std::string& path, const std::string& store, Files& files) {
  ABIDE_TRY(const bool exists, files.exists(path));
  if (!exists) {
    ABIDE_CHECK(files.write(path, "", Files::Secrecy::secret));
  }
  ABIDE_TRY(Connection db, Connection::open(path, Connection::Journal::rollback));
  ABIDE_CHECK(db.execute("BEGIN IMMEDIATE"));
  ABIDE_TRY(const bool used, has_tables(db));
  if (used) {
    const auto begun = meta(db, "begun");
    if (!begun || *begun != "0") {
      return Error{ErrorCode::refused, fmt::format("`{}` holds keys already", path),
                   "open the control store they belong to, or name another keys file"};
    }
    ABIDE_CHECK(db.execute(drop_keys_tables));
  }
  ABIDE_CHECK(db.execute(keys_tables));
  Keys keys{std::move(db), random_bytes(32)};
  ABIDE_CHECK(keys.set_meta("version", keys_version));
  ABIDE_CHECK(keys.set_meta("store", store));
  ABIDE_CHECK(keys.set_meta("installation", to_hex(keys.installation_)));
  ABIDE_CHECK(keys.set_meta("begun", "0"));
  ABIDE_CHECK(keys.db_.execute("COMMIT"));
  return keys;
}

Result<Keys> Keys::open(const std::string& path, const std::string& store, Files& files) {
  ABIDE_TRY(const bool exists, files.exists(path));
  if (!exists) {
    return Error{ErrorCode::not_found, fmt::format("there is no keys file `{}`", path),
                 "restore it from its backup; without it nothing sealed can be read"};
  }
  ABIDE_CHECK(check_private(path));
  ABIDE_TRY(Connection db, Connection::open(path, Connection::Journal::rollback));
  ABIDE_TRY(const bool used, has_tables(db));
  if (!used) {
    return Error{ErrorCode::corrupt, fmt::format("`{}` holds no keys", path),
                 "restore it from its backup"};
  }
  ABIDE_TRY(const std::string version, meta(db, "version"));
  if (version != keys_version) {
    return Error{ErrorCode::unsupported,
                 fmt::format("`{}` was written by a newer version of Abide", path),
                 "use that version; nothing was changed"};
  }
  ABIDE_TRY(const std::string owner, meta(db, "store"));
  ABIDE_TRY(const std::string installation, meta(db, "installation"));
  auto key = from_hex(installation);
  if (owner != store || !key || key->size() != 32) {
    return Error{ErrorCode::corrupt,
                 fmt::format("the keys in `{}` are not those of this control store", path),
                 "name the keys file that belongs to it; nothing was changed"};
  }
  return Keys{std::move(db), std::move(*key)};
}

Result<void> Keys::begin_use() {
  ABIDE_TRY(const std::string begun, meta(db_, "begun"));
  return begun == "1" ? Result<void>{} : set_meta("begun", "1");
}

Result<void> Keys::begin() {
  if (!open_) {
    ABIDE_CHECK(db_.execute("BEGIN IMMEDIATE"));
    open_ = true;
  }
  return {};
}

Result<void> Keys::commit() {
  if (!open_) {
    return {};
  }
  const auto done = db_.execute("COMMIT");
  if (!done) {
    sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  open_ = false;
  made_.clear();
  return done;
}

void Keys::abandon() {
  if (!open_) {
    return;
  }
  // A key that stays is harmless and goes when the store is opened next.
  for (const std::string& id : made_) {
    static_cast<void>(db_.run("DELETE FROM seals WHERE id = ?", id).ok());
  }
  static_cast<void>(commit().ok());
}

Result<ledger::SigningKey> Keys::add_signing(const std::string& origin) {
  ABIDE_CHECK(begin());
  ledger::SigningKey key = ledger::SigningKey::generate();
  ABIDE_TRY(const auto name, ledger::PublicKey::of(origin, key.public_bytes()));
  ABIDE_CHECK(db_.run("INSERT INTO signing VALUES (?, ?)", name.text(), key.seed()));
  return key;
}

Result<ledger::SigningKey> Keys::signing(std::string_view public_text) {
  ABIDE_TRY(Rows rows, db_.query("SELECT seed FROM signing WHERE public = ?", public_text));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return Error{
        ErrorCode::not_found, "the keys file lacks the ledger's signing key",
        "restore the keys file from its backup, or begin a new ledger that cites this one"};
  }
  return ledger::SigningKey::from_seed(rows.bytes(0));
}

Result<bool> Keys::has_other_signing(std::string_view public_text) {
  return db_.has("SELECT 1 FROM signing WHERE public <> ?", public_text);
}

Result<void> Keys::keep_only_signing(std::string_view public_text) {
  return db_.run("DELETE FROM signing WHERE public <> ?", public_text);
}

Result<Keys::SealKey> Keys::add_seal() {
  ABIDE_CHECK(begin());
  SealKey made{to_hex(random_bytes(16)), make_seal_key()};
  made_.insert(made.id);
  ABIDE_CHECK(db_.run("INSERT INTO seals VALUES (?, ?)", made.id, made.key));
  return made;
}

Result<Bytes> Keys::seal_key(std::string_view id) {
  ABIDE_TRY(Rows rows, db_.query("SELECT key FROM seals WHERE id = ?", id));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return Error{ErrorCode::corrupt, "the keys file lacks a key that the control store needs",
                 "restore the keys file that belongs to this control store"};
  }
  return rows.bytes(0);
}

Result<void> Keys::destroy_seals(const std::set<std::string>& ids) {
  if (ids.empty()) {
    return {};
  }
  ABIDE_CHECK(begin());
  for (const std::string& id : ids) {
    if (auto gone = db_.run("DELETE FROM seals WHERE id = ?", id); !gone) {
      abandon();
      return gone;
    }
  }
  return commit();
}

Result<std::set<std::string>> Keys::seals() {
  std::set<std::string> ids;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        ids.insert(row.text(0));
        return {};
      },
      "SELECT id FROM seals"));
  return ids;
}

Result<std::optional<std::string>> Keys::known_reference(const Digest& subject) {
  ABIDE_TRY(Rows rows, db_.query("SELECT reference FROM subjects WHERE digest = ?", subject));
  ABIDE_TRY(const bool found, rows.next());
  return found ? std::optional{rows.text(0)} : std::nullopt;
}

Result<std::string> Keys::reference(const Digest& subject) {
  ABIDE_TRY(auto known, known_reference(subject));
  if (known) {
    return *std::move(known);
  }
  const Bytes key = random_bytes(32);
  const std::string reference = to_hex(hmac_sha256(key, as_bytes("reference"))).substr(0, 16);
  // Another process may have been quicker; then its reference is the one.
  ABIDE_CHECK(db_.run("INSERT INTO subjects VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING",
                      subject, reference, key));
  ABIDE_TRY(Rows rows, db_.query("SELECT reference FROM subjects WHERE digest = ?", subject));
  ABIDE_CHECK(rows.next());
  return rows.text(0);
}

Result<void> Keys::destroy_reference(std::string_view reference) {
  return db_.run("DELETE FROM subjects WHERE reference = ?", reference);
}

Result<std::set<std::string>> Keys::references() {
  std::set<std::string> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        all.insert(row.text(0));
        return {};
      },
      "SELECT reference FROM subjects"));
  return all;
}

Result<void> Keys::set_head(std::string_view note, const std::set<std::string>& spent) {
  ABIDE_CHECK(begin());
  if (auto set = set_meta("head", note); !set) {
    abandon();
    return set;
  }
  return spent.empty() ? commit() : destroy_seals(spent);
}
Result<std::string> Keys::head() { return meta(db_, "head"); }

}  // namespace abide::engine::control
