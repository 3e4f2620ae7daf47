// The nightly plan: everything whose end has come.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/claims.hpp"
#include "engine/plan/draft.hpp"
#include "engine/plan/foreign_keys.hpp"
#include "engine/plan/kept_clocks.hpp"
#include "engine/plan/kept_paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;
using policy::Ownership;
using policy::Rule;

class SweepPlanner {
 public:
  explicit SweepPlanner(const PlanRequest& request, const Reckoner& reckoner)
      : request_(request),
        model_(request.model),
        reckoner_(reckoner),
        rules_(request.model, reckoner, request.facts, request.at),
        draft_(request, rules_) {
    rules_.take(taken());
    rules_.bind_by([&request](TableId table) { return enforced_steps(request, table); });
  }

  Result<Planned> plan();
  /// After plan(): see Draft::refused().
  [[nodiscard]] const std::vector<Gap>& refused() const { return draft_.refused(); }

 private:
  /// One owner of a table's rows.
  struct Path {
    const Ownership* owner;
    Condition alive;  ///< rows that it leads on from
    Condition cut;    ///< of those, the ones for which this plan cuts it, here or further on
    Condition left;   ///< and the ones that somebody leaves by it, whoever else stays by it
  };
  Result<std::vector<FieldDue>> due_by_rules(TableId table);
  [[nodiscard]] Taken taken();
  [[nodiscard]] Condition cut_here(TableId table, const Ownership& owner,
                                   const std::vector<FieldDue>& fields,
                                   const Condition& kept) const;
  Result<std::vector<Path>> paths(TableId table, const std::vector<FieldDue>& fields,
                                  const Condition& kept);
  Result<Path> path(TableId table, const Ownership& owner, const Condition& cut_here);
  [[nodiscard]] bool stands_alone(FieldId field) const;
  [[nodiscard]] bool leads_to_several(TableId table) const;
  Result<Condition> named_by_who_goes(TableId table);
  Result<TableDue> table_due(TableId table);
  Result<void> say_kept(const TableDue& due);
  [[nodiscard]] const TableDue* planned(TableId table) const;

  const PlanRequest& request_;
  const Model& model_;
  const Reckoner& reckoner_;
  RuleConditions rules_;
  Draft draft_;
  std::vector<TableDue> tables_;
  /// Of the table at hand: rows in which rules empty the pointers of a step.
  std::vector<std::pair<Hop, Condition>> cuts_;
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
             return is_own_clock(model_, model_.at(field).table, event);
           });
  });
}

/// Whether one owner's step may lead to several rows, by an address that people share.
bool SweepPlanner::leads_to_several(TableId table) const {
  return std::ranges::any_of(model_.at(table).owners, [this](const Ownership& owner) {
    return !owner.hops.empty() && !is_unique(model_, owner.hops.front());
  });
}

/// The columns of a table, asked for by rules alone.
Result<std::vector<FieldDue>> SweepPlanner::due_by_rules(TableId table) {
  ABIDE_TRY(std::vector<FieldDue> columns, columns_of_rules(rules_, model_, table));
  for (FieldDue& due : columns) {
    for (const RuleId id : model_.rules_of(due.field)) {
      const Rule& rule = model_.at(id);
      if (rule.is_ceiling()) {
        ABIDE_TRY(const Condition reached, rules_.reached(due.field, rule));
        if (!reached.is_never()) {
          due.why.push_back(&rule);
          due.asked = due.asked || reached;
        }
      }
    }
  }
  return columns;
}

/// A path is cut where the row's own pointer is emptied, or where every row it points at goes, or
/// loses its own way to the subject.
Result<SweepPlanner::Path> SweepPlanner::path(TableId table, const Ownership& owner,
                                              const Condition& cut_here) {
  const Hop& hop = owner.hops.front();
  const std::span<const Hop> step{&hop, 1};
  Path path{&owner, {}, cut_here, {}};
  if (owner.condition) {
    path.cut = path.cut && holds(model_, *owner.condition);
  }
  ABIDE_TRY(path.alive, along(model_, table, step, Condition::always()));
  path.alive = path.alive || path.cut;
  if (const TableDue* parent = planned(hop.table)) {
    ABIDE_TRY(const Condition gone, draft_.if_any(hop.table, parent->goes || parent->orphaned ||
                                                                 parent->emptied_in(hop.to)));
    if (!gone.is_never()) {
      ABIDE_TRY(Condition lost, along(model_, table, step, gone, Pointed::is_there));
      path.left = lost;
      if (!is_unique(model_, hop)) {
        ABIDE_TRY(const Condition others, along(model_, table, step, !gone, Pointed::is_there));
        lost = lost && !others;
      }
      path.cut = path.cut || lost;
    }
  }
  path.left = path.left || path.cut;
  return path;
}

/// Rows whose own rules empty a column that points at this owner.
Condition SweepPlanner::cut_here(TableId table, const Ownership& owner,
                                 const std::vector<FieldDue>& fields, const Condition& kept) const {
  Condition here;
  for (const FieldId from : pointers(model_, table, owner)) {
    const auto due = std::ranges::find(fields, from, &FieldDue::field);
    here = here || (due->asked && !due->floored && !kept &&
                    !Condition::of(Selector{IsNull{model_.at(from).column}}));
  }
  return here;
}

/// What this plan takes away so far: of tables that are planned, and of the one at hand.
Taken SweepPlanner::taken() {
  Taken taken;
  taken.pointers = [this](TableId table, const Hop& hop) {
    if (const TableDue* done = planned(table)) {
      return done->emptied_in(hop.from);
    }
    Condition rows;
    for (const auto& [cut, where] : cuts_) {
      rows = cut == hop ? rows || where : rows;
    }
    return rows;
  };
  taken.ends = [this](const Hop& hop) {
    const TableDue* done = planned(hop.table);
    return done == nullptr ? Condition{} : done->goes || done->emptied_in(hop.to);
  };
  return taken;
}

Result<std::vector<SweepPlanner::Path>> SweepPlanner::paths(TableId table,
                                                            const std::vector<FieldDue>& fields,
                                                            const Condition& kept) {
  std::vector<Path> all;
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.kind == Ownership::Kind::shared || owner.hops.empty()) {
      continue;
    }
    ABIDE_TRY(const Condition here, draft_.if_any(table, cut_here(table, owner, fields, kept)));
    ABIDE_TRY(Path one, path(table, owner, here));
    all.push_back(std::move(one));
  }
  return all;
}

/// Rows of others that go with the person whom they name. Who somebody is goes with nobody else.
Result<Condition> SweepPlanner::named_by_who_goes(TableId table) {
  Condition named;
  for (const policy::Mention& mention : model_.at(table).mentions) {
    const TableDue* people = planned(mention.hop.table);
    if (mention.on_erase == policy::Mention::OnErase::remove && people != nullptr) {
      ABIDE_TRY(const Condition rows, draft_.naming_who_goes(*people, table, mention.hop));
      named = named || rows;
    }
  }
  return named.is_never() ? named : named && !somebodys_own(model_, table);
}

Result<TableDue> SweepPlanner::table_due(TableId table) {
  ABIDE_TRY(const Condition kept, rules_.kept(table));
  cuts_.clear();
  ABIDE_TRY(std::vector<FieldDue> fields, due_by_rules(table));
  // An owner who leaves by a rule of the row itself frees what waited for them: once for each
  // owner, that is settled.
  const std::size_t owners_there = model_.at(table).owners.size();
  const bool several = owners_there > 1 || leads_to_several(table);
  for (std::size_t round = 0; several && round < owners_there; ++round) {
    std::vector<std::pair<Hop, Condition>> cuts;
    for (const Ownership& owner : model_.at(table).owners) {
      ABIDE_TRY(const Condition here, draft_.if_any(table, cut_here(table, owner, fields, kept)));
      if (!here.is_never()) {
        cuts.emplace_back(owner.hops.front(), here);
      }
    }
    if (cuts == cuts_) {
      break;
    }
    cuts_ = std::move(cuts);
    ABIDE_TRY(fields, due_by_rules(table));
  }
  ABIDE_TRY(const std::vector<Path> owners, paths(table, fields, kept));
  // What hangs on a row that goes, goes with it; with several owners, with the last. Who somebody
  // is hangs on nobody else.
  Condition lost;
  for (const Path& one : owners) {
    lost = lost || one.cut;
  }
  lost = lost.is_never() ? lost : lost && !somebodys_own(model_, table);
  for (const Path& one : owners) {
    lost = owners.size() > 1 && !lost.is_never() ? lost && !(one.alive && !one.cut) : lost;
  }
  for (FieldDue& due : fields) {
    const bool has_category = !model_.at(due.field).categories.empty();
    if (has_category && is_of_a_person(model_, due.field) && !stands_alone(due.field)) {
      due.asked = due.asked || lost;
    }
    for (const Path& one : owners) {
      const auto from = pointers(model_, table, *one.owner);
      const auto& blanks = one.owner->blanks;
      const bool points = std::ranges::find(from, due.field) != from.end();
      const bool blanked = one.owner->kind == Ownership::Kind::joint &&
                           std::ranges::find(blanks, due.field) != blanks.end();
      due.left_behind = points ? due.left_behind || one.cut : due.left_behind;
      due.left_behind = blanked ? due.left_behind || one.left : due.left_behind;
    }
  }
  ABIDE_TRY(const Condition named, named_by_who_goes(table));
  TableDue due = combine(model_, table, std::move(fields), kept, lost, named);
  due.orphaned = lost && !due.goes;
  return due;
}

Result<void> SweepPlanner::say_kept(const TableDue& due) {
  for (const auto& [reason, words] :
       {std::pair{Keep::Reason::hold, "a legal hold"},
        std::pair{Keep::Reason::access, "an open access request"},
        std::pair{Keep::Reason::restriction, "a restriction of processing"}}) {
    ABIDE_TRY(const Condition kept, rules_.kept(due.table, reason));
    Condition would = due.would_go;
    for (const FieldDue& field : due.fields) {
      would = would || (field.asked && !field.floored);
    }
    ABIDE_CHECK(draft_.keep(due.table, kept && would,
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
  ABIDE_TRY(const std::string until,
            kept_until(request_, reckoner_, rules_.parameters(), due, held_back));
  return draft_.keep(
      due.table, held_back,
      {"", "", fmt::format("the law asks that they be kept ({})", fmt::join(laws, ", ")), 0, fields,
       whys_of(model_, floors), until});
}

Result<Planned> SweepPlanner::plan() {
  for (const TableId table : parents_first(model_)) {
    const policy::Store& store = model_.at(model_.at(table).store);
    if (store.no_reach_because || model_.at(table).key.empty()) {
      continue;
    }
    auto due = table_due(table);
    if (!due && due.error().code == ErrorCode::unsupported) {
      draft_.gap({"E0602", model_.full_name(table), due.error().message, due.error().help, 0,
                  std::nullopt, true});
      continue;
    }
    if (!due) {
      return due.error();
    }
    ABIDE_CHECK(draft_.add(*due));
    if (!draft_.blocked(table).empty()) {
      due = due->at_rest();
    } else {
      ABIDE_CHECK(say_kept(*due));
    }
    tables_.push_back(std::move(*due));
  }
  Plan plan;
  plan.kind = "sweep";
  return draft_.finish(std::move(plan), tables_);
}

}  // namespace

Result<Planned> plan_sweep(const PlanRequest& request) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(request.model.calendar));
  ABIDE_TRY(const KeptPaths kept, with_kept_paths(request));
  PlanRequest with_paths = request.with(kept.facts);
  with_paths.add(kept.gaps);
  while (true) {
    SweepPlanner planner{with_paths, reckoner};
    ABIDE_TRY(Planned planned, planner.plan());
    if (planner.refused().empty()) {
      return planned;
    }
    with_paths.add(planner.refused());
  }
}

}  // namespace abide::engine
