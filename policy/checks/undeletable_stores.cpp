// E0605: a rule that ends a row in a store where nothing can be deleted.
#include <fmt/format.h>

#include <set>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {

void check_undeletable_stores(Context& context) {
  const Model& model = context.model;
  std::set<StoreId> reported;
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    const Rule& rule = model.rules[i];
    if (!rule.is_ceiling()) {
      continue;
    }
    for (const FieldId field : rule.fields) {
      const StoreId id = model.at(model.at(field).table).store;
      const Store& store = model.at(id);
      const bool can_delete =
          store.kind != "http" || context.has_recipe[id.value] || store.no_reach_because;
      if (can_delete || !reported.insert(id).second) {
        continue;
      }
      auto& error = context.error(
          "E0605", context.places.rules[i],
          fmt::format("`{}` has no recipe, so nothing in it can be deleted", store.name),
          "name the vendor's `recipe` in the store, or say `reach none because \"…\"`");
      error.labels.push_back({context.places.stores[id.value], "the store"});
    }
  }
}

}  // namespace abide::policy::checks
