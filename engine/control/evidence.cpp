// The ledger's life: checkpoints and their anchors, keys in force, and what opening must find.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/control/anchors.hpp"
#include "engine/control/schema.hpp"
#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

Error behind(std::uint64_t size, std::uint64_t anchored, const std::string& where) {
  return {
      ErrorCode::corrupt,
      fmt::format("the ledger has {} entries, its anchor `{}` has seen {}", size, where, anchored),
      "nothing was run; put back the newest copy of the control store, then `abide ledger "
      "verify`"};
}

struct Anchored {
  std::string where;
  std::string note;
};

}  // namespace

Result<void> SqliteControlStore::check_and_recover() {
  ABIDE_CHECK(check_anchors());
  ABIDE_CHECK(keys_.begin_use());
  ABIDE_CHECK(read_public_keys());
  return destroy_uncited();
}

Result<void> SqliteControlStore::read_public_keys() {
  ABIDE_TRY(public_key_, read_meta(db_, "ledger_key"));
  ABIDE_TRY(first_public_key_, key_at(0));
  return {};
}

Result<std::string> SqliteControlStore::key_at(std::uint64_t size) {
  ABIDE_TRY(Rows rows, db_.query("SELECT public FROM ledger_keys WHERE since <= ? ORDER BY since "
                                 "DESC LIMIT 1",
                                 size));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return Error{ErrorCode::corrupt, "the control store does not name the ledger's key",
                 "restore it from its last copy"};
  }
  return rows.text(0);
}

Result<void> SqliteControlStore::check_anchors() {
  std::vector<Anchored> notes;
  for (const std::string& folder : paths_.anchors) {
    ABIDE_TRY(auto note, newest_in(folder, files_));
    if (note) {
      notes.push_back({folder, std::move(*note)});
      continue;
    }
    ABIDE_TRY(const bool known, db_.has("SELECT 1 FROM anchors WHERE folder = ?", folder));
    if (known) {
      return Error{ErrorCode::corrupt,
                   fmt::format("the anchor folder `{}` held checkpoints and is empty", folder),
                   "nothing was run; put its files back, or use another folder and say why"};
    }
  }
  ABIDE_TRY(std::string head, keys_.head());
  if (!head.empty()) {
    notes.push_back({paths_.keys, std::move(head)});
  }
  const std::uint64_t size = ledger_.head().size();
  std::optional<ledger::Checkpoint> newest;
  for (const Anchored& anchored : notes) {
    const auto claimed = claimed_size(anchored.note);
    if (claimed && *claimed > size) {
      return behind(size, *claimed, anchored.where);
    }
    ABIDE_TRY(const std::string text, key_at(claimed.value_or(0)));
    ABIDE_TRY(const auto key, ledger::PublicKey::parse(text));
    auto checkpoint = ledger::read_checkpoint(anchored.note, key);
    if (!checkpoint) {
      return Error{checkpoint.error().code,
                   fmt::format("anchor `{}`: {}", anchored.where, checkpoint.error().message),
                   checkpoint.error().help};
    }
    if (!newest || checkpoint->size > newest->size) {
      newest = *checkpoint;
    }
  }
  return newest ? ledger_.check_against(*newest) : Result<void>{};
}

Result<std::vector<std::string>> SqliteControlStore::anchored() {
  std::vector<std::string> notes;
  for (const std::string& folder : paths_.anchors) {
    ABIDE_TRY(auto note, newest_in(folder, files_));
    if (note) {
      notes.push_back(std::move(*note));
    }
  }
  ABIDE_TRY(std::string head, keys_.head());
  if (!head.empty()) {
    notes.push_back(std::move(head));
  }
  return notes;
}

Result<std::set<std::string>> SqliteControlStore::cited_seals() {
  std::set<std::string> cited;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        cited.insert(row.text(0));
        return {};
      },
      "SELECT seal FROM holds WHERE seal IS NOT NULL UNION ALL "
      "SELECT seal FROM requests WHERE seal IS NOT NULL UNION ALL "
      "SELECT seal FROM events UNION ALL SELECT seal FROM sought UNION ALL "
      "SELECT seal FROM runs WHERE seal IS NOT NULL"));
  return cited;
}

Result<void> SqliteControlStore::destroy_uncited() {
  const auto uncited = [this]() -> Result<std::set<std::string>> {
    ABIDE_TRY(const auto all, keys_.seals());
    ABIDE_TRY(const auto cited, cited_seals());
    std::set<std::string> rest;
    std::set_difference(all.begin(), all.end(), cited.begin(), cited.end(),
                        std::inserter(rest, rest.end()));
    return rest;
  };
  ABIDE_TRY(const auto seen, uncited());
  ABIDE_TRY(const bool spare, keys_.has_other_signing(public_key_));
  if (seen.empty() && !spare) {
    return {};
  }
  // Whoever makes a key holds the write lock until its change is committed: with the lock in hand,
  // what is not cited never will be.
  ABIDE_CHECK(begin());
  const auto destroyed = [&]() -> Result<void> {
    ABIDE_TRY(const auto rest, uncited());
    ABIDE_CHECK(keys_.destroy_seals(rest));
    ABIDE_TRY(const std::string in_force, read_meta(db_, "ledger_key"));
    return keys_.keep_only_signing(in_force);
  }();
  abandon();
  return destroyed;
}

Result<void> SqliteControlStore::write_anchors(std::uint64_t size, const std::string& note) {
  std::optional<Error> failed;
  for (const std::string& folder : paths_.anchors) {
    if (auto written = write_anchor(folder, size, note, files_); !written) {
      failed =
          Error{ErrorCode::unavailable,
                fmt::format("the anchor `{}` did not take the checkpoint: {}", folder,
                            written.error().message),
                "the ledger is durable, and the next run writes its checkpoint there; mend the "
                "folder"};
      continue;
    }
    // Known from its first note on, so that an emptied folder shows.
    ABIDE_TRY(const bool known, db_.has("SELECT 1 FROM anchors WHERE folder = ?", folder));
    if (!known) {
      ABIDE_CHECK(change([&] { return db_.run("INSERT INTO anchors VALUES (?)", folder); }));
      ABIDE_CHECK(commit());
    }
  }
  return failed ? Result<void>{*failed} : Result<void>{};
}

Result<std::string> SqliteControlStore::checkpoint() {
  ABIDE_CHECK(commit());
  // The key and the head are read under the write lock: nobody can rotate in between.
  const auto sign = [this]() -> Result<std::string> {
    ABIDE_CHECK(read_public_keys());
    ABIDE_TRY(const auto key, keys_.signing(public_key_));
    return ledger_.checkpoint(key);
  };
  ABIDE_TRY(std::string note, change(sign));
  const std::uint64_t size = claimed_size(note).value_or(0);
  ABIDE_CHECK(keys_.set_head(note, spent_));
  spent_.clear();
  ABIDE_CHECK(write_anchors(size, note));
  // A reader in the way postpones it.
  sqlite3_wal_checkpoint_v2(db_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (!ended_.empty()) {
    ABIDE_CHECK(keys_.destroy_seals(ended_));
    ended_.clear();
  }
  return note;
}

Result<void> SqliteControlStore::rotate_key(const std::string& by, Instant at) {
  ABIDE_CHECK(change([&] { return replace_key(by, at); }));
  ABIDE_CHECK(commit());
  ABIDE_CHECK(checkpoint());
  return keys_.keep_only_signing(public_key_);
}

Result<void> SqliteControlStore::replace_key(const std::string& by, Instant at) {
  ABIDE_CHECK(read_public_keys());
  ABIDE_TRY(const auto current, keys_.signing(public_key_));
  ABIDE_TRY(const auto next, keys_.add_signing(ledger_.origin()));
  ABIDE_TRY(const auto name, ledger::PublicKey::of(ledger_.origin(), next.public_bytes()));
  ABIDE_CHECK(ledger_.rotate(current, next, by, at));
  ABIDE_CHECK(db_.run("INSERT INTO ledger_keys VALUES (?, ?)", ledger_.head().size(), name.text()));
  return write_meta(db_, "ledger_key", name.text());
}

}  // namespace abide::engine::control
