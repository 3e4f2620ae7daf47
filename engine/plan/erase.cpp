// One person's erasure: every row of theirs, column by column, down to what a floor keeps.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/draft.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Mention;
using policy::Model;
using policy::Ownership;
using policy::Rule;

class ErasePlanner {
 public:
  ErasePlanner(const PlanRequest& request, const EraseRequest& erase, const Reckoner& reckoner)
      : request_(request),
        erase_(erase),
        model_(request.model),
        reckoner_(reckoner),
        rules_(request.model, reckoner, request.facts, request.at) {}

  Result<Planned> plan();

 private:
  Result<Condition> owned(TableId table);
  Result<FieldDue> due_of(FieldId field, const Condition& rows);
  Result<TableDue> table_due(TableId table, const Condition& rows);
  Result<void> add_mentions(Draft& draft, TableId table);
  Result<void> check_clocks(Draft& draft, TableId table, const Condition& rows);
  Result<void> say_kept(Draft& draft, const TableDue& due, const Condition& rows);
  Result<std::string> kept_until(TableId table, const TableDue& due, const Condition& rows);
  [[nodiscard]] bool in_scope(FieldId field) const;
  [[nodiscard]] std::string values_of(FieldId field);

  const PlanRequest& request_;
  const EraseRequest& erase_;
  const Model& model_;
  const Reckoner& reckoner_;
  RuleConditions rules_;
  std::vector<TableDue> tables_;
};

bool ErasePlanner::in_scope(FieldId field) const {
  return erase_.of.empty() || std::ranges::any_of(model_.at(field).categories, [&](CategoryId id) {
           return std::ranges::find(erase_.of, id) != erase_.of.end();
         });
}

/// The parameter that holds the subject's values of this column; empty when it has none.
std::string ErasePlanner::values_of(FieldId field) {
  const auto at = erase_.identity.values.find(field);
  if (at == erase_.identity.values.end() || at->second.reveal().empty()) {
    return "";
  }
  return rules_.parameter(model_.full_name(field), at->second.reveal());
}

Result<Condition> ErasePlanner::owned(TableId table) {
  Condition sum;
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.subject != erase_.identity.subject || owner.kind != Ownership::Kind::sole) {
      continue;
    }
    ABIDE_TRY(Condition one,
              belonging(model_, table, owner, [this](FieldId field) { return values_of(field); }));
    sum = sum || one;
  }
  if (!erase_.row) {
    return sum;
  }
  if (erase_.row->table != table) {
    return Condition{};
  }
  const auto& key = model_.at(table).key;
  for (std::size_t i = 0; i < key.size() && i < erase_.row->key.reveal().size(); ++i) {
    const std::string name =
        rules_.parameter("row:" + model_.full_name(key[i]), {erase_.row->key.reveal()[i]});
    sum = sum && in_parameter(model_, key[i], name);
  }
  return sum;
}

Result<FieldDue> ErasePlanner::due_of(FieldId field, const Condition& rows) {
  FieldDue due;
  due.field = field;
  due.asked = in_scope(field) ? rows : Condition{};
  for (const RuleId id : model_.rules_of(field)) {
    const Rule& rule = model_.at(id);
    if (rule.is_floor()) {
      ABIDE_TRY(const Condition floored, rules_.floored(field, rule));
      due.floors.push_back(&rule);
      due.floored = due.floored || floored;
    }
    const bool by_request = std::ranges::any_of(rule.anchor.events, [&](EventId event) {
      const auto* told = std::get_if<policy::Told>(&model_.at(event).source);
      return told != nullptr && told->by == policy::Told::By::requests;
    });
    if (by_request && rule.is_ceiling()) {
      due.why.push_back(&rule);
    }
  }
  return due;
}

Result<TableDue> ErasePlanner::table_due(TableId table, const Condition& rows) {
  ABIDE_TRY(const Condition held, rules_.kept(table, Keep::Reason::hold));
  std::map<FieldId, Condition> cuts;
  const bool partial = !erase_.of.empty();
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.subject == erase_.identity.subject && owner.kind == Ownership::Kind::sole &&
        !owner.hops.empty() && !partial) {
      for (const FieldId field : owner.hops.front().from) {
        cuts[field] = rows;
      }
    }
  }
  for (const Rule& rule : model_.rules) {
    for (const FieldId field : rule.fields) {
      if (rule.kind == Rule::Kind::sever && model_.at(field).table == table && !partial) {
        cuts[field] = rows;
      }
    }
  }
  return combine(
      model_, table, [&](FieldId field) { return due_of(field, rows); }, held, cuts);
}

/// Other people's rows that name the subject.
Result<void> ErasePlanner::add_mentions(Draft& draft, TableId table) {
  if (erase_.row || !erase_.of.empty()) {
    return {};
  }
  for (const Mention& mention : model_.at(table).mentions) {
    if (mention.subject != erase_.identity.subject || mention.on_erase == Mention::OnErase::keep) {
      continue;
    }
    Condition named = Condition::always();
    for (std::size_t i = 0; i < mention.hop.to.size(); ++i) {
      const std::string values = values_of(mention.hop.to[i]);
      named = values.empty() ? Condition{}
                             : named && in_parameter(model_, mention.hop.from[i], values,
                                                     match_of(model_, mention.hop));
    }
    ABIDE_TRY(const Condition mine, owned(table));
    ABIDE_TRY(const Condition held, rules_.kept(table, Keep::Reason::hold));
    TableDue due;
    due.table = table;
    const Condition rows = named && !mine && !held;
    if (mention.on_erase == Mention::OnErase::remove) {
      due.goes = rows;
    } else if (!rows.is_never()) {
      due.emptied.push_back({mention.hop.from, rows, {}});
    }
    ABIDE_CHECK(draft.add(due));
  }
  return {};
}

/// Clocks in the person's rows that cannot be read: what counts from one stays, and nobody can say
/// until when.
Result<void> ErasePlanner::check_clocks(Draft& draft, TableId table, const Condition& rows) {
  for (const FieldId id : model_.at(table).fields) {
    const policy::Field& field = model_.at(id);
    if (!field.clock) {
      continue;
    }
    const Condition odd = Condition::of(Selector{Unreadable{field.column, encoding_of(field)}});
    ABIDE_TRY(const std::uint64_t count, draft.count(table, rows && odd));
    if (count > 0) {
      draft.gap({"E1010", model_.full_name(id),
                 "what stands there is no moment: no sentence that counts from it can be kept",
                 "correct these rows, or say how the clock is written", count, std::nullopt,
                 false});
    }
  }
  return {};
}

/// The span of days until which kept columns stay, read from the rows that stay.
Result<std::string> ErasePlanner::kept_until(TableId table, const TableDue& due,
                                             const Condition& rows) {
  std::optional<Date> first;
  std::optional<Date> last;
  for (const FieldDue& field : due.fields) {
    for (const Rule* rule : field.floors) {
      for (const EventId event : rule->anchor.events) {
        const auto* column = std::get_if<policy::AtColumn>(&model_.at(event).source);
        if (column == nullptr || model_.at(column->field).table != table || !rows.is_local() ||
            rows.is_never()) {
          continue;
        }
        Query query;
        query.table = model_.at(table).live_name;
        query.columns = {model_.at(column->field).column};
        ABIDE_TRY(query.where, engine::bind(rows.local(), rules_.parameters()));
        Connector* store = request_.stores.find(model_.at(model_.at(table).store).name);
        ABIDE_CHECK(store->select(query, [&](std::span<const Row> page) -> Result<void> {
          for (const Row& row : page) {
            const auto* text = std::get_if<std::string>(&row.front());
            const auto anchor = text == nullptr ? std::nullopt : parse_instant(*text);
            if (anchor) {
              const Date day = reckoner_.floor_day(*rule, *anchor);
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

Result<void> ErasePlanner::say_kept(Draft& draft, const TableDue& due, const Condition& rows) {
  ABIDE_TRY(const Condition held, rules_.kept(due.table, Keep::Reason::hold));
  ABIDE_CHECK(draft.keep(due.table, rows && held,
                         {"", "", "a legal hold keeps them", 0, {}, {}, "it is released"}));
  std::vector<const Rule*> floors;
  std::vector<std::string> fields;
  std::vector<std::string> laws;
  Condition stays;
  for (const FieldDue& field : due.fields) {
    if (field.floored.is_never()) {
      continue;
    }
    fields.push_back(model_.at(field.field).name);
    stays = stays || (rows && field.floored && !held);
    for (const Rule* rule : field.floors) {
      if (std::ranges::find(floors, rule) == floors.end()) {
        floors.push_back(rule);
        laws.push_back(rule->law.value_or("the policy"));
      }
    }
  }
  std::ranges::sort(laws);
  const auto twins = std::ranges::unique(laws);
  laws.erase(twins.begin(), twins.end());
  ABIDE_TRY(const std::string until, kept_until(due.table, due, stays));
  return draft.keep(
      due.table, stays,
      {"", "", fmt::format("the law asks that they be kept ({})", fmt::join(laws, ", ")), 0, fields,
       whys_of(model_, floors), until});
}

Result<Planned> ErasePlanner::plan() {
  Draft draft{request_, rules_};
  for (const TableId table : parents_first(model_)) {
    const policy::Store& store = model_.at(model_.at(table).store);
    if (store.no_reach_because || model_.at(table).key.empty()) {
      continue;
    }
    ABIDE_CHECK(add_mentions(draft, table));
    auto rows = owned(table);
    if (!rows && rows.error().code == ErrorCode::unsupported) {
      draft.gap({"E0602", model_.full_name(table), rows.error().message, rows.error().help, 0,
                 std::nullopt, true});
      continue;
    }
    if (!rows) {
      return rows.error();
    }
    if (rows->is_never()) {
      continue;
    }
    ABIDE_TRY(TableDue due, table_due(table, *rows));
    ABIDE_CHECK(draft.add(due));
    if (draft.blocked(table).empty()) {
      ABIDE_CHECK(say_kept(draft, due, *rows));
      ABIDE_CHECK(check_clocks(draft, table, *rows));
    }
    tables_.push_back(std::move(due));
  }
  for (const auto& [field, values] : erase_.identity.values) {
    if (model_.only_identifies(field)) {
      (void)values_of(
          field);  // a parameter, so that its digest is what a restored backup is erased by
    }
  }
  draft.finding("rows whose links lead to nobody are counted by a sweep, not by an erasure");
  Plan plan;
  plan.kind = "erase";
  plan.subject = erase_.reference;
  return draft.finish(std::move(plan), tables_);
}

}  // namespace

Result<Planned> plan_erase(const PlanRequest& request, const EraseRequest& erase) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(request.model.calendar));
  return ErasePlanner{request, erase, reckoner}.plan();
}

}  // namespace abide::engine
