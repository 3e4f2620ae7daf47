// Clocks in rows that an erasure leaves.
#include "engine/plan/kept_clocks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::engine {

Result<std::string> kept_until(const PlanRequest& request, const Reckoner& reckoner,
                               const Parameters& parameters, const TableDue& due,
                               const Condition& rows) {
  const policy::Model& model = request.model;
  const TableId table = due.table;
  std::optional<Date> first;
  std::optional<Date> last;
  for (const FieldDue& field : due.fields) {
    for (const policy::Rule* rule : field.floors) {
      for (const EventId event : rule->anchor.events) {
        const auto* column = std::get_if<policy::AtColumn>(&model.at(event).source);
        if (column == nullptr || model.at(column->field).table != table || !rows.is_local() ||
            rows.is_never()) {
          continue;
        }
        Query query;
        query.table = model.at(table).live_name;
        query.columns = {model.at(column->field).column};
        ABIDE_TRY(query.where, engine::bind(rows.local(), parameters));
        Connector* store = request.stores.find(model.at(model.at(table).store).name);
        ABIDE_CHECK(store->select(query, [&](std::span<const Row> page) -> Result<void> {
          for (const Row& row : page) {
            const auto* text = std::get_if<std::string>(&row.front());
            const auto anchor = text == nullptr ? std::nullopt : parse_instant(*text);
            if (anchor) {
              const Date day = reckoner.floor_day(*rule, *anchor);
              first = !first || std::chrono::sys_days{day} < std::chrono::sys_days{*first} ? day
                                                                                           : *first;
              last =
                  !last || std::chrono::sys_days{day} > std::chrono::sys_days{*last} ? day : *last;
            }
          }
          return {};
        }));
      }
    }
  }
  if (!first) {
    return std::string{"each row's own date"};
  }
  return *first == *last ? to_string(*last)
                         : fmt::format("{} to {}", to_string(*first), to_string(*last));
}

Result<void> check_clocks(Draft& draft, const policy::Model& model, TableId table,
                          const Condition& rows) {
  for (const FieldId id : model.at(table).fields) {
    const policy::Field& field = model.at(id);
    if (!field.clock) {
      continue;
    }
    const Condition odd = Condition::of(Selector{Unreadable{field.column, encoding_of(field)}});
    ABIDE_TRY(const std::uint64_t count, draft.count(table, rows && odd));
    if (count > 0) {
      draft.gap({"E1010", model.full_name(id),
                 "what stands there is no moment: no sentence that counts from it can be kept",
                 "correct these rows, or say how the clock is written", count, std::nullopt,
                 false});
    }
  }
  return {};
}

}  // namespace abide::engine
