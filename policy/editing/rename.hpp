// Another name for a thing, everywhere at once, or why it cannot have it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/editing/names.hpp"
#include "policy/fixes.hpp"

namespace abide::policy::editing {

/// Whether a thing is declared in a text and can be called something else.
[[nodiscard]] Result<void> may_rename(const Names& names, std::uint32_t thing);
/// Every edit, by file and place. The texts that come of them are read again: whatever else would
/// mean another thing then, the new name is refused.
/// @error refused  no name, a word of the language, taken, or it would change what others mean
[[nodiscard]] Result<std::vector<Edit>> rename(const Names& names, std::uint32_t thing,
                                               std::string_view to);

}  // namespace abide::policy::editing
