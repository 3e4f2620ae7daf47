// Where a deployment keeps its control store, found without the policy that it is for: the policy
// may lie in that very store.
#pragma once

#include <string>
#include <vector>

#include "policy/load.hpp"

namespace abide::policy {

/// As the deployment spells them, with what is taken where it says nothing.
struct Places {
  std::string control;
  std::string keys;
  std::vector<std::string> anchors;
};

/// Of the first `deploy` in the sources. What is wrong with it is told when it is resolved.
[[nodiscard]] Places places_of(const Sources& sources);

}  // namespace abide::policy
