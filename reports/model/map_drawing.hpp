// The legend of the map, which a drawing and a page share.
#pragma once

#include <string>

namespace abide::reports::data_map {

/// Height that the legend takes, in the drawing's own units.
inline constexpr double legend_height = 96;
/// SVG elements from `top` down.
[[nodiscard]] std::string legend_at(double top, double width);

}  // namespace abide::reports::data_map
