// The legend of the map, which a drawing and a page share.
#pragma once

#include <string>

namespace abide::reports::data_map {

/// SVG elements from `top` down. Lengths are in the drawing's own units.
[[nodiscard]] std::string legend_at(double top, double width);
/// What the legend takes in a drawing that wide.
[[nodiscard]] double legend_height(double width);

}  // namespace abide::reports::data_map
