// A scenario as the look afterwards takes it.
#pragma once

#include "engine/reread/look.hpp"
#include "engine/stores.hpp"
#include "tests/properties/scenario.hpp"

namespace abide::properties {

/// @param readers  lent to the input, and must outlive it
[[nodiscard]] reread::Input input_of(const Scenario& scenario, const engine::Stores& readers);

}  // namespace abide::properties
