// A small, readable way to write a Model by hand in tests. Names are as a policy writes them; what
// is mentioned is declared. Not a resolver: what a test does not say is not checked.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/model.hpp"

namespace abide::test {

/// `ModelBuilder{}.table("db.users").key("id").field("email", {"account.email"})…build()`.
///
/// Paths are written `"user_id -> db.users.id"`, composite `"a,b -> db.t.a,b"`. Calls about a table
/// (key, field, clock, owned_by …) speak of the last `table()`.
class ModelBuilder {
 public:
  using Rule = policy::Rule;

  ModelBuilder() { model_.name = "test"; }

  ModelBuilder& category(const std::string& name, policy::Mark mark = policy::Mark::personal,
                         bool identifier = false) {
    policy::Category& category = model_.categories[category_id(name).value];
    category.mark = mark;
    category.identifier = identifier;
    return *this;
  }
  ModelBuilder& identifier(const std::string& name) {
    return category(name, policy::Mark::personal, true);
  }

  ModelBuilder& store(const std::string& name, const std::string& kind = "sqlite") {
    model_.stores[store_id(name).value].kind = kind;
    return *this;
  }
  ModelBuilder& no_reach(const std::string& store, const std::string& because) {
    model_.stores[store_id(store).value].no_reach_because = because;
    return *this;
  }
  /// `store.table`; `live` when the store calls it otherwise.
  ModelBuilder& table(const std::string& full_name, const std::string& live = "") {
    current_ = table_id(full_name);
    if (!live.empty()) {
      here().live_name = live;
    }
    return *this;
  }
  ModelBuilder& key(const std::string& columns) {
    here().key = fields(current_, columns);
    return *this;
  }
  ModelBuilder& field(const std::string& name, const std::vector<std::string>& categories = {},
                      const std::string& column = "") {
    const FieldId id = field_id(current_, name);
    for (const std::string& category : categories) {
      const CategoryId leaf = category_id(category);
      model_.fields[id.value].categories.push_back(leaf);
    }
    if (!column.empty()) {
      model_.fields[id.value].column = column;
    }
    return *this;
  }
  ModelBuilder& clock(const std::string& name, policy::ClockForm form = policy::ClockForm::iso,
                      const std::string& zone = "") {
    const FieldId id = field_id(current_, name);
    model_.fields[id.value].clock = form;
    model_.fields[id.value].zone = zone;
    here().clocks.push_back(id);
    return *this;
  }
  /// Without a path the row is the subject's own.
  ModelBuilder& owned_by(const std::string& subject, const std::vector<std::string>& path = {},
                         policy::Ownership::Kind kind = policy::Ownership::Kind::sole) {
    policy::Ownership owner{};
    owner.subject = subject_id(subject);
    owner.kind = kind;
    owner.hops = hops(current_, path);
    here().owners.push_back(owner);
    return *this;
  }
  /// The last owned_by() was written `from` the table of its first step: rows there point here.
  ModelBuilder& backward() {
    here().owners.back().backward = true;
    return *this;
  }
  /// `link name to target`, by its full name.
  ModelBuilder& link(const std::string& name, const std::string& target) {
    const FieldId to = field_id(target);
    policy::Field& field = model_.fields[field_id(current_, name).value];
    field.link = true;
    field.links_to = to;
    return *this;
  }
  /// Narrows the last owned_by() to rows whose `column` is `value`.
  ModelBuilder& when(const std::string& column, std::variant<std::int64_t, std::string> value) {
    const FieldId id = field_id(current_, column);
    here().owners.back().condition = policy::Condition{id, std::move(value)};
    return *this;
  }
  /// Columns of the last owned_by() that go when this joint owner leaves.
  ModelBuilder& blanks(const std::string& columns) {
    here().owners.back().blanks = fields(current_, columns);
    return *this;
  }
  /// Narrows the last owned_by() to paths on which the row of the field's table holds `value`.
  ModelBuilder& on_the_way(const std::string& field,
                           std::variant<std::int64_t, std::string> value) {
    here().owners.back().on_the_way.push_back({field_id(field), std::move(value)});
    return *this;
  }
  ModelBuilder& mentions(const std::string& subject, const std::string& hop,
                         policy::Mention::OnErase on_erase) {
    policy::Mention mention{};
    mention.subject = subject_id(subject);
    mention.hop = hops(current_, {hop}).front();
    mention.on_erase = on_erase;
    here().mentions.push_back(mention);
    return *this;
  }
  ModelBuilder& unowned(const std::string& because) {
    here().unowned_because = because;
    return *this;
  }

  /// `identified_by` are full names of fields; the first is the subject's own key.
  ModelBuilder& subject(const std::string& name, const std::vector<std::string>& identified_by) {
    std::vector<FieldId> ids;
    for (const std::string& full_name : identified_by) {
      ids.push_back(field_id(full_name));
    }
    model_.subjects[subject_id(name).value].identified_by = std::move(ids);
    return *this;
  }

  /// The moment in a column, `db.users.deleted_at`.
  ModelBuilder& event_at(const std::string& name, const std::string& field,
                         policy::ClockForm form = policy::ClockForm::iso) {
    const FieldId id = field_id(field);
    if (!model_.fields[id.value].clock) {
      model_.fields[id.value].clock = form;
    }
    model_.events[event_id(name).value].source = policy::AtColumn{id};
    return *this;
  }
  ModelBuilder& event_on_absence(const std::string& name, const std::string& table) {
    const TableId id = table_id(table);
    model_.events[event_id(name).value].source = policy::OnAbsence{id};
    return *this;
  }
  ModelBuilder& event_told(const std::string& name,
                           policy::Told::By by = policy::Told::By::requests,
                           const std::string& of = "") {
    policy::Event& event = model_.events[event_id(name).value];
    event.source = policy::Told{by};
    if (!of.empty()) {
      const TableId id = table_id(of);
      model_.events[event_id(name).value].of = id;
    }
    return *this;
  }

  /// A statement about time: `fields` by full name, `events` by name. Its sentence is its kind.
  ModelBuilder& rule(Rule::Kind kind, const std::string& promise, const Period& period,
                     const std::vector<std::string>& events, const std::vector<std::string>& fields,
                     policy::Anchor::EndOf end_of = policy::Anchor::EndOf::moment,
                     const std::string& law = "") {
    Rule made{};
    made.kind = kind;
    made.promise = promise_id(promise);
    made.sentence = "sentence of " + promise;
    made.location = {"test.policy", static_cast<std::uint32_t>(model_.rules.size() + 1)};
    made.period = period;
    made.anchor.end_of = end_of;
    for (const std::string& event : events) {
      made.anchor.events.push_back(event_id(event));
    }
    for (const std::string& field : fields) {
      made.fields.push_back(field_id(field));
    }
    std::sort(made.fields.begin(), made.fields.end());
    for (const FieldId field : made.fields) {
      for (const CategoryId leaf : model_.fields[field.value].categories) {
        made.categories.push_back(leaf);
      }
    }
    std::sort(made.categories.begin(), made.categories.end());
    made.categories.erase(std::unique(made.categories.begin(), made.categories.end()),
                          made.categories.end());
    if (!law.empty()) {
      made.law = law;
    }
    model_.rules.push_back(std::move(made));
    return *this;
  }
  /// How rows of `table` are dated by `event`, where build() could not find it out.
  ModelBuilder& dating(const std::string& table, const std::string& event,
                       const std::vector<std::string>& path) {
    const TableId id = table_id(table);
    given_[id.value].push_back({event_id(event), hops(id, path)});
    return *this;
  }
  ModelBuilder& waive(const std::string& code, const std::vector<std::string>& on, Date until) {
    model_.waivers.push_back({code, on, "a reason", "dpo", until, {"test.policy", 1}});
    return *this;
  }
  policy::Calendar& calendar() { return model_.calendar; }

  /// Adds a dating for each event that a rule needs on a table: its own column, or the shortest
  /// ownership path that runs through the event's table, or the path to the subject.
  [[nodiscard]] policy::Model build() {
    policy::Model model = model_;
    model.datings.assign(model.tables.size(), {});
    for (std::size_t table = 0; table < model.tables.size(); ++table) {
      model.datings[table] = given_[static_cast<std::uint32_t>(table)];
    }
    for (const Rule& rule : model.rules) {
      for (const FieldId field : rule.fields) {
        for (const EventId event : rule.anchor.events) {
          date(model, model.fields[field.value].table, event);
        }
      }
    }
    return model;
  }
  [[nodiscard]] FieldId id_of(const std::string& field) { return field_id(field); }
  [[nodiscard]] TableId table_of(const std::string& table) { return table_id(table); }
  [[nodiscard]] EventId event_of(const std::string& event) { return event_id(event); }
  [[nodiscard]] SubjectId subject_of(const std::string& subject) { return subject_id(subject); }
  [[nodiscard]] CategoryId leaf_of(const std::string& category) { return category_id(category); }

 private:
  policy::Table& here() { return model_.tables[current_.value]; }

  /// The place of `name` in `list`, added at its end when it is new.
  template <class Id, class T>
  static Id place(std::vector<T>& list, const std::string& name, std::string T::*member) {
    const auto at = std::find_if(list.begin(), list.end(),
                                 [&](const T& element) { return element.*member == name; });
    const auto index = static_cast<std::uint32_t>(at - list.begin());
    if (at == list.end()) {
      T made{};
      made.*member = name;
      list.push_back(std::move(made));
    }
    return Id{index};
  }
  CategoryId category_id(const std::string& name) {
    return place<CategoryId>(model_.categories, name, &policy::Category::name);
  }
  StoreId store_id(const std::string& name) {
    const StoreId id = place<StoreId>(model_.stores, name, &policy::Store::name);
    if (model_.stores[id.value].kind.empty()) {
      model_.stores[id.value].kind = "sqlite";
    }
    return id;
  }
  SubjectId subject_id(const std::string& name) {
    return place<SubjectId>(model_.subjects, name, &policy::Subject::name);
  }
  EventId event_id(const std::string& name) {
    return place<EventId>(model_.events, name, &policy::Event::name);
  }
  PromiseId promise_id(const std::string& name) {
    return place<PromiseId>(model_.promises, name, &policy::Promise::id);
  }
  TableId table_id(const std::string& full_name) {
    const auto dot = full_name.find('.');
    const StoreId store = store_id(full_name.substr(0, dot));
    const std::string name = full_name.substr(dot + 1);
    for (const TableId id : model_.stores[store.value].tables) {
      if (model_.tables[id.value].name == name) {
        return id;
      }
    }
    const TableId id{static_cast<std::uint32_t>(model_.tables.size())};
    policy::Table made{};
    made.store = store;
    made.name = name;
    made.live_name = name;
    model_.tables.push_back(std::move(made));
    model_.stores[store.value].tables.push_back(id);
    return id;
  }
  FieldId field_id(TableId table, const std::string& name) {
    for (const FieldId id : model_.tables[table.value].fields) {
      if (model_.fields[id.value].name == name) {
        return id;
      }
    }
    const FieldId id{static_cast<std::uint32_t>(model_.fields.size())};
    policy::Field made{};
    made.table = table;
    made.name = name;
    made.column = name;
    model_.fields.push_back(std::move(made));
    model_.tables[table.value].fields.push_back(id);
    return id;
  }
  FieldId field_id(const std::string& full_name) {
    const auto dot = full_name.rfind('.');
    return field_id(table_id(full_name.substr(0, dot)), full_name.substr(dot + 1));
  }
  std::vector<FieldId> fields(TableId table, const std::string& list) {
    std::vector<FieldId> ids;
    for (std::size_t from = 0; from <= list.size();) {
      const auto end = std::min(list.find(',', from), list.size());
      ids.push_back(field_id(table, list.substr(from, end - from)));
      from = end + 1;
    }
    return ids;
  }
  std::vector<policy::Hop> hops(TableId from, const std::vector<std::string>& path) {
    std::vector<policy::Hop> made;
    for (const std::string& step : path) {
      const auto arrow = step.find(" -> ");
      const std::string target = step.substr(arrow + 4);
      const auto dot = target.rfind('.');
      policy::Hop hop{};
      hop.from = fields(from, step.substr(0, arrow));
      hop.table = table_id(target.substr(0, dot));
      hop.to = fields(hop.table, target.substr(dot + 1));
      from = hop.table;
      made.push_back(std::move(hop));
    }
    return made;
  }

  static std::optional<TableId> goal_of(const policy::Model& model, const policy::Event& event) {
    if (const auto* column = std::get_if<policy::AtColumn>(&event.source)) {
      return model.fields[column->field.value].table;
    }
    if (const auto* absence = std::get_if<policy::OnAbsence>(&event.source)) {
      return absence->table;
    }
    return event.of;
  }
  static void date(policy::Model& model, TableId table, EventId event) {
    auto& datings = model.datings[table.value];
    const auto known =
        std::find_if(datings.begin(), datings.end(),
                     [&](const policy::Dating& dating) { return dating.event == event; });
    if (known != datings.end()) {
      return;
    }
    const auto goal = goal_of(model, model.events[event.value]);
    if (goal == table) {
      datings.push_back({event, {}});
      return;
    }
    for (const policy::Ownership& owner : model.tables[table.value].owners) {
      if (owner.kind == policy::Ownership::Kind::shared) {
        continue;
      }
      std::vector<policy::Hop> path;
      for (const policy::Hop& hop : owner.hops) {
        path.push_back(hop);
        if (hop.table == goal) {
          datings.push_back({event, path});
          return;
        }
      }
      if (!goal) {
        datings.push_back({event, path});
        return;
      }
    }
  }

  policy::Model model_;
  TableId current_;
  std::map<std::uint32_t, std::vector<policy::Dating>> given_;
};

}  // namespace abide::test
