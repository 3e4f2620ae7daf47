// The pieces of a text, laid out: which go on a line, how deep it stands, where it breaks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/format/parts.hpp"
#include "policy/format/pieces.hpp"

namespace abide::policy::layout {

/// The text of the pieces in the one layout.
/// @param after  what may follow each byte of `text` (breaks_after)
[[nodiscard]] std::string lay_out(std::string_view text, const std::vector<Piece>& pieces,
                                  const std::vector<Break>& after);

}  // namespace abide::policy::layout
