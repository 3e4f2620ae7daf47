// One entry of a ledger in words, for people.
#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"

namespace abide::reports {

/// `1 row`, `2 rows`.
[[nodiscard]] std::string rows_of(std::uint64_t rows);

/// What the entry tells, without its time and who asked: a clause in lower case, no full stop.
/// Empty where the kind is not known.
[[nodiscard]] std::string words_of_entry(const Json& entry);

}  // namespace abide::reports
