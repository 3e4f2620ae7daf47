// What people are called: which words are the person's own, and which names in their own row are
// somebody else's.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/access/access.hpp"

namespace abide::engine::access {

/// A text as it is compared with what people are called: folded, one blank between its words.
[[nodiscard]] std::string as_called(std::string_view text);
/// What people are called, so compared.
struct KnownWords {
  std::set<std::string> own;        ///< words that are the person's
  std::set<std::string> of_others;  ///< names in the person's own row that are somebody else's
};
/// The person's own are the words of their identifiers, and of what may be a name in the row that
/// says who they are. Not so a name that stands in another column than the person's own one does
/// and that is what somebody else is called in the row that says who that is; which columns say
/// what people are called, their categories tell (`name`, `full_name`, the alias `pd:Name`). Reads
/// those rows once where there is anything to compare.
/// @error unavailable  a store did not answer
[[nodiscard]] Result<KnownWords> known_words(const policy::Model& model, const AccessPlan& plan,
                                             const Identity& identity, const Stores& stores);

}  // namespace abide::engine::access
