// Reading live schemas and finding things in them; waivers.
#include "engine/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/catalogue/parts.hpp"
#include "engine/plan/paths.hpp"
#include "policy/utf8.hpp"

namespace abide::engine {

const LiveTable* Catalogue::find(StoreId store, std::string_view live_name) const {
  if (store.value >= stores.size() || !stores[store.value].schema) {
    return nullptr;
  }
  const auto& tables = stores[store.value].schema->tables;
  const auto at = std::ranges::find(tables, live_name, &LiveTable::name);
  return at == tables.end() ? nullptr : &*at;
}

const LiveTable* Catalogue::find(const policy::Model& model, TableId table) const {
  return find(model.at(table).store, model.at(table).live_name);
}

const LiveColumn* find_column(const LiveTable& table, std::string_view column) {
  const auto at = std::ranges::find(table.columns, column, &LiveColumn::name);
  return at == table.columns.end() ? nullptr : &*at;
}

bool can_be_null(const LiveTable& table, std::string_view column) {
  const LiveColumn* live = find_column(table, column);
  return live != nullptr && live->nullable &&
         std::ranges::find(table.key, column) == table.key.end();
}

Catalogue introspect(const policy::Model& model, Stores& stores) {
  Catalogue catalogue;
  for (const policy::Store& store : model.stores) {
    LiveStore live;
    const auto open = stores.by_name.find(store.name);
    if (open == stores.by_name.end()) {
      live.bound = false;
    } else if (open->second.connector == nullptr) {
      live.bound = open->second.bound;
      live.error = open->second.error;
    } else {
      auto schema = open->second.connector->schema();
      if (schema) {
        live.schema = std::move(*schema);
      } else {
        live.error = schema.error();
      }
    }
    catalogue.stores.push_back(std::move(live));
  }
  return catalogue;
}

bool stops(const Gap& gap, std::string_view table) {
  if (!gap.blocks) {
    return false;
  }
  const std::string_view store = table.substr(0, table.find('.'));
  return gap.place == table || gap.place == store ||
         (gap.place.starts_with(table) && gap.place[table.size()] == '.');
}

namespace catalogue {
namespace {

bool covers(const std::string& name, const std::string& place) {
  return place == name || (place.starts_with(name) && place[name.size()] == '.');
}

}  // namespace

std::optional<std::string> Gaps::waived(std::string_view code, const std::string& place) const {
  for (const policy::Waiver& waiver : model_.waivers) {
    const bool named = std::ranges::any_of(
        waiver.on, [&](const std::string& name) { return covers(name, place); });
    if (waiver.code == code && named &&
        std::chrono::sys_days{today_} <= std::chrono::sys_days{waiver.until}) {
      return waiver.because;
    }
  }
  return std::nullopt;
}

void Gaps::add(Gap gap) {
  for (std::string* const text : {&gap.place, &gap.reason, &gap.remedy})
    *text = policy::printable(*text);
  gap.waived = waived(gap.code, gap.place);
  gaps_.push_back(std::move(gap));
}

std::string live_name(const policy::Model& model, StoreId store, std::string_view table) {
  return fmt::format("{}.{}", model.at(store).name, table);
}

std::optional<TableId> declared(const policy::Model& model, StoreId store,
                                std::string_view live_name) {
  for (const TableId id : model.at(store).tables) {
    if (model.at(id).live_name == live_name) {
      return id;
    }
  }
  return std::nullopt;
}

bool is_planned(const policy::Model& model, TableId table) {
  return !model.at(table).owners.empty() || !model.at(table).mentions.empty() ||
         std::ranges::any_of(model.at(table).fields, [&](FieldId field) {
           return std::ranges::any_of(model.rules_of(field),
                                      [&](RuleId id) { return model.at(id).is_ceiling(); });
         });
}

bool has_floor(const policy::Model& model, TableId table) {
  return std::ranges::any_of(model.at(table).fields, [&](FieldId field) {
    return std::ranges::any_of(model.rules_of(field),
                               [&](RuleId id) { return model.at(id).is_floor(); });
  });
}

bool identify_a_row(const LiveTable& live, std::vector<Column> columns) {
  std::ranges::sort(columns);
  const auto holds = [&](std::vector<Column> some) {
    std::ranges::sort(some);
    return !some.empty() && std::ranges::includes(columns, some);
  };
  return holds(live.key) || std::ranges::any_of(live.unique, holds) ||
         std::ranges::any_of(live.columns, [&](const LiveColumn& column) {
           return column.unique && holds({column.name});
         });
}

bool is_whole(const Pair& pair) {
  return !pair.live.is_view && std::ranges::all_of(pair.table.fields, [&](FieldId field) {
    return find_column(pair.live, pair.model.at(field).column) != nullptr;
  });
}

}  // namespace catalogue
}  // namespace abide::engine
