// Conditions that another store answers, asked for many rows at once.
#pragma once

#include <vector>

#include "engine/plan/due_rows.hpp"

namespace abide::engine {

/// Columns that `step`'s lookups need of a candidate row, after its key.
[[nodiscard]] std::vector<Column> lookup_columns(const Step& step);

/// Marks which of `rows` pass every lookup of `step`. A row is key columns followed by
/// lookup_columns(). NULL equals nothing.
/// @error unavailable  a store did not answer: nothing is known about these rows
Result<std::vector<bool>> passing(const Step& step, const Stores& stores,
                                  const Parameters& parameters, std::span<const Row> rows);

}  // namespace abide::engine
