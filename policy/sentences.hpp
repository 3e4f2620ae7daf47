// Statements as people quote them: the text at a place, blanks and comments folded to one blank.
#pragma once

#include <string>
#include <string_view>

#include "policy/load.hpp"
#include "policy/location.hpp"

namespace abide::policy {

/// Without its last `;`. What stands in quotes is left as it is.
[[nodiscard]] std::string sentence_of(std::string_view written);
/// Each run of blanks as one, none at the ends: comments and quotes are as good as other words.
[[nodiscard]] std::string with_single_blanks(std::string_view text);
[[nodiscard]] std::string sentence_at(const Sources& sources, SourceSpan span);
[[nodiscard]] Location location_of(const Sources& sources, SourceSpan span);

}  // namespace abide::policy
