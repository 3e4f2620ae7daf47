// Carrying a plan out and comparing what is left with what the oracle leaves.
#pragma once

#include <functional>
#include <string>

#include "tests/properties/stage.hpp"

namespace abide::properties {

/// What the same plan made again must find: a part of a person may leave rows that are nobody's
/// then, where nobody refuses it.
enum class Again { finds_nothing, may_find_more };
/// Empty when the plan leaves `expected`, changes as many rows as it says, and a plan made
/// afterwards finds nothing more; else the whole case, for people.
[[nodiscard]] std::string carried_out_as(const Scenario& scenario, Stage& stage,
                                         const oracle::World& expected,
                                         const std::function<Result<engine::Planned>()>& plan,
                                         Again again = Again::finds_nothing);

[[nodiscard]] std::string show(const engine::Plan& plan);

/// What the engine is not told of, so that a property is seen to fail on the engine's side too.
enum class Lost { nothing, floors, holds };
[[nodiscard]] Scenario without(Scenario scenario, Lost lost);

}  // namespace abide::properties
