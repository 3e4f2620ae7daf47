// Values compared without regard to ASCII case and to blanks, tabs and line ends around them.
#pragma once

#include <cstddef>

#include "base/sqlite.hpp"
#include "connectors/connector.hpp"

namespace abide::sqlite {

/// Up to so many values, each is looked for in a way of its own.
constexpr std::size_t few_values = 8;

/// Adds `abide_folds(value, folded, …)`: 0 where the value is a text that folds to none of the
/// others. Anything else may be equal, as SQL has to tell. It stands before the exact question,
/// because it allocates nothing and settles nearly every row.
[[nodiscard]] Result<void> add_folding_function(sqlite3* db);

}  // namespace abide::sqlite
