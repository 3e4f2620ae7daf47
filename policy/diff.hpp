// What two versions of a policy mean differently, promise by promise, in the policy's own words.
#pragma once

#include <string>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy {

/// One promise whose statements about time changed, or a part of the policy outside promises.
struct Difference {
  std::string what;                 ///< `SH-01`, `limits`, `how it counts time`
  std::vector<std::string> before;  ///< sentences that are no more; empty where it is new
  std::vector<std::string> after;   ///< sentences that were not there
  bool operator==(const Difference&) const = default;
};

/// In the order of the newer policy, what is gone at the end. Where the meaning differs and no
/// sentence does (a column, a path, a category), one difference says so.
[[nodiscard]] std::vector<Difference> differences(const Model& before, const Model& after);

}  // namespace abide::policy
