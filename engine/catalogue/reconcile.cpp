// Store by store: what is bound, answers and is as the policy says.
#include <fmt/format.h>

#include <algorithm>

#include "engine/catalogue/parts.hpp"
#include "policy/diagnostics.hpp"

namespace abide::engine {
namespace {

using catalogue::Gaps;
using policy::Model;

void check_table(const Model& model, TableId id, const LiveSchema& schema, Gaps& gaps) {
  const policy::Table& table = model.at(id);
  const auto live = std::ranges::find(schema.tables, table.live_name, &LiveTable::name);
  if (live != schema.tables.end()) {
    const catalogue::Pair pair{model, id, table, *live};
    catalogue::check_columns(pair, gaps);
    if (!live->is_view) {
      catalogue::check_links(pair, schema, gaps);
      catalogue::check_emptying(pair, gaps);
      catalogue::check_cascades(pair, schema, gaps);
    }
    return;
  }
  std::vector<std::string> names;
  for (const LiveTable& other : schema.tables) {
    names.push_back(other.name);
  }
  const std::string near = policy::nearest(table.live_name, names);
  gaps.add(
      {"E1002", model.full_name(id),
       fmt::format("the policy declares the table `{}`, and the store has none", table.live_name),
       near.empty() ? "remove it from the policy, or put the table back"
                    : fmt::format("if `{}` is meant, write `as \"{}\"` after its name", near, near),
       0, std::nullopt, true});
}

void check_store(const Model& model, StoreId id, const LiveStore& live, Gaps& gaps) {
  const policy::Store& store = model.at(id);
  if (store.no_reach_because) {
    return;
  }
  if (!live.bound) {
    gaps.add(
        {"E1003", store.name, "the deployment does not say where this store is",
         fmt::format("add `store {} is {} …;` to the deployment, or `reach none because \"…\";` "
                     "to the policy",
                     store.name, store.kind),
         0, std::nullopt, true});
    return;
  }
  if (!live.schema) {
    const Error error = live.error.value_or(Error{ErrorCode::unavailable, "it did not answer", ""});
    gaps.add({"E1007", store.name, fmt::format("the store cannot be reached: {}", error.message),
              error.help.empty() ? "check the store and the binding; a retry is safe" : error.help,
              0, std::nullopt, true});
    return;
  }
  for (const TableId table : store.tables) {
    check_table(model, table, *live.schema, gaps);
  }
  catalogue::check_undeclared(model, id, *live.schema, gaps);
}

/// Events that the app must tell, that a rule waits for, and that nothing takes in.
void check_events(const Model& model, const policy::Deployment& deployment, Gaps& gaps) {
  const bool taken_in = std::ranges::any_of(
      deployment.points, [](const policy::Point& point) { return point.name == "events"; });
  for (std::uint32_t i = 0; i < model.events.size(); ++i) {
    const auto* told = std::get_if<policy::Told>(&model.events[i].source);
    const auto rule = std::ranges::find_if(model.rules, [&](const policy::Rule& one) {
      return std::ranges::find(one.anchor.events, EventId{i}) != one.anchor.events.end();
    });
    if (told == nullptr || told->by != policy::Told::By::app || taken_in ||
        rule == model.rules.end()) {
      continue;
    }
    gaps.add({"E1009", model.events[i].name,
              fmt::format("the app has to report this event and the deployment takes in none: {} "
                          "waits for it in vain",
                          model.at(rule->promise).id),
              "add `point events;` to the deployment once the app reports it", 0, std::nullopt,
              false});
  }
}

}  // namespace

std::vector<Gap> reconcile(const Model& model, const policy::Deployment& deployment,
                           const Catalogue& catalogue, Date today) {
  Gaps gaps{model, today};
  for (std::uint32_t i = 0; i < model.stores.size() && i < catalogue.stores.size(); ++i) {
    check_store(model, StoreId{i}, catalogue.stores[i], gaps);
  }
  check_events(model, deployment, gaps);
  return std::move(gaps).take();
}

}  // namespace abide::engine
