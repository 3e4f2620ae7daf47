// Everything by intervals; the oracle of the tests walks day by day instead.
#include "engine/deadline/count.hpp"

#include <algorithm>

namespace abide::deadline {
namespace {

std::chrono::weekday weekday_of(Date day) {
  return std::chrono::weekday{std::chrono::sys_days{day}};
}

}  // namespace

std::vector<Gap> gaps_of(std::span<const std::pair<Date, Date>> questions, Date start,
                         Reading reading) {
  std::vector<Gap> found;
  const Date counted = add_days(start, 1);
  for (const auto& [asked, answered] : questions) {
    const Date begun = reading == Reading::cautious ? add_days(asked, 1) : asked;
    const Gap gap{std::max(begun, counted), answered};
    if (gap.first <= gap.last) found.push_back(gap);
  }
  std::ranges::sort(found, {}, &Gap::first);
  std::vector<Gap> apart;
  for (const Gap& gap : found) {
    if (!apart.empty() && gap.first <= add_days(apart.back().last, 1)) {
      apart.back().last = std::max(apart.back().last, gap.last);
    } else {
      apart.push_back(gap);
    }
  }
  return apart;
}

Date pushed(Date base, std::span<const Gap> gaps) {
  for (const Gap& gap : gaps) {
    if (base < gap.first) break;  // the clock ran out before the question
    base = add_days(base, days_between(gap.first, gap.last) + 1);
  }
  return base;
}

std::string day_off(Date day, const Holidays& holidays) {
  if (const auto found = holidays.days.find(day); found != holidays.days.end()) {
    return found->second;
  }
  if (weekday_of(day) == std::chrono::Saturday) return "Saturday";
  return weekday_of(day) == std::chrono::Sunday ? "Sunday" : "";
}

std::optional<Date> working_day(Date day, const Holidays& holidays) {
  for (; day <= holidays.to; day = add_days(day, 1)) {
    if (day >= holidays.from && day_off(day, holidays).empty()) return day;
  }
  return std::nullopt;
}

}  // namespace abide::deadline
