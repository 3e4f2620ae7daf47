// Columns that hold a leaf, and what forbids it to lie there.
#include "policy/storing.hpp"

#include <algorithm>

namespace abide::policy {
namespace {

bool forbids(const Model& model, const Prohibition& never, TableId table, CategoryId leaf,
             const KnownStates& states) {
  const auto holds = [&](StateId state) { return states.holds(state); };
  const auto may_hold = [&](StateId state) { return states.may_hold(state); };
  const bool ended = !never.unless.empty() && std::ranges::all_of(never.unless, holds);
  return never.act == Act::store && !ended && is_stored_in(model, never, table) &&
         std::ranges::binary_search(never.leaves, leaf) &&
         std::ranges::all_of(never.when, may_hold);
}

/// What is confined to one place lies nowhere else.
bool confines(const Model& model, const Confinement& confined, TableId table, CategoryId leaf) {
  const bool within =
      confined.table ? *confined.table == table : confined.store == model.at(table).store;
  return !within && std::ranges::binary_search(confined.leaves, leaf);
}

}  // namespace

bool is_stored_in(const Model& model, const Prohibition& never, TableId table) {
  const std::string& kind = model.at(model.at(table).store).kind;
  const bool passes = kind == "browser" || kind == "memory" || kind == "http";
  return never.tables.has(table) && !(passes && never.tables.all_but);
}

StoringGrounds storing_grounds(const Model& model, TableId table, CategoryId leaf,
                               const KnownStates& states) {
  StoringGrounds grounds;
  for (const FieldId field : model.at(table).fields) {
    const auto& leaves = model.at(field).categories;
    if (std::ranges::find(leaves, leaf) != leaves.end()) grounds.columns.push_back(field);
  }
  for (const Prohibition& never : model.flows.prohibitions) {
    if (forbids(model, never, table, leaf, states)) {
      grounds.forbids.push_back({never.promise, never.sentence, never.location});
    }
  }
  for (const Confinement& confined : model.flows.confinements) {
    if (confines(model, confined, table, leaf)) {
      grounds.forbids.push_back({confined.promise, confined.sentence, confined.location});
    }
  }
  return grounds;
}

}  // namespace abide::policy
