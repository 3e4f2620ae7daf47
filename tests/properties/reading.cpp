// Facts and readers, one by one.
#include "tests/properties/reading.hpp"

namespace abide::properties {

reread::Input input_of(const Scenario& scenario, const engine::Stores& readers) {
  reread::Input input{scenario.model, {}, scenario.at, {}, {}};
  for (const auto& [name, open] : readers.by_name) {
    input.stores[name] = {open.connector.get(), ""};
  }
  const engine::Register facts = register_of(scenario.facts);
  for (const engine::ToldEvent& told : facts.events) {
    reread::Told one{told.event, told.subject_key, told.at, std::nullopt,
                     {},         told.categories,  {},      told.subject};
    if (told.row) {
      one.row_table = told.row->table;
      one.row_key = told.row->key;
    }
    input.events.push_back(std::move(one));
  }
  for (const engine::Keep& keep : facts.keeps) {
    reread::Keep one;
    one.reason = static_cast<reread::Keep::Reason>(keep.reason);
    one.subject = keep.subject;
    one.subject_key = keep.subject_key;
    one.table = keep.row ? std::optional{keep.row->table} : keep.table;
    if (keep.row) one.row_key = keep.row->key;
    input.keeps.push_back(std::move(one));
  }
  return input;
}

}  // namespace abide::properties
