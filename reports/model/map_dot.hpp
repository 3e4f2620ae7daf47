// How the map's nodes are called and coloured, for those who draw it and for those who write of the
// drawing.
#pragma once

#include <string>
#include <string_view>

#include "reports/model/map.hpp"

namespace abide::reports::data_map {

struct Colours {
  std::string_view line;
  std::string_view fill;
};
[[nodiscard]] Colours colours_of(const Node& node);
[[nodiscard]] std::string_view colour_of(Edge::Kind kind);
/// ` c4 c7`: a class for each leaf.
[[nodiscard]] std::string classes_of(const std::vector<CategoryId>& leaves);
/// Where the page tells of the node in words; a row's id.
[[nodiscard]] std::string row_of(const Node& node);
[[nodiscard]] std::string row_of(CategoryId leaf);

}  // namespace abide::reports::data_map
