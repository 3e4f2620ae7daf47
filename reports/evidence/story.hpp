// What the entries of a ledger tell, gathered for a reader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "engine/ledger/ledger.hpp"

namespace abide::reports {

/// Rows that stay for one reason, by table.
struct Staying {
  std::string reason;
  std::vector<std::string> places;  ///< `db.users (2)`
};

/// One run, from its beginning to its end, or what held it back.
struct RunStory {
  std::string run;
  std::string what;  ///< sweep, erase
  std::string whom;  ///< a reference, of an erasure
  std::string begun;
  std::string by;
  std::string state;                    ///< empty while nothing says how it ended
  std::uint64_t rows = 0;               ///< removed or emptied
  std::uint64_t open_gaps = 0;          ///< when it was planned
  std::vector<std::string> done;        ///< table by table, with the promises
  std::vector<std::string> not_looked;  ///< afterwards, each a place and a reason
  std::vector<std::string> left;        ///< found afterwards: what should be gone and is not
  std::vector<Staying> kept;            ///< and what may stay
};

/// A hold, a request or another act that somebody answers for.
struct Act {
  std::string at;
  std::string by;
  std::string words;
};

struct LedgerStory {
  std::vector<RunStory> runs;
  std::vector<Act> acts;
};

/// Reads the whole ledger once. An entry of a kind it does not know is passed over.
[[nodiscard]] Result<LedgerStory> story_of(ledger::Ledger& ledger);

}  // namespace abide::reports
