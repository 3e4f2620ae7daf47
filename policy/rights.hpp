// The rights that a policy says people have, with the period in which they are answered.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "policy/load.hpp"

namespace abide::policy {

struct Right {
  std::string kind;                   ///< access, portability, rectification, erasure, …
  std::vector<std::string> subjects;  ///< by name
  Period within;
  bool operator==(const Right&) const = default;
};

/// Every `right … within PERIOD` of a policy that compiles, in the order written.
[[nodiscard]] std::vector<Right> rights_of(const Sources& sources);

}  // namespace abide::policy
