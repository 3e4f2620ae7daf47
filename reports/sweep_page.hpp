// The report of one sweep as a page for a data protection officer.
#pragma once

#include <string>
#include <vector>

#include "engine/own_book.hpp"
#include "reports/verdicts.hpp"

namespace abide::reports {

/// Where a run's entries stand in the ledger.
struct LedgerPlace {
  std::uint64_t first = 0;  ///< its own entries, from one
  std::uint64_t last = 0;   ///< 0: it has none
  std::uint64_t entries = 0;
  std::string root;  ///< of them all, hex
};

struct SweepStory {
  const Swept& swept;
  const std::vector<PromiseVerdict>& verdicts;
  const std::vector<engine::OwnEnded>& own;  ///< of Abide's own data
  std::string by;
  LedgerPlace place;
};

/// What went, table by table and promise by promise; what stays, why and until when; gaps with what
/// to do; what was looked at again and what was not; the run's place in the ledger. Counts, names
/// of tables and the policy's words alone.
/// @error not_found  the system has no such time zone as the policy's
[[nodiscard]] Result<std::string> sweep_page(const SweepStory& story);

}  // namespace abide::reports
