// One row, one column, one day after the other.
#include "tests/oracle/lifetimes.hpp"

#include <algorithm>

namespace abide::oracle {
namespace {

using policy::Dating;
using policy::Event;
using policy::Rule;

bool waits_on_the_event_alone(const Rule& rule) {
  return rule.kind == Rule::Kind::may_keep || rule.kind == Rule::Kind::erase_at ||
         rule.kind == Rule::Kind::erase_promptly || rule.kind == Rule::Kind::sever;
}

bool less_than_a_day(const Rule& rule) {
  return rule.period.unit < Period::Unit::days && !waits_on_the_event_alone(rule);
}

Instant plus(Instant at, const Period& period, int sign) {
  return at + sign * std::chrono::seconds{seconds_in(period)};
}

}  // namespace

Day Lifetimes::counted_from(const Rule& rule, Instant anchor) const {
  const Day day = day_in(model_.calendar.zone, anchor);
  switch (rule.anchor.end_of) {
    case policy::Anchor::EndOf::moment:
      return day;
    case policy::Anchor::EndOf::tax_year:
      return last_of_year_ending(day, 4, 5);
    case policy::Anchor::EndOf::year:
      return last_of_year_ending(day, 12, 31);
    case policy::Anchor::EndOf::financial_year:
      return last_of_year_ending(
          day, static_cast<int>(static_cast<unsigned>(model_.calendar.financial_year_end.month())),
          static_cast<int>(static_cast<unsigned>(model_.calendar.financial_year_end.day())));
  }
  return day;
}

Day Lifetimes::floor_day(const Rule& rule, Instant anchor) const {
  const Falls falls = twist_ == Twist::floors_round_down ? Falls::down : Falls::up;
  return after(counted_from(rule, anchor), rule.period, falls);
}

Day Lifetimes::ceiling_day(const Rule& rule, Instant anchor) const {
  if (rule.kind == Rule::Kind::must_keep_for) {
    return after(floor_day(rule, anchor), model_.calendar.grace, Falls::down);
  }
  const Day start = counted_from(rule, anchor);
  return after(start, waits_on_the_event_alone(rule) ? model_.calendar.grace : rule.period,
               Falls::down);
}

Day Lifetimes::acting_day(const Rule& rule, Instant anchor) const {
  if (rule.kind == Rule::Kind::must_keep_for) return next(floor_day(rule, anchor));
  const Day start = counted_from(rule, anchor);
  if (waits_on_the_event_alone(rule)) {
    return rule.anchor.end_of == policy::Anchor::EndOf::moment ? start : next(start);
  }
  const Day ceiling = ceiling_day(rule, anchor);
  if (twist_ == Twist::lead_ignored) return ceiling;
  const Day early = before(before(ceiling, model_.calendar.lead, Falls::down),
                           model_.calendar.sweep_every, Falls::down);
  return std::max(early, std::min(ceiling, next(start)));
}

bool Lifetimes::acts(const Rule& rule, Instant anchor) const {
  if (anchor >= at_) return false;
  if (waits_on_the_event_alone(rule) && rule.anchor.end_of == policy::Anchor::EndOf::moment) {
    return true;
  }
  if (less_than_a_day(rule)) {
    const Instant end = plus(anchor, rule.period, 1);
    return (rule.is_floor() ? end : plus(end, model_.calendar.sweep_every, -1)) < at_;
  }
  return acting_day(rule, anchor) <= today();
}

bool Lifetimes::is_overdue(const Rule& rule, Instant anchor) const {
  if (anchor >= at_) return false;
  if (less_than_a_day(rule)) return plus(anchor, rule.period, 1) < at_;
  return ceiling_day(rule, anchor) < today();
}

bool Lifetimes::keeps(const Rule& rule, Instant anchor) const {
  if (twist_ == Twist::floors_ignored) return false;
  if (less_than_a_day(rule)) return plus(anchor, rule.period, 1) >= at_;
  return floor_day(rule, anchor) >= today();
}

/// A day written down is the policy's own day, not that of UTC.
Instant Lifetimes::begins(Instant day) const {
  return day - std::chrono::minutes{minutes_east(model_.calendar.zone, day)};
}

Anchor Lifetimes::read(Place place, FieldId clock) const {
  const Cell& cell = walker_.cell(place, clock);
  if (is_null(cell)) return {Anchor::State::none, {}};
  const auto form = model_.at(clock).clock.value_or(policy::ClockForm::iso);
  const auto* text = std::get_if<std::string>(&cell);
  const auto* number = std::get_if<std::int64_t>(&cell);
  switch (form) {
    case policy::ClockForm::unix_seconds:
      if (number != nullptr) return {Anchor::State::moment, Instant{std::chrono::seconds{*number}}};
      break;
    case policy::ClockForm::unix_milliseconds:
      if (number != nullptr) {
        return {Anchor::State::moment, Instant{std::chrono::milliseconds{*number}}};
      }
      break;
    case policy::ClockForm::iso:
    case policy::ClockForm::date:
      if (const auto moment = text == nullptr ? std::nullopt : read_moment(*text)) {
        return {Anchor::State::moment, form == policy::ClockForm::date ? begins(*moment) : *moment};
      }
      break;
  }
  return {Anchor::State::unreadable, {}};
}

std::vector<Anchor> Lifetimes::anchors(Place place, FieldId field, const Dating& dating,
                                       Whose whose) const {
  const Walker::Leads leads = whose == Whose::staying ? leads_ : Walker::Leads{};
  std::vector<Anchor> found;
  if (const auto* column = std::get_if<policy::AtColumn>(&model_.at(dating.event).source)) {
    for (const auto& way : walker_.ways(place.table, dating)) {
      for (const Place end : walker_.ends(place, way.hops, way.conditions, leads)) {
        found.push_back(way.dates ? read(end, column->field)
                                  : Anchor{Anchor::State::none, Instant{}});
      }
    }
    return found;
  }
  Reports told = reports(place, field, dating, whose);
  told.of_named.push_back({told.of_row, true});
  for (const Report& report : told.of_named) {
    for (const Instant at : report.moments) found.push_back({Anchor::State::moment, at});
  }
  return found;
}

/// Whether a report is of this event and speaks of the column's categories.
bool Lifetimes::concerns(const ToldFact& told, FieldId field, const Dating& dating) const {
  const auto& leaves = model_.at(field).categories;
  return told.event == dating.event &&
         (told.categories.empty() || std::ranges::any_of(told.categories, [&](CategoryId id) {
            return std::ranges::count(leaves, id) > 0;
          }));
}

/// The column whose values name what is reported.
std::optional<FieldId> Lifetimes::asked_of(TableId table, const Dating& dating,
                                           const Walker::Way& way) const {
  const bool absence = std::holds_alternative<policy::OnAbsence>(model_.at(dating.event).source);
  if (absence && !way.hops.empty()) return way.hops.back().to.front();
  const TableId end = way.hops.empty() ? table : way.hops.back().table;
  for (std::uint32_t i = 0; i < model_.subjects.size(); ++i) {
    if (model_.home_of(SubjectId{i}) == end) return model_.subjects[i].identified_by.front();
  }
  return std::nullopt;
}

/// Reports of the rows that date this one. A pointer to a row that is gone still names it.
std::vector<Report> Lifetimes::reports_of_rows(Place place, FieldId field, const Dating& dating,
                                               Whose whose) const {
  const Walker::Leads leads = whose == Whose::staying ? leads_ : Walker::Leads{};
  const TableId of = *model_.at(dating.event).of;
  std::vector<Report> found;
  const auto add = [&](const auto& is_it, bool is_there) {
    Report report{{}, is_there};
    for (const ToldFact& told : facts_.told) {
      if (concerns(told, field, dating) && told.row_table == of && is_it(told.row_key)) {
        report.moments.push_back(told.at);
      }
    }
    found.push_back(std::move(report));
  };
  for (const Place named : walker_.ends(place, dating.hops, {}, leads)) {
    add([&](const std::vector<Cell>& key) { return is_row(named, key); }, true);
  }
  const auto& key = model_.at(of).key;
  if (key.size() != 1) return found;
  const Walker::Way way{dating.hops, {}, std::nullopt, true};
  for (const auto& name : walker_.names(place, way, key[0], leads)) {
    if (name.is_there) continue;
    add([&](const std::vector<Cell>& told) { return told.front() == name.value; }, false);
  }
  return found;
}

Reports Lifetimes::reports(Place place, FieldId field, const Dating& dating, Whose whose) const {
  const Walker::Leads leads = whose == Whose::staying ? leads_ : Walker::Leads{};
  const Event& event = model_.at(dating.event);
  const bool absence = std::holds_alternative<policy::OnAbsence>(event.source);
  Reports found;
  if (event.of) {
    found.of_named = reports_of_rows(place, field, dating, whose);
    return found;
  }
  for (const ToldFact& told : facts_.told) {
    const bool of_row =
        told.row_table && *told.row_table == place.table && is_row(place, told.row_key);
    if (concerns(told, field, dating) && of_row) found.of_row.push_back(told.at);
  }
  for (const auto& way : walker_.ways(place.table, dating)) {
    if (!way.dates) {
      const auto there = walker_.ends(place, way.hops, way.conditions, leads);
      if (!there.empty()) found.of_named.emplace_back();
      continue;
    }
    const auto asked = asked_of(place.table, dating, way);
    if (!asked) continue;
    const TableId home = model_.at(*asked).table;
    for (const Walker::Named& name : walker_.names(place, way, *asked, leads)) {
      Report report{{}, name.is_there};
      for (const ToldFact& told : facts_.told) {
        const bool same = absence || !told.subject || model_.home_of(*told.subject) == home;
        if (concerns(told, field, dating) && !told.row_table && same &&
            walker_.equal(name.by, told.key, name.value)) {
          report.moments.push_back(told.at);
        }
      }
      found.of_named.push_back(std::move(report));
    }
  }
  return found;
}

bool Lifetimes::is_row(Place place, const std::vector<Cell>& key) const {
  const auto& columns = model_.at(place.table).key;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i >= key.size() || walker_.cell(place, columns[i]) != key[i]) return false;
  }
  return !columns.empty();
}

/// Of each thing that dates the column by the event, whether it asks for it. A pointer to what is
/// not there can ask, and never objects.
template <class Past>
std::vector<bool> Lifetimes::asks(Place place, FieldId field, const Dating& dating, Whose whose,
                                  const Past& past) const {
  std::vector<bool> due;
  if (std::holds_alternative<policy::AtColumn>(model_.at(dating.event).source)) {
    for (const Anchor& anchor : anchors(place, field, dating, whose)) {
      due.push_back(anchor.state == Anchor::State::moment && past(anchor.at));
    }
    return due;
  }
  for (const Report& report : reports(place, field, dating, whose).of_named) {
    const bool asks = std::ranges::any_of(report.moments, past);
    if (asks || report.is_there) due.push_back(asks);
  }
  return due;
}

template <class Past>
bool Lifetimes::reached_by(Place place, FieldId field, const Dating& dating,
                           const Past& past) const {
  if (!std::holds_alternative<policy::AtColumn>(model_.at(dating.event).source) &&
      std::ranges::any_of(reports(place, field, dating, Whose::all).of_row, past)) {
    return true;
  }
  const auto yes = [](bool one) { return one; };
  return std::ranges::any_of(asks(place, field, dating, Whose::all, past), yes) &&
         (twist_ == Twist::any_owner_is_enough ||
          std::ranges::all_of(asks(place, field, dating, Whose::staying, past), yes));
}

bool Lifetimes::reached(Place place, FieldId field, const Rule& rule, bool overdue) const {
  return std::ranges::any_of(rule.anchor.events, [&](EventId event) {
    const Dating* dating = model_.dating(place.table, event);
    return dating != nullptr && reached_by(place, field, *dating, [&](Instant at) {
             return overdue ? is_overdue(rule, at) : acts(rule, at);
           });
  });
}

bool Lifetimes::floored(Place place, FieldId field, const Rule& rule) const {
  for (const EventId event : rule.anchor.events) {
    const Dating* dating = model_.dating(place.table, event);
    if (dating == nullptr) continue;
    for (const Anchor& anchor : anchors(place, field, *dating, Whose::all)) {
      if (anchor.state == Anchor::State::unreadable && twist_ != Twist::floors_ignored) return true;
      if (anchor.state == Anchor::State::moment && keeps(rule, anchor.at)) return true;
    }
  }
  return false;
}

bool Lifetimes::is_own_clock(TableId table, EventId event) const {
  const Dating* dating = model_.dating(table, event);
  return dating != nullptr && dating->hops.empty() &&
         std::holds_alternative<policy::AtColumn>(model_.at(event).source);
}

/// Whether a floor that still keeps a column of this row is dated by this one: its own clock, or
/// the pointer to the row with the clock.
bool Lifetimes::dates_a_floor(Place place, FieldId column) const {
  for (const Rule& rule : model_.rules) {
    if (!rule.is_floor() || !is_dated_by(place.table, rule, column)) continue;
    for (const FieldId other : rule.fields) {
      if (model_.at(other).table == place.table && floored(place, other, rule)) return true;
    }
  }
  return false;
}

bool Lifetimes::is_dated_by(TableId table, const Rule& rule, FieldId column) const {
  return counts_from(table, rule, column) ||
         std::ranges::any_of(rule.anchor.events, [&](EventId event) {
           const Dating* dating = model_.dating(table, event);
           return dating != nullptr && !dating->hops.empty() && points(table, *dating, column);
         });
}

/// Whether the column is by which the row points at what dates it, or at one of its owners.
bool Lifetimes::points(TableId table, const Dating& dating, FieldId column) const {
  return std::ranges::count(dating.hops.front().from, column) > 0 ||
         std::ranges::any_of(model_.at(table).owners, [&](const policy::Ownership& owner) {
           return owner.kind != policy::Ownership::Kind::shared && !owner.hops.empty() &&
                  std::ranges::count(owner.hops.front().from, column) > 0;
         });
}

bool Lifetimes::counts_from(TableId table, const Rule& rule, FieldId clock) const {
  return std::ranges::any_of(rule.anchor.events, [&](EventId event) {
    return is_own_clock(table, event) &&
           std::get<policy::AtColumn>(model_.at(event).source).field == clock;
  });
}

bool Lifetimes::overdue_by_own_clock(Place place, const Rule& rule) const {
  return std::ranges::any_of(rule.anchor.events, [&](EventId event) {
    if (!is_own_clock(place.table, event)) return false;
    const Anchor anchor = read(place, std::get<policy::AtColumn>(model_.at(event).source).field);
    return anchor.state == Anchor::State::moment && is_overdue(rule, anchor.at);
  });
}

Lifetime Lifetimes::of(Place place, FieldId field) const {
  Lifetime life;
  for (const RuleId id : model_.rules_of(field)) {
    const Rule& rule = model_.at(id);
    if (rule.is_ceiling()) {
      life.asked = life.asked || reached(place, field, rule, false);
      life.overdue = life.overdue || reached(place, field, rule, true);
      for (const EventId event : rule.anchor.events) {
        life.stands_alone = life.stands_alone || is_own_clock(place.table, event);
      }
    }
    if (rule.is_floor()) life.floored = life.floored || floored(place, field, rule);
  }
  life.floored = life.floored || dates_a_floor(place, field);
  return life;
}

/// Whether a hold on a row or a table names this row, or one that hangs on it.
/// @param from  tables between the named row and this one: no table is passed twice
bool Lifetimes::hangs_on(Place place, const KeepFact& keep, std::set<TableId> from) const {
  if (*keep.table == place.table && (keep.row_key.empty() || is_row(place, keep.row_key)))
    return true;
  from.insert(place.table);
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    const TableId other{i};
    if (from.contains(other)) continue;
    for (const policy::Ownership& owner : model_.at(other).owners) {
      const bool leads = owner.kind != policy::Ownership::Kind::shared && !owner.hops.empty() &&
                         owner.hops.front().table == place.table;
      for (std::size_t n = 0; leads && n < world_.at(other).size(); ++n) {
        const Place row{other, n};
        const auto ends = walker_.step(row, owner.hops.front());
        if (walker_.counts(row, owner.hops.front()) &&
            std::ranges::find(ends, place) != ends.end() && hangs_on(row, keep, from))
          return true;
      }
    }
  }
  return false;
}

bool Lifetimes::is_theirs(Place place, const KeepFact& keep) const {
  return std::ranges::any_of(model_.at(place.table).owners, [&](const auto& owner) {
    return owner.subject == *keep.subject && walker_.belongs(place, owner, keep.key);
  });
}

/// Rows that must stay since rows of the kept person hang on them, from row to row.
const std::set<Place>& Lifetimes::hung_on_by_theirs(const KeepFact& keep) const {
  const auto [known, is_new] = hung_on_.try_emplace(&keep);
  std::set<Place>& found = known->second;
  if (!is_new) return found;
  std::vector<std::pair<Place, bool>> from;  ///< and whether it is the person's own
  for (const auto& [table, rows] : world_) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (is_theirs({table, i}, keep)) from.emplace_back(Place{table, i}, true);
    }
  }
  while (!from.empty()) {
    const auto [place, own] = from.back();
    from.pop_back();
    for (const policy::Ownership& owner : model_.at(place.table).owners) {
      if (owner.kind == policy::Ownership::Kind::shared || owner.hops.empty()) continue;
      const bool changes = !walker_.pointers(place.table, owner).empty() || !owner.blanks.empty();
      if ((own && !changes) || !walker_.counts(place, owner.hops.front())) continue;
      for (const Place end : walker_.step(place, owner.hops.front())) {
        if (!(own && is_theirs(end, keep)) && found.insert(end).second)
          from.emplace_back(end, false);
      }
    }
  }
  return found;
}

bool Lifetimes::keeps_row(Place place, const KeepFact& keep) const {
  if (keep.table) return hangs_on(place, keep, {});
  return keep.subject && (is_theirs(place, keep) || hung_on_by_theirs(keep).contains(place));
}

bool Lifetimes::kept(Place place) const {
  return twist_ != Twist::holds_ignored &&
         std::ranges::any_of(facts_.keeps, [&](const KeepFact& k) { return keeps_row(place, k); });
}

}  // namespace abide::oracle
