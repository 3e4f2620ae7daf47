// The difference between two versions of a policy as a page.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/impact/impact.hpp"
#include "policy/compare/comparison.hpp"

namespace abide::reports {

/// @param moments  what it does to rows, moment by moment; none where nobody asked
[[nodiscard]] std::string comparison_page(const policy::compare::Comparison& comparison,
                                          std::string_view before, std::string_view after,
                                          std::span<const engine::impact::Impact> moments = {});

}  // namespace abide::reports
