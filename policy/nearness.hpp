// How far two words are from each other.
#pragma once

#include <cstddef>
#include <string_view>

namespace abide::policy {

/// Characters to insert, delete or change, and neighbours to swap, until `a` is `b`; bytes count as
/// characters.
[[nodiscard]] std::size_t edits_between(std::string_view a, std::string_view b);

}  // namespace abide::policy
