// The published notices that a policy is about.
#pragma once

#include <string>
#include <vector>

#include "policy/load.hpp"

namespace abide::policy {

/// The files that `notice "…"` names, as written: relative to the policy's folder. Once each.
[[nodiscard]] std::vector<std::string> notices_of(const Sources& sources);

}  // namespace abide::policy
