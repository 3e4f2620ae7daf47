// The append-only log of evidence: entries go in, are synced in groups, and their head is signed.
// Holds no personal data; what an entry means is the engine's business (docs/ledger-format.md).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/sqlite.hpp"
#include "base/time.hpp"
#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/merkle.hpp"

namespace abide::ledger {

/// Writes one ledger through a connection that it borrows, whose other tables change in the same
/// transactions. Other processes may write between two of them. Belongs to one thread; must not
/// outlive the connection.
class Ledger {
 public:
  /// Makes the ledger's tables in the open transaction, or in one of its own.
  /// @error refused  there is a ledger already, or the origin cannot be a key name
  static Result<Ledger> create(sqlite3* db, const std::string& origin);
  /// @error not_found    the file holds no ledger
  /// @error unsupported  the ledger is of a newer version
  /// @error corrupt      its stored head does not fit its last entry
  static Result<Ledger> open(sqlite3* db);

  [[nodiscard]] const std::string& origin() const { return origin_; }
  /// Head of everything appended, synced or not; of what others appended only after begin().
  [[nodiscard]] const Frontier& head() const { return frontier_; }

  /// Opens a transaction unless one is open, and takes up what others have appended meanwhile. What
  /// the caller changes in other tables from here on is part of it.
  /// @error unavailable  another process is writing; a retry is safe
  /// @error changed      SQLite has rolled back what was written; abandon() and begin again
  Result<void> begin();
  [[nodiscard]] bool is_open() const { return open_; }
  /// Adds `v`, `seq`, `at`, `kind` and `by` to `body` and appends the entry. Durable only after
  /// sync().
  /// @return its seq
  /// @error unsupported  `body` holds a floating-point number or a key of those five
  Result<std::uint64_t> append(std::string_view kind, std::string_view by, Instant at,
                               const Json& body);
  /// Makes everything since begin() durable, with one commit. After an error nothing of it is kept.
  Result<void> sync();
  /// Rolls back everything since begin().
  void abandon();
  /// Signs the head, stores the note and syncs, in one transaction.
  Result<std::string> checkpoint(const SigningKey& key);
  /// Appends `key_rotated`, signed by both. Heads from here on are signed by `next`.
  Result<std::uint64_t> rotate(const SigningKey& current, const SigningKey& next,
                               std::string_view by, Instant at);
  /// Entries from `from` on, in order, as their canonical texts.
  Result<void> read(std::uint64_t from,
                    const std::function<Result<void>(std::uint64_t, std::string_view)>& sink);
  /// The signed notes of its heads, oldest first.
  Result<void> checkpoints(const std::function<Result<void>(std::string_view)>& sink);
  /// Whether this ledger continues what `anchored`, a checkpoint kept elsewhere, says.
  /// @error corrupt  the ledger was cut or rewritten since
  Result<void> check_against(const Checkpoint& anchored);

 private:
  Ledger(sqlite3* db, std::string origin, Frontier frontier)
      : db_(db), origin_(std::move(origin)), frontier_(std::move(frontier)) {}
  Result<void> store_head();
  Result<void> insert(std::uint64_t seq, const std::string& text);

  sqlite3* db_;
  std::string origin_;
  Frontier frontier_;
  Frontier synced_ = frontier_;
  bool open_ = false;
  sqlite::Statement insert_;
};

}  // namespace abide::ledger
