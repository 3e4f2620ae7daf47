// A snapshot of the board, taken when a sweep or an erasure has ended, was held or announced.
#pragma once

#include <vector>

#include "cli/session.hpp"
#include "engine/board_book.hpp"
#include "reports/verdicts.hpp"

namespace abide::cli {

/// Adds to what the sweep shows what the control store knows, and keeps it. Durable at once.
[[nodiscard]] Result<void> keep_snapshot(const Desk& desk, const Session& session,
                                         const reports::Swept& swept,
                                         const std::vector<reports::PromiseVerdict>& verdicts);

/// The same after an erasure, which looks for one person alone: what only a sweep tells stands as
/// the last one left it, and what this look found that should be gone is added.
[[nodiscard]] Result<void> keep_snapshot(const Desk& desk, const Session& session,
                                         const engine::RunReport& erasure,
                                         const reread::Look& look);

}  // namespace abide::cli
