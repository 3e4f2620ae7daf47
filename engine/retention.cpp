// Civil counting for rules, and the search for cutoffs.
#include "engine/retention.hpp"

#include <algorithm>

namespace abide::engine {
namespace {

using policy::Anchor;
using policy::Rule;

constexpr std::chrono::month_day tax_year_end{std::chrono::April, std::chrono::day{5}};
constexpr std::chrono::month_day year_end{std::chrono::December, std::chrono::day{31}};

/// Whether the rule acts on the event itself and not after a period.
bool acts_on_event(const Rule& rule) {
  switch (rule.kind) {
    case Rule::Kind::may_keep:
    case Rule::Kind::erase_at:
    case Rule::Kind::erase_promptly:
    case Rule::Kind::sever:
      return true;
    case Rule::Kind::must_keep_for:
    case Rule::Kind::must_keep_at_least:
    case Rule::Kind::keep_at_most:
    case Rule::Kind::erase_within:
      return false;
  }
  return false;
}

Date later(Date a, Date b) { return std::max(std::chrono::sys_days{a}, std::chrono::sys_days{b}); }
Date earlier(Date a, Date b) {
  return std::min(std::chrono::sys_days{a}, std::chrono::sys_days{b});
}
bool before(Date a, Date b) { return std::chrono::sys_days{a} < std::chrono::sys_days{b}; }

}  // namespace

std::chrono::microseconds length_of(const Period& period) {
  using namespace std::chrono;
  switch (period.unit) {
    case Period::Unit::seconds:
      return seconds{period.count};
    case Period::Unit::minutes:
      return minutes{period.count};
    case Period::Unit::hours:
      return hours{period.count};
    case Period::Unit::days:
      return days{period.count};
    case Period::Unit::weeks:
      return days{7 * period.count};
    case Period::Unit::months:
      return days{31 * period.count};
    case Period::Unit::years:
      return days{366 * period.count};
  }
  return {};
}

Result<Reckoner> Reckoner::of(const policy::Calendar& calendar) {
  ABIDE_TRY(Zone zone, Zone::find(calendar.zone));
  return Reckoner{calendar, std::move(zone)};
}

Date Reckoner::counted_from(const Rule& rule, Date day) const {
  switch (rule.anchor.end_of) {
    case Anchor::EndOf::moment:
      return day;
    case Anchor::EndOf::tax_year:
      return end_of_year_period(day, tax_year_end);
    case Anchor::EndOf::financial_year:
      return end_of_year_period(day, calendar_.financial_year_end);
    case Anchor::EndOf::year:
      return end_of_year_period(day, year_end);
  }
  return day;
}

Date Reckoner::floor_from(const Rule& rule, Date day) const {
  return add(counted_from(rule, day), rule.period, Rounding::up);
}

Date Reckoner::ceiling_from(const Rule& rule, Date day) const {
  if (rule.kind == Rule::Kind::must_keep_for) {
    return add(floor_from(rule, day), calendar_.grace, Rounding::down);
  }
  const Period& period = acts_on_event(rule) ? calendar_.grace : rule.period;
  return add(counted_from(rule, day), period, Rounding::down);
}

Date Reckoner::acting_from(const Rule& rule, Date day) const {
  if (rule.kind == Rule::Kind::must_keep_for) {
    return add_days(floor_from(rule, day), 1);
  }
  const Date start = counted_from(rule, day);
  if (acts_on_event(rule)) {
    return rule.anchor.end_of == Anchor::EndOf::moment ? start : add_days(start, 1);
  }
  const Date ceiling = ceiling_from(rule, day);
  const Date with_lead = subtract(subtract(ceiling, calendar_.lead, Rounding::down),
                                  calendar_.sweep_every, Rounding::down);
  // A period shorter than the lead leaves the day after the event, or the ceiling where that comes
  // first.
  return later(with_lead, earlier(ceiling, add_days(start, 1)));
}

Date Reckoner::floor_day(const Rule& rule, Instant anchor) const {
  return floor_from(rule, zone_.local_date(anchor));
}
Date Reckoner::ceiling_day(const Rule& rule, Instant anchor) const {
  return ceiling_from(rule, zone_.local_date(anchor));
}
Date Reckoner::acting_day(const Rule& rule, Instant anchor) const {
  return acting_from(rule, zone_.local_date(anchor));
}

/// Start of the first day for which `passed` is no longer true. INVARIANT: `passed` is true of
/// early days and false of late ones.
template <class Passed>
Instant Reckoner::first_not(Date today, const Passed& passed) const {
  using std::chrono::days;
  using std::chrono::sys_days;
  sys_days low = sys_days{Date{std::chrono::year{1}, std::chrono::January, std::chrono::day{1}}};
  sys_days high = sys_days{add_days(today, 2)};
  while (low < high) {
    const sys_days middle = low + days{(high - low).count() / 2};
    if (passed(Date{middle})) {
      low = middle + days{1};
    } else {
      high = middle;
    }
  }
  return zone_.start_of(Date{low});
}

Instant Reckoner::ceiling_cutoff(const Rule& rule, Instant at) const {
  if (acts_on_event(rule) && rule.anchor.end_of == Anchor::EndOf::moment) {
    return at;
  }
  if (!rule.period.is_civil() && !acts_on_event(rule)) {
    const auto slack =
        rule.is_floor() ? std::chrono::microseconds{0} : length_of(calendar_.sweep_every);
    return std::min(at, at + slack - length_of(rule.period));
  }
  const Date today = zone_.local_date(at);
  return std::min(
      at, first_not(today, [&](Date day) { return !before(today, acting_from(rule, day)); }));
}

Instant Reckoner::floor_cutoff(const Rule& rule, Instant at) const {
  if (!rule.period.is_civil()) {
    return at - length_of(rule.period);
  }
  const Date today = zone_.local_date(at);
  return first_not(today, [&](Date day) { return before(floor_from(rule, day), today); });
}

Instant Reckoner::overdue_cutoff(const Rule& rule, Instant at) const {
  if (!rule.period.is_civil() && !acts_on_event(rule)) {
    return at - length_of(rule.period);
  }
  const Date today = zone_.local_date(at);
  return std::min(
      at, first_not(today, [&](Date day) { return before(ceiling_from(rule, day), today); }));
}

}  // namespace abide::engine
