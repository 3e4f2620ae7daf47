// Reads, finds, and judges what was found by whose row it is in.
#include "engine/reread/deep_look.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/reread/judge.hpp"
#include "engine/reread/wanted.hpp"

namespace abide::reread {
namespace {

using policy::Model;

/// A table as the store has it, and as the policy declares it, if it does.
struct Place {
  std::string store;
  const LiveTable* live = nullptr;
  std::optional<TableId> declared;
};

/// What was found and is not judged yet, by column.
using Pending = std::map<std::size_t, Rows>;
constexpr std::size_t most_pending = 4096;
constexpr std::uint64_t told_every = 100'000;

class DeepLook {
 public:
  DeepLook(const Input& input, const Reckoning& reckoning, std::span<const Erased> people,
           const std::function<void(const DeepProgress&)>& progress)
      : input_(input),
        model_(input.model),
        people_(people),
        progress_(progress),
        questions_(input_, look_),
        datings_(input_, reckoning, questions_),
        judge_(model_, questions_, datings_) {
    look_.what = "deep";
    look_.at = input.at;
  }

  Look take() {
    People still;
    wanted_ = wanted_of(input_, people_, questions_, still, look_);
    for (const std::size_t person : still) own_row_of(person);
    const std::vector<Place> places = find_places();
    for (const Place& place : places) {
      now_ = {place.store, place.live->name, now_.tables_done, places.size(), now_.rows};
      if (progress_) progress_(now_);
      if (auto read = look_through(place); !read) {
        look_.not_looked.push_back({name_of(place), read.error().message});
      } else {
        ++look_.tables;
      }
      ++now_.tables_done;
    }
    if (progress_) progress_(now_);
    tell();
    return std::move(look_);
  }

 private:
  [[nodiscard]] std::string name_of(const Place& place) const {
    return place.declared ? model_.full_name(*place.declared)
                          : fmt::format("{}.{}", place.store, place.live->name);
  }

  void own_row_of(std::size_t person) {
    const TableId home = model_.home_of(people_[person].person.subject);
    found_[{person, model_.full_name(home), "",
            Verdict{Residue::Kind::remains, "the row that says who they are"}}] += 1;
  }

  std::vector<Place> find_places();
  [[nodiscard]] std::optional<TableId> declared(StoreId store, const std::string& live) const;
  Result<void> look_through(const Place& place);
  Result<void> judge(const Place& place, const std::vector<Column>& columns, Pending& pending);
  /// Values known of people, and when a row's own column is said to hold one: a place in the row
  /// and what stands there, any of them; always, where there is none.
  struct Typed {
    const std::map<Value, People>* values;
    std::vector<std::pair<std::size_t, Value>> when;
    [[nodiscard]] bool count_in(const Row& row) const {
      return when.empty() || std::ranges::any_of(when, [&](const auto& one) {
               return folded_value(row[one.first]) == folded_value(one.second);
             });
    }
  };
  [[nodiscard]] std::vector<Typed> values_for(const Place& place, const Column& column,
                                              const std::vector<Column>& row) const;
  void tell();

  const Input& input_;
  const Model& model_;
  std::span<const Erased> people_;
  const std::function<void(const DeepProgress&)>& progress_;
  Look look_;
  Questions questions_;
  Datings datings_;
  Judge judge_;
  Wanted wanted_;
  std::map<std::string, LiveSchema> schemas_;
  DeepProgress now_;
  std::map<std::tuple<std::size_t, std::string, std::string, Verdict>, std::uint64_t> found_;
};

std::optional<TableId> DeepLook::declared(StoreId store, const std::string& live) const {
  for (const TableId table : model_.at(store).tables) {
    if (model_.at(table).live_name == live) return table;
  }
  return std::nullopt;
}

std::vector<Place> DeepLook::find_places() {
  std::vector<Place> places;
  for (std::uint32_t i = 0; i < model_.stores.size(); ++i) {
    const policy::Store& store = model_.stores[i];
    const auto reader = input_.stores.find(store.name);
    if (store.no_reach_because) continue;
    if (reader == input_.stores.end() || reader->second.connector == nullptr) {
      look_.not_looked.push_back({store.name, reader == input_.stores.end()
                                                  ? "the deployment does not say where it is"
                                                  : reader->second.why_not});
      continue;
    }
    auto schema = reader->second.connector->schema();
    if (!schema) {
      look_.not_looked.push_back({store.name, schema.error().message});
      continue;
    }
    schemas_[store.name] = std::move(*schema);
    for (const TableId table : store.tables) {
      const bool there = std::ranges::any_of(
          schemas_[store.name].tables,
          [&](const LiveTable& live) { return live.name == model_.at(table).live_name; });
      if (!there)
        look_.not_looked.push_back({model_.full_name(table), "the store has no such table"});
    }
    for (const LiveTable& live : schemas_[store.name].tables) {
      if (!live.is_view) places.push_back({store.name, &live, declared(StoreId{i}, live.name)});
    }
  }
  return places;
}

/// Values that stand for themselves in the column only: it points at the column they were known
/// from, or identifies
/// the same kind of people.
std::vector<DeepLook::Typed> DeepLook::values_for(const Place& place, const Column& column,
                                                  const std::vector<Column>& row) const {
  std::vector<Typed> lists;
  if (!place.declared) return lists;
  const policy::Table& table = model_.at(*place.declared);
  const auto field = questions_.field_of(*place.declared, column);
  if (!field) return lists;
  const auto points = [&](const policy::Hop& hop, FieldId at) {
    return hop.from == std::vector{*field} && hop.to == std::vector{at};
  };
  for (const auto& [known, values] : wanted_.values) {
    bool always = model_.only_identifies(*field) && same_kind(model_, *field, known);
    always =
        always || std::ranges::any_of(table.mentions, [&](const policy::Mention& mention) {
          return mention.on_erase != policy::Mention::OnErase::keep && points(mention.hop, known);
        });
    Typed typed{&values, {}};
    for (const policy::Ownership& owner : table.owners) {
      if (owner.hops.empty() || !points(owner.hops.front(), known)) continue;
      always = always || !owner.condition;
      if (!owner.condition) continue;
      const auto at = std::ranges::find(row, model_.at(owner.condition->field).column);
      always = always || at == row.end();
      typed.when.emplace_back(
          static_cast<std::size_t>(at - row.begin()),
          std::visit([](const auto& held) { return Value{held}; }, owner.condition->value));
    }
    if (!always && typed.when.empty()) continue;
    if (always) typed.when.clear();
    lists.push_back(std::move(typed));
  }
  return lists;
}

Result<void> DeepLook::look_through(const Place& place) {
  Connector& connector = *input_.stores.find(place.store)->second.connector;
  Query query{.table = place.live->name, .columns = {}, .key = {}};
  if (place.declared) {
    for (const FieldId field : model_.at(*place.declared).key)
      query.key.push_back(model_.at(field).column);
  }
  const std::size_t keys = query.key.size();
  query.columns = query.key;
  for (const LiveColumn& column : place.live->columns) query.columns.push_back(column.name);
  std::vector<std::vector<Typed>> typed;
  for (std::size_t i = keys; i < query.columns.size(); ++i)
    typed.push_back(values_for(place, query.columns[i], query.columns));
  questions_.note(place.store, connector, query);
  Pending pending;
  std::size_t held = 0;
  const auto found = [&](std::size_t column, std::size_t person, const Row& row) {
    Row key(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(keys));
    if (key.empty())
      key.emplace_back(static_cast<std::int64_t>(now_.rows));  // no key: each for itself
    held += pending[column][std::move(key)].insert(person).second ? 1 : 0;
  };
  ABIDE_CHECK(connector.select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      if (++now_.rows % told_every == 0 && progress_) progress_(now_);
      for (std::size_t i = keys; i < row.size(); ++i) {
        const auto hit = [&](std::size_t text) { found(i, wanted_.of_text[text], row); };
        if (const auto* text = std::get_if<std::string>(&row[i])) {
          wanted_.texts.find(*text, hit);
        } else if (const auto* bytes = std::get_if<Bytes>(&row[i])) {
          wanted_.texts.find({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, hit);
        }
        for (const Typed& one : typed[i - keys]) {
          const auto at = one.values->find(folded_value(row[i]));
          if (at == one.values->end() || !one.count_in(row)) continue;
          for (const std::size_t person : at->second) found(i, person, row);
        }
      }
    }
    if (held < most_pending) return {};
    held = 0;
    return judge(place, query.columns, pending);
  }));
  return judge(place, query.columns, pending);
}

Result<void> DeepLook::judge(const Place& place, const std::vector<Column>& columns,
                             Pending& pending) {
  const Verdict remains{Residue::Kind::remains,
                        place.declared ? "an identifier of theirs, in nobody else's row"
                                       : "an identifier of theirs, where the policy says nothing"};
  for (const auto& [column, rows] : pending) {
    std::map<Row, Verdict> verdicts;
    if (place.declared && !model_.at(*place.declared).key.empty()) {
      ABIDE_TRY(verdicts, judge_.of(*place.declared, columns[column], rows));
    }
    for (const auto& [key, people] : rows) {
      const auto at = verdicts.find(key);
      for (const std::size_t person : people) {
        ++found_[{person, name_of(place), columns[column],
                  at == verdicts.end() ? remains : at->second}];
      }
    }
  }
  pending.clear();
  return {};
}

void DeepLook::tell() {
  for (const auto& [where, rows] : found_) {
    const auto& [person, place, column, verdict] = where;
    Residue residue;
    residue.who = people_[person].who;
    residue.kind = verdict.kind;
    residue.store = place.substr(0, place.find('.'));
    residue.table = place.substr(place.find('.') + 1);
    if (!column.empty()) residue.fields = {column};
    residue.rows = rows;
    residue.reason = verdict.reason;
    if (verdict.law != nullptr) cite(residue, *verdict.law, model_);
    look_.residue.push_back(std::move(residue));
  }
}

}  // namespace

Result<Look> look_deep(const Input& input, std::span<const Erased> people,
                       const std::function<void(const DeepProgress&)>& progress) {
  ABIDE_TRY(const Reckoning reckoning, Reckoning::of(input.model.calendar, input.at));
  return DeepLook{input, reckoning, people, progress}.take();
}

}  // namespace abide::reread
