// Whether two texts say the same: what keeps the formatter from ever changing a policy.
#pragma once

#include <string>
#include <string_view>

#include "policy/ast.hpp"

namespace abide::policy::layout {

/// Whether two trees were written with the same words; places do not count.
[[nodiscard]] bool same_tree(const ast::File& left, const ast::File& right);

/// What became of a text whose tree is `tree`: empty where `after` reads without a fault, to the
/// same tree, with the same words and comments in the same order; else what is different.
[[nodiscard]] std::string difference(std::string_view before, const ast::File& tree,
                                     std::string_view after);

}  // namespace abide::policy::layout
