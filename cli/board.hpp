// A snapshot of the board, taken when a sweep has ended or was held.
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

}  // namespace abide::cli
