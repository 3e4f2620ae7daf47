// Civil arithmetic and zone conversion (tzdata through howardhinnant-date).
#include "base/time.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <exception>

namespace abide {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::years;

/// A day that the month does not have becomes its last day, or the first of the next month.
Date settle(Date date, Rounding rounding) {
  if (date.ok()) {
    return date;
  }
  const auto last = date.year() / date.month() / std::chrono::last;
  const sys_days last_day{last};
  return Date{rounding == Rounding::down ? last_day : last_day + days{1}};
}

Date shift(Date start, const Period& period, std::int64_t sign, Rounding rounding) {
  const auto count = static_cast<int>(period.count * sign);
  switch (period.unit) {
    case Period::Unit::days:
      return Date{sys_days{start} + days{count}};
    case Period::Unit::weeks:
      return Date{sys_days{start} + days{7 * count}};
    case Period::Unit::months:
      return settle(start + months{count}, rounding);
    case Period::Unit::years:
      return settle(start + years{count}, rounding);
    case Period::Unit::seconds:
    case Period::Unit::minutes:
    case Period::Unit::hours:
      return start;
  }
  return start;
}

const date::time_zone* zone_of(const void* zone) {
  return static_cast<const date::time_zone*>(zone);
}

/// One to nine digits and nothing else.
std::optional<int> number(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 9) {
    return std::nullopt;
  }
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

struct TimeOfDay {
  std::chrono::microseconds since_midnight{0};
  std::string_view rest;
};

std::optional<TimeOfDay> parse_fraction(TimeOfDay parsed) {
  if (!parsed.rest.starts_with('.')) {
    return parsed;
  }
  std::size_t end = 1;
  std::int64_t micros = 0;
  std::int64_t scale = 100000;
  for (; end < parsed.rest.size() && parsed.rest[end] >= '0' && parsed.rest[end] <= '9'; ++end) {
    micros += scale * (parsed.rest[end] - '0');
    scale /= 10;
  }
  if (end == 1) {
    return std::nullopt;
  }
  parsed.since_midnight += std::chrono::microseconds{micros};
  parsed.rest = parsed.rest.substr(end);
  return parsed;
}

std::optional<TimeOfDay> parse_time(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hour = number(text.substr(0, 2));
  const auto minute = number(text.substr(3, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) {
    return std::nullopt;
  }
  TimeOfDay parsed{std::chrono::hours{*hour} + std::chrono::minutes{*minute}, text.substr(5)};
  if (!parsed.rest.starts_with(':')) {
    return parsed;
  }
  const auto second = parsed.rest.size() >= 3 ? number(parsed.rest.substr(1, 2)) : std::nullopt;
  if (!second || *second > 60) {
    return std::nullopt;
  }
  parsed.since_midnight += std::chrono::seconds{*second};
  parsed.rest = parsed.rest.substr(3);
  return parse_fraction(parsed);
}

/// Minutes east of UTC from `Z`, `+01`, `+0100`, `+01:00` or nothing.
std::optional<int> parse_offset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") {
    return 0;
  }
  const int sign = text.front() == '-' ? -1 : 1;
  if (text.front() != '+' && text.front() != '-') {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const auto hours = number(text.substr(0, 2));
  std::optional<int> minutes = 0;
  if (text.size() == 5 && text[2] == ':') {
    minutes = number(text.substr(3));
  } else if (text.size() == 4) {
    minutes = number(text.substr(2));
  } else if (text.size() != 2) {
    return std::nullopt;
  }
  if (!hours || !minutes || *hours > 15 || *minutes > 59) {
    return std::nullopt;
  }
  return sign * (*hours * 60 + *minutes);
}

}  // namespace

std::string to_string(const Period& period) {
  constexpr std::string_view names[] = {"second", "minute", "hour", "day", "week", "month", "year"};
  return fmt::format("{} {}{}", period.count, names[static_cast<std::size_t>(period.unit)],
                     period.count == 1 ? "" : "s");
}

Date add(Date start, const Period& period, Rounding rounding) {
  return shift(start, period, 1, rounding);
}
Date subtract(Date start, const Period& period, Rounding rounding) {
  return shift(start, period, -1, rounding);
}
Date add_days(Date start, std::int64_t count) { return Date{sys_days{start} + days{count}}; }
std::int64_t days_between(Date from, Date to) { return (sys_days{to} - sys_days{from}).count(); }

Date end_of_year_period(Date date, std::chrono::month_day end) {
  const Date here = settle(date.year() / end.month() / end.day(), Rounding::down);
  return sys_days{date} <= sys_days{here}
             ? here
             : settle((date.year() + years{1}) / end.month() / end.day(), Rounding::down);
}

Zone Zone::utc() { return Zone{"UTC", nullptr}; }

Result<Zone> Zone::find(std::string_view name) {
  try {
    return Zone{std::string{name}, date::locate_zone(std::string{name})};
  } catch (const std::exception&) {
    return Error{ErrorCode::not_found, fmt::format("time zone `{}` is not known", name),
                 "use an IANA name such as Europe/London, and install the package tzdata"};
  }
}

Date Zone::local_date(Instant at) const {
  if (zone_ == nullptr) {
    return Date{std::chrono::floor<days>(at)};
  }
  const auto local = zone_of(zone_)->to_local(at);
  return Date{sys_days{std::chrono::floor<days>(local).time_since_epoch()}};
}

Instant Zone::start_of(Date date) const {
  const sys_days midnight{date};
  if (zone_ == nullptr) {
    return midnight;
  }
  const date::local_time<std::chrono::microseconds> local{midnight.time_since_epoch()};
  return zone_of(zone_)->to_sys(local, date::choose::earliest);
}

int Zone::minute_of_day(Instant at) const {
  std::chrono::microseconds since{0};
  if (zone_ == nullptr) {
    since = at - std::chrono::floor<days>(at);
  } else {
    const auto local = zone_of(zone_)->to_local(at);
    since = local - std::chrono::floor<days>(local);
  }
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(since).count());
}

std::string to_string(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_string(Instant at) {
  const auto midnight = std::chrono::floor<days>(at);
  const std::chrono::hh_mm_ss time{at - midnight};
  std::string text =
      fmt::format("{}T{:02}:{:02}:{:02}", to_string(Date{midnight}), time.hours().count(),
                  time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) {
    text += fmt::format(".{:06}", time.subseconds().count());
  }
  return text + "Z";
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto y = number(text.substr(0, 4));
  const auto m = number(text.substr(5, 2));
  const auto d = number(text.substr(8, 2));
  if (!y || !m || !d) {
    return std::nullopt;
  }
  const Date date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

namespace {

using Eight = std::array<char, 8>;

/// Eight characters of a form, in which 0 stands for any digit; compared all at once.
class Form {
 public:
  constexpr explicit Form(std::string_view form) {
    Eight characters{};
    Eight digit{};
    for (std::size_t i = 0; i < characters.size(); ++i) {
      characters[i] = form[i];
      digit[i] = static_cast<char>(form[i] == '0' ? 0xff : 0);
    }
    wanted_ = std::bit_cast<std::uint64_t>(characters);
    digits_ = std::bit_cast<std::uint64_t>(digit);
  }
  [[nodiscard]] bool fits(const char* text) const {
    std::uint64_t some = 0;
    std::memcpy(&some, text, sizeof some);
    constexpr std::uint64_t each = 0x0101010101010101;
    const std::uint64_t above_nine = ((some & 0x0f * each) + 0x06 * each) & 0xf0 * each;
    const std::uint64_t no_digit = ((some & 0xf0 * each) ^ 0x30 * each) | above_nine;
    return (((some ^ wanted_) & ~digits_) | (no_digit & digits_)) == 0;
  }

 private:
  std::uint64_t wanted_ = 0;
  std::uint64_t digits_ = 0;
};

/// `2026-05-08T01:02:03Z`, as most stores write nearly every row; nullopt for whatever else, which
/// may be a moment still.
std::optional<Instant> parse_plain(std::string_view text) {
  constexpr Form date_part{"0000-00-"};
  constexpr Form middle{"00T00:00"};
  constexpr Form end{"0:00:00Z"};
  constexpr std::size_t size = 20;
  if (text.size() != size || !date_part.fits(text.data()) || !middle.fits(text.data() + 8) ||
      !end.fits(text.data() + 12)) {
    return std::nullopt;
  }
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const Date date{year{two(0) * 100 + two(2)}, month{static_cast<unsigned>(two(5))},
                  day{static_cast<unsigned>(two(8))}};
  if (!date.ok() || two(11) > 23 || two(14) > 59 || two(17) > 60) {
    return std::nullopt;
  }
  return sys_days{date} + std::chrono::hours{two(11)} + std::chrono::minutes{two(14)} +
         std::chrono::seconds{two(17)};
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (const auto plain = parse_plain(text)) {
    return plain;
  }
  const auto date = parse_date(text.substr(0, 10));
  if (!date) {
    return std::nullopt;
  }
  const Instant midnight{sys_days{*date}};
  if (text.size() == 10) {
    return midnight;
  }
  if (text[10] != 'T' && text[10] != ' ') {
    return std::nullopt;
  }
  const auto time = parse_time(text.substr(11));
  const auto offset = time ? parse_offset(time->rest) : std::nullopt;
  if (!offset) {
    return std::nullopt;
  }
  return midnight + time->since_midnight - std::chrono::minutes{*offset};
}

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace abide
