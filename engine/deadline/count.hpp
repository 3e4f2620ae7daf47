// Arithmetic of days: where a period ends, what a pause takes out of it, the next working day.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/deadline/law.hpp"

namespace abide::deadline {

/// Days from `first` to `last` that do not count; none where `last` is the earlier.
struct Gap {
  Date first;
  Date last;
};

/// How the days of a pause are counted: whether the day of the question is one of them.
enum class Reading { cautious, literal };

/// The days that questions take out of a clock started on `start`, in order and apart: those after
/// the start, to the day of the answer.
/// @pre every question is answered, on its day or later
[[nodiscard]] std::vector<Gap> gaps_of(std::span<const std::pair<Date, Date>> questions, Date start,
                                       Reading reading);
/// `base`, moved on by every day of the gaps that the clock meets before it runs out.
[[nodiscard]] Date pushed(Date base, std::span<const Gap> gaps);

/// Why a day is no working day: `Saturday`, `Sunday`, the holiday's name; empty when it is one.
[[nodiscard]] std::string day_off(Date day, const Holidays& holidays);
/// `day`, or the first working day after it; nullopt where the list of holidays ends before.
[[nodiscard]] std::optional<Date> working_day(Date day, const Holidays& holidays);

}  // namespace abide::deadline
