// Rows counted while a statement reads them for another reason.
#pragma once

#include <cstdint>
#include <vector>

#include "base/sqlite.hpp"

namespace abide::sqlite {

/// Adds `abide_tallied(?, condition, …)`, which is always 1 and notes which of the conditions hold
/// in the counts that its first parameter was bound to.
[[nodiscard]] Result<void> add_tally_function(sqlite3* db);
/// @param counts  one for each condition; must outlive the statement's run
void bind_tally(sqlite3_stmt* statement, int parameter, std::vector<std::uint64_t>& counts);

}  // namespace abide::sqlite
