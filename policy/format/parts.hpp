// Where a line that is too long may be broken: the syntax tree says where the parts of a statement
// end, and the words between two parts (`within`, `to`, `because law`) belong to the second.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "policy/ast.hpp"

namespace abide::policy::layout {

/// How readily a line is broken at a place: before an item only where its clause fits on no line.
enum class Break : std::uint8_t { never, item, clause };

/// For each byte at which a part of a statement, header or attribute ends, what may follow it.
/// @param size  bytes of the text that the tree was read from
[[nodiscard]] std::vector<Break> breaks_after(const ast::File& file, std::size_t size);

}  // namespace abide::policy::layout
