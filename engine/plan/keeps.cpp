// Rows that holds and requests name: single rows, and all of one person's.
#include <fmt/format.h>

#include <algorithm>

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
    // Their own row is kept by its key, whatever kind of person it says now.
    if (owner.condition && !owner.hops.empty()) {
      one = one && holds(model_, *owner.condition);
    }
    sum = sum || one;
  }
  return sum;
}

bool RuleConditions::is_wholly_kept(TableId table, Keep::Reason reason) const {
  return std::ranges::any_of(
      facts_.keeps, [&](const Keep& keep) { return keep.reason == reason && keep.table == table; });
}

/// Rows that rows of wholly kept tables point at on their way to an owner, or are bound to.
/// @param above  tables that the path began at: a ring of tables ends there
Result<Condition> RuleConditions::under_kept_tables(TableId table, const IsKept& is_kept,
                                                    std::set<TableId> above) {
  Condition sum;
  above.insert(table);
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    const TableId below{i};
    if (above.contains(below)) {
      continue;
    }
    std::vector<policy::Hop> hops = steps_to(model_, below, table);
    for (const policy::Hop& hop : enforced_ ? enforced_(below) : std::vector<policy::Hop>{}) {
      if (hop.table == table && std::ranges::find(hops, hop) == hops.end()) {
        hops.push_back(hop);
      }
    }
    for (const policy::Hop& hop : hops) {
      Condition rows = Condition::always();
      if (!is_kept(below)) {
        ABIDE_TRY(rows, under_kept_tables(below, is_kept, above));
      }
      const policy::Hop back{hop.to, below, hop.from};
      ABIDE_TRY(const Condition pointed,
                along(model_, table, {&back, 1}, rows && step_counts(model_, below, hop),
                      Pointed::is_there));
      sum = sum || pointed;
    }
  }
  return sum;
}

Result<Condition> RuleConditions::kept_by_table(TableId table, TableId kept) {
  return table == kept
             ? Condition::always()
             : under_kept_tables(table, [kept](TableId other) { return other == kept; }, {});
}

Result<Condition> RuleConditions::kept(TableId table) {
  Condition sum;
  for (const auto reason : {Keep::Reason::hold, Keep::Reason::access, Keep::Reason::restriction}) {
    ABIDE_TRY(const Condition one, kept(table, reason));
    sum = sum || one;
  }
  return sum;
}

Result<Condition> RuleConditions::kept(TableId table, Keep::Reason reason) {
  if (is_wholly_kept(table, reason)) {
    return Condition::always();
  }
  std::map<SubjectId, std::vector<Value>> subjects;
  std::vector<const RowKey*> single;
  for (const Keep& keep : facts_.keeps) {
    if (keep.reason != reason) {
      continue;
    }
    if (keep.row && keep.row->table == table) {
      single.push_back(&*keep.row);
    } else if (keep.subject && !keep.row && !keep.table) {
      subjects[*keep.subject].push_back(keep.subject_key.reveal());
    }
  }
  const IsKept is_kept = [&](TableId other) { return is_wholly_kept(other, reason); };
  ABIDE_TRY(Condition sum, under_kept_tables(table, is_kept, {}));
  sum = single.empty() ? sum : sum || rows(table, single);
  for (auto& [subject, keys] : subjects) {
    const std::string name =
        parameter(fmt::format("{}:{}", word_of(reason), model_.at(subject).name), std::move(keys));
    ABIDE_TRY(const Condition one, belongs(table, subject, name));
    sum = sum || one;
  }
  return sum;
}

}  // namespace abide::engine
