// The parts of a policy outside its promises' statements about time, each in words. Internal to the
// difference.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy {

/// What it is (`event `closed``) and what the policy says of it, in the order of the policy. The
/// words of two parts are equal where they mean the same.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parts_of(const Model& model);

}  // namespace abide::policy
