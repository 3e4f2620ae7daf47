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

const char* word_of(Keep::Reason reason) {
  switch (reason) {
    case Keep::Reason::hold:
      return "hold";
    case Keep::Reason::access:
      return "access";
    case Keep::Reason::restriction:
      return "restriction";
  }
  return "";
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

Result<Condition> RuleConditions::all_along(TableId table, std::span<const Hop> hops,
                                            const Condition& target) {
  ABIDE_TRY(Condition some, along(model_, table, hops, target));
  const bool unique =
      std::ranges::all_of(hops, [&](const Hop& hop) { return is_unique(model_, hop); });
  if (unique || some.is_never()) {
    return some;
  }
  ABIDE_TRY(const Condition others, along(model_, table, hops, !target));
  return some && !others;
}

Result<Condition> RuleConditions::by_column(TableId table, const Dating& dating, FieldId column,
                                            Instant cutoff, Ask ask) {
  const policy::Field& field = model_.at(column);
  const Condition before =
      Condition::of(Selector{Before{field.column, cutoff, encoding_of(field)}});
  if (ask == Ask::reached) {
    return all_along(table, dating.hops, before);
  }
  return along(model_, table, dating.hops,
               !Condition::of(Selector{IsNull{field.column}}) && !before);
}

/// The column whose values name what was reported: the absent row's key, the row's key, or the
/// subject's own key.
FieldId RuleConditions::key_asked(TableId table, const Dating& dating) const {
  const Event& event = model_.at(dating.event);
  if (std::holds_alternative<policy::OnAbsence>(event.source) && !dating.hops.empty()) {
    return dating.hops.back().to.front();
  }
  const TableId end = dating.hops.empty() ? table : dating.hops.back().table;
  for (const policy::Subject& subject : model_.subjects) {
    if (model_.at(subject.identified_by.front()).table == end) {
      return subject.identified_by.front();
    }
  }
  return model_.at(end).key.front();
}

Result<Condition> RuleConditions::row(const RowKey& row) {
  Condition all = Condition::always();
  const auto& key = model_.at(row.table).key;
  for (std::size_t i = 0; i < key.size() && i < row.key.reveal().size(); ++i) {
    const std::string name = parameter("row:" + model_.full_name(key[i]), {row.key.reveal()[i]});
    all = all && in_parameter(model_, key[i], name);
  }
  return all;
}

Result<Condition> RuleConditions::by_report(FieldId field, const Dating& dating, Instant cutoff,
                                            Ask ask) {
  const TableId table = model_.at(field).table;
  std::vector<Value> keys;
  Condition sum;
  for (const ToldEvent& told : facts_.events) {
    const bool wanted = ask == Ask::reached ? told.at < cutoff : told.at >= cutoff;
    if (told.event != dating.event || !wanted ||
        !shares_category(model_.at(field), told.categories)) {
      continue;
    }
    if (!told.row) {
      keys.push_back(told.subject_key.reveal());
      continue;
    }
    if (told.row->table == table) {
      ABIDE_TRY(const Condition one, row(*told.row));
      sum = sum || one;
    } else if (model_.at(dating.event).of == told.row->table) {
      ABIDE_TRY(const Condition one, row(*told.row));
      ABIDE_TRY(const Condition through, along(model_, table, dating.hops, one));
      sum = sum || through;
    }
  }
  if (keys.empty()) {
    return sum;
  }
  const std::string name = parameter("event:" + model_.at(dating.event).name, std::move(keys));
  const Condition target = in_parameter(model_, key_asked(table, dating), name);
  ABIDE_TRY(const Condition some, ask == Ask::reached ? all_along(table, dating.hops, target)
                                                      : along(model_, table, dating.hops, target));
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
    return by_column(table, *dating, column->field, cutoff, ask);
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

Result<Condition> RuleConditions::belongs(TableId table, SubjectId subject,
                                          const std::string& name) {
  const FieldId key = model_.at(subject).identified_by.front();
  Condition sum;
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.subject != subject) {
      continue;
    }
    const Condition target = in_parameter(model_, key, name);
    ABIDE_TRY(Condition one, along(model_, table, owner.hops, target));
    if (owner.condition) {
      const Value value =
          std::visit([](const auto& v) { return Value{v}; }, owner.condition->value);
      one = one && Condition::of(Selector{In{model_.at(owner.condition->field).column, {value}}});
    }
    sum = sum || one;
  }
  return sum;
}

Result<Condition> RuleConditions::kept(TableId table, Keep::Reason reason) {
  Condition sum;
  std::map<SubjectId, std::vector<Value>> subjects;
  for (const Keep& keep : facts_.keeps) {
    if (keep.reason != reason) {
      continue;
    }
    if (keep.row && keep.row->table == table) {
      ABIDE_TRY(const Condition one, row(*keep.row));
      sum = sum || one;
    } else if (keep.table && *keep.table == table) {
      return Condition::always();
    } else if (keep.subject && !keep.row && !keep.table) {
      subjects[*keep.subject].push_back(keep.subject_key.reveal());
    }
  }
  for (auto& [subject, keys] : subjects) {
    const std::string name =
        parameter(fmt::format("{}:{}", word_of(reason), model_.at(subject).name), std::move(keys));
    ABIDE_TRY(const Condition one, belongs(table, subject, name));
    sum = sum || one;
  }
  return sum;
}

}  // namespace abide::engine
