// The days off of the United Kingdom from the rules that make them: Easter by the anonymous
// Gregorian method, Mondays of a month, fixed days with their substitutes, and the one day that was
// proclaimed.
#include <algorithm>

#include "tests/oracle/deadline.hpp"

namespace abide::oracle {
namespace {

/// 0 is Monday.
int weekday(Day day) {
  const std::int64_t since_epoch = midnight_utc(day).time_since_epoch() / std::chrono::days{1};
  return static_cast<int>((since_epoch % 7 + 7 + 3) % 7);
}

Day easter_sunday(int year) {
  const int golden = year % 19;
  const int century = year / 100;
  const int moved =
      (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
  const int weekday_of =
      (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - moved - year % 100 % 4) % 7;
  const int late = (golden + 11 * moved + 22 * weekday_of) / 451;
  const int days = moved + weekday_of - 7 * late + 114;
  return {year, days / 31, days % 31 + 1};
}

Day monday_of(int year, int month, bool last) {
  Day day{year, month, last ? days_in_month(year, month) : 1};
  while (weekday(day) != 0) day = last ? previous(day) : next(day);
  return day;
}

/// Fixed days that lie together: those at a weekend move past each other to working days.
void add_fixed(std::vector<Day>& off, const std::vector<Day>& fixed) {
  for (const Day day : fixed) {
    if (weekday(day) < 5) off.push_back(day);
  }
  for (const Day day : fixed) {
    if (weekday(day) < 5) continue;
    Day substitute = day;
    while (weekday(substitute) > 4 || std::ranges::count(off, substitute) != 0) {
      substitute = next(substitute);
    }
    off.push_back(substitute);
  }
}

}  // namespace

std::vector<Day> bank_holidays(const std::string& part, int year) {
  const bool scotland = part == "scotland";
  const bool ireland = part == "northern-ireland";
  const Day easter = easter_sunday(year);
  std::vector<Day> off;
  add_fixed(off, scotland ? std::vector<Day>{{year, 1, 1}, {year, 1, 2}}
                          : std::vector<Day>{{year, 1, 1}});
  off.push_back(previous(previous(easter)));
  if (!scotland) off.push_back(next(easter));
  off.push_back(monday_of(year, 5, false));
  off.push_back(monday_of(year, 5, true));
  off.push_back(monday_of(year, 8, !scotland));
  if (ireland) add_fixed(off, {{year, 3, 17}});
  if (ireland) add_fixed(off, {{year, 7, 12}});
  if (scotland) add_fixed(off, {{year, 11, 30}});
  if (scotland && year == 2026) off.push_back({2026, 6, 15});  // for the World Cup
  add_fixed(off, {{year, 12, 25}, {year, 12, 26}});
  std::ranges::sort(off);
  return off;
}

bool is_known(Day day) { return day.year >= 2024 && day.year <= 2028; }

}  // namespace abide::oracle
