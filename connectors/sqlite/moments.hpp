// Moments as SQL sees them.
#pragma once

#include "base/sqlite.hpp"

namespace abide::sqlite {

/// Adds `abide_micros(x)`: microseconds since 1970 of an ISO 8601 text, or NULL where it is
/// no moment; and
/// `abide_outside(x, from, until)`: 1 where x is not NULL and no such text of a moment from the
/// first number of microseconds on and before the second, else 0.
[[nodiscard]] Result<void> add_moment_functions(sqlite3* db);

}  // namespace abide::sqlite
