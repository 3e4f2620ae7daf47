// What two versions of a policy mean differently, promise by promise, in the policy's own words.
#pragma once

#include <string>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy {

/// One promise whose statements about time changed, or a part of the policy outside of them.
struct Difference {
  std::string what;  ///< `SH-01`, `limits`, `event `closed``, `column `db.users.name``
  std::vector<std::string> before;  ///< sentences that are no more; empty where it is new
  std::vector<std::string> after;   ///< sentences that were not there
  bool operator==(const Difference&) const = default;
};

/// Promises first, then limits and the calendar, then each category, kind of people, event, store,
/// table, column, quote and waiver that is told another way; each in the order of the newer policy,
/// what is gone at the end. Empty only where the two mean the same.
[[nodiscard]] std::vector<Difference> differences(const Model& before, const Model& after);

}  // namespace abide::policy
