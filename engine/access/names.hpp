// What in a text looks like somebody else: names, addresses, numbers to call.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/access/access.hpp"

namespace abide::engine::access {

/// Whether anything in it is a letter. Bytes of other scripts count: whatever they are, they may be
/// a name.
[[nodiscard]] bool holds_letters(std::string_view text);
/// Ten digits and more, with what people put between them.
[[nodiscard]] bool holds_a_number_to_call(std::string_view text);
/// Why a text of the person's own may name others, in words; empty when nothing in it looks so.
/// Finds addresses, numbers to call and words written like names in scripts that have capitals.
/// @param own  words that are the person's own, folded
[[nodiscard]] std::string may_name_others(std::string_view text, const std::set<std::string>& own);

/// Words that are the person's own, folded: of their identifiers, and of what may be a name in the
/// row that says who they are.
[[nodiscard]] Result<std::set<std::string>> own_words(const policy::Model& model,
                                                      const AccessPlan& plan,
                                                      const Identity& identity,
                                                      const Stores& stores);

}  // namespace abide::engine::access
