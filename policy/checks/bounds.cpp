// Floors against ceilings. The walk over the days of 400 years runs once for each pair of terms,
// and only where the lengths alone do not decide; years that look alike are walked once.
#include "policy/checks/bounds.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "policy/periods.hpp"

namespace abide::policy::checks {
namespace {

using std::chrono::April;
using std::chrono::day;
using std::chrono::December;

Date end_of_period(Date event, Anchor::EndOf end_of, const Calendar& calendar) {
  switch (end_of) {
    case Anchor::EndOf::moment:
      return event;
    case Anchor::EndOf::tax_year:
      return end_of_year_period(event, April / day{5});
    case Anchor::EndOf::financial_year:
      return end_of_year_period(event, calendar.financial_year_end);
    case Anchor::EndOf::year:
      return end_of_year_period(event, December / day{31});
  }
  return event;
}

Date move_on(Date from, const Period& period, const Bound& bound) {
  if (period.is_civil()) {
    return add(from, period, bound.rounding);
  }
  return add_days(from,
                  bound.side == Bound::Side::floor ? longest_days(period) : shortest_days(period));
}

constexpr Date first_start{std::chrono::year{2026}, std::chrono::January, day{10}};
constexpr std::int64_t days_of_400_years = 146'097;
constexpr std::int64_t days_of_4_years = 1'461;
constexpr std::int64_t longest_year = 366;

/// Start days, from `first_start` on: first and last of a run of them.
struct Run {
  std::int64_t first, last;
};
/// Days that stand for all of 400 years. A bound looks `most` days ahead and sees of the calendar
/// which years are leap years: every fourth, until the look ahead takes in 2100, which is none.
/// 2200 and 2300 look the same, and 2400 is a leap year like any fourth.
std::vector<Run> days_to_walk(std::int64_t most) {
  constexpr Date century_ends{std::chrono::year{2100}, December, day{31}};
  const std::int64_t until = days_between(first_start, century_ends);
  const std::int64_t from = until - longest_year - most - longest_year;
  if (from <= days_of_4_years) {
    return {{0, days_of_400_years - 1}};
  }
  return {{0, days_of_4_years - 1}, {from, until}};
}

}  // namespace

Range range_of(const Bound& bound) {
  Range range{shortest_days(bound.period), longest_days(bound.period)};
  if (bound.grace) {
    range.least += shortest_days(*bound.grace);
    range.most += longest_days(*bound.grace);
  }
  if (bound.end_of != Anchor::EndOf::moment) {
    range.most += longest_year;
  }
  return range;
}

Bound floor_of(const Rule& rule) {
  return {.end_of = rule.anchor.end_of,
          .period = rule.period,
          .grace = std::nullopt,
          .side = Bound::Side::floor,
          .rounding = Rounding::up};
}

Bound ceiling_of(const Rule& rule, const Calendar& calendar) {
  Bound bound{.end_of = rule.anchor.end_of,
              .period = rule.period,
              .grace = std::nullopt,
              .side = Bound::Side::ceiling,
              .rounding = Rounding::down};
  switch (rule.kind) {
    case Rule::Kind::keep_at_most:
    case Rule::Kind::erase_within:
    case Rule::Kind::must_keep_at_least:
      break;
    case Rule::Kind::must_keep_for:
      bound.rounding = Rounding::up;
      bound.grace = calendar.grace;
      break;
    case Rule::Kind::may_keep:
    case Rule::Kind::erase_at:
    case Rule::Kind::erase_promptly:
    case Rule::Kind::sever:
      bound.period = Period{0, Period::Unit::days};
      bound.grace = calendar.grace;
      break;
  }
  return bound;
}

Date falls_on(const Bound& bound, Date event, const Calendar& calendar) {
  Date on = move_on(end_of_period(event, bound.end_of, calendar), bound.period, bound);
  if (bound.grace) {
    on = move_on(on, *bound.grace, bound);
  }
  return on;
}

std::optional<Date> first_later(const Bound& a, const Bound& b, const Calendar& calendar) {
  const Range as = range_of(a);
  const Range bs = range_of(b);
  if (a == b || as.most <= bs.least) {
    return std::nullopt;
  }
  for (const Run& run : days_to_walk(std::max(as.most, bs.most))) {
    for (std::int64_t i = run.first; i <= run.last; ++i) {
      const Date event = add_days(first_start, i);
      if (falls_on(a, event, calendar) > falls_on(b, event, calendar)) {
        return event;
      }
    }
  }
  return std::nullopt;
}

std::optional<Date> Clashes::same_event(const Bound& floor, const Bound& ceiling) {
  if (range_of(floor).most <= range_of(ceiling).least) {
    return std::nullopt;
  }
  const auto known = std::find_if(walked_.begin(), walked_.end(), [&](const Walked& walked) {
    return walked.floor == floor && walked.ceiling == ceiling;
  });
  if (known != walked_.end()) {
    return known->start;
  }
  walked_.push_back({floor, ceiling, first_later(floor, ceiling, model_.calendar)});
  return walked_.back().start;
}

Clash Clashes::two_events(const Rule& floor, const Rule& ceiling, EventId a, EventId b) const {
  const Calendar& calendar = model_.calendar;
  Clash clash{.floor_event = a,
              .ceiling_event = b,
              .floor_start = first_start,
              .ceiling_start = first_start,
              .keep_until = falls_on(floor_of(floor), first_start, calendar),
              .gone_by = {}};
  const Bound gone = ceiling_of(ceiling, calendar);
  // The usual order first: what ends the keeping happens some weeks later. Else it came before.
  constexpr std::int64_t some_weeks = 22;
  clash.ceiling_start = add_days(first_start, some_weeks);
  clash.gone_by = falls_on(gone, clash.ceiling_start, calendar);
  if (clash.gone_by >= clash.keep_until) {
    clash.ceiling_start = add_days(first_start, -range_of(gone).most);
    clash.gone_by = falls_on(gone, clash.ceiling_start, calendar);
  }
  return clash;
}

std::optional<Clash> Clashes::between(const Rule& floor, const Rule& ceiling) {
  const Bound keep = floor_of(floor);
  const Bound gone = ceiling_of(ceiling, model_.calendar);
  for (const EventId a : floor.anchor.events) {
    for (const EventId b : ceiling.anchor.events) {
      if (a != b) {
        return two_events(floor, ceiling, a, b);
      }
    }
  }
  // What is left is one and the same event on both sides.
  const bool both_below_a_day = !keep.period.is_civil() && !gone.period.is_civil() && !gone.grace &&
                                keep.end_of == gone.end_of;
  if (both_below_a_day && seconds_of(keep.period) <= seconds_of(gone.period)) {
    return std::nullopt;
  }
  const auto start = same_event(keep, gone);
  if (!start) {
    return std::nullopt;
  }
  return Clash{.floor_event = floor.anchor.events.front(),
               .ceiling_event = ceiling.anchor.events.front(),
               .floor_start = *start,
               .ceiling_start = *start,
               .keep_until = falls_on(keep, *start, model_.calendar),
               .gone_by = falls_on(gone, *start, model_.calendar)};
}

}  // namespace abide::policy::checks
