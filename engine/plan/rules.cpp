// Anchors, reports and keeps to conditions.
#include "engine/plan/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::engine {
namespace {

using policy::Dating;
using policy::Event;
using policy::Hop;
using policy::Ownership;
using policy::Rule;

bool shares_category(const policy::Field& field, const std::vector<CategoryId>& categories) {
  return categories.empty() || std::ranges::any_of(field.categories, [&](CategoryId id) {
           return std::ranges::find(categories, id) != categories.end();
         });
}

/// What happens to the policy happens to every row.
bool is_of_the_policy(const Event& event) {
  const auto* told = std::get_if<policy::Told>(&event.source);
  return told != nullptr && told->by == policy::Told::By::abide;
}

}  // namespace

std::string RuleConditions::parameter(std::string name, std::vector<Value> values) {
  std::ranges::sort(values);
  const auto twins = std::ranges::unique(values);
  values.erase(twins.begin(), twins.end());
  for (const auto& [known, held] : parameters_) {
    if (held.reveal() == values && known.substr(0, known.find('#')) == name) {
      return known;
    }
  }
  std::string unique = name;
  for (int i = 2; parameters_.contains(unique); ++i) {
    unique = fmt::format("{}#{}", name, i);
  }
  parameters_.emplace(unique, Sensitive{std::move(values)});
  return unique;
}

/// The way that the Model says; and where it is an owner's, that of every other owner as well: a
/// row with several dies with the last.
std::vector<RuleConditions::Way> RuleConditions::ways(TableId table, const Dating& dating) const {
  const auto& owners = model_.at(table).owners;
  const Ownership* taken = nullptr;
  for (const Ownership& owner : owners) {
    const bool begins = !owner.hops.empty() && owner.kind != Ownership::Kind::shared &&
                        owner.hops.size() <= dating.hops.size() &&
                        std::equal(owner.hops.begin(), owner.hops.end(), dating.hops.begin());
    taken = taken == nullptr && begins ? &owner : taken;
  }
  if (taken == nullptr) {
    return {{dating.hops, std::nullopt, true}};
  }
  const std::vector<Hop> rest(dating.hops.begin() + static_cast<std::ptrdiff_t>(taken->hops.size()),
                              dating.hops.end());
  const bool about_people = rest.empty() &&
                            std::holds_alternative<policy::Told>(model_.at(dating.event).source) &&
                            !model_.at(dating.event).of;
  const bool by_column = std::holds_alternative<policy::AtColumn>(model_.at(dating.event).source);
  std::vector<Way> all;
  for (const Ownership& owner : owners) {
    if (owner.hops.empty() || owner.kind == Ownership::Kind::shared) {
      continue;
    }
    Way way{owner.hops, owner.subject, true};
    way.hops.insert(way.hops.end(), rest.begin(), rest.end());
    if (by_column) {
      way.conditions = owner.on_the_way;
    }
    // Of several kinds of people in one table the event is as much about one as about another.
    if (owner.hops.back().table != taken->hops.back().table && !about_people) {
      way = {{owner.hops.front()}, owner.subject, false};
      way.conditions = owner.on_the_way;
      if (owner.hops.size() > 1) {
        way.objecting = step_counts(model_, owner.hops[0].table, owner.hops[1]);
      }
    }
    all.push_back(std::move(way));
  }
  return all;
}

Result<Condition> RuleConditions::by_any(TableId table, const std::vector<Way>& ways,
                                         const TargetOf& target_of) {
  Condition sum;
  for (const Way& way : ways) {
    if (way.dates) {
      ABIDE_TRY(const Condition one, along(model_, table, way.hops, target_of(way),
                                           Pointed::may_be_gone, {}, way.conditions));
      sum = sum || one;
    }
  }
  return sum;
}

Result<Condition> RuleConditions::by_all(TableId table, const std::vector<Way>& ways,
                                         const TargetOf& target_of) {
  ABIDE_TRY(const Condition some, by_any(table, ways, target_of));
  const bool one_row =
      ways.size() == 1 &&
      std::ranges::all_of(ways.front().hops, [&](const Hop& h) { return is_unique(model_, h); });
  if (one_row || some.is_never()) {
    return some;
  }
  Condition others;
  for (const Way& way : ways) {
    const Condition not_yet = way.dates ? !target_of(way) : way.objecting;
    ABIDE_TRY(const Condition one,
              along(model_, table, way.hops, not_yet, Pointed::is_there, taken_, way.conditions));
    others = others || one;
  }
  return some && !others;
}

/// The cutoff as the column would write it: a column of days holds the policy's own days, and one
/// without offsets the hours of its zone.
Instant RuleConditions::in_column(const policy::Field& column, Instant cutoff) const {
  using std::chrono::sys_days;
  if (column.clock == policy::ClockForm::date) {
    const Date last = reckoner_.day_of(cutoff - std::chrono::microseconds{1});
    return Instant{sys_days{add_days(last, 1)}};
  }
  const bool written = !column.clock || *column.clock == policy::ClockForm::iso;
  const auto zone = written && !column.zone.empty() ? Zone::find(column.zone) : Zone::utc();
  if (!zone.ok() || !written || column.zone.empty()) {
    return cutoff;
  }
  return Instant{sys_days{zone->local_date(cutoff)}} +
         std::chrono::minutes{zone->minute_of_day(cutoff)} +
         (cutoff - std::chrono::floor<std::chrono::minutes>(cutoff));
}

Result<Condition> RuleConditions::by_column(TableId table, const std::vector<Way>& ways,
                                            FieldId column, Instant cutoff, Ask ask) {
  const policy::Field& field = model_.at(column);
  const Condition before =
      Condition::of(Selector{Before{field.column, in_column(field, cutoff), encoding_of(field)}});
  if (ask == Ask::reached) {
    return by_all(table, ways, [&](const Way&) { return before; });
  }
  const Condition keeps = !Condition::of(Selector{IsNull{field.column}}) && !before;
  return by_any(table, ways, [&](const Way&) { return keeps; });
}

/// The column whose values name what was reported: the absent row's key, or the key of the subject
/// at the end of the way.
FieldId RuleConditions::key_asked(TableId table, const Dating& dating, const Way& way) const {
  const Event& event = model_.at(dating.event);
  if (std::holds_alternative<policy::OnAbsence>(event.source) && !way.hops.empty()) {
    return way.hops.back().to.front();
  }
  const TableId end = way.hops.empty() ? table : way.hops.back().table;
  for (const policy::Subject& subject : model_.subjects) {
    if (model_.at(subject.identified_by.front()).table == end) {
      return subject.identified_by.front();
    }
  }
  return model_.at(end).key.front();
}

/// Reports of single rows: of the very rows, or of those that the event is of and that date them.
Result<Condition> RuleConditions::by_rows(TableId table, const Dating& dating,
                                          const std::vector<const ToldEvent*>& told, Ask ask) {
  const auto of = model_.at(dating.event).of;
  std::vector<const RowKey*> own;
  std::vector<const RowKey*> named;
  for (const ToldEvent* one : told) {
    if (of == one->row->table) {
      named.push_back(&*one->row);
    } else if (one->row->table == table) {
      own.push_back(&*one->row);
    }
  }
  const Condition very = rows(table, own);
  if (named.empty()) {
    return very;
  }
  const Condition these = rows(*of, named);
  const std::vector<Way> way{{dating.hops, std::nullopt, true}};
  const auto target = [&](const Way&) { return these; };
  ABIDE_TRY(const Condition through,
            ask == Ask::reached ? by_all(table, way, target) : by_any(table, way, target));
  return very || through;
}

Result<Condition> RuleConditions::by_report(FieldId field, const Dating& dating, Instant cutoff,
                                            Ask ask) {
  const TableId table = model_.at(field).table;
  const Event& event = model_.at(dating.event);
  std::vector<const ToldEvent*> rows;
  std::map<std::optional<SubjectId>, std::vector<Value>> keys;
  for (const ToldEvent& told : facts_.events) {
    const bool wanted = ask == Ask::reached ? told.at < cutoff : told.at >= cutoff;
    if (told.event != dating.event || !wanted ||
        !shares_category(model_.at(field), told.categories)) {
      continue;
    }
    if (told.row) {
      rows.push_back(&told);
    } else if (is_of_the_policy(event)) {
      return Condition::always();
    } else {
      const bool absence = std::holds_alternative<policy::OnAbsence>(event.source);
      keys[absence ? std::nullopt : told.subject].push_back(told.subject_key.reveal());
    }
  }
  ABIDE_TRY(const Condition sum, by_rows(table, dating, rows, ask));
  if (keys.empty() || event.of) {
    return sum;
  }
  const auto target = [&](const Way& way) {
    const FieldId asked = key_asked(table, dating, way);
    std::vector<Value> told;
    for (const auto& [subject, values] : keys) {
      if (!subject || model_.home_of(*subject) == model_.at(asked).table) {
        told.insert(told.end(), values.begin(), values.end());
      }
    }
    return told.empty()
               ? Condition{}
               : in_parameter(model_, asked, parameter("event:" + event.name, std::move(told)));
  };
  const std::vector<Way> all = ways(table, dating);
  ABIDE_TRY(const Condition some,
            ask == Ask::reached ? by_all(table, all, target) : by_any(table, all, target));
  return sum || some;
}

Result<Condition> RuleConditions::by_event(FieldId field, const Rule& rule, EventId event,
                                           Ask ask) {
  const TableId table = model_.at(field).table;
  const Dating* dating = model_.dating(table, event);
  if (dating == nullptr) {
    return Condition{};
  }
  const Instant cutoff =
      ask == Ask::reached ? reckoner_.ceiling_cutoff(rule, at_) : reckoner_.floor_cutoff(rule, at_);
  if (const auto* column = std::get_if<policy::AtColumn>(&model_.at(event).source)) {
    return by_column(table, ways(table, *dating), column->field, cutoff, ask);
  }
  return by_report(field, *dating, cutoff, ask);
}

Result<Condition> RuleConditions::reached(FieldId field, const Rule& rule) {
  Condition sum;
  for (const EventId event : rule.anchor.events) {
    ABIDE_TRY(const Condition one, by_event(field, rule, event, Ask::reached));
    sum = sum || one;
  }
  return sum;
}

Result<Condition> RuleConditions::floored(FieldId field, const Rule& rule) {
  Condition sum;
  for (const EventId event : rule.anchor.events) {
    ABIDE_TRY(const Condition one, by_event(field, rule, event, Ask::floored));
    sum = sum || one;
  }
  return sum;
}

}  // namespace abide::engine
