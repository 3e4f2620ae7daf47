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

/// One writer of one ledger. Belongs to one thread; a second writer on the same file is refused by
/// the file's lock.
class Ledger {
 public:
  /// Begins a ledger in the database file, which may hold other tables.
  /// @error refused  there is a ledger already, or the origin cannot be a key name
  static Result<Ledger> create(const std::string& path, const std::string& origin);
  /// @error not_found    the file holds no ledger
  /// @error unsupported  the ledger is of a newer version
  /// @error corrupt      its stored head does not fit its entries' count
  static Result<Ledger> open(const std::string& path);

  [[nodiscard]] const std::string& origin() const { return origin_; }
  /// Head of everything appended, synced or not.
  [[nodiscard]] const Frontier& head() const { return frontier_; }

  /// Adds `v`, `seq`, `at`, `kind` and `by` to `body` and appends the entry. Durable only after
  /// sync().
  /// @return its seq
  /// @error unsupported  `body` holds a floating-point number or a key of those five
  Result<std::uint64_t> append(std::string_view kind, std::string_view by, Instant at,
                               const Json& body);
  /// Makes everything appended so far durable, with one commit. After an error nothing since the
  /// last sync is kept.
  Result<void> sync();
  /// Syncs, signs the head and stores the note.
  Result<std::string> checkpoint(const SigningKey& key);
  /// Entries from `from` on, in order, as their canonical texts.
  Result<void> read(std::uint64_t from,
                    const std::function<Result<void>(std::uint64_t, std::string_view)>& sink);
  /// Whether this ledger continues what `anchored`, a checkpoint kept elsewhere, says.
  /// @error corrupt  the ledger was cut or rewritten since
  Result<void> check_against(const Checkpoint& anchored);

 private:
  Ledger(sqlite::Database db, std::string origin, Frontier frontier)
      : db_(std::move(db)), origin_(std::move(origin)), frontier_(std::move(frontier)) {}
  Result<void> begin();
  void abandon();
  Result<void> store_head();

  sqlite::Database db_;
  std::string origin_;
  Frontier frontier_;
  Frontier synced_ = frontier_;
  sqlite::Statement insert_;
};

}  // namespace abide::ledger
