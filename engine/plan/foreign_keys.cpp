// Live names to the policy's.
#include "engine/plan/foreign_keys.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;

std::optional<FieldId> field_of(const Model& model, TableId table, const Column& column) {
  for (const FieldId field : model.at(table).fields) {
    if (model.at(field).column == column) {
      return field;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<TableId> table_behind(const Model& model, StoreId store,
                                    const std::string& live_name) {
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    if (model.tables[i].store == store && model.tables[i].live_name == live_name) {
      return TableId{i};
    }
  }
  return std::nullopt;
}

std::optional<Hop> hop_of(const Model& model, TableId child, TableId parent,
                          const ForeignKey& key) {
  Hop hop{{}, parent, {}};
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const auto from = field_of(model, child, key.columns[i]);
    const auto to = i < key.target_columns.size() ? field_of(model, parent, key.target_columns[i])
                                                  : std::nullopt;
    if (!from || !to) {
      return std::nullopt;
    }
    hop.from.push_back(*from);
    hop.to.push_back(*to);
  }
  return hop;
}

std::vector<Hop> enforced_steps(const PlanRequest& request, TableId table) {
  std::vector<Hop> steps;
  const LiveTable* live = live_table(request, table);
  for (std::size_t i = 0; live != nullptr && i < live->foreign_keys.size(); ++i) {
    const ForeignKey& key = live->foreign_keys[i];
    const auto parent =
        table_behind(request.model, request.model.at(table).store, key.target_table);
    if (const auto hop = parent ? hop_of(request.model, table, *parent, key) : std::nullopt) {
      steps.push_back(*hop);
    }
  }
  return steps;
}

}  // namespace abide::engine
