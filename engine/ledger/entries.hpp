// Entries as JSON, for those who read what a ledger tells.
#pragma once

#include <functional>
#include <string>

#include "base/json.hpp"
#include "engine/ledger/ledger.hpp"

namespace abide::ledger {

/// Reads the whole ledger once, an entry at a time.
/// @error corrupt  an entry is no JSON
[[nodiscard]] Result<void> each_entry(Ledger& ledger, const std::function<void(const Json&)>& sink);
/// The member's text; empty where there is none.
[[nodiscard]] std::string text_of(const Json& entry, const char* key);

}  // namespace abide::ledger
