// Leap years, months and summer time, spelt out.
#include "tests/oracle/civil.hpp"

#include <cstdio>

namespace abide::oracle {
namespace {

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

Day settle(Day day, Falls falls) {
  const int last = days_in_month(day.year, day.month);
  if (day.day <= last) {
    return day;
  }
  const Day end{day.year, day.month, last};
  return falls == Falls::down ? end : next(end);
}

Day shift(Day day, const Period& period, int sign, Falls falls) {
  std::int64_t months = 0;
  std::int64_t days = 0;
  switch (period.unit) {
    case Period::Unit::days:
      days = period.count;
      break;
    case Period::Unit::weeks:
      days = 7 * period.count;
      break;
    case Period::Unit::months:
      months = period.count;
      break;
    case Period::Unit::years:
      months = 12 * period.count;
      break;
    default:
      return day;
  }
  for (std::int64_t i = 0; i < days; ++i) {
    day = sign > 0 ? next(day) : previous(day);
  }
  for (std::int64_t i = 0; i < months; ++i) {
    day.month += sign;
    if (day.month == 13) {
      day.month = 1;
      ++day.year;
    } else if (day.month == 0) {
      day.month = 12;
      --day.year;
    }
  }
  return settle(day, falls);
}

std::int64_t days_since_1970(Day day) {
  std::int64_t days = 0;
  for (int year = 1970; year < day.year; ++year) days += is_leap(year) ? 366 : 365;
  for (int year = day.year; year < 1970; ++year) days -= is_leap(year) ? 366 : 365;
  for (int month = 1; month < day.month; ++month) days += days_in_month(day.year, month);
  return days + day.day - 1;
}

Day day_number(std::int64_t days) {
  int year = 1970;
  while (days < 0) {
    --year;
    days += is_leap(year) ? 366 : 365;
  }
  while (days >= (is_leap(year) ? 366 : 365)) {
    days -= is_leap(year) ? 366 : 365;
    ++year;
  }
  int month = 1;
  while (days >= days_in_month(year, month)) {
    days -= days_in_month(year, month);
    ++month;
  }
  return {year, month, static_cast<int>(days) + 1};
}

std::int64_t seconds_of(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

Day utc_day(std::int64_t seconds) {
  std::int64_t days = seconds / 86400;
  if (seconds % 86400 < 0) --days;
  return day_number(days);
}

/// Seconds since 1970 of the `nth` Sunday of a month (0: the last), at an hour of UTC.
std::int64_t sunday(int year, int month, int nth, int hour) {
  int seen = 0;
  Day found{year, month, 1};
  for (int day = 1; day <= days_in_month(year, month); ++day) {
    const bool is_sunday = (days_since_1970({year, month, day}) % 7 + 7) % 7 == 3;
    if (is_sunday && (nth == 0 || ++seen == nth)) {
      found = {year, month, day};
      if (nth != 0) break;
    }
  }
  return days_since_1970(found) * 86400 + hour * 3600;
}

}  // namespace

int days_in_month(int year, int month) {
  if (month == 2) {
    return is_leap(year) ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Day next(Day day) {
  if (++day.day > days_in_month(day.year, day.month)) {
    day.day = 1;
    if (++day.month == 13) {
      day.month = 1;
      ++day.year;
    }
  }
  return day;
}

Day previous(Day day) {
  if (--day.day == 0) {
    if (--day.month == 0) {
      day.month = 12;
      --day.year;
    }
    day.day = days_in_month(day.year, day.month);
  }
  return day;
}

Day after(Day day, const Period& period, Falls falls) { return shift(day, period, 1, falls); }
Day before(Day day, const Period& period, Falls falls) { return shift(day, period, -1, falls); }

Day last_of_year_ending(Day day, int month, int day_of_month) {
  while (day.month != month ||
         day.day != std::min(day_of_month, days_in_month(day.year, day.month))) {
    day = next(day);
  }
  return day;
}

int minutes_east(const std::string& zone, Instant at) {
  const std::int64_t now = seconds_of(at);
  const int year = utc_day(now).year;
  if (zone == "Europe/London") {
    return now >= sunday(year, 3, 0, 1) && now < sunday(year, 10, 0, 1) ? 60 : 0;
  }
  if (zone == "America/New_York") {
    return now >= sunday(year, 3, 2, 7) && now < sunday(year, 11, 1, 6) ? -240 : -300;
  }
  return 0;
}

Day day_in(const std::string& zone, Instant at) {
  return utc_day(seconds_of(at) + 60 * minutes_east(zone, at));
}

Instant midnight_utc(Day day) { return Instant{std::chrono::days{days_since_1970(day)}}; }

std::int64_t seconds_in(const Period& period) {
  switch (period.unit) {
    case Period::Unit::seconds:
      return period.count;
    case Period::Unit::minutes:
      return 60 * period.count;
    case Period::Unit::hours:
      return 3600 * period.count;
    case Period::Unit::days:
      return 86400 * period.count;
    case Period::Unit::weeks:
      return 7 * 86400 * period.count;
    case Period::Unit::months:
      return 31 * 86400 * period.count;
    case Period::Unit::years:
      return 366 * 86400 * period.count;
  }
  return 0;
}

std::optional<Instant> read_moment(const std::string& text) {
  Day day;
  int hour = 0;
  int minute = 0;
  int second = 0;
  char between = 'T';
  int used = 0;
  const int read = std::sscanf(text.c_str(), "%4d-%2d-%2d%n%c%2d:%2d:%2d%n", &day.year, &day.month,
                               &day.day, &used, &between, &hour, &minute, &second, &used);
  const bool is_day = read >= 3 && day.month >= 1 && day.month <= 12 && day.day >= 1 &&
                      day.day <= days_in_month(day.year, day.month);
  if (!is_day || (read != 3 && read != 7) || (read == 3 && text.size() != 10)) {
    return std::nullopt;
  }
  std::string offset = text.substr(static_cast<std::size_t>(used));
  int east = 0;
  if (!offset.empty() && offset != "Z") {
    int hours = 0;
    int minutes = 0;
    if (offset.size() != 6 || std::sscanf(offset.c_str(), "%3d:%2d", &hours, &minutes) != 2) {
      return std::nullopt;
    }
    east = hours * 60 + (offset[0] == '-' ? -minutes : minutes);
  }
  return midnight_utc(day) + std::chrono::hours{hour} + std::chrono::minutes{minute - east} +
         std::chrono::seconds{second};
}

}  // namespace abide::oracle
