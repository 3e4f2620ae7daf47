// Bounds of civil periods; counts are capped far above anything the checks admit.
#include "policy/periods.hpp"

#include <algorithm>

namespace abide::policy {
namespace {

constexpr std::int64_t most_counted = 1'000'000'000;
constexpr std::int64_t seconds_a_day = 86'400;

std::int64_t count_of(const Period& period) {
  return std::clamp<std::int64_t>(period.count, 0, most_counted);
}

/// Months of periods counted in months and years; zero for others.
std::int64_t months_of(const Period& period) {
  if (period.unit == Period::Unit::years) {
    return count_of(period) * 12;
  }
  return period.unit == Period::Unit::months ? count_of(period) : 0;
}

}  // namespace

std::int64_t seconds_of(const Period& period) {
  switch (period.unit) {
    case Period::Unit::seconds:
      return count_of(period);
    case Period::Unit::minutes:
      return count_of(period) * 60;
    case Period::Unit::hours:
      return count_of(period) * 3600;
    default:
      return 0;
  }
}

std::int64_t shortest_days(const Period& period) {
  switch (period.unit) {
    case Period::Unit::days:
      return count_of(period);
    case Period::Unit::weeks:
      return count_of(period) * 7;
    case Period::Unit::months:
    case Period::Unit::years:
      // 146,097 days are 4,800 months; no run of months strays further than three days from that.
      return std::max<std::int64_t>(0, months_of(period) * 146'097 / 4800 - 3);
    default:
      return seconds_of(period) / seconds_a_day;
  }
}

std::int64_t longest_days(const Period& period) {
  switch (period.unit) {
    case Period::Unit::days:
    case Period::Unit::weeks:
      return shortest_days(period);
    case Period::Unit::months:
    case Period::Unit::years:
      return months_of(period) == 0 ? 0 : months_of(period) * 146'097 / 4800 + 4;
    default:
      // Begun in the last second of a day, it ends this many days later.
      return (seconds_of(period) + seconds_a_day - 1) / seconds_a_day;
  }
}

bool surely_longer(const Period& a, const Period& b) {
  if (months_of(a) != 0 && months_of(b) != 0) {
    return months_of(a) > months_of(b);
  }
  if (!a.is_civil() && !b.is_civil()) {
    return seconds_of(a) > seconds_of(b);
  }
  return shortest_days(a) > longest_days(b);
}

}  // namespace abide::policy
