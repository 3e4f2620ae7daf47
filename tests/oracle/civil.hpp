// The oracle's own calendar and zones: plain, slow, and none of the engine's arithmetic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace abide::oracle {

/// A civil day, counted by hand.
struct Day {
  int year = 1970;
  int month = 1;
  int day = 1;
  auto operator<=>(const Day&) const = default;
};

[[nodiscard]] int days_in_month(int year, int month);
[[nodiscard]] Day next(Day day);
[[nodiscard]] Day previous(Day day);

enum class Falls { down, up };  ///< where 29 February goes in a year without one

/// Walks day by day for days and weeks, month by month for months and years. Less than a day leaves
/// the day as it is.
[[nodiscard]] Day after(Day day, const Period& period, Falls falls);
[[nodiscard]] Day before(Day day, const Period& period, Falls falls);
/// The first day at or after `day` that is this day of its year.
[[nodiscard]] Day last_of_year_ending(Day day, int month, int day_of_month);

/// The civil day of a moment in `UTC`, `Europe/London` or `America/New_York`, by the rules in force
/// since 2007.
[[nodiscard]] Day day_in(const std::string& zone, Instant at);
[[nodiscard]] int minutes_east(const std::string& zone, Instant at);
[[nodiscard]] Instant midnight_utc(Day day);

/// Seconds in a period, months and years at their longest.
[[nodiscard]] std::int64_t seconds_in(const Period& period);

/// A moment as apps write it: `2026-05-08`, `2026-05-08 10:00:00`, `2026-05-08T10:00:00+01:00`.
/// Nothing when it is not one.
[[nodiscard]] std::optional<Instant> read_moment(const std::string& text);

}  // namespace abide::oracle
