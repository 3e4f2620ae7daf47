// The small, known minority of rows as real databases have them: clocks nobody can read, references
// into the void, addresses spelt twice.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "people.hpp"
#include "tables.hpp"

namespace abide::studio {

/// Rows of each table that belong to the demo's people, who stay clean.
using Marks = std::vector<std::int64_t>;

/// Plants every kind at least once, and otherwise Options::dirty per mille of the rows it can
/// befall; nothing at all when that is 0.
/// @return how many rows of each kind
Result<std::vector<std::pair<std::string, std::int64_t>>> plant_dirt(const Options& options,
                                                                     const Marks& marks,
                                                                     Tables& tables);

}  // namespace abide::studio
