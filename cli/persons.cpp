// From a person or a row to the values that must not be written down.
#include "cli/persons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/control/wording.hpp"
#include "engine/identity/identity.hpp"

namespace abide::cli {
namespace {

using policy::Model;

Result<void> check(const std::vector<Value>& values, std::initializer_list<Written> texts) {
  for (const Written& one : texts) {
    const bool named = std::ranges::any_of(
        values, [&](const Value& value) { return engine::names_person(one.text, value); });
    if (named) {
      return Error{
          ErrorCode::refused,
          fmt::format("`{}` holds a value that identifies the person, and would stay in the ledger",
                      one.what),
          "say it without the person's name, address or number; nothing was written down"};
    }
  }
  return {};
}

void add_all(const engine::Identity& identity, std::vector<Value>& values) {
  for (const auto& [field, held] : identity.values)
    values.insert(values.end(), held.reveal().begin(), held.reveal().end());
}

/// Everything that identifies the person; the key alone while a store does not answer, since a hold
/// must not wait for it.
std::vector<Value> values_of(Session& session, SubjectId subject, const Value& key) {
  std::vector<Value> values{key};
  const auto identity = engine::resolve_identity(session.model, session.stores, subject, {key},
                                                 engine::Sharing::same_person);
  if (identity) add_all(*identity, values);
  return values;
}

SelectorPtr one_of(const Model& model, const std::vector<FieldId>& fields,
                   const std::vector<Value>& row) {
  And all;
  for (std::size_t i = 0; i < fields.size() && i < row.size(); ++i)
    all.all.push_back(share({In{model.at(fields[i]).column, {row[i]}}}));
  return share({std::move(all)});
}

/// What a column holds in the rows of its table that are chosen; nothing while its store does not
/// answer.
std::vector<Value> held_in(const Session& session, FieldId field, const SelectorPtr& where) {
  const Model& model = session.model;
  const policy::Table& table = model.at(model.at(field).table);
  Connector* const store = session.stores.find(model.at(table.store).name);
  std::vector<Value> values;
  if (store == nullptr) return values;
  Query query;
  query.table = table.live_name;
  query.columns = {model.at(field).column};
  query.where = where;
  const auto read = store->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) values.push_back(row.front());
    return {};
  });
  return read ? values : std::vector<Value>{};
}

/// Keys of those who own the row along one path.
std::vector<Value> owners_along(const Session& session, const policy::Ownership& owner,
                                const SelectorPtr& row) {
  const FieldId key = session.model.at(owner.subject).identified_by.front();
  SelectorPtr where = row;
  for (const policy::Hop& hop : owner.hops) {
    std::vector<Value> pointing = held_in(session, hop.from.front(), where);
    std::erase(pointing, Value{});
    if (pointing.empty()) return {};
    where = share({In{session.model.at(hop.to.front()).column, std::move(pointing)}});
  }
  return held_in(session, key, where);
}

}  // namespace

Result<void> check_written(Session& session, SubjectId subject, const Value& key,
                           std::initializer_list<Written> texts) {
  return check(values_of(session, subject, key), texts);
}

Result<void> check_written(Session& session, const engine::RowKey& row,
                           std::initializer_list<Written> texts) {
  const Model& model = session.model;
  const policy::Table& table = model.at(row.table);
  std::vector<Value> values = row.key.reveal();
  const SelectorPtr where = one_of(model, table.key, values);
  for (const FieldId field : table.fields) {
    if (!model.only_identifies(field)) continue;
    for (Value& value : held_in(session, field, where)) values.push_back(std::move(value));
  }
  for (const policy::Ownership& owner : table.owners) {
    for (const Value& key : owners_along(session, owner, where)) {
      const auto more = values_of(session, owner.subject, key);
      values.insert(values.end(), more.begin(), more.end());
    }
  }
  return check(values, texts);
}

Result<void> check_written(const engine::Identity& identity, std::initializer_list<Written> texts) {
  std::vector<Value> values;
  add_all(identity, values);
  return check(values, texts);
}

Result<std::vector<engine::ControlStore::Erased>> erased_with(Session& session, SubjectId subject,
                                                              const std::string& value) {
  std::set<std::string> columns;
  for (const FieldId field : engine::identifying_columns(session.model, subject))
    columns.insert(session.model.full_name(field));
  const std::string digest = to_hex(session.control->keyed_identifier(Value{value}));
  ABIDE_TRY(auto erased, session.control->erased());
  std::erase_if(erased, [&](const auto& one) {
    return one.digest != digest || !columns.contains(one.column);
  });
  return erased;
}

Error or_erased(Session& session, SubjectId subject, const std::string& value, Error error) {
  if (error.code != ErrorCode::not_found) return error;
  const auto erased = erased_with(session, subject, value);
  if (!erased || erased->empty()) return error;
  return {
      ErrorCode::not_found,
      fmt::format("nobody has this value any more: it was erased at {}",
                  to_string(std::ranges::max(*erased, {}, &engine::ControlStore::Erased::at).at)),
      "`abide ledger find --deploy … --for VALUE` lists what the ledger says of it, the "
      "certificate too, which says whether anything was left; nothing was done"};
}

std::vector<std::string> other_kinds(Session& session, const engine::Identity& identity) {
  const Model& model = session.model;
  std::set<std::string> texts;
  for (const FieldId field : engine::identifying_columns(model, identity.subject)) {
    const auto known = identity.values.find(field);
    if (known == identity.values.end()) continue;
    for (const Value& value : known->second.reveal()) {
      const auto* text = std::get_if<std::string>(&value);
      if (text != nullptr && text->find_first_not_of("0123456789 ") != std::string::npos)
        texts.insert(*text);
    }
  }
  std::vector<std::string> kinds;
  for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
    const SubjectId other{i};
    if (other == identity.subject || model.at(other).identified_by.empty()) continue;
    const bool there = std::ranges::any_of(texts, [&](const std::string& text) {
      const auto found =
          engine::find_subjects(model, session.stores, other, Sensitive<std::string>{text});
      return found.ok() && !found->empty();
    });
    if (there) kinds.push_back(model.at(other).name);
  }
  return kinds;
}

std::optional<std::string> reference_of(const Desk& desk, Session& session, const Words& words,
                                        Stop& stop) {
  const auto person = desk.one_person(session, words, stop);
  if (!person) return std::nullopt;
  auto reference = session.control->reference(session.model, person->subject, person->key.reveal());
  if (!reference) {
    stop.code = desk.tell(reference.error());
    return std::nullopt;
  }
  return std::move(*reference);
}

}  // namespace abide::cli
