// Which promises one ruling speaks of together: what they say differently is then decided.
#pragma once

#include <vector>

#include "policy/model.hpp"

namespace abide::policy::checks {

class Settled {
 public:
  explicit Settled(const Model& model);
  /// True when one ruling names both, or is one of them and names the other. False for one promise
  /// and itself.
  [[nodiscard]] bool between(PromiseId a, PromiseId b) const;

 private:
  std::vector<std::vector<PromiseId>> rulings_of_;  ///< by promise, ascending; itself included
};

}  // namespace abide::policy::checks
