// The shapes of attribute values: a test, a phrase for messages and an example for each.
#pragma once

#include <span>
#include <string_view>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {

[[nodiscard]] bool has_shape(Shape shape, std::span<const ast::Value> values);
/// `a period such as 30 days`
[[nodiscard]] std::string_view phrase_of(Shape shape);
/// What may stand there, for a help line.
[[nodiscard]] std::string_view example_of(Shape shape);

}  // namespace abide::policy::resolving
