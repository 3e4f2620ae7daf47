// Clocks that mislead: texts that are no date, other ways of writing one, numbers in another unit.
#pragma once

#include "victims.hpp"

namespace abide::mentor {

/// Spoils clocks of every table that has one, and counts them by kind.
Result<Counts> spoil_clocks(const Options& options, Stores& stores, Victims& victims,
                            Random& random);

}  // namespace abide::mentor
