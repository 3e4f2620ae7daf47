// One person's erasure: every row of theirs, column by column, down to what a floor keeps.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/claims.hpp"
#include "engine/plan/draft.hpp"
#include "engine/plan/kept_clocks.hpp"
#include "engine/plan/kept_paths.hpp"

namespace abide::engine {
namespace {

using policy::Mention;
using policy::Model;
using policy::Ownership;
using policy::Rule;

class ErasePlanner {
 public:
  ErasePlanner(const PlanRequest& request, const EraseRequest& erase, const Reckoner& reckoner)
      : request_(request),
        erase_(erase),
        model_(request.model),
        reckoner_(reckoner),
        rules_(request.model, reckoner, request.facts, request.at) {}

  Result<Planned> plan();

 private:
  /// Rows of one table that the erasure reaches.
  struct Reach {
    Claims claims;
    Condition removed;                    ///< named in, and to go unless a floor keeps them
    std::map<FieldId, Condition> blanks;  ///< named in, by the column that does
    [[nodiscard]] bool is_nothing() const;
  };
  Result<Reach> reach(Draft& draft, TableId table);
  Result<void> add_mentions(TableId table, Reach& reach);
  Result<void> add_hanging(Draft& draft, TableId table, Reach& reach);
  /// Rows that one owner's first step leads on from, and those it leads from to rows that all go.
  struct FirstStep {
    const Ownership* owner;
    Condition alive;
    Condition cut;
  };
  Result<FirstStep> first_step(Draft& draft, TableId table, const Ownership& owner);
  [[nodiscard]] bool may_be_left(TableId table, const policy::Hop& hop) const;
  Result<TableDue> table_due(TableId table, const Reach& reach);
  Result<void> table(Draft& draft, TableId table);
  Result<void> check_left_alone(Draft& draft);
  Result<Condition> cut_from(TableId table, const Ownership& owner);
  [[nodiscard]] const TableDue* planned(TableId table) const;
  [[nodiscard]] bool is_severed(FieldId field) const;
  [[nodiscard]] bool is_held() const;
  [[nodiscard]] Condition left_behind(FieldId field, const Reach& reach) const;
  Result<Condition> kept_by(TableId table, const Keep& keep);
  Result<void> say_held(Draft& draft, const TableDue& due, const Condition& rows);
  Result<void> say_kept(Draft& draft, const TableDue& due, const Condition& rows);
  [[nodiscard]] bool in_scope(FieldId field) const;
  [[nodiscard]] bool leads_on(FieldId field) const;
  [[nodiscard]] std::string values_of(FieldId field);

  const PlanRequest& request_;
  const EraseRequest& erase_;
  const Model& model_;
  const Reckoner& reckoner_;
  RuleConditions rules_;
  std::vector<TableDue> tables_;
  std::set<TableId> taken_along_;  ///< of which rows go that are not, or not only, the person's
};

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

bool ErasePlanner::Reach::is_nothing() const {
  return claims.whole.is_never() && claims.leaving.empty() && removed.is_never() && blanks.empty();
}

Result<ErasePlanner::Reach> ErasePlanner::reach(Draft& draft, TableId table) {
  const bool elsewhere = erase_.row && erase_.row->table != table;
  if (elsewhere) {
    return Reach{};
  }
  Reach reach;
  ABIDE_TRY(reach.claims, claims_of(model_, table, erase_.identity.subject,
                                    [this](FieldId field) { return values_of(field); }));
  if (erase_.row) {
    const Condition row = rules_.rows(table, {&*erase_.row});
    reach.claims.whole = reach.claims.whole && row;
    for (Claims::Leaving& one : reach.claims.leaving) {
      one.rows = one.rows && row;
      one.cut = one.cut && row;
    }
  } else if (erase_.of.empty()) {
    ABIDE_CHECK(add_mentions(table, reach));
    ABIDE_CHECK(add_hanging(draft, table, reach));
  }
  if (!reach.removed.is_never()) {
    taken_along_.insert(table);
  }
  return reach;
}

/// Whether rows may go at the end of the step while this table's rows, which hang on them, are not
/// the person's by it.
bool ErasePlanner::may_be_left(TableId table, const policy::Hop& hop) const {
  const auto is_theirs = [this](const Ownership& owner) {
    return owner.subject == erase_.identity.subject && owner.kind != Ownership::Kind::shared;
  };
  return taken_along_.contains(hop.table) ||
         std::ranges::any_of(model_.at(hop.table).owners, [&](const Ownership& there) {
           return is_theirs(there) &&
                  std::ranges::none_of(model_.at(table).owners, [&](const Ownership& here) {
                    return is_theirs(here) && !here.hops.empty() && here.hops.front() == hop &&
                           std::ranges::equal(std::span{here.hops}.subspan(1), there.hops);
                  });
         });
}

Result<ErasePlanner::FirstStep> ErasePlanner::first_step(Draft& draft, TableId table,
                                                         const Ownership& owner) {
  const policy::Hop& hop = owner.hops.front();
  const std::span<const policy::Hop> first{&hop, 1};
  FirstStep step{&owner, {}, {}};
  ABIDE_TRY(step.alive, along(model_, table, first, Condition::always(), Pointed::is_there));
  const TableDue* there = planned(hop.table);
  if (there == nullptr || !may_be_left(table, hop)) {
    return step;
  }
  ABIDE_TRY(const Condition gone, draft.if_any(hop.table, there->goes));
  ABIDE_TRY(step.cut, along(model_, table, first, gone, Pointed::is_there));
  if (!is_unique(model_, hop)) {
    ABIDE_TRY(const Condition left, along(model_, table, first, !gone, Pointed::is_there));
    step.cut = step.cut && !left;
  }
  return step;
}

/// Other people's rows that hang on a row which goes go with it: nobody could say afterwards whose
/// they were. With several owners, with the last.
Result<void> ErasePlanner::add_hanging(Draft& draft, TableId table, Reach& reach) {
  std::vector<FirstStep> steps;
  Condition lost;
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.kind != Ownership::Kind::shared && !owner.hops.empty()) {
      ABIDE_TRY(FirstStep one, first_step(draft, table, owner));
      lost = lost || one.cut;
      steps.push_back(std::move(one));
    }
  }
  const Condition& theirs = reach.claims.whole;
  if (lost.is_never()) {
    return {};
  }
  for (const FirstStep& one : steps) {
    lost = lost && !(one.alive && !one.cut);
    for (const FieldId field : pointers(model_, table, *one.owner)) {
      if (!one.cut.is_never()) {
        reach.blanks[field] = reach.blanks[field] || (one.cut && !theirs);
      }
    }
  }
  ABIDE_TRY(const Condition some, draft.if_any(table, lost && !theirs));
  reach.removed = reach.removed || some;
  return {};
}

/// Whether a legal hold is on the person: then nothing that names them changes either.
bool ErasePlanner::is_held() const {
  const auto& keys = erase_.identity.keys(model_);
  return std::ranges::any_of(request_.facts.keeps, [&](const Keep& keep) {
    return keep.reason == Keep::Reason::hold && keep.subject == erase_.identity.subject &&
           std::ranges::find(keys, keep.subject_key.reveal()) != keys.end();
  });
}

/// Rows that name the subject, whoever owns them.
Result<void> ErasePlanner::add_mentions(TableId table, Reach& reach) {
  if (is_held()) {
    return {};
  }
  for (const Mention& mention : model_.at(table).mentions) {
    if (mention.subject != erase_.identity.subject || mention.on_erase == Mention::OnErase::keep) {
      continue;
    }
    ABIDE_TRY(Condition rows,
              named_by(model_, table, mention, [this](FieldId field) { return values_of(field); }));
    if (mention.on_erase == Mention::OnErase::remove) {
      reach.removed = reach.removed || rows;
    }
    for (const FieldId field : mention.hop.from) {
      if (!rows.is_never()) {
        reach.blanks[field] = reach.blanks[field] || rows;
      }
    }
  }
  return {};
}

bool ErasePlanner::is_severed(FieldId field) const {
  return std::ranges::any_of(model_.rules_of(field),
                             [&](RuleId id) { return model_.at(id).kind == Rule::Kind::sever; });
}

const TableDue* ErasePlanner::planned(TableId table) const {
  const auto at = std::ranges::find(tables_, table, &TableDue::table);
  return at == tables_.end() ? nullptr : &*at;
}

/// The person's rows that stay, and that this owner's path no longer leads from.
Result<Condition> ErasePlanner::cut_from(TableId table, const Ownership& owner) {
  const policy::Hop& hop = owner.hops.front();
  Condition cut;
  if (const TableDue* parent = planned(hop.table)) {
    ABIDE_TRY(cut, along(model_, table, {&hop, 1}, parent->goes, Pointed::is_there));
  }
  const TableDue* own = planned(table);
  for (const FieldId field : pointers(model_, table, owner)) {
    const FieldDue* due = own == nullptr ? nullptr : own->find(field);
    cut = due == nullptr ? cut : cut || due->emptied;
  }
  ABIDE_TRY(const Claims theirs, claims_of(model_, table, erase_.identity.subject,
                                           [this](FieldId field) { return values_of(field); }));
  cut = cut && theirs.whole;
  return own == nullptr ? cut : cut && !own->goes;
}

/// A part is not erased when that would leave other rows of the person's as nobody's: no later
/// erasure would find them. What a rule severs is meant to stay so.
Result<void> ErasePlanner::check_left_alone(Draft& draft) {
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    const TableId id{i};
    for (const Ownership& owner : model_.at(id).owners) {
      const bool leads = owner.subject == erase_.identity.subject &&
                         owner.kind != Ownership::Kind::shared && !owner.hops.empty();
      if (!leads || std::ranges::any_of(pointers(model_, id, owner),
                                        [this](FieldId field) { return is_severed(field); })) {
        continue;
      }
      ABIDE_TRY(const Condition cut, cut_from(id, owner));
      ABIDE_TRY(const std::uint64_t rows, draft.count(id, cut));
      if (rows > 0) {
        return Error{ErrorCode::refused,
                     fmt::format("{} row{} of `{}` would be left as nobody's: what is to be erased "
                                 "is all that leads from there to the person",
                                 rows, rows == 1 ? "" : "s", model_.full_name(id)),
                     "erase these as well, or all of the person; nothing was done"};
      }
    }
  }
  return {};
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
  ABIDE_TRY(const Condition held, rules_.kept(table, Keep::Reason::hold));
  ABIDE_TRY(std::vector<FieldDue> fields, columns_of_rules(rules_, model_, table));
  const bool whole = erase_.of.empty();
  for (FieldDue& due : fields) {
    const bool content = !model_.at(due.field).categories.empty() && in_scope(due.field) &&
                         is_of_a_person(model_, due.field);
    due.asked = content || (whole && leads_on(due.field)) ? rows : Condition{};
    due.left_behind = left_behind(due.field, reach);
    for (const RuleId id : model_.rules_of(due.field)) {
      const Rule& rule = model_.at(id);
      const bool by_request = std::ranges::any_of(rule.anchor.events, [&](EventId event) {
        const auto* told = std::get_if<policy::Told>(&model_.at(event).source);
        return told != nullptr && told->by == policy::Told::By::requests;
      });
      if (by_request && rule.is_ceiling()) {
        due.why.push_back(&rule);
      }
    }
  }
  return combine(model_, table, std::move(fields), held, whole ? rows : Condition{}, reach.removed);
}

/// Rows that were asked for and that legal holds keep, with the holds' names.
Result<void> ErasePlanner::say_held(Draft& draft, const TableDue& due, const Condition& rows) {
  ABIDE_TRY(const Condition held, rules_.kept(due.table, Keep::Reason::hold));
  Condition asked = erase_.of.empty() ? rows : Condition{};
  for (const FieldDue& field : due.fields) asked = asked || field.asked || field.left_behind;
  ABIDE_TRY(const Condition stays, draft.if_any(due.table, asked && held));
  if (stays.is_never()) {
    return {};
  }
  std::vector<std::string> holds;
  for (const Keep& keep : request_.facts.keeps) {
    if (keep.reason != Keep::Reason::hold) {
      continue;
    }
    ABIDE_TRY(const Condition by_this, kept_by(due.table, keep));
    ABIDE_TRY(const Condition some, draft.if_any(due.table, asked && by_this));
    if (!some.is_never() && std::ranges::find(holds, keep.id) == holds.end()) {
      holds.push_back(keep.id);
    }
  }
  return draft.keep(due.table, stays,
                    {"",
                     "",
                     fmt::format("a legal hold keeps them: {}", fmt::join(holds, ", ")),
                     0,
                     {},
                     {},
                     "it is released"});
}

/// Rows of the table that this one hold keeps.
Result<Condition> ErasePlanner::kept_by(TableId table, const Keep& keep) {
  if (keep.row) {
    return keep.row->table == table ? rules_.rows(table, {&*keep.row}) : Condition{};
  }
  if (keep.table) {
    return *keep.table == table ? Condition::always() : Condition{};
  }
  if (!keep.subject) {
    return Condition{};
  }
  return rules_.belongs(table, *keep.subject,
                        rules_.parameter("keep:" + keep.id, {keep.subject_key.reveal()}));
}

Result<void> ErasePlanner::say_kept(Draft& draft, const TableDue& due, const Condition& rows) {
  ABIDE_CHECK(say_held(draft, due, rows));
  ABIDE_TRY(const Condition held, rules_.kept(due.table, Keep::Reason::hold));
  std::vector<const Rule*> floors;
  std::vector<std::string> fields;
  std::vector<std::string> laws;
  Condition stays;
  for (const FieldDue& field : due.fields) {
    if (field.floored.is_never() || !in_scope(field.field)) {
      continue;
    }
    fields.push_back(model_.at(field.field).name);
    stays = stays || (rows && field.floored && !held);
    for (const Rule* rule : field.floors) {
      if (std::ranges::find(floors, rule) == floors.end()) {
        floors.push_back(rule);
        laws.push_back(rule->law.value_or("the policy"));
      }
    }
  }
  std::ranges::sort(laws);
  const auto twins = std::ranges::unique(laws);
  laws.erase(twins.begin(), twins.end());
  ABIDE_TRY(const std::string until,
            kept_until(request_, reckoner_, rules_.parameters(), due, stays));
  return draft.keep(
      due.table, stays,
      {"", "", fmt::format("the law asks that they be kept ({})", fmt::join(laws, ", ")), 0, fields,
       whys_of(model_, floors), until});
}

Result<void> ErasePlanner::table(Draft& draft, TableId table) {
  ABIDE_TRY(const Reach rows, reach(draft, table));
  if (rows.is_nothing()) {
    return {};
  }
  ABIDE_TRY(TableDue due, table_due(table, rows));
  ABIDE_CHECK(draft.add(due));
  if (draft.blocked(table).empty()) {
    ABIDE_CHECK(say_kept(draft, due, rows.claims.whole));
    ABIDE_CHECK(check_clocks(draft, model_, table, rows.claims.whole));
  }
  tables_.push_back(std::move(due));
  return {};
}

Result<Planned> ErasePlanner::plan() {
  Draft draft{request_, rules_};
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
  if ((!erase_.of.empty() || erase_.row) && !erase_.leaves_alone) {
    ABIDE_CHECK(check_left_alone(draft));
  }
  for (const auto& [field, values] : erase_.identity.values) {
    if (model_.only_identifies(field)) {
      (void)values_of(
          field);  // a parameter, so that its digest is what a restored backup is erased by
    }
  }
  for (const auto& [field, values] : erase_.identity.left_out) {
    draft.finding(
        fmt::format("{} value{} of `{}` that other people have too {} left out: rows found by {} "
                    "alone stay",
                    values, values == 1 ? "" : "s", model_.full_name(field),
                    values == 1 ? "is" : "are", values == 1 ? "it" : "them"));
  }
  draft.finding("rows whose links lead to nobody are counted by a sweep, not by an erasure");
  Plan plan;
  plan.kind = "erase";
  plan.subject = erase_.reference;
  ABIDE_TRY(Planned planned, draft.finish(std::move(plan), tables_));
  for (Step& step : planned.plan.steps) {
    step.due = "asked for by this erasure";  // whatever a sweep would still wait for
  }
  return planned;
}

}  // namespace

Result<Planned> plan_erase(const PlanRequest& request, const EraseRequest& erase) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(request.model.calendar));
  ABIDE_TRY(const Register facts, with_kept_paths(request));
  const PlanRequest with_paths = request.with(facts);
  return ErasePlanner{with_paths, erase, reckoner}.plan();
}

}  // namespace abide::engine
