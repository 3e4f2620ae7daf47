// The rights that a policy says people have, and what else it promises of answers, with the period
// in which they come.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "policy/load.hpp"
#include "policy/location.hpp"

namespace abide::policy {

struct Right {
  /// access, portability, rectification, erasure, …; empty of `respond`, which is about every
  /// request
  std::string kind;
  std::vector<std::string> subjects;  ///< by name
  Period within;
  std::string promise = {};   ///< or ruling, by id
  std::string sentence = {};  ///< as written, blanks folded
  Location location = {};
  bool operator==(const Right&) const = default;
};

/// Every `right … within PERIOD` and `respond … within PERIOD` of a policy that compiles, in the
/// order written.
[[nodiscard]] std::vector<Right> rights_of(const Sources& sources);

}  // namespace abide::policy
