// Columns to rows.
#include "engine/plan/table_due.hpp"

#include <algorithm>

namespace abide::engine {
namespace {

using policy::Model;
using policy::Ownership;
using policy::Rule;

void add_rules(std::vector<const Rule*>& to, const std::vector<const Rule*>& from) {
  for (const Rule* rule : from) {
    if (std::ranges::find(to, rule) == to.end()) {
      to.push_back(rule);
    }
  }
}

/// Columns whose content keeps a row: personal and more than an identifier; where there are none,
/// whatever has a category.
std::vector<FieldId> content_of(const Model& model, TableId table) {
  std::vector<FieldId> content;
  std::vector<FieldId> personal;
  std::vector<FieldId> any;
  for (const FieldId field : model.at(table).fields) {
    if (model.at(field).categories.empty()) {
      continue;
    }
    any.push_back(field);
    if (model.is_personal(field)) {
      personal.push_back(field);
      if (!model.only_identifies(field)) {
        content.push_back(field);
      }
    }
  }
  return !content.empty() ? content : !personal.empty() ? personal : any;
}

/// Rows in which at least one of the columns still holds something.
Condition some_filled(const Model& model, const std::vector<FieldId>& fields) {
  Condition all_null = Condition::always();
  for (const FieldId field : fields) {
    all_null = all_null && Condition::of(Selector{IsNull{model.at(field).column}});
  }
  return !all_null;
}

void add_emptied(TableDue& table, FieldId field, const Condition& where,
                 const std::vector<const Rule*>& why) {
  for (Emptied& group : table.emptied) {
    if (group.where == where) {
      group.fields.push_back(field);
      add_rules(group.why, why);
      return;
    }
  }
  table.emptied.push_back({{field}, where, why});
}

Condition all_due(const TableDue& table, const std::vector<FieldId>& content, const Model& model,
                  bool whatever_keeps) {
  Condition rows = Condition::always();
  for (const FieldId field : content) {
    const FieldDue* due = table.find(field);
    rows = rows && (whatever_keeps ? due->asked && !due->floored : due->due);
  }
  for (const FieldDue& due : table.fields) {
    if (model.only_identifies(due.field)) {
      rows = rows && !due.floored;
    }
  }
  return rows;
}

}  // namespace

const FieldDue* TableDue::find(FieldId field) const {
  const auto at = std::ranges::find(fields, field, &FieldDue::field);
  return at == fields.end() ? nullptr : &*at;
}

Result<TableDue> combine(const Model& model, TableId id, const DueOf& due_of,
                         const Condition& keeps, const std::map<FieldId, Condition>& cuts) {
  TableDue table;
  table.kept = keeps;
  table.table = id;
  for (const FieldId field : model.at(id).fields) {
    if (!model.at(field).categories.empty()) {
      ABIDE_TRY(FieldDue due, due_of(field));
      due.due = due.asked && !due.floored && !keeps;
      table.fields.push_back(std::move(due));
    }
  }
  const auto content = content_of(model, id);
  if (!content.empty()) {
    table.goes = all_due(table, content, model, false);
    table.would_go = all_due(table, content, model, true);
    for (const FieldId field : content) {
      add_rules(table.why, table.find(field)->why);
    }
  }
  for (const FieldDue& due : table.fields) {
    if (!due.due.is_never() && !within(due.due, table.goes)) {
      add_emptied(table, due.field, due.due && !table.goes, due.why);
    }
  }
  for (const auto& [field, where] : cuts) {
    const Condition rows = where && !table.goes && !keeps;
    if (table.find(field) == nullptr && !where.is_never() && !within(where, table.goes)) {
      add_emptied(table, field, rows, {});
    }
  }
  for (Emptied& group : table.emptied) {
    group.where = group.where && some_filled(model, group.fields);
  }
  return table;
}

const Ownership* owner_path(const Model& model, TableId table) {
  const Ownership* found = nullptr;
  for (const Ownership& owner : model.at(table).owners) {
    if (owner.kind == Ownership::Kind::sole && !owner.hops.empty()) {
      if (found != nullptr) {
        return nullptr;
      }
      found = &owner;
    }
  }
  return found;
}

std::vector<TableId> parents_first(const Model& model) {
  std::vector<TableId> order;
  std::set<TableId> seen;
  const std::function<void(TableId)> visit = [&](TableId table) {
    if (!seen.insert(table).second) {
      return;
    }
    for (const Ownership& owner : model.at(table).owners) {
      if (!owner.hops.empty()) {
        visit(owner.hops.front().table);
      }
    }
    order.push_back(table);
  };
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    visit(TableId{i});
  }
  return order;
}

}  // namespace abide::engine
