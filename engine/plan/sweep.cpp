// The nightly plan: everything whose end has come.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/draft.hpp"

namespace abide::engine {
namespace {

using policy::Dating;
using policy::Hop;
using policy::Model;
using policy::Ownership;
using policy::Rule;

class SweepPlanner {
 public:
  explicit SweepPlanner(const PlanRequest& request, const Reckoner& reckoner)
      : request_(request),
        model_(request.model),
        rules_(request.model, reckoner, request.facts, request.at) {}

  Result<Planned> plan();

 private:
  Result<FieldDue> due_of(FieldId field, const Condition& lost);
  [[nodiscard]] bool stands_alone(FieldId field) const;
  Result<Condition> lost(Draft& draft, TableId table);
  [[nodiscard]] Condition emptied(const TableDue& table, const std::vector<FieldId>& fields) const;
  Result<Condition> keeps(TableId table);
  Result<TableDue> table_due(Draft& draft, TableId table);
  Result<void> say_kept(Draft& draft, const TableDue& due);
  [[nodiscard]] const TableDue* planned(TableId table) const;

  const PlanRequest& request_;
  const Model& model_;
  RuleConditions rules_;
  std::vector<TableDue> tables_;
};

const TableDue* SweepPlanner::planned(TableId table) const {
  const auto at = std::ranges::find(tables_, table, &TableDue::table);
  return at == tables_.end() ? nullptr : &*at;
}

/// Whether a ceiling of the column counts from its own row, so that it outlives the path to its
/// subject.
bool SweepPlanner::stands_alone(FieldId field) const {
  return std::ranges::any_of(model_.rules_of(field), [&](RuleId id) {
    const Rule& rule = model_.at(id);
    return rule.is_ceiling() && std::ranges::any_of(rule.anchor.events, [&](EventId event) {
             const Dating* dating = model_.dating(model_.at(field).table, event);
             return dating != nullptr && dating->hops.empty() &&
                    std::holds_alternative<policy::AtColumn>(model_.at(event).source);
           });
  });
}

Result<FieldDue> SweepPlanner::due_of(FieldId field, const Condition& lost) {
  FieldDue due;
  due.field = field;
  for (const RuleId id : model_.rules_of(field)) {
    const Rule& rule = model_.at(id);
    if (rule.is_ceiling()) {
      ABIDE_TRY(const Condition reached, rules_.reached(field, rule));
      if (!reached.is_never()) {
        due.why.push_back(&rule);
        due.asked = due.asked || reached;
      }
    }
    if (rule.is_floor()) {
      ABIDE_TRY(const Condition floored, rules_.floored(field, rule));
      due.floors.push_back(&rule);
      due.floored = due.floored || floored;
    }
  }
  if (!stands_alone(field)) {
    due.asked = due.asked || lost;
  }
  return due;
}

/// Rows of a planned table in which this plan empties one of the columns.
Condition SweepPlanner::emptied(const TableDue& table, const std::vector<FieldId>& fields) const {
  Condition rows;
  for (const Emptied& group : table.emptied) {
    const bool cut = std::ranges::any_of(group.fields, [&](FieldId field) {
      return std::ranges::find(fields, field) != fields.end();
    });
    rows = cut ? rows || group.where : rows;
  }
  return rows;
}

/// Rows whose path to their subject this plan cuts further on: what hangs on a row that goes, goes
/// with it. Where nothing hangs on anything that goes, rows need not be asked for it one by one.
Result<Condition> SweepPlanner::lost(Draft& draft, TableId table) {
  const Ownership* owner = owner_path(model_, table);
  if (owner == nullptr) {
    return Condition{};
  }
  const Hop& hop = owner->hops.front();
  const TableDue* parent = planned(hop.table);
  if (parent == nullptr) {
    return Condition{};
  }
  const Condition cut = parent->goes || parent->orphaned || emptied(*parent, hop.to);
  if (draft.blocked(hop.table).empty()) {
    ABIDE_TRY(const bool some, draft.any(hop.table, cut));
    if (!some) {
      return Condition{};
    }
  }
  return along(model_, table, std::span{&hop, 1}, cut);
}

Result<Condition> SweepPlanner::keeps(TableId table) {
  Condition sum;
  for (const auto reason : {Keep::Reason::hold, Keep::Reason::access, Keep::Reason::restriction}) {
    ABIDE_TRY(const Condition one, rules_.kept(table, reason));
    sum = sum || one;
  }
  return sum;
}

Result<TableDue> SweepPlanner::table_due(Draft& draft, TableId table) {
  ABIDE_TRY(const Condition lost_rows, lost(draft, table));
  ABIDE_TRY(const Condition kept_rows, keeps(table));
  std::map<FieldId, Condition> cuts;
  const Ownership* owner = owner_path(model_, table);
  if (owner != nullptr && !lost_rows.is_never()) {
    for (const FieldId field : owner->hops.front().from) {
      cuts[field] = lost_rows;
    }
  }
  for (const Rule& rule : model_.rules) {
    for (const FieldId field : rule.fields) {
      if (rule.kind == Rule::Kind::sever && model_.at(field).table == table) {
        ABIDE_TRY(const Condition reached, rules_.reached(field, rule));
        cuts[field] = cuts[field] || reached;
      }
    }
  }
  ABIDE_TRY(TableDue due,
            combine(
                model_, table,
                [&](FieldId field) {
                  const auto cut = cuts.find(field);
                  return due_of(field, cut == cuts.end() ? lost_rows : lost_rows || cut->second);
                },
                kept_rows, cuts));
  if (owner != nullptr) {
    due.orphaned = emptied(due, owner->hops.front().from) || lost_rows;
    due.orphaned = due.orphaned && !due.goes;
  }
  return due;
}

Result<void> SweepPlanner::say_kept(Draft& draft, const TableDue& due) {
  for (const auto& [reason, words] :
       {std::pair{Keep::Reason::hold, "a legal hold"},
        std::pair{Keep::Reason::access, "an open access request"},
        std::pair{Keep::Reason::restriction, "a restriction of processing"}}) {
    ABIDE_TRY(const Condition kept, rules_.kept(due.table, reason));
    Condition would = due.would_go;
    for (const FieldDue& field : due.fields) {
      would = would || (field.asked && !field.floored);
    }
    ABIDE_CHECK(draft.keep(due.table, kept && would,
                           {"", "", fmt::format("{} keeps them", words), 0, {}, {}, "it ends"}));
  }
  std::vector<const Rule*> floors;
  std::vector<std::string> fields;
  Condition held_back;
  for (const FieldDue& field : due.fields) {
    if (!field.floored.is_never()) {
      fields.push_back(model_.at(field.field).name);
      held_back = held_back || (field.floored && due.orphaned);
      for (const Rule* rule : field.floors) {
        if (std::ranges::find(floors, rule) == floors.end()) {
          floors.push_back(rule);
        }
      }
    }
  }
  if (floors.empty()) {
    return {};
  }
  std::vector<std::string> laws;
  for (const Rule* rule : floors) {
    if (rule->law && std::ranges::find(laws, *rule->law) == laws.end()) {
      laws.push_back(*rule->law);
    }
  }
  return draft.keep(
      due.table, held_back,
      {"", "", fmt::format("the law asks that they be kept ({})", fmt::join(laws, ", ")), 0, fields,
       whys_of(model_, floors), "each row's own date"});
}

Result<Planned> SweepPlanner::plan() {
  Draft draft{request_, rules_};
  for (const TableId table : parents_first(model_)) {
    const policy::Store& store = model_.at(model_.at(table).store);
    if (store.no_reach_because || model_.at(table).key.empty()) {
      continue;
    }
    auto due = table_due(draft, table);
    if (!due && due.error().code == ErrorCode::unsupported) {
      draft.gap({"E0602", model_.full_name(table), due.error().message, due.error().help, 0,
                 std::nullopt, true});
      continue;
    }
    if (!due) {
      return due.error();
    }
    tables_.push_back(std::move(*due));
  }
  for (const TableDue& due : tables_) {
    ABIDE_CHECK(draft.add(due));
    if (draft.blocked(due.table).empty()) {
      ABIDE_CHECK(say_kept(draft, due));
    }
  }
  Plan plan;
  plan.kind = "sweep";
  return draft.finish(std::move(plan), tables_);
}

}  // namespace

Result<Planned> plan_sweep(const PlanRequest& request) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(request.model.calendar));
  return SweepPlanner{request, reckoner}.plan();
}

}  // namespace abide::engine
