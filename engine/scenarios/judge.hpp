// Whether what a test expects of rows is so, and if not, what was done to them and by which
// sentence. Internal to this folder.
#pragma once

#include <optional>

#include "engine/scenarios/world.hpp"

namespace abide::engine::scenarios {

/// What does not hold, without the place in the test; nullopt when all holds.
/// @param meant  the policy whose words they are: what is kept, severed and whose, is by this one
/// @param who  absent: every row that the test gave
[[nodiscard]] Result<std::optional<Failure>> judge(const policy::Model& meant, World& world,
                                                   const policy::ExpectRows& expected,
                                                   const std::optional<Person>& who);

}  // namespace abide::engine::scenarios
