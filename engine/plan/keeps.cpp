// Rows that holds and requests name: single rows, and all of one person's.
#include <fmt/format.h>

#include "engine/plan/rules.hpp"

namespace abide::engine {
namespace {

using policy::Ownership;

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

/// Keys of one column share a parameter.
Condition RuleConditions::rows(TableId table, const std::vector<const RowKey*>& rows) {
  const auto& key = model_.at(table).key;
  std::vector<Value> values;
  Condition sum;
  for (const RowKey* row : rows) {
    const Row& parts = row->key.reveal();
    if (key.size() == 1 && !parts.empty()) {
      values.push_back(parts.front());
      continue;
    }
    Condition all = Condition::always();
    for (std::size_t i = 0; i < key.size() && i < parts.size(); ++i) {
      const std::string name = parameter("row:" + model_.full_name(key[i]), {parts[i]});
      all = all && in_parameter(model_, key[i], name);
    }
    sum = sum || all;
  }
  if (!values.empty()) {
    const std::string name = parameter("row:" + model_.full_name(key.front()), std::move(values));
    sum = in_parameter(model_, key.front(), name);
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
      one = one && holds(model_, *owner.condition);
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
      sum = sum || rows(table, {&*keep.row});
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
