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

Result<Condition> Draft::naming_who_goes(const TableDue& people, TableId table,
                                         const policy::Hop& hop) {
  const Model& model = request_.model;
  ABIDE_TRY(const Condition gone, if_any(people.table, people.goes || people.emptied_in(hop.to)));
  const std::span<const policy::Hop> step{&hop, 1};
  ABIDE_TRY(Condition rows, along(model, table, step, gone, Pointed::is_there));
  if (rows.is_never() || is_unique(model, hop)) {
    return rows;
  }
  ABIDE_TRY(const Condition others, along(model, table, step, !gone, Pointed::is_there));
  return rows && !others;
}

/// Empties the columns by which rows of the table point, by this step, at rows of `parent` that go.
/// In its own table also in rows that go: one may be removed long before another that points at it.
Result<void> Draft::unlink(const TableDue& parent, TableId table, const LiveTable& live,
                           const policy::Hop& hop, Result<Condition> pointing,
                           std::vector<TableDue>& tables) {
  const Model& model = request_.model;
  const std::vector<FieldId> fields = that_can_be_emptied(model, table, hop, live);
  if (fields.empty() || (!pointing && pointing.error().code == ErrorCode::unsupported)) {
    return {};
  }
  ABIDE_TRY(Condition rows, std::move(pointing));
  ABIDE_TRY(const Condition held, rules_.kept(table));
  rows = rows && !held;
  auto child = std::ranges::find(tables, table, &TableDue::table);
  if (child == tables.end()) {
    child = tables.insert(tables.end(), TableDue{});
    child->table = table;
  }
  rows = table == parent.table ? rows : rows && !child->goes;
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
  links.table = table;
  links.emptied = {child->emptied.back()};
  return add(links);
}

/// What the store enforces.
Result<void> Draft::unlink_keys(const TableDue& parent, std::vector<TableDue>& tables) {
  const Model& model = request_.model;
  const StoreId store = model.at(parent.table).store;
  const LiveSchema* schema = request_.schema(store);
  for (std::size_t i = 0; schema != nullptr && i < schema->tables.size(); ++i) {
    const LiveTable& live = schema->tables[i];
    for (const ForeignKey& key : live.foreign_keys) {
      const bool points = key.target_table == model.at(parent.table).live_name &&
                          key.columns.size() == key.target_columns.size();
      const auto table = points ? table_behind(model, store, live.name) : std::nullopt;
      const auto hop = table ? hop_of(model, *table, parent.table, key) : std::nullopt;
      if (hop && blocked(*table).empty()) {
        auto pointing = along(model, *table, std::span{&*hop, 1}, parent.goes);
        ABIDE_CHECK(unlink(parent, *table, live, *hop, std::move(pointing), tables));
      }
    }
  }
  return {};
}

/// What names somebody in other people's rows, whether the store enforces it or not.
Result<void> Draft::unlink_mentions(const TableDue& parent, std::vector<TableDue>& tables) {
  const Model& model = request_.model;
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const TableId table{i};
    const LiveTable* live = live_table(request_, table);
    for (const policy::Mention& mention : model.at(table).mentions) {
      const bool cut =
          mention.on_erase != policy::Mention::OnErase::keep && mention.hop.table == parent.table;
      if (cut && live != nullptr && blocked(table).empty()) {
        auto naming = naming_who_goes(parent, table, mention.hop);
        ABIDE_CHECK(unlink(parent, table, *live, mention.hop, std::move(naming), tables));
      }
    }
  }
  return {};
}

Result<void> Draft::unlink_what_goes(std::vector<TableDue>& tables, Naming naming) {
  const std::size_t planned = tables.size();
  for (std::size_t i = 0; i < planned; ++i) {
    const TableDue parent = tables[i];
    if (!blocked(parent.table).empty()) {
      continue;
    }
    if (!parent.goes.is_never()) {
      ABIDE_CHECK(unlink_keys(parent, tables));
    }
    if (naming == Naming::goes_too) {
      ABIDE_CHECK(unlink_mentions(parent, tables));
    }
  }
  return {};
}

}  // namespace abide::engine
