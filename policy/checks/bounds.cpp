// Floors against ceilings. The walk over 400 years runs once for each pair of terms, and only where
// the lengths alone do not decide.
#include "policy/checks/bounds.hpp"

#include <algorithm>
#include <map>

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

/// Fewest and most days from the event to the bound.
struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};
Range range_of(const Bound& bound) {
  constexpr std::int64_t longest_year = 366;
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

constexpr Date first_start{std::chrono::year{2026}, std::chrono::January, day{10}};
constexpr std::int64_t days_of_400_years = 146'097;

}  // namespace

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

std::optional<Date> Clashes::same_event(const Bound& floor, const Bound& ceiling) {
  const Range floors = range_of(floor);
  const Range ceilings = range_of(ceiling);
  if (floors.most <= ceilings.least) {
    return std::nullopt;
  }
  const auto known = std::find_if(walked_.begin(), walked_.end(), [&](const Walked& walked) {
    return walked.floor == floor && walked.ceiling == ceiling;
  });
  if (known != walked_.end()) {
    return known->start;
  }
  std::optional<Date> start;
  for (std::int64_t i = 0; i < days_of_400_years && !start; ++i) {
    const Date event = add_days(first_start, i);
    if (falls_on(floor, event, model_.calendar) > falls_on(ceiling, event, model_.calendar)) {
      start = event;
    }
  }
  walked_.push_back({floor, ceiling, start});
  return start;
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

namespace {

/// Rules with equal bounds decide alike: they are told apart by one number.
class Terms {
 public:
  explicit Terms(const Model& model) {
    std::map<std::tuple<int, int, int, std::int64_t, std::vector<EventId>>, std::uint32_t> known;
    for (const Rule& rule : model.rules) {
      std::vector<EventId> events = rule.anchor.events;
      std::sort(events.begin(), events.end());
      const auto [at, is_new] = known.try_emplace(
          {static_cast<int>(rule.kind), static_cast<int>(rule.anchor.end_of),
           static_cast<int>(rule.period.unit), rule.period.count, std::move(events)},
          static_cast<std::uint32_t>(known.size()));
      of_rule_.push_back(at->second);
    }
  }
  [[nodiscard]] std::uint32_t of(RuleId rule) const { return of_rule_[rule.value]; }

 private:
  std::vector<std::uint32_t> of_rule_;
};

/// Rules with equal bounds on one column.
struct Same {
  std::uint32_t term = 0;
  std::vector<RuleId> rules;
};
struct RulesOfField {
  std::vector<Same> floors, ceilings;
};
void add(std::vector<Same>& groups, std::uint32_t term, RuleId rule) {
  // Rules come in the order written, so equal ones mostly follow each other; the rest are sorted
  // together later.
  if (groups.empty() || groups.back().term != term) {
    groups.push_back({term, {}});
  }
  groups.back().rules.push_back(rule);
}
void gather(std::vector<Same>& groups) {
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Same& a, const Same& b) { return a.term < b.term; });
  std::vector<Same> gathered;
  for (Same& group : groups) {
    if (!gathered.empty() && gathered.back().term == group.term) {
      gathered.back().rules.insert(gathered.back().rules.end(), group.rules.begin(),
                                   group.rules.end());
    } else {
      gathered.push_back(std::move(group));
    }
  }
  groups = std::move(gathered);
}

using Wanted = std::function<bool(RuleId, RuleId)>;

class Finder {
 public:
  Finder(const Model& model, const Wanted* wanted)
      : model_(model),
        wanted_(wanted),
        terms_(model),
        clashes_(model),
        fields_(model.fields.size()) {}

  std::vector<Contradiction> run() {
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      const Rule& rule = model_.rules[i];
      for (const FieldId field : rule.fields) {
        if (rule.is_floor()) {
          add(fields_[field.value].floors, terms_.of(RuleId{i}), RuleId{i});
        }
        if (rule.is_ceiling()) {
          add(fields_[field.value].ceilings, terms_.of(RuleId{i}), RuleId{i});
        }
      }
    }
    for (std::uint32_t i = 0; i < fields_.size() && !enough(); ++i) {
      if (!fields_[i].floors.empty()) {
        field(FieldId{i}, fields_[i]);
      }
    }
    return std::move(found_);
  }

 private:
  static constexpr std::size_t most_found = 300;
  [[nodiscard]] bool enough() const { return wanted_ == nullptr && found_.size() >= most_found; }

  /// Ceilings from the soonest on: where every bound waits on one event, those surely later than a
  /// floor need no look.
  void field(FieldId id, RulesOfField& rules) {
    gather(rules.floors);
    gather(rules.ceilings);
    const auto least = [&](const Same& group) {
      return range_of(ceiling_of(model_.at(group.rules.front()), model_.calendar)).least;
    };
    std::stable_sort(rules.ceilings.begin(), rules.ceilings.end(),
                     [&](const Same& a, const Same& b) { return least(a) < least(b); });
    const bool several = several_events(rules);
    for (const Same& floor : rules.floors) {
      const std::int64_t most = range_of(floor_of(model_.at(floor.rules.front()))).most;
      for (const Same& ceiling : rules.ceilings) {
        if (enough() || (least(ceiling) >= most && !several)) {
          break;
        }
        compare(id, floor, ceiling);
      }
    }
  }
  [[nodiscard]] bool several_events(const RulesOfField& rules) {
    const auto& first = model_.at(rules.floors.front().rules.front()).anchor.events;
    const auto other = [&](const Same& group) {
      return model_.at(group.rules.front()).anchor.events != first;
    };
    return first.size() > 1 || std::any_of(rules.floors.begin(), rules.floors.end(), other) ||
           std::any_of(rules.ceilings.begin(), rules.ceilings.end(), other);
  }
  void compare(FieldId field, const Same& floors, const Same& ceilings) {
    if (floors.term == ceilings.term) {
      return;  // a fixed term is one statement and never contradicts itself
    }
    const auto [at, is_new] = decided_.try_emplace({floors.term, ceilings.term});
    if (is_new) {
      at->second =
          clashes_.between(model_.at(floors.rules.front()), model_.at(ceilings.rules.front()));
    }
    if (!at->second) {
      return;
    }
    if (wanted_ == nullptr) {
      add_pair(field, floors.rules.front(), ceilings.rules.front(), *at->second);
      return;
    }
    for (const RuleId floor : floors.rules) {
      for (const RuleId ceiling : ceilings.rules) {
        if ((*wanted_)(floor, ceiling)) {
          add_pair(field, floor, ceiling, *at->second);
        }
      }
    }
  }
  void add_pair(FieldId field, RuleId floor, RuleId ceiling, const Clash& clash) {
    const auto [known, is_first] =
        index_.try_emplace({floor, ceiling}, static_cast<std::uint32_t>(found_.size()));
    if (is_first) {
      found_.push_back({floor, ceiling, {}, clash});
    }
    found_[known->second].fields.push_back(field);
  }

  const Model& model_;
  const Wanted* wanted_;
  Terms terms_;
  Clashes clashes_;
  std::vector<RulesOfField> fields_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::optional<Clash>> decided_;
  std::map<std::pair<RuleId, RuleId>, std::uint32_t> index_;
  std::vector<Contradiction> found_;
};

}  // namespace

std::vector<Contradiction> find_contradictions(const Model& model) {
  return Finder{model, nullptr}.run();
}

std::vector<Contradiction> find_contradictions(const Model& model, const Wanted& wanted) {
  return Finder{model, &wanted}.run();
}

}  // namespace abide::policy::checks
