// Days walked back one by one.
#include "engine/reread/reckoning.hpp"

#include <algorithm>

namespace abide::reread {
namespace {

using Kind = policy::Rule::Kind;
using std::chrono::sys_days;

bool on_event(Kind kind) {
  return kind == Kind::may_keep || kind == Kind::erase_at || kind == Kind::erase_promptly ||
         kind == Kind::sever;
}

std::chrono::microseconds exact(const Period& period) {
  const std::int64_t seconds = period.unit == Period::Unit::hours     ? 3600 * period.count
                               : period.unit == Period::Unit::minutes ? 60 * period.count
                                                                      : period.count;
  return std::chrono::seconds{seconds};
}

}  // namespace

Result<Reckoning> Reckoning::of(const policy::Calendar& calendar, Instant at) {
  ABIDE_TRY(Zone zone, Zone::find(calendar.zone));
  return Reckoning{calendar, std::move(zone), at};
}

Date Reckoning::start(const policy::Rule& rule, Date day) const {
  using EndOf = policy::Anchor::EndOf;
  if (rule.anchor.end_of == EndOf::moment) return day;
  const auto end = rule.anchor.end_of == EndOf::tax_year         ? std::chrono::April / 5
                   : rule.anchor.end_of == EndOf::financial_year ? calendar_.financial_year_end
                                                                 : std::chrono::December / 31;
  const auto in = [&](std::chrono::year year) {
    const Date exact = year / end.month() / end.day();
    return exact.ok() ? exact : Date{year / end.month() / std::chrono::last};
  };
  const Date this_year = in(day.year());
  return sys_days{day} <= sys_days{this_year} ? this_year : in(day.year() + std::chrono::years{1});
}

Date Reckoning::floor(const policy::Rule& rule, Date day) const {
  return add(start(rule, day), rule.period, Rounding::up);
}

Date Reckoning::ceiling(const policy::Rule& rule, Date day) const {
  if (rule.kind == Kind::must_keep_for)
    return add(floor(rule, day), calendar_.grace, Rounding::down);
  return add(start(rule, day), on_event(rule.kind) ? calendar_.grace : rule.period, Rounding::down);
}

Date Reckoning::acting(const policy::Rule& rule, Date day) const {
  if (rule.kind == Kind::must_keep_for) return add_days(floor(rule, day), 1);
  if (on_event(rule.kind))
    return add_days(start(rule, day), 1);  // only with `end of`: else the moment itself counts
  const Date last = ceiling(rule, day);
  const Date early = subtract(subtract(last, calendar_.lead, Rounding::down), calendar_.sweep_every,
                              Rounding::down);
  const Date not_before = std::min(sys_days{last}, sys_days{add_days(start(rule, day), 1)});
  return std::max(sys_days{early}, sys_days{not_before});
}

template <class Passed>
Instant Reckoning::walk(const Passed& passed) const {
  constexpr int longest = 366 * 130;
  Date day = add_days(zone_.local_date(at_), 1);
  for (int i = 0; i < longest && !passed(day); ++i) day = add_days(day, -1);
  return zone_.start_of(add_days(day, 1));
}

Instant Reckoning::due_before(const policy::Rule& rule) const {
  if (on_event(rule.kind) && rule.anchor.end_of == policy::Anchor::EndOf::moment) return at_;
  if (!on_event(rule.kind) && !rule.period.is_civil()) return at_ - exact(rule.period);
  const sys_days today{zone_.local_date(at_)};
  return std::min(at_, walk([&](Date day) { return sys_days{acting(rule, day)} <= today; }));
}

Instant Reckoning::overdue_before(const policy::Rule& rule) const {
  if (!on_event(rule.kind) && !rule.period.is_civil()) return at_ - exact(rule.period);
  const sys_days today{zone_.local_date(at_)};
  return std::min(at_, walk([&](Date day) { return sys_days{ceiling(rule, day)} < today; }));
}

Instant Reckoning::free_before(const policy::Rule& rule) const {
  if (!rule.period.is_civil()) return at_ - exact(rule.period);
  const sys_days today{zone_.local_date(at_)};
  return walk([&](Date day) { return sys_days{floor(rule, day)} < today; });
}

Result<Instant> Reckoning::written(const policy::Field& clock, Instant moment) const {
  if (clock.clock == policy::ClockForm::date) {
    const Date today = zone_.local_date(moment);
    const bool begins_now = zone_.start_of(today) >= moment;
    return Instant{sys_days{begins_now ? today : add_days(today, 1)}};
  }
  const bool has_hours = clock.clock.value_or(policy::ClockForm::iso) == policy::ClockForm::iso;
  if (clock.zone.empty() || !has_hours) return moment;
  ABIDE_TRY(const Zone zone, Zone::find(clock.zone));
  const Instant midnight{sys_days{zone.local_date(moment)}};
  return midnight + std::chrono::minutes{zone.minute_of_day(moment)} +
         moment.time_since_epoch() % std::chrono::minutes{1};
}

}  // namespace abide::reread
