// Whole keys known to be there: the quick half of asking whether a column's values occur in another
// table. What it does not know SQL is asked.
#pragma once

#include "base/result.hpp"
#include "connectors/sqlite/handle.hpp"

namespace abide::sqlite {

/// Adds the function `abide_known(table, column, value)`: 1 when a whole number is certainly among
/// the column's, 0 when it may or may not be. The numbers are read once a statement, a million of
/// them at most, in the statement's own transaction.
Result<void> add_known_function(sqlite3* db);

}  // namespace abide::sqlite
