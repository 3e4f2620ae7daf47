// The sentences of a working. They say what was counted, never what it rests on: that is cited
// beside them.
#pragma once

#include <span>
#include <string>

#include "engine/deadline/count.hpp"

namespace abide::deadline {

/// `Friday 25 December 2026`
[[nodiscard]] std::string long_day(Date day);

[[nodiscard]] std::string receipt_words(const Moment& received, Date day, const Zone& zone);
/// Which of the three the clock waited for.
[[nodiscard]] std::string start_words(Date received, std::optional<Date> identity,
                                      std::optional<Date> fee, Date start);
[[nodiscard]] std::string period_words(const Period& period, Date start, Date base);
[[nodiscard]] std::string pause_words(std::span<const Gap> gaps, Date base, Date unrolled);
/// Each day off between `unrolled` and `due`, with its reason.
[[nodiscard]] std::string end_words(Date unrolled, Date due, const Holidays& holidays);
[[nodiscard]] std::string beyond_words(Date unrolled, const Holidays& holidays);
[[nodiscard]] std::string coverage_words(const Holidays& holidays);

}  // namespace abide::deadline
