// Checks of a resolved policy. Each looks at the whole Model and reports what is wrong with it.
#pragma once

#include <span>
#include <string_view>

#include "policy/resolve/context.hpp"

namespace abide::policy::checks {

using resolving::Context;

struct CheckEntry {
  std::string_view code;
  std::string_view name;
  void (*function)(Context& context);
};
/// In the order they run.
[[nodiscard]] std::span<const CheckEntry> all();
/// Runs every check, then lets waivers silence what they name.
void run_all(Context& context);

}  // namespace abide::policy::checks
