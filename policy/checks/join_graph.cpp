// Building the graph of joins once, and searching what an event leaves of it.
#include "policy/checks/join_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace abide::policy::checks {
namespace {

/// Ends its columns at the event itself, a grace at most later.
bool acts_at_once(const Rule& rule) {
  return rule.kind == Rule::Kind::sever || rule.kind == Rule::Kind::may_keep ||
         (rule.anchor.end_of == Anchor::EndOf::moment &&
          (rule.kind == Rule::Kind::erase_at || rule.kind == Rule::Kind::erase_promptly));
}

}  // namespace

JoinGraph::JoinGraph(const Model& model) : hubs_of_(model.tables.size()) {
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    add_steps(model, TableId{i});
  }
  add_identifiers(model);
}

void JoinGraph::add_steps(const Model& model, TableId id) {
  const Table& table = model.at(id);
  for (const FieldId field : table.fields) {
    if (const auto target = model.at(field).links_to) {
      add_step(id, {.from = {field}, .table = model.at(*target).table, .to = {*target}});
    }
  }
  for (const Ownership& owner : table.owners) {
    if (!owner.hops.empty()) {
      add_step(id, owner.hops.front());
    }
  }
  for (const Mention& mention : table.mentions) {
    add_step(id, mention.hop);
  }
}

void JoinGraph::add_identifiers(const Model& model) {
  std::vector<Hub> of_leaf(model.categories.size());
  for (std::uint32_t i = 0; i < model.fields.size(); ++i) {
    for (const CategoryId leaf : model.fields[i].categories) {
      if (model.at(leaf).identifier) {
        of_leaf[leaf.value].members.push_back({model.fields[i].table, {FieldId{i}}});
      }
    }
  }
  for (Hub& hub : of_leaf) {
    if (hub.members.size() > 1) {
      add(std::move(hub));
    }
  }
}

void JoinGraph::add_step(TableId table, const Hop& hop) {
  add({.members = {{table, hop.from}, {hop.table, hop.to}}});
}

void JoinGraph::add(Hub hub) {
  const auto index = static_cast<std::uint32_t>(hubs_.size());
  for (std::uint32_t member = 0; member < hub.members.size(); ++member) {
    hubs_of_[hub.members[member].table.value].emplace_back(index, member);
  }
  hubs_.push_back(std::move(hub));
}

AfterEvent::AfterEvent(const Model& model, const JoinGraph& graph, EventId event,
                       const std::vector<RuleId>& rules, const std::vector<bool>& floored)
    : model_(model), graph_(graph) {
  for (const RuleId id : rules) {
    const Rule& rule = model.at(id);
    const bool waits = std::find(rule.anchor.events.begin(), rule.anchor.events.end(), event) !=
                       rule.anchor.events.end();
    if (!rule.is_ceiling() || !waits) {
      continue;
    }
    for (const FieldId field : rule.fields) {
      if (!floored[field.value]) {
        ends_.insert(field.value);
      }
      if (acts_at_once(rule)) {
        gone_.insert(field.value);
      }
      if (acts_at_once(rule) && rule.kind != Rule::Kind::sever) {
        erased_.insert(field.value);
      }
    }
  }
}

/// A row goes when every column of it that holds something does.
bool AfterEvent::is_gone(TableId table) const {
  bool holds = false;
  for (const FieldId field : model_.at(table).fields) {
    if (model_.at(field).categories.empty()) {
      continue;
    }
    holds = true;
    if (!erased_.contains(field.value)) {
      return false;
    }
  }
  return holds;
}

bool AfterEvent::is_left(FieldId column) const {
  return !gone_.contains(column.value) && !is_gone(model_.at(column).table);
}

bool AfterEvent::is_left(const JoinGraph::Member& member) const {
  return std::all_of(member.columns.begin(), member.columns.end(),
                     [&](FieldId column) { return is_left(column); });
}

Join AfterEvent::join_of(const JoinGraph::Member& from, const JoinGraph::Member& to) const {
  return {.from = from.table,
          .from_column = from.columns.front(),
          .to_column = to.columns.front(),
          .words = fmt::format("{} = {}", model_.full_name(from.columns.front()),
                               model_.full_name(to.columns.front()))};
}

namespace {

/// By table: the join that first reached it; none where the search began.
using Reached = std::unordered_map<TableId, std::optional<Join>>;

std::vector<Join> way_back(const Reached& reached, TableId table) {
  std::vector<Join> joins;
  for (const auto* step = &reached.at(table); *step; step = &reached.at(joins.back().from)) {
    joins.push_back(**step);
  }
  std::reverse(joins.begin(), joins.end());
  return joins;
}

}  // namespace

std::optional<std::vector<Join>> AfterEvent::path(const std::vector<TableId>& from,
                                                  const std::vector<TableId>& to) const {
  Reached reached;
  std::unordered_set<std::uint32_t> hubs_seen;
  std::deque<TableId> queue(from.begin(), from.end());
  for (const TableId table : from) {
    reached.try_emplace(table);
  }
  for (; !queue.empty(); queue.pop_front()) {
    const TableId table = queue.front();
    if (std::binary_search(to.begin(), to.end(), table)) {
      return way_back(reached, table);
    }
    for (const auto& [hub, member] : graph_.of(table)) {
      const auto& members = graph_.hubs()[hub].members;
      if (!is_left(members[member]) || !hubs_seen.insert(hub).second) {
        continue;
      }
      for (const JoinGraph::Member& other : members) {
        if (is_left(other) && reached.try_emplace(other.table).second) {
          reached[other.table] = join_of(members[member], other);
          queue.push_back(other.table);
        }
      }
    }
  }
  return std::nullopt;
}

}  // namespace abide::policy::checks
