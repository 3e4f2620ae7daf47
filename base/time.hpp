// Instants, civil dates, periods and the clock. The only place where local time is converted.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace abide {

/// A moment in UTC, to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// A civil day, with no zone of its own.
using Date = std::chrono::year_month_day;

/// A length of time in one civil unit; `30 days` and `1 month` are different and never converted.
struct Period {
  enum class Unit : std::uint8_t { seconds, minutes, hours, days, weeks, months, years };
  std::int64_t count = 0;
  Unit unit = Unit::days;
  bool operator==(const Period&) const = default;
  /// True for days and longer: such periods are counted on the calendar.
  [[nodiscard]] bool is_civil() const { return unit >= Unit::days; }
};
[[nodiscard]] std::string to_string(const Period& period);

/// Which way a date that does not exist falls: 29 February 2024 + 7 years is 1 March 2031 up
/// (a floor) and 28 February 2031 down (a ceiling).
enum class Rounding { down, up };

/// `start` moved on by a civil period. A period below a day leaves the date as it is.
[[nodiscard]] Date add(Date start, const Period& period, Rounding rounding);
/// `start` moved back by a civil period, rounded as asked.
[[nodiscard]] Date subtract(Date start, const Period& period, Rounding rounding);
[[nodiscard]] Date add_days(Date start, std::int64_t days);
/// Whole days from `from` to `to`; negative when `to` is earlier.
[[nodiscard]] std::int64_t days_between(Date from, Date to);
/// The last day of the yearly period, ending each year on `end`, that holds `day`.
[[nodiscard]] Date end_of_year_period(Date day, std::chrono::month_day end);

/// A time zone of the IANA database. Cheap to copy; the data lives as long as the program.
class Zone {
 public:
  /// @error not_found  the system's tzdata has no such zone
  static Result<Zone> find(std::string_view name);
  static Zone utc();
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Date local_date(Instant at) const;
  /// The first moment of the civil day; where midnight does not exist, the first that does.
  [[nodiscard]] Instant start_of(Date day) const;
  /// Minutes since local midnight, 0 to 1439.
  [[nodiscard]] int minute_of_day(Instant at) const;

 private:
  explicit Zone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const void* zone_;  // date::time_zone; nullptr is UTC
};

/// 2026-05-08
[[nodiscard]] std::string to_string(Date day);
/// 2026-05-08T14:03:07Z, with microseconds only when there are any.
[[nodiscard]] std::string to_string(Instant at);
/// @return nullopt unless the whole text is a real date YYYY-MM-DD
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
/// ISO 8601: a date, or a date and time (`T` or a space) with optional seconds and fraction, and
/// `Z`, an offset, or nothing, which is taken as UTC. Surrounding blanks are not allowed.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// Where the present moment comes from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};
/// A clock that stands still, for tests and for `--at`.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  [[nodiscard]] Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

}  // namespace abide
