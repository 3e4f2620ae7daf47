// How long a period can be in days, and two periods compared without a start day.
#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace abide::policy {

/// The fewest and the most days a civil period can span, whatever day it starts on, rounding
/// included. A period below a day counts as the whole days it surely holds, or may touch.
[[nodiscard]] std::int64_t shortest_days(const Period& period);
[[nodiscard]] std::int64_t longest_days(const Period& period);
/// Seconds of a period below a day.
[[nodiscard]] std::int64_t seconds_of(const Period& period);
/// True when `a` outlasts `b` from every start day.
[[nodiscard]] bool surely_longer(const Period& a, const Period& b);

}  // namespace abide::policy
