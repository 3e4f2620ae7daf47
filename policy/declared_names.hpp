// Every name that a policy's texts declare, in every form in which it may be used: for the question
// whether a misspelt name can have meant but one of them.
#pragma once

#include <string>
#include <vector>

#include "policy/load.hpp"

namespace abide::policy {

/// Ascending, once each. Tables also without their store, columns also without their store and
/// alone, categories with the groups they are in. Built-in names are among them.
[[nodiscard]] std::vector<std::string> declared_names(const Sources& sources);

}  // namespace abide::policy
