// Ownership turned round: from a person to the rows that are theirs, shared with them or name them.
#include "engine/access/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/plan/claims.hpp"
#include "engine/plan/draft.hpp"

namespace abide::engine::access {
namespace {

using policy::Mention;
using policy::Model;
using policy::Ownership;

class Planner {
 public:
  Planner(const PlanRequest& request, const Identity& identity)
      : request_(request), model_(request.model), identity_(identity) {}

  Result<AccessPlan> plan() {
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
      ABIDE_CHECK(table(TableId{i}));
    }
    say_undeclared();
    return std::move(plan_);
  }

 private:
  Result<void> table(TableId id);
  Result<Condition> belonging_by(TableId id, const std::function<bool(const Ownership&)>& takes);
  Result<Condition> named(TableId id);
  void add(TableId id, Whose whose, const Condition& rows);
  [[nodiscard]] std::string why_not(TableId id) const;
  [[nodiscard]] std::string others_alone(const policy::Table& table) const;
  [[nodiscard]] std::vector<FieldId> fields_of(TableId id) const;
  void say_undeclared();
  std::string values_of(FieldId field);
  ValuesOf values() {
    return [this](FieldId field) { return values_of(field); };
  }

  const PlanRequest& request_;
  const Model& model_;
  const Identity& identity_;
  AccessPlan plan_;
};

/// The parameter that holds the person's values of this column; empty when there are none.
std::string Planner::values_of(FieldId field) {
  const auto at = identity_.values.find(field);
  if (at == identity_.values.end() || at->second.reveal().empty()) {
    return "";
  }
  std::string name = model_.full_name(field);
  plan_.parameters.try_emplace(name, at->second);
  return name;
}

/// Rows that belong to the person by an owner that `takes` says yes to.
Result<Condition> Planner::belonging_by(TableId id,
                                        const std::function<bool(const Ownership&)>& takes) {
  Condition sum;
  for (const Ownership& owner : model_.at(id).owners) {
    if (owner.subject == identity_.subject && takes(owner)) {
      ABIDE_TRY(const Condition rows, belonging(model_, id, owner, values(), [this](FieldId field) {
                  return identity_.left_out.contains(field);
                }));
      sum = sum || rows;
    }
  }
  return sum;
}

Result<Condition> Planner::named(TableId id) {
  Condition sum;
  for (const Mention& mention : model_.at(id).mentions) {
    if (mention.subject == identity_.subject && mention.shown_on_access) {
      ABIDE_TRY(const Condition rows, named_by(model_, id, mention, values()));
      sum = sum || rows;
    }
  }
  return sum;
}

/// Why nobody looks into the table; empty when it can be looked into.
std::string Planner::why_not(TableId id) const {
  const policy::Table& table = model_.at(id);
  const policy::Store& store = model_.at(table.store);
  if (store.no_reach_because) {
    return *store.no_reach_because;
  }
  const auto open = request_.stores.by_name.find(store.name);
  if (open == request_.stores.by_name.end() || !open->second.bound) {
    return "the deployment does not say where it is";
  }
  if (live_table(request_, id) == nullptr) {
    return open->second.error ? open->second.error->message : "it is not there";
  }
  if (table.owners.empty() && table.mentions.empty()) {
    return table.unowned_because.value_or("");
  }
  return others_alone(table);
}

/// Of a table in which no row can be the person's or name them, whose they are; else empty.
std::string Planner::others_alone(const policy::Table& table) const {
  std::set<std::string> kinds;
  for (const Ownership& owner : table.owners) {
    if (owner.subject == identity_.subject) {
      return "";
    }
    kinds.insert(model_.at(owner.subject).title);
  }
  const bool names = std::ranges::any_of(table.mentions, [this](const policy::Mention& mention) {
    return mention.subject == identity_.subject;
  });
  return names || kinds.empty()
             ? ""
             : fmt::format("holds rows of other kinds of people: {}", fmt::join(kinds, ", "));
}

/// What is there of the table's fields.
std::vector<FieldId> Planner::fields_of(TableId id) const {
  std::vector<FieldId> fields;
  const LiveTable& live = *live_table(request_, id);
  for (const FieldId field : model_.at(id).fields) {
    const auto there = std::ranges::find(live.columns, model_.at(field).column, &LiveColumn::name);
    if (there != live.columns.end()) {
      fields.push_back(field);
    }
  }
  return fields;
}

void Planner::add(TableId id, Whose whose, const Condition& rows) {
  if (rows.is_never()) {
    return;
  }
  const policy::Table& table = model_.at(id);
  Part part{id, whose, {}, fields_of(id), {}};
  part.columns = columns_of(model_, part.fields);
  part.reading.store = model_.at(table.store).name;
  part.reading.table = table.name;
  part.reading.live_table = table.live_name;
  part.reading.key = columns_of(model_, table.key);
  choose(part.reading, rows);
  plan_.parts.push_back(std::move(part));
}

Result<void> Planner::table(TableId id) {
  const policy::Table& table = model_.at(id);
  const bool personal = std::ranges::any_of(
      table.fields, [this](FieldId field) { return model_.is_personal(field); });
  if (const std::string why = why_not(id); !why.empty()) {
    if (personal) {
      plan_.not_searched.push_back({model_.full_name(id), why});
    }
    return {};
  }
  ABIDE_TRY(const Condition own, belonging_by(id, [](const Ownership& owner) {
              return owner.kind != Ownership::Kind::shared;
            }));
  ABIDE_TRY(const Condition shared, belonging_by(id, [](const Ownership& owner) {
              return owner.kind == Ownership::Kind::shared;
            }));
  ABIDE_TRY(const Condition naming, named(id));
  ABIDE_TRY(const Condition others, owned_by_others(model_, id, identity_.subject, values()));
  add(id, Whose::theirs, own && !others);
  add(id, Whose::joint, own && others);
  add(id, Whose::shared, shared && !own);
  add(id, Whose::naming, naming && !own && !shared);
  return {};
}

/// Columns and tables that the policy says nothing of may hold more of the person.
void Planner::say_undeclared() {
  for (const Gap& gap : request_.gaps) {
    if (gap.code == "E1001" || gap.code == "E1002") {
      plan_.not_searched.push_back({gap.place, gap.reason});
    }
  }
}

}  // namespace

Result<AccessPlan> plan_access(const PlanRequest& request, const Identity& identity) {
  return Planner{request, identity}.plan();
}

Result<void> read(const Part& part, const Stores& stores, const Parameters& parameters,
                  const RowSink& sink) {
  return for_each_row(part.reading, part.columns, stores, parameters, sink);
}

}  // namespace abide::engine::access
