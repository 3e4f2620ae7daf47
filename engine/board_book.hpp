// Snapshots of the state of compliance, one for each sweep and erasure that ran, was held or
// announced: counts, and the head of the ledger. Never a value of a person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace abide::engine {

/// What the board showed when a sweep or an erasure had ended.
struct Snapshot {
  Instant at;
  std::string run;    ///< empty: nothing was begun
  std::string state;  ///< of a sweep: complete, incomplete, held, stopped, announced; of an erasure
                      ///< the same behind the word `erasure`
  struct Promises {
    std::uint64_t kept = 0;
    std::uint64_t overdue = 0;    ///< something is there that should be gone by now
    std::uint64_t unproven = 0;   ///< the evidence does not reach all of it
    std::uint64_t elsewhere = 0;  ///< no sweep can tell: another control keeps it
    bool operator==(const Promises&) const = default;
  } promises;
  struct Rows {
    std::uint64_t gone = 0;     ///< removed or emptied by the run
    std::uint64_t overdue = 0;  ///< found afterwards, their last day over
    std::uint64_t due = 0;      ///< found afterwards, their last day not over
    std::uint64_t kept = 0;     ///< due, and a law, a hold or a request keeps them
    bool operator==(const Rows&) const = default;
  } rows;
  std::uint64_t gaps_open = 0;
  std::uint64_t gaps_waived = 0;
  std::uint64_t not_looked = 0;  ///< places that nobody looked at afterwards
  struct Requests {
    std::uint64_t open = 0;
    std::uint64_t overdue = 0;            ///< of those, past the earlier of the next two days
    std::uint64_t overdue_by_policy = 0;  ///< past the policy's own term
    std::uint64_t overdue_by_law = 0;     ///< past the last day by law
    bool operator==(const Requests&) const = default;
  } requests;
  std::uint64_t holds = 0;           ///< in force
  std::uint64_t sought = 0;          ///< erased people who wait for the deep look
  std::optional<Instant> deep_look;  ///< the last one; absent while there was none
  std::uint64_t entries = 0;         ///< of the ledger
  std::string root;                  ///< hex
  bool operator==(const Snapshot&) const = default;
};

/// Only so many are kept, the newest: seven a day for the three years that any is kept.
inline constexpr std::size_t most_snapshots = 8'000;

/// Part of the control store, and of its transactions.
class BoardBook {
 public:
  BoardBook() = default;
  virtual ~BoardBook() = default;
  BoardBook(const BoardBook&) = delete;
  BoardBook& operator=(const BoardBook&) = delete;
  BoardBook(BoardBook&&) = delete;
  BoardBook& operator=(BoardBook&&) = delete;

  /// Durable with the next commit(); the oldest go where there are too many.
  virtual Result<void> note_snapshot(const Snapshot& snapshot) = 0;
  /// Those of `since` and later, oldest first.
  virtual Result<std::vector<Snapshot>> snapshots(Instant since) = 0;
  virtual Result<std::optional<Snapshot>> newest_snapshot() = 0;
};

}  // namespace abide::engine
