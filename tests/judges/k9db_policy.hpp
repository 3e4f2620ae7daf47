// K9db's annotations of ownership, written as a policy.
#pragma once

#include <map>
#include <string>

#include "base/json.hpp"

namespace abide::judges {

/// One subject a table of people; a row that several own is owned jointly; ACCESSED_BY is shared
/// with, or, where erasing deletes the row, somebody else's that names them.
/// @param ownership  `ownership.json`
/// @param keys       the key's column of each table
[[nodiscard]] std::string policy_of(const Json& ownership,
                                    const std::map<std::string, std::string>& keys);

}  // namespace abide::judges
