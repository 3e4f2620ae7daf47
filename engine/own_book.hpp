// What Abide itself keeps about people, and the ending of it: the control store's side of the
// built-in policy (engine/own).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace abide::engine {

/// What lies in `table` and is dated before `before` has come to its end.
struct OwnTerm {
  std::string table;  ///< `control.requests`
  std::string clock;  ///< `control.requests.closed`
  /// Whole rows go, or what is sealed in them.
  enum class Takes { rows, sealed } takes = Takes::rows;
  Instant before;
  std::string promise;  ///< `OWN-02`
  bool operator==(const OwnTerm&) const = default;
};

struct OwnEnded {
  std::string table;
  std::string promise;
  std::uint64_t rows = 0;
  bool operator==(const OwnEnded&) const = default;
};

/// How much of a table there is.
struct OwnRows {
  std::string table;
  std::uint64_t rows = 0;
  bool operator==(const OwnRows&) const = default;
};

/// Part of the control store, and of its transactions.
class OwnBook {
 public:
  OwnBook() = default;
  virtual ~OwnBook() = default;
  OwnBook(const OwnBook&) = delete;
  OwnBook& operator=(const OwnBook&) = delete;
  OwnBook(OwnBook&&) = delete;
  OwnBook& operator=(OwnBook&&) = delete;

  /// Notes what is still needed: of whom the ledger spoke since it was last asked, who is in an
  /// open request, hold or event, and which severed rows somebody asked about (was_severed).
  virtual Result<void> note_needed(Instant now) = 0;
  enum class Presence { there, gone };
  /// Whether the row that a told event is about is still there.
  virtual Result<void> note_presence(const std::string& event, Presence presence, Instant now) = 0;
  /// Ends what is due, with the keys of what was sealed. Durable with the next commit().
  /// @return what went, table by table; tables of which nothing went are left out
  /// @error unsupported  no statement is known for a term
  virtual Result<std::vector<OwnEnded>> end_due(std::span<const OwnTerm> terms) = 0;
  /// Every table that may hold something about people.
  virtual Result<std::vector<OwnRows>> own_rows() = 0;
};

}  // namespace abide::engine
