// The small, known minority of rows as real databases have them: clocks nobody can read, references
// into the void, addresses spelt twice, content where none was promised to be.
#pragma once

#include "mentor.hpp"
#include "stores.hpp"

namespace abide::mentor {

/// Rows of each table that belong to the demo's people and teams, who stay clean.
using Marks = std::vector<std::int64_t>;

/// Plants every kind at least once, and otherwise Options::dirty per mille of the rows it can
/// befall; nothing at all when that is 0.
/// @return how many rows of each kind
Result<Counts> plant_dirt(const Options& options, const Marks& marks, Stores& stores);

}  // namespace abide::mentor
