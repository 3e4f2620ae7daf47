// Making and opening the control store, and its transactions.
#include "engine/control/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/seal.hpp"
#include "engine/control/anchors.hpp"
#include "engine/control/leases.hpp"
#include "engine/control/schema.hpp"

namespace abide::engine {
namespace {

using control::Connection;
using control::Keys;
using control::SqliteControlStore;

Error already(const std::string& path) {
  return {ErrorCode::refused, fmt::format("`{}` is there already", path),
          "open it, or name other files; a ledger is begun once"};
}

/// Everything that could make create() refuse, before anything is written.
Result<void> check_free(const ControlPaths& paths, const std::string& origin, Files& files) {
  ABIDE_CHECK(ledger::PublicKey::of(origin, Bytes(32)));
  ABIDE_TRY(const bool exists, files.exists(paths.control));
  if (exists) {
    ABIDE_TRY(Connection db, Connection::open(paths.control, Connection::Journal::wal));
    ABIDE_TRY(const bool used, control::has_tables(db));
    if (used) {
      return already(paths.control);
    }
  }
  for (const std::string& folder : paths.anchors) {
    ABIDE_CHECK(files.make_folder(folder));
    ABIDE_TRY(const auto note, control::newest_in(folder, files));
    if (note) {
      return Error{
          ErrorCode::refused,
          fmt::format("the anchor folder `{}` holds checkpoints of a ledger", folder),
          "put back the control store of that ledger; where it was another's, name another "
          "folder"};
    }
  }
  return {};
}

/// Tables, ledger and the entry `init`, in one transaction.
Result<void> fill(Connection& db, const std::string& store, const std::string& origin,
                  const std::string& public_key, const std::string& by, Instant at) {
  ABIDE_CHECK(db.execute("BEGIN IMMEDIATE"));
  ABIDE_CHECK(control::create_tables(db));
  ABIDE_CHECK(control::write_meta(db, "version", std::to_string(control::control_version)));
  ABIDE_CHECK(control::write_meta(db, "store", store));
  ABIDE_CHECK(control::write_meta(db, "generation", "0"));
  ABIDE_CHECK(control::write_meta(db, "ledger_key", public_key));
  ABIDE_CHECK(db.run("INSERT INTO ledger_keys VALUES (0, ?)", public_key));
  ABIDE_TRY(auto ledger, ledger::Ledger::create(db.handle(), origin));
  ABIDE_CHECK(ledger.append("init", by, at, {{"origin", origin}, {"key", public_key}}));
  return ledger.sync();
}

}  // namespace

Result<std::unique_ptr<ControlStore>> ControlStore::create(const ControlPaths& paths,
                                                           const std::string& origin,
                                                           const std::string& by, Instant at,
                                                           Files& files) {
  ABIDE_CHECK(check_free(paths, origin, files));
  const std::string store = to_hex(random_bytes(16));
  ABIDE_TRY(Keys keys, Keys::create(paths.keys, store, files));
  ABIDE_TRY(const auto key, keys.add_signing(origin));
  ABIDE_TRY(const auto name, ledger::PublicKey::of(origin, key.public_bytes()));
  ABIDE_CHECK(keys.commit());
  {
    ABIDE_TRY(const bool exists, files.exists(paths.control));
    if (!exists) {
      ABIDE_CHECK(files.write(paths.control, "", Files::Secrecy::secret));
    }
    ABIDE_TRY(Connection db, Connection::open(paths.control, Connection::Journal::wal));
    ABIDE_CHECK(fill(db, store, origin, name.text(), by, at));
  }
  ABIDE_TRY(auto opened, open(paths, files));
  ABIDE_CHECK(opened->checkpoint());
  return opened;
}

Result<std::unique_ptr<ControlStore>> ControlStore::open(const ControlPaths& paths, Files& files) {
  ABIDE_TRY(const bool exists, files.exists(paths.control));
  ABIDE_TRY(const bool was_there, files.exists(paths.keys));
  const Error none{
      ErrorCode::not_found, fmt::format("there is no control store `{}`", paths.control),
      was_there ? fmt::format("its keys `{}` are there, so put back its newest copy: a new one "
                              "would know of no hold, no request and no run",
                              paths.keys)
                : "make one with `abide ledger init`"};
  if (!exists) {
    return none;
  }
  ABIDE_TRY(Connection db, Connection::open(paths.control, Connection::Journal::wal));
  ABIDE_TRY(const bool used, control::has_tables(db));
  if (!used) {
    return none;
  }
  ABIDE_CHECK(control::check_version(db, paths.control));
  ABIDE_TRY(const std::string store, control::read_meta(db, "store"));
  ABIDE_TRY(Keys keys, Keys::open(paths.keys, store, files));
  ABIDE_CHECK(control::migrate(db, paths.control, files));
  ABIDE_TRY(auto ledger, ledger::Ledger::open(db.handle()));
  auto opened = std::make_unique<SqliteControlStore>(paths, std::move(db), std::move(keys),
                                                     std::move(ledger), files);
  ABIDE_CHECK(opened->check_and_recover());
  return std::unique_ptr<ControlStore>{std::move(opened)};
}

namespace control {

Result<void> SqliteControlStore::begin() {
  auto begun = ledger_.begin();
  if (begun) {
    return begun;
  }
  if (begun.error().code == ErrorCode::changed) {
    abandon();
  }
  if (begun.error().code == ErrorCode::unavailable) {
    const std::string run = holder_of(paths_.control + ".run");
    return Error{ErrorCode::unavailable,
                 fmt::format("cannot write to `{}`: {} ({})", paths_.control,
                             run.empty() ? "another process is writing"
                                         : fmt::format("a run is under way in {}", run),
                             begun.error().message),
                 "nothing was changed; a retry is safe"};
  }
  return begun;
}

Result<void> SqliteControlStore::note(std::string_view kind, std::string_view by, Instant at,
                                      const Json& body) {
  return change([&]() -> Result<void> {
    ABIDE_CHECK(ledger_.append(kind, by, at, body));
    return {};
  });
}

Result<void> SqliteControlStore::commit() {
  if (!ledger_.is_open()) {
    return keys_.commit();
  }
  if (auto kept = keys_.commit(); !kept) {
    abandon();
    return kept;
  }
  if (auto synced = ledger_.sync(); !synced) {
    // New keys stay: should the commit turn out durable after all, what they sealed must open.
    ended_.clear();
    ended_runs_.clear();
    return synced;
  }
  spent_.merge(ended_runs_);
  // Should this fail, it is tried with the next commit, and when the store is opened.
  if (keys_.destroy_seals(ended_)) {
    ended_.clear();
  }
  return {};
}

void SqliteControlStore::abandon() {
  ledger_.abandon();
  keys_.abandon();
  ended_.clear();
  ended_runs_.clear();
}

Result<std::uint64_t> SqliteControlStore::generation() {
  ABIDE_TRY(Rows rows, db_.query("SELECT value FROM meta WHERE key = 'generation'"));
  ABIDE_TRY(const bool found, rows.next());
  const std::int64_t value = found ? rows.number(0) : 0;
  return static_cast<std::uint64_t>(value);
}

Result<void> SqliteControlStore::raise_generation() {
  return db_.run(
      "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'generation'");
}

Result<std::string> SqliteControlStore::next_name(std::string_view kind, Instant at) {
  const Date day{std::chrono::floor<std::chrono::days>(at)};
  const int year = static_cast<int>(day.year());
  ABIDE_TRY(Rows rows, db_.query("INSERT INTO counters VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET "
                                 "last = last + 1 RETURNING last",
                                 kind, year));
  ABIDE_CHECK(rows.next());
  std::string name = fmt::format("{}-{:04}-{:04}", kind, year, rows.number(0));
  ABIDE_CHECK(rows.next());
  return name;
}

Result<void> SqliteControlStore::wait_for_batches(std::string_view what) {
  auto waited = wait_for_shared(paths_.control + ".lease", std::chrono::seconds{60});
  if (waited) {
    return waited;
  }
  return Error{waited.error().code,
               fmt::format("{} is in force, but {}", what, waited.error().message),
               "do not repeat it; batches from now on see it, so wait for the run or stop it"};
}

Result<SqliteControlStore::Sealed> SqliteControlStore::seal_new(std::string_view name,
                                                                std::string_view plain) {
  ABIDE_TRY(auto made, keys_.add_seal());
  return Sealed{std::move(made.id), seal(made.key, name, plain)};
}

Result<std::string> SqliteControlStore::open_seal(std::string_view id, std::string_view name,
                                                  const Bytes& blob) {
  ABIDE_TRY(const Bytes key, keys_.seal_key(id));
  return unseal(key, name, blob);
}

Result<Particulars> SqliteControlStore::particulars(std::string_view id, std::string_view name,
                                                    const Bytes& blob) {
  ABIDE_TRY(const std::string text, open_seal(id, name, blob));
  return particulars_of(text);
}

Result<std::optional<Instant>> SqliteControlStore::last_entry_at() {
  // What people tell is dated by when it happened or came in, mostly earlier than its writing.
  constexpr std::array<std::string_view, 2> dated_otherwise{"event", "request_opened"};
  ABIDE_TRY(Rows rows, db_.query("SELECT entry FROM ledger ORDER BY seq DESC"));
  for (;;) {
    ABIDE_TRY(const bool found, rows.next());
    if (!found) {
      return std::optional<Instant>{};
    }
    ABIDE_TRY(const Json entry, parse_json(rows.text(0)));
    const auto at = entry.find("at");
    const auto moment =
        at != entry.end() && at->is_string() ? parse_instant(at->get<std::string>()) : std::nullopt;
    if (!moment) {
      return Error{ErrorCode::corrupt, "the ledger's last entry does not say when it was written",
                   "run `abide ledger verify --deploy …`"};
    }
    if (std::ranges::find(dated_otherwise, entry.value("kind", "")) == dated_otherwise.end()) {
      return moment;
    }
  }
}

}  // namespace control
}  // namespace abide::engine
