// The board: the state of compliance in a few figures, now and over time, as text, JSON and a page.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "engine/board_book.hpp"
#include "reports/verdicts.hpp"

namespace abide::reports {

/// The figures that a sweep itself shows; the rest is the control store's.
[[nodiscard]] engine::Snapshot snapshot_of(const Swept& swept,
                                           const std::vector<PromiseVerdict>& verdicts);

[[nodiscard]] Json to_json(const engine::Snapshot& snapshot);
/// A few lines, under a title of the policy's.
[[nodiscard]] std::string board_text(const std::string& title, const engine::Snapshot& snapshot);
/// A line for each, oldest first.
[[nodiscard]] std::string course_text(std::span<const engine::Snapshot> course);
/// A page that stands alone: the newest in words, the course as pictures and as a table.
/// @pre there is at least one
[[nodiscard]] std::string board_page(const std::string& title,
                                     std::span<const engine::Snapshot> course);

}  // namespace abide::reports
