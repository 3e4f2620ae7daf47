// One person's erasure: every row of theirs, column by column, down to what a floor keeps.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/erase_planner.hpp"
#include "engine/plan/kept_clocks.hpp"
#include "engine/plan/kept_paths.hpp"

namespace abide::engine {

using policy::Model;
using policy::Ownership;
using policy::Rule;

bool ErasePlanner::in_scope(FieldId field) const {
  return erase_.of.empty() || std::ranges::any_of(model_.at(field).categories, [&](CategoryId id) {
           return std::ranges::find(erase_.of, id) != erase_.of.end();
         });
}

/// The parameter that holds the subject's values of this column; empty when it has none.
std::string ErasePlanner::values_of(FieldId field) {
  const auto at = erase_.identity.values.find(field);
  if (at == erase_.identity.values.end() || at->second.reveal().empty()) {
    return "";
  }
  return rules_.parameter(model_.full_name(field), at->second.reveal());
}

bool ErasePlanner::is_severed(FieldId field) const {
  return std::ranges::any_of(model_.rules_of(field),
                             [&](RuleId id) { return model_.at(id).kind == Rule::Kind::sever; });
}

const TableDue* ErasePlanner::planned(TableId table) const {
  const auto at = std::ranges::find(tables_, table, &TableDue::table);
  return at == tables_.end() ? nullptr : &*at;
}

/// Whether an erasure of everything empties the column in rows that stay, whatever it holds: it
/// leads to the subject, or a rule severs it.
bool ErasePlanner::leads_on(FieldId field) const {
  return is_severed(field) ||
         std::ranges::any_of(model_.at(model_.at(field).table).owners, [&](const Ownership& owner) {
           const auto from = pointers(model_, model_.at(field).table, owner);
           return owner.subject == erase_.identity.subject &&
                  owner.kind != Ownership::Kind::shared &&
                  std::ranges::find(from, field) != from.end();
         });
}

/// Rows in which the column goes while the row stays somebody else's.
Condition ErasePlanner::left_behind(FieldId field, const Reach& reach) const {
  const auto named = reach.blanks.find(field);
  Condition rows = named == reach.blanks.end() ? Condition{} : named->second;
  for (const Claims::Leaving& one : reach.claims.leaving) {
    if (!one.itself) {
      continue;
    }
    const auto from = pointers(model_, model_.at(field).table, *one.owner);
    const auto& blanks = one.owner->blanks;
    if (erase_.of.empty() && std::ranges::find(from, field) != from.end()) {
      rows = rows || one.cut;
    }
    if (in_scope(field) && std::ranges::find(blanks, field) != blanks.end()) {
      rows = rows || one.rows;
    }
  }
  return rows;
}

Result<TableDue> ErasePlanner::table_due(TableId table, const Reach& reach) {
  const Condition& rows = reach.claims.whole;
  ABIDE_TRY(const Condition held, rules_.kept(table));
  ABIDE_TRY(std::vector<FieldDue> fields, columns_of_rules(rules_, model_, table));
  const bool whole = erase_.of.empty();
  for (FieldDue& due : fields) {
    const bool content = !model_.at(due.field).categories.empty() && in_scope(due.field) &&
                         is_of_a_person(model_, due.field);
    due.asked = content || (whole && leads_on(due.field)) ? rows : Condition{};
    due.left_behind = left_behind(due.field, reach);
    for (const RuleId id : model_.rules_of(due.field)) {
      const Rule& rule = model_.at(id);
      const auto& events = rule.anchor.events;
      const bool asked_for =
          erase_.event && std::ranges::find(events, *erase_.event) != events.end();
      if (asked_for && rule.is_ceiling()) {
        due.why.push_back(&rule);
      }
    }
  }
  return combine(model_, table, std::move(fields), held, whole ? rows : Condition{}, reach.removed);
}

Result<void> ErasePlanner::table(Draft& draft, TableId table) {
  ABIDE_TRY(const Reach rows, reach(draft, table));
  if (rows.is_nothing() && naming_[table].is_never()) {
    return {};
  }
  ABIDE_TRY(TableDue due, table_due(table, rows));
  if (table == model_.home_of(erase_.identity.subject)) {
    person_ = rows.claims.whole;
  }
  ABIDE_CHECK(draft.add(due));
  if (!draft.blocked(table).empty()) {
    due = due.at_rest();
  } else {
    ABIDE_CHECK(say_kept(draft, due, rows.claims.whole));
    ABIDE_CHECK(check_clocks(draft, model_, table, rows.claims.whole));
  }
  tables_.push_back(std::move(due));
  return {};
}

Result<void> ErasePlanner::tables(Draft& draft) {
  for (const TableId id : parents_first(model_)) {
    const policy::Store& store = model_.at(model_.at(id).store);
    if (store.no_reach_because || model_.at(id).key.empty()) {
      continue;
    }
    const Result<void> done = table(draft, id);
    if (!done && done.error().code == ErrorCode::unsupported) {
      draft.gap({"E0602", model_.full_name(id), done.error().message, done.error().help, 0,
                 std::nullopt, true});
    } else if (!done) {
      return done.error();
    }
  }
  return {};
}

Result<Planned> ErasePlanner::plan() {
  Draft draft{request_, rules_};
  ABIDE_CHECK(tables(draft));
  if ((!erase_.of.empty() || erase_.row) && !erase_.leaves_alone) {
    ABIDE_CHECK(check_left_alone(draft));
  }
  for (const auto& [field, values] : erase_.identity.values) {
    if (model_.only_identifies(field)) {
      // A parameter, so that its digest is what a restored backup is erased by.
      static_cast<void>(values_of(field));
    }
  }
  say_left_out(draft);
  if (erase_.of.empty() && !erase_.row) {
    ABIDE_CHECK(say_shared(draft));
  }
  draft.finding("rows whose links lead to nobody are counted by a sweep, not by an erasure");
  Plan plan;
  plan.kind = "erase";
  plan.subject = erase_.reference;
  ABIDE_TRY(Planned planned, draft.finish(std::move(plan), tables_));
  refused_ = draft.refused();
  for (Step& step : planned.plan.steps) {
    step.due = "asked for by this erasure";  // whatever a sweep would still wait for
  }
  return planned;
}

namespace {

/// What an erasure heeds: legal holds, and open requests of everybody but the person. Several kinds
/// of people may be told apart by one column.
Register heeded(const PlanRequest& request, const Identity& identity) {
  const auto key_of = [&](SubjectId subject) {
    return request.model.at(subject).identified_by.front();
  };
  Register facts = request.facts;
  const auto own = identity.keys(request.model);
  std::erase_if(facts.keeps, [&](const Keep& keep) {
    return keep.reason != Keep::Reason::hold && keep.subject &&
           key_of(*keep.subject) == key_of(identity.subject) &&
           std::ranges::find(own, keep.subject_key.reveal()) != own.end();
  });
  return facts;
}

}  // namespace

Result<Planned> plan_erase(const PlanRequest& request, const EraseRequest& erase) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(request.model.calendar));
  const Register heeds = heeded(request, erase.identity);
  ABIDE_TRY(KeptPaths kept, with_kept_paths(request.with(heeds)));
  // What must stay for what hangs on it changes what hangs on what goes: until nothing is added.
  PlanRequest with_paths = request.with(kept.facts);
  with_paths.add(kept.gaps);
  while (true) {
    ErasePlanner planner{with_paths, erase, reckoner, heeds.keeps.size()};
    ABIDE_TRY(Planned planned, planner.plan());
    if (!planner.refused().empty()) {
      with_paths.add(planner.refused());
      continue;
    }
    ABIDE_TRY(const std::vector<Keep> more, planner.under_held());
    if (more.empty()) {
      return planned;
    }
    kept.facts.keeps.insert(kept.facts.keeps.end(), more.begin(), more.end());
  }
}

}  // namespace abide::engine
