// Building the graph of joins, and the shortest way through it.
#include "policy/checks/join_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace abide::policy::checks {
namespace {

bool waits_on(const Rule& rule, EventId event) {
  return std::find(rule.anchor.events.begin(), rule.anchor.events.end(), event) !=
         rule.anchor.events.end();
}

/// Ends its columns at the event itself, a grace at most later.
bool acts_at_once(const Rule& rule) {
  return rule.kind == Rule::Kind::sever || rule.kind == Rule::Kind::may_keep ||
         (rule.anchor.end_of == Anchor::EndOf::moment &&
          (rule.kind == Rule::Kind::erase_at || rule.kind == Rule::Kind::erase_promptly));
}

}  // namespace

JoinGraph::JoinGraph(const Model& model, EventId event)
    : model_(model),
      gone_(model.fields.size()),
      ends_(model.fields.size()),
      table_gone_(model.tables.size()),
      hubs_of_(model.tables.size()) {
  find_what_goes(event);
  add_references();
  add_identifiers();
}

void JoinGraph::find_what_goes(EventId event) {
  std::vector<bool> erased(model_.fields.size());
  for (const Rule& rule : model_.rules) {
    if (!rule.is_ceiling() || !waits_on(rule, event)) {
      continue;
    }
    for (const FieldId field : rule.fields) {
      ends_[field.value] = true;
      if (acts_at_once(rule)) {
        gone_[field.value] = true;
        erased[field.value] = erased[field.value] || rule.kind != Rule::Kind::sever;
      }
    }
  }
  for (const Rule& rule : model_.rules) {
    for (const FieldId field : rule.fields) {
      ends_[field.value] = ends_[field.value] && !rule.is_floor();
    }
  }
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    bool holds = false;
    bool all_erased = true;
    for (const FieldId field : model_.tables[i].fields) {
      const bool counts = !model_.at(field).categories.empty();
      holds = holds || counts;
      all_erased = all_erased && (!counts || erased[field.value]);
    }
    table_gone_[i] = holds && all_erased;
  }
}

bool JoinGraph::is_left(FieldId column) const {
  return !gone_[column.value] && !table_gone_[model_.at(column).table.value];
}

void JoinGraph::add_hub(Hub hub) {
  const auto index = static_cast<std::uint32_t>(hubs_.size());
  for (std::uint32_t member = 0; member < hub.members.size(); ++member) {
    hubs_of_[hub.members[member].table.value].emplace_back(index, member);
  }
  hubs_.push_back(std::move(hub));
}

void JoinGraph::add_hop(TableId table, const Hop& hop) {
  const auto left = [&](FieldId column) { return is_left(column); };
  if (std::all_of(hop.from.begin(), hop.from.end(), left) &&
      std::all_of(hop.to.begin(), hop.to.end(), left)) {
    add_hub({.members = {{table, hop.from.front()}, {hop.table, hop.to.front()}}});
  }
}

void JoinGraph::add_references() {
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    const Table& table = model_.tables[i];
    for (const FieldId field : table.fields) {
      if (const auto target = model_.at(field).links_to) {
        add_hop(TableId{i}, {.from = {field}, .table = model_.at(*target).table, .to = {*target}});
      }
    }
    for (const Ownership& owner : table.owners) {
      if (!owner.hops.empty()) {
        add_hop(TableId{i}, owner.hops.front());
      }
    }
    for (const Mention& mention : table.mentions) {
      add_hop(TableId{i}, mention.hop);
    }
  }
}

void JoinGraph::add_identifiers() {
  std::vector<Hub> of_leaf(model_.categories.size());
  for (std::uint32_t i = 0; i < model_.fields.size(); ++i) {
    for (const CategoryId leaf : model_.fields[i].categories) {
      if (model_.at(leaf).identifier && is_left(FieldId{i})) {
        of_leaf[leaf.value].members.push_back({model_.fields[i].table, FieldId{i}});
      }
    }
  }
  for (Hub& hub : of_leaf) {
    if (hub.members.size() > 1) {
      add_hub(std::move(hub));
    }
  }
}

Join JoinGraph::join_of(const Member& from, const Member& to) const {
  return {
      .from = from.table,
      .from_column = from.column,
      .to_column = to.column,
      .words = fmt::format("{} = {}", model_.full_name(from.column), model_.full_name(to.column))};
}

std::vector<TableId> JoinGraph::tables_with(const std::vector<CategoryId>& leaves) const {
  std::vector<TableId> tables;
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    const auto holds = [&](FieldId field) {
      const auto& own = model_.at(field).categories;
      return is_left(field) && std::any_of(own.begin(), own.end(), [&](CategoryId leaf) {
               return std::binary_search(leaves.begin(), leaves.end(), leaf);
             });
    };
    const auto& fields = model_.tables[i].fields;
    if (std::any_of(fields.begin(), fields.end(), holds)) {
      tables.push_back(TableId{i});
    }
  }
  return tables;
}

std::optional<std::vector<Join>> JoinGraph::path(const std::vector<TableId>& from,
                                                 const std::vector<TableId>& to) const {
  std::vector<std::optional<Join>> reached_by(model_.tables.size());
  std::vector<bool> seen(model_.tables.size());
  std::vector<bool> hub_seen(hubs_.size());
  std::deque<TableId> queue;
  for (const TableId table : from) {
    seen[table.value] = true;
    queue.push_back(table);
  }
  while (!queue.empty()) {
    const TableId table = queue.front();
    queue.pop_front();
    if (std::binary_search(to.begin(), to.end(), table)) {
      std::vector<Join> joins;
      for (TableId at = table; reached_by[at.value]; at = joins.back().from) {
        joins.push_back(*reached_by[at.value]);
      }
      std::reverse(joins.begin(), joins.end());
      return joins;
    }
    for (const auto& [hub, member] : hubs_of_[table.value]) {
      if (hub_seen[hub]) {
        continue;
      }
      hub_seen[hub] = true;
      for (const Member& other : hubs_[hub].members) {
        if (!seen[other.table.value]) {
          seen[other.table.value] = true;
          reached_by[other.table.value] = join_of(hubs_[hub].members[member], other);
          queue.push_back(other.table);
        }
      }
    }
  }
  return std::nullopt;
}

}  // namespace abide::policy::checks
