// Graphviz as a program beside this one. It is needed for a drawing alone.
#pragma once

#include <string>

#include "base/result.hpp"

namespace abide::cli {

/// The graph drawn by `dot`, which is looked for on PATH, as SVG.
/// @error unsupported  there is no such program
/// @error unavailable  it could not be run, or did not draw
[[nodiscard]] Result<std::string> drawn(const std::string& graph);

}  // namespace abide::cli
