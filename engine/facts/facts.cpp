// Catalogue, gaps, register and absences in one call.
#include "engine/facts/facts.hpp"

#include "engine/catalogue/examination.hpp"

namespace abide::engine {

Result<Facts> gather(const Scene& scene) {
  Facts facts;
  facts.catalogue = introspect(scene.model, scene.stores);
  ABIDE_TRY(const Zone zone, Zone::find(scene.model.calendar.zone));
  facts.gaps = reconcile(scene.model, scene.deployment, facts.catalogue, zone.local_date(scene.at));
  ABIDE_TRY(facts.facts, scene.control.load_register(scene.model));
  ABIDE_TRY(const auto absent,
            find_absent(scene.model, facts.catalogue, scene.stores, scene.control, scene.now));
  facts.facts.events.insert(facts.facts.events.end(), absent.begin(), absent.end());
  for (const std::string& what : facts.facts.unresolved) {
    facts.gaps.push_back(
        {"E1009", what, "nothing acts on what was told, since the policy no longer declares it",
         "bring the policy's name back, or close the request", 0, std::nullopt, false});
  }
  return facts;
}

PlanRequest request_of(const Scene& scene, const Facts& facts) {
  return {scene.model,
          scene.deployment,
          scene.stores,
          facts.facts,
          [&facts](StoreId store) -> const LiveSchema* {
            const auto& live = facts.catalogue.stores[store.value];
            return live.schema ? &*live.schema : nullptr;
          },
          facts.gaps,
          scene.at};
}

Result<Planned> plan_sweep(const Scene& scene, const Facts& facts, std::size_t rows_per_range) {
  ABIDE_TRY(const Zone zone, Zone::find(scene.model.calendar.zone));
  Examination rows{scene.model,   facts.catalogue, scene.stores,
                   scene.control, scene.at,        zone.local_date(scene.at)};
  PlanRequest request = request_of(scene, facts);
  request.rows_per_range = rows_per_range;
  request.watch = &rows;
  return plan_sweep(request);
}

reread::Input look_input(const policy::Model& model, const Stores& readers, const Facts& facts,
                         Instant at) {
  reread::Input input{model, {}, at, {}, {}};
  for (const auto& [name, open] : readers.by_name) {
    input.stores[name] = {open.connector.get(), open.error ? open.error->message
                                                : open.bound
                                                    ? ""
                                                    : "the deployment does not say where it is"};
  }
  for (const ToldEvent& told : facts.facts.events) {
    reread::Told one{told.event, told.subject_key, told.at, std::nullopt,
                     {},         told.categories,  {},      told.subject};
    if (told.row) {
      one.row_table = told.row->table;
      one.row_key = told.row->key;
    }
    input.events.push_back(std::move(one));
  }
  for (const Keep& keep : facts.facts.keeps) {
    reread::Keep one;
    one.reason = static_cast<reread::Keep::Reason>(keep.reason);
    one.id = keep.id;
    one.subject = keep.subject;
    one.subject_key = keep.subject_key;
    one.table = keep.row ? std::optional{keep.row->table} : keep.table;
    if (keep.row) one.row_key = keep.row->key;
    input.keeps.push_back(std::move(one));
  }
  for (const Gap& gap : facts.gaps) {
    if (is_undeclared_table(model, gap))
      input.uncovered.push_back({gap.place, "the policy does not declare it"});
  }
  return input;
}

}  // namespace abide::engine
