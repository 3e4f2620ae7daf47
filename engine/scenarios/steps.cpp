// What is given and what happens.
#include <fmt/format.h>

#include "engine/scenarios/play.hpp"

namespace abide::engine::scenarios {

using policy::Literal;

Result<SubjectId> Play::subject_of(const std::string& name, std::optional<TableId> about) const {
  if (const auto known = people_.find(name); known != people_.end()) return known->second;
  if (model_.subjects.size() == 1) return SubjectId{0};
  std::optional<SubjectId> owner;
  bool several = false;
  if (about) {
    for (const policy::Ownership& one : model_.at(*about).owners) {
      several = several || (owner && *owner != one.subject);
      owner = one.subject;
    }
  }
  if (owner && !several) return *owner;
  return fault("the test does not say what kind of person is meant",
               fmt::format("write `given {} {};` first", model_.subjects.front().name, name));
}

Result<Person> Play::person(const Literal& who, std::optional<TableId> about) const {
  const std::string name = policy::to_string(who);
  ABIDE_TRY(const SubjectId subject, subject_of(name, about));
  const Value named = value_of(who, nullptr, world_->zone());
  return Person{subject, own_key(model_, world_->fixture().records(), subject, named), name};
}

Row Play::key(const std::vector<Literal>& literals) const {
  Row row;
  for (const Literal& one : literals) row.push_back(value_of(one, nullptr, world_->zone()));
  return row;
}

Result<void> Play::operator()(const policy::GivenRow& row) {
  if (!in_reach(model_, row.table)) return {};  // what is expected of it is passed over
  return world_->fixture().put(row);
}

Result<void> Play::operator()(const policy::GivenPerson& person) {
  people_[policy::to_string(person.who)] = person.subject;
  return {};
}

Result<void> Play::operator()(const policy::GivenState& state) {
  state.on ? states_.hold(state.state) : states_.not_hold(state.state);
  return {};
}

Result<void> Play::operator()(const policy::HoldStep& step) {
  std::string name = policy::to_string(step.who);
  for (const Literal& part : step.key) name += " " + policy::to_string(part);
  const Instant at = world_->noon();
  if (step.ends) {
    const auto placed = holds_.find(name);
    if (placed == holds_.end()) return fault("there is no such hold", "`given hold for …` first");
    return world_->control().release_hold(placed->second, tester, at);
  }
  HoldRequest hold;
  if (!step.table) {
    ABIDE_TRY(const Person who, person(step.who, std::nullopt));
    hold.subject = who.subject;
    hold.subject_key = Sensitive<Value>{who.key};
  } else if (step.key.empty()) {
    hold.table = step.table;
  } else {
    hold.row = RowKey{*step.table, Sensitive<Row>{key(step.key)}};
  }
  hold.reason = "a test of the policy";
  hold.by = tester;
  hold.at = at;
  ABIDE_TRY(const Hold placed, world_->control().add_hold(model_, hold));
  holds_[name] = placed.id;
  return {};
}

Result<void> Play::operator()(const policy::RequestStep& step) {
  const std::string name = step.kind + " " + policy::to_string(step.who);
  const Instant at = world_->noon();
  if (step.ends) {
    const auto opened = requests_.find(name);
    if (opened == requests_.end()) return fault("there is no such request", "open it first");
    return world_->control().close_request(opened->second, "answered", tester, at);
  }
  ABIDE_TRY(const Person who, person(step.who, std::nullopt));
  ABIDE_TRY(const Request opened,
            world_->control().open_request(
                model_, {step.kind, who.subject, Sensitive<Value>{who.key}, tester, at}));
  requests_[name] = opened.id;
  asked_ = Asked{step.kind, who.subject, at};
  return {};
}

std::vector<std::size_t> Play::rows_meant(TableId table, const policy::Happens& event,
                                          const std::optional<Person>& who) const {
  const auto& records = world_->fixture().records();
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].table == table &&
        (event.key.empty() || key_of(model_, records[i]) == key(event.key))) {
      rows.push_back(i);
    }
  }
  if (who && event.key.empty()) rows = rows_of(model_, records, table, *who);
  return rows;
}

Result<void> Play::tell(const policy::Happens& event, const policy::Told& told,
                        const std::optional<Person>& who) {
  const Instant at = world_->noon();
  const policy::Event& declared = model_.at(event.event);
  std::optional<RowKey> row;
  if (!event.key.empty()) {
    if (!declared.of) {
      return fault(fmt::format("`{}` is about a person, not about a row", declared.name),
                   "leave out `of`, or declare the event `of` a table");
    }
    row = RowKey{*declared.of, Sensitive<Row>{key(event.key)}};
  }
  if (told.by == policy::Told::By::requests && who) {
    const std::string_view tail = "_requested";
    std::string kind = declared.name;
    if (kind.ends_with(tail)) kind.resize(kind.size() - tail.size());
    if (kind == "erasure") asked_erasure_ = who;
    asked_ = Asked{kind, who->subject, at};
    const auto opened = world_->control().open_request(
        model_,
        {kind, who->subject, Sensitive<Value>{who->key}, tester, at, row, event.categories});
    return opened ? Result<void>{} : Result<void>{opened.error()};
  }
  ToldEvent one{event.event, std::nullopt, {}, at, row, event.categories};
  if (who) {
    one.subject = who->subject;
    one.subject_key = Sensitive<Value>{who->key};
  }
  ABIDE_TRY(const std::string id, world_->control().add_event(model_, one, tester, one.at));
  return {};
}

Result<void> Play::operator()(const policy::Happens& event) {
  const policy::Event& declared = model_.at(event.event);
  std::optional<TableId> table = declared.of;
  const auto* column = std::get_if<policy::AtColumn>(&declared.source);
  const auto* absence = std::get_if<policy::OnAbsence>(&declared.source);
  if (column != nullptr) table = model_.at(column->field).table;
  if (absence != nullptr) table = absence->table;
  std::optional<Person> who;
  if (event.who) {
    ABIDE_TRY(who, person(*event.who, table));
  }
  if (const auto* told = std::get_if<policy::Told>(&declared.source)) {
    return tell(event, *told, who);
  }
  if (!in_reach(model_, *table)) return {};
  const auto rows = rows_meant(*table, event, who);
  if (rows.empty() && column != nullptr) {
    return fault(fmt::format("the test gives no row of {} to which it could happen",
                             model_.full_name(*table)),
                 "give one, or name its key with `of`");
  }
  const Instant at = world_->noon();
  for (const std::size_t row : rows) {
    ABIDE_CHECK(column != nullptr ? world_->fixture().set(row, column->field, at)
                                  : world_->fixture().remove(row));
  }
  return {};
}

Result<void> Play::operator()(const policy::ErasePerson& step) {
  ABIDE_TRY(const Person who, person(step.who, std::nullopt));
  return world_->erase(who);
}

}  // namespace abide::engine::scenarios
