// Links into rows that go: emptied first, where the policy declares the column and nothing keeps
// it.
#include <algorithm>

#include "engine/plan/draft.hpp"
#include "engine/plan/foreign_keys.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Model;

/// Whether the column leads on by another step than this one as well: to an owner, or to whom the
/// row names. What it says there must not be lost with the link.
bool leads_elsewhere(const policy::Table& table, const policy::Hop& hop, FieldId field) {
  const auto uses = [&](const policy::Hop& other) {
    return other != hop && std::ranges::find(other.from, field) != other.from.end();
  };
  return std::ranges::any_of(table.owners,
                             [&](const policy::Ownership& owner) {
                               return !owner.hops.empty() && uses(owner.hops.front());
                             }) ||
         std::ranges::any_of(table.mentions,
                             [&](const policy::Mention& mention) { return uses(mention.hop); });
}

/// The columns of the key that may hold NULL and say nothing else; emptying one cuts it.
std::vector<FieldId> that_can_be_emptied(const Model& model, TableId table, const policy::Hop& hop,
                                         const LiveTable& child) {
  std::vector<FieldId> fields;
  for (const FieldId field : hop.from) {
    const Column& column = model.at(field).column;
    const auto there = std::ranges::find(child.columns, column, &LiveColumn::name);
    const bool in_key = std::ranges::find(child.key, column) != child.key.end();
    if (there != child.columns.end() && there->nullable && !in_key &&
        !leads_elsewhere(model.at(table), hop, field)) {
      fields.push_back(field);
    }
  }
  return fields;
}

bool share_one(const std::vector<FieldId>& some, const std::vector<FieldId>& others) {
  return std::ranges::any_of(
      some, [&](FieldId field) { return std::ranges::find(others, field) != others.end(); });
}

}  // namespace

/// Empties the columns by which rows point at rows of `parent` that go. In its own table also in
/// rows that go: one may be removed long before another that points at it.
Result<void> Draft::unlink(const TableDue& parent, const LiveTable& live, const ForeignKey& key,
                           std::vector<TableDue>& tables) {
  const Model& model = request_.model;
  const auto table = table_behind(model, model.at(parent.table).store, live.name);
  const auto hop = table ? hop_of(model, *table, parent.table, key) : std::nullopt;
  if (!hop || !blocked(*table).empty()) {
    return {};
  }
  const std::vector<FieldId> fields = that_can_be_emptied(model, *table, *hop, live);
  auto pointing = along(model, *table, std::span{&*hop, 1}, parent.goes);
  if (fields.empty() || (!pointing && pointing.error().code == ErrorCode::unsupported)) {
    return {};
  }
  ABIDE_TRY(Condition rows, std::move(pointing));
  ABIDE_TRY(const Condition held, rules_.kept(*table));
  rows = rows && !held;
  auto child = std::ranges::find(tables, *table, &TableDue::table);
  if (child == tables.end()) {
    child = tables.insert(tables.end(), TableDue{});
    child->table = *table;
  }
  rows = *table == parent.table ? rows : rows && !child->goes;
  rows = rows && !child->kept;
  for (const FieldDue& field : child->fields) {
    rows = std::ranges::find(fields, field.field) == fields.end() ? rows : rows && !field.floored;
  }
  for (const Emptied& group : child->emptied) {
    rows = share_one(group.fields, fields) ? rows && !group.where : rows;
  }
  if (rows.is_never()) {
    return {};
  }
  child->emptied.push_back({fields, rows, parent.why});
  TableDue links;
  links.table = *table;
  links.emptied = {child->emptied.back()};
  return add(links);
}

Result<void> Draft::unlink_what_goes(std::vector<TableDue>& tables) {
  const std::size_t planned = tables.size();
  for (std::size_t i = 0; i < planned; ++i) {
    const TableDue parent = tables[i];
    const policy::Table& table = request_.model.at(parent.table);
    const LiveSchema* schema = request_.schema(table.store);
    if (parent.goes.is_never() || schema == nullptr || !blocked(parent.table).empty()) {
      continue;
    }
    for (const LiveTable& live : schema->tables) {
      for (const ForeignKey& key : live.foreign_keys) {
        if (key.target_table == table.live_name &&
            key.columns.size() == key.target_columns.size()) {
          ABIDE_CHECK(unlink(parent, live, key, tables));
        }
      }
    }
  }
  return {};
}

}  // namespace abide::engine
