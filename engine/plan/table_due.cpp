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

Condition all_due(const TableDue& table, const std::vector<FieldId>& content, bool whatever_keeps) {
  Condition rows = Condition::always();
  for (const FieldId field : content) {
    const FieldDue* due = table.find(field);
    rows = rows && (whatever_keeps ? due->asked && !due->floored : due->due);
  }
  return rows;
}

/// Rows of which a floor keeps some column.
Condition floored_somewhere(const TableDue& table) {
  Condition rows;
  for (const FieldDue& due : table.fields) {
    rows = rows || due.floored;
  }
  return rows;
}

/// A clock and a column of its row whose ceiling counts from it.
using Dated = std::pair<FieldId, FieldId>;

std::vector<Dated> dated_columns(const Model& model, TableId table) {
  std::vector<Dated> pairs;
  for (const Rule& rule : model.rules) {
    for (const EventId event : rule.anchor.events) {
      if (!rule.is_ceiling() || !is_own_clock(model, table, event)) {
        continue;
      }
      const FieldId clock = std::get<policy::AtColumn>(model.at(event).source).field;
      for (const FieldId field : rule.fields) {
        if (model.at(field).table == table && field != clock) {
          pairs.emplace_back(clock, field);
        }
      }
    }
  }
  return pairs;
}

/// A clock stays as long as a column of its row that counts from it: without it, that column would
/// never be due.
void keep_clocks(const Model& model, TableDue& table, Condition FieldDue::*goes) {
  const std::vector<Dated> pairs = dated_columns(model, table.table);
  std::map<FieldId, Condition> alone;
  for (const auto& [clock, dated] : pairs) {
    if (const FieldDue* due = table.find(clock); due != nullptr && !(due->*goes).is_never()) {
      alone.emplace(clock, due->*goes);
    }
  }
  // A clock that stays keeps the one it counts from: once for each clock, that is settled.
  for (std::size_t round = 0; round < alone.size(); ++round) {
    const TableDue before = table;
    for (FieldDue& due : table.fields) {
      const auto clock = alone.find(due.field);
      if (clock == alone.end()) {
        continue;
      }
      due.*goes = clock->second;
      for (const auto& [counted_from, dated] : pairs) {
        const FieldDue* other = counted_from == due.field ? before.find(dated) : nullptr;
        due.*goes = other == nullptr ? due.*goes : due.*goes && other->*goes;
      }
    }
  }
}

/// The columns by which rows of the table are dated for this rule: their own clocks, and those that
/// point at the row with the clock.
std::vector<FieldId> columns_that_date(const Model& model, TableId table, const Rule& rule) {
  std::vector<FieldId> columns;
  for (const EventId event : rule.anchor.events) {
    const policy::Dating* dating = model.dating(table, event);
    if (dating != nullptr && !dating->hops.empty()) {
      const auto& from = dating->hops.front().from;
      columns.insert(columns.end(), from.begin(), from.end());
      for (const Ownership& owner : model.at(table).owners) {
        if (owner.kind != Ownership::Kind::shared && !owner.hops.empty()) {
          const auto& points = owner.hops.front().from;
          columns.insert(columns.end(), points.begin(), points.end());
        }
      }
    } else if (is_own_clock(model, table, event)) {
      columns.push_back(std::get<policy::AtColumn>(model.at(event).source).field);
    }
  }
  return columns;
}

/// What dates a floor is under it.
Result<void> keep_what_dates(RuleConditions& rules, const Model& model, TableId table,
                             const Rule& rule, std::vector<FieldDue>& columns) {
  Condition floored;
  for (const FieldId field : rule.fields) {
    if (model.at(field).table == table) {
      ABIDE_TRY(const Condition one, rules.floored(field, rule));
      floored = floored || one;
    }
  }
  for (const FieldId field : columns_that_date(model, table, rule)) {
    const auto at = std::ranges::find(columns, field, &FieldDue::field);
    if (at != columns.end()) {
      at->floored = at->floored || floored;
    }
  }
  return {};
}

/// Columns that an owner path, a joint ownership or a mention speaks of.
bool is_on_a_path(const Model& model, FieldId field) {
  const policy::Table& table = model.at(model.at(field).table);
  const auto among = [&](const std::vector<FieldId>& fields) {
    return std::ranges::find(fields, field) != fields.end();
  };
  return std::ranges::any_of(table.owners,
                             [&](const Ownership& owner) {
                               return (!owner.hops.empty() && among(owner.hops.front().from)) ||
                                      among(owner.blanks);
                             }) ||
         std::ranges::any_of(table.mentions, [&](const policy::Mention& mention) {
           return among(mention.hop.from);
         });
}

}  // namespace

const FieldDue* TableDue::find(FieldId field) const {
  const auto at = std::ranges::find(fields, field, &FieldDue::field);
  return at == fields.end() ? nullptr : &*at;
}

bool is_of_a_person(const Model& model, FieldId field) {
  return model.is_personal(field) ||
         std::ranges::none_of(model.at(model.at(field).table).fields,
                              [&](FieldId other) { return model.is_personal(other); });
}

bool is_own_clock(const Model& model, TableId table, EventId event) {
  const policy::Dating* dating = model.dating(table, event);
  return dating != nullptr && dating->hops.empty() &&
         std::holds_alternative<policy::AtColumn>(model.at(event).source);
}

Result<std::vector<FieldDue>> columns_of_rules(RuleConditions& rules, const Model& model,
                                               TableId table) {
  std::vector<FieldDue> columns;
  for (const FieldId field : model.at(table).fields) {
    FieldDue due;
    due.field = field;
    const auto of_field = model.rules_of(field);
    if (model.at(field).categories.empty() && of_field.empty() && !is_on_a_path(model, field)) {
      continue;
    }
    for (const RuleId id : of_field) {
      const Rule& rule = model.at(id);
      if (rule.is_floor()) {
        ABIDE_TRY(const Condition floored, rules.floored(field, rule));
        due.floors.push_back(&rule);
        due.floored = due.floored || floored;
      }
    }
    columns.push_back(std::move(due));
  }
  for (const Rule& rule : model.rules) {
    if (rule.is_floor()) {
      ABIDE_CHECK(keep_what_dates(rules, model, table, rule, columns));
    }
  }
  return columns;
}

Condition TableDue::emptied_in(const std::vector<FieldId>& columns) const {
  Condition rows;
  for (const Emptied& group : emptied) {
    const bool cut = std::ranges::any_of(group.fields, [&](FieldId field) {
      return std::ranges::find(columns, field) != columns.end();
    });
    rows = cut ? rows || group.where : rows;
  }
  return rows;
}

TableDue TableDue::at_rest() const {
  TableDue rest = *this;
  rest.goes = {};
  rest.would_go = {};
  rest.orphaned = {};
  rest.emptied.clear();
  for (FieldDue& field : rest.fields) {
    field.due = {};
    field.emptied = {};
  }
  return rest;
}

TableDue combine(const Model& model, TableId id, std::vector<FieldDue> fields,
                 const Condition& keeps, const Condition& whole, const Condition& unless_floored) {
  TableDue table;
  table.kept = keeps;
  table.table = id;
  table.fields = std::move(fields);
  for (FieldDue& due : table.fields) {
    due.due = due.asked && !due.floored && !keeps;
    due.emptied = (due.asked || due.left_behind) && !due.floored && !keeps;
  }
  keep_clocks(model, table, &FieldDue::due);
  keep_clocks(model, table, &FieldDue::emptied);
  const auto content = content_of(model, id);
  const Condition floored = floored_somewhere(table);
  const bool by_content = !content.empty();
  table.goes =
      (by_content ? all_due(table, content, false) : whole && !keeps) || (unless_floored && !keeps);
  table.goes = table.goes && !floored;
  table.would_go = (by_content ? all_due(table, content, true) : whole) || unless_floored;
  table.would_go = table.would_go && !floored;
  for (const FieldId field : content) {
    add_rules(table.why, table.find(field)->why);
  }
  for (const FieldDue& due : table.fields) {
    if (!due.emptied.is_never() && !within(due.emptied, table.goes)) {
      add_emptied(table, due.field, due.emptied && !table.goes, due.why);
    }
  }
  for (Emptied& group : table.emptied) {
    group.where = group.where && some_filled(model, group.fields);
  }
  return table;
}

std::vector<TableId> parents_first(const Model& model) {
  std::vector<TableId> order;
  std::set<TableId> seen;
  std::set<TableId> under_way;
  /// Whether the table is owned, further on too, through one that is not in the order yet.
  const std::function<bool(TableId, std::set<TableId>&)> waits = [&](TableId table,
                                                                     std::set<TableId>& passed) {
    return under_way.contains(table) ||
           (passed.insert(table).second &&
            std::ranges::any_of(model.at(table).owners, [&](const Ownership& owner) {
              return !owner.hops.empty() && waits(owner.hops.front().table, passed);
            }));
  };
  const std::function<void(TableId)> visit = [&](TableId table) {
    if (!seen.insert(table).second) {
      return;
    }
    under_way.insert(table);
    for (const Ownership& owner : model.at(table).owners) {
      if (!owner.hops.empty()) {
        visit(owner.hops.front().table);
      }
    }
    for (const policy::Mention& mention : model.at(table).mentions) {
      std::set<TableId> passed;
      if (mention.on_erase == policy::Mention::OnErase::remove &&
          !waits(mention.hop.table, passed)) {
        visit(mention.hop.table);
      }
    }
    under_way.erase(table);
    order.push_back(table);
  };
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    visit(TableId{i});
  }
  return order;
}

}  // namespace abide::engine
