// A count over time as an inline drawing: no script, no style of its own but what it says itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace abide::reports {

/// Moments in order, each with its count.
using Course = std::vector<std::pair<Instant, std::uint64_t>>;

/// An SVG element, with a sentence for whoever does not see it. The scale begins at nought. Of a
/// long course the highest count of each few days is drawn, so that no peak is lost.
/// @pre the course is not empty
[[nodiscard]] std::string chart(std::string_view title, const Course& course);

}  // namespace abide::reports
