// What the layout changes in a text, line by line, as `patch` and people read it.
#pragma once

#include <string>
#include <string_view>

namespace abide::policy::layout {

/// A unified diff with three lines around each change; empty where there is none. Linear, since the
/// two texts differ in blanks alone: lines belong together where as much was written before them.
/// @param path  stands in both heads
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after,
                                       std::string_view path);

}  // namespace abide::policy::layout
