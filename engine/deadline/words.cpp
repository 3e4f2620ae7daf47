// Plain English, one sentence or two for each step.
#include "engine/deadline/words.hpp"

#include <fmt/format.h>

#include <array>

namespace abide::deadline {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

std::string_view month_of(Date day) { return months.at(static_cast<unsigned>(day.month()) - 1); }

std::string gap_words(const Gap& gap) {
  return gap.first == gap.last ? long_day(gap.first)
                               : fmt::format("{} to {}", long_day(gap.first), long_day(gap.last));
}

}  // namespace

std::string long_day(Date day) {
  const std::chrono::weekday weekday{std::chrono::sys_days{day}};
  return fmt::format("{} {} {} {}", weekdays.at(weekday.c_encoding()),
                     static_cast<unsigned>(day.day()), month_of(day), static_cast<int>(day.year()));
}

std::string receipt_words(const Moment& received, Date day, const Zone& zone) {
  if (std::holds_alternative<Date>(received)) return fmt::format("Received on {}", long_day(day));
  return fmt::format("Received at {}, which is {} in {}", to_string(received), long_day(day),
                     zone.name());
}

std::string start_words(Date received, std::optional<Date> identity, std::optional<Date> fee,
                        Date start) {
  std::string late;
  if (identity) late += fmt::format(", the proof of identity ({})", long_day(*identity));
  if (fee) late += fmt::format(", the fee ({})", long_day(*fee));
  return fmt::format("The clock starts on {}, the latest of receipt ({}){}", long_day(start),
                     long_day(received), late);
}

std::string period_words(const Period& period, Date start, Date base) {
  const std::string words = fmt::format("{} from {}, a day that is not counted itself, is {}",
                                        abide::to_string(period), long_day(start), long_day(base));
  const bool clamped = period.unit == Period::Unit::months && base.day() != start.day();
  return clamped
             ? fmt::format("{}: {} {} has no day {}, so its last day counts", words, month_of(base),
                           static_cast<int>(base.year()), static_cast<unsigned>(start.day()))
             : words;
}

std::string pause_words(std::span<const Gap> gaps, Date base, Date unrolled) {
  if (gaps.empty()) {
    return "What is wanted was asked and answered at once, which takes no day out of the clock";
  }
  if (base == unrolled) {
    return fmt::format(
        "The clock had run out on {} before the question, which therefore changes nothing",
        long_day(base));
  }
  std::string days;
  for (const Gap& gap : gaps) {
    if (gap.first > unrolled) break;
    days += (days.empty() ? "" : " and ") + gap_words(gap);
  }
  const std::int64_t count = days_between(base, unrolled);
  return fmt::format(
      "Not counted, while the controller waited to hear what is wanted: {} ({} {}). "
      "Without them the period runs to {}",
      days, count, count == 1 ? "day" : "days", long_day(unrolled));
}

std::string end_words(Date unrolled, Date due, const Holidays& holidays) {
  if (due == unrolled) {
    return fmt::format("{} is a working day in {}, so it is the last day", long_day(due),
                       holidays.title);
  }
  std::string off;
  for (Date day = unrolled; day < due; day = add_days(day, 1)) {
    const std::string why = day_off(day, holidays);
    const bool weekend = why == "Saturday" || why == "Sunday";
    off += off.empty() ? "" : ", ";
    off += weekend ? long_day(day) : fmt::format("{} ({})", long_day(day), why);
  }
  return fmt::format("No working day in {}: {}. The last day is the next working day, {}",
                     holidays.title, off, long_day(due));
}

std::string coverage_words(const Holidays& holidays) {
  return fmt::format("the bank holidays of {} are known from {} to {}", holidays.title,
                     abide::to_string(holidays.from), abide::to_string(holidays.to));
}

std::string beyond_words(Date unrolled, const Holidays& holidays) {
  return fmt::format(
      "{}, and the period ends on {} or, if that is no working day, later: no date "
      "is guessed",
      coverage_words(holidays), abide::to_string(unrolled));
}

}  // namespace abide::deadline
