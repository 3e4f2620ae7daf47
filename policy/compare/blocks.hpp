// Attributes of blocks as traits, key by key. Internal to the comparison.
#pragma once

#include <string>

#include "policy/compare/trait_list.hpp"

namespace abide::policy::compare {

/// A value as it is written, names as they are compared.
[[nodiscard]] std::string text_of(const Named& edition, const ast::Value& value);
/// `recipient post`: a block, a store or an outlet by the name it is compared by; empty for others.
[[nodiscard]] std::string block_of(const Named& edition, const ast::Declaration& declaration);
/// What a block, a state, a store or an outlet says that is not in the Model. Of one that only this
/// version has, that it is there.
void add_block_traits(const Named& edition, const Shared& shared,
                      const ast::Declaration& declaration, TraitList& into);

}  // namespace abide::policy::compare
