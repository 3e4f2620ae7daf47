// From row to row by the values they point with.
#include "engine/plan/kept_paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/foreign_keys.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;
using policy::Ownership;

bool is_whole(const Row& row) {
  return std::ranges::none_of(
      row, [](const Value& one) { return std::holds_alternative<std::monostate>(one); });
}

/// From rows to those at the end of a step.
class Steps {
 public:
  explicit Steps(const PlanRequest& request) : request_(request), model_(request.model) {}
  using Tuples = std::set<Row>;
  /// What rows hold in the columns, each tuple once and none with NULL.
  Result<Tuples> values(TableId table, std::span<const FieldId> columns, const Condition& rows,
                        const Parameters& parameters) const;
  Result<Tuples> keys_at_end(TableId table, const Condition& rows, const Parameters& parameters,
                             const Hop& hop, const Condition& among) const;

 private:
  Result<Tuples> read(TableId table, std::span<const FieldId> columns,
                      const SelectorPtr& where) const;
  [[nodiscard]] Connector* store_of(TableId table) const {
    return request_.stores.find(model_.at(model_.at(table).store).name);
  }

  const PlanRequest& request_;
  const Model& model_;
};

Result<Steps::Tuples> Steps::read(TableId table, std::span<const FieldId> columns,
                                  const SelectorPtr& where) const {
  Tuples found;
  const Query query{.table = model_.at(table).live_name,
                    .columns = columns_of(model_, columns),
                    .key = {},
                    .range = {},
                    .where = where};
  ABIDE_CHECK(store_of(table)->select(query, [&](std::span<const Row> page) -> Result<void> {
    std::ranges::copy_if(page, std::inserter(found, found.end()), is_whole);
    return {};
  }));
  return found;
}

Result<Steps::Tuples> Steps::values(TableId table, std::span<const FieldId> columns,
                                    const Condition& rows, const Parameters& parameters) const {
  Connector* store = store_of(table);
  const bool there = store != nullptr && live_table(request_, table) != nullptr;
  if (rows.is_never() || !there || columns.empty()) {
    return Tuples{};
  }
  const std::uint64_t max_in = store->capabilities().max_in;
  if (rows.is_local()) {
    ABIDE_TRY(const SelectorPtr where, engine::bind(rows.local(), parameters));
    return read(table, columns, with_short_lists(where, max_in));
  }
  Step step;
  step.store = model_.at(model_.at(table).store).name;
  step.live_table = model_.at(table).live_name;
  step.key = columns_of(model_, model_.at(table).key);
  step.where = rows.where();
  step.lookups = rows.lookups();
  std::vector<Row> keys;
  ABIDE_CHECK(for_each_due(step, request_.stores, parameters, KeyRange{},
                           [&](const Row& key) -> Result<void> {
                             keys.push_back(key);
                             return {};
                           }));
  return keys.empty() ? Tuples{}
                      : read(table, columns, has_values(step.key, keys, Match::exact, max_in));
}

Result<Steps::Tuples> Steps::keys_at_end(TableId table, const Condition& rows,
                                         const Parameters& parameters, const Hop& hop,
                                         const Condition& among) const {
  ABIDE_TRY(Tuples from, values(table, hop.from, rows, parameters));
  const Match match = match_of(model_, hop);
  // What the store itself enforces leads from an empty text to the row that is keyed by one.
  const std::vector<Hop> enforced = enforced_steps(request_, table);
  if (std::ranges::find(enforced, hop) == enforced.end()) {
    std::erase_if(
        from, [&](const Row& row) { return row.size() == 1 && leads_nowhere(row.front(), match); });
  }
  Connector* store = store_of(hop.table);
  if (from.empty() || store == nullptr) {
    return Tuples{};
  }
  // In parts, so that no statement grows with what is kept.
  Tuples keys;
  const std::vector<Row> tuples{from.begin(), from.end()};
  const std::uint64_t max_in = store->capabilities().max_in;
  const std::size_t part =
      std::max<std::size_t>(1, max_in / std::max<std::size_t>(1, hop.to.size()));
  for (std::size_t at = 0; at < tuples.size(); at += part) {
    const auto begin = tuples.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end =
        tuples.begin() + static_cast<std::ptrdiff_t>(std::min(tuples.size(), at + part));
    const SelectorPtr pointed = has_values(columns_of(model_, hop.to), {begin, end}, match, max_in);
    ABIDE_TRY(const Tuples some, values(hop.table, model_.at(hop.table).key,
                                        Condition::of(*pointed) && among, parameters));
    keys.insert(some.begin(), some.end());
  }
  return keys;
}

class Following {
 public:
  explicit Following(const PlanRequest& request)
      : model_(request.model), steps_(request), all_(request.facts) {
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
      enforced_.push_back(enforced_steps(request, TableId{i}));
    }
  }

  /// INVARIANT: what is added is a row, and is followed in its turn.
  Result<KeptPaths> take() {
    std::map<SubjectId, std::vector<Keep>> people;
    for (const Keep& keep : all_.keeps) {
      if (keep.subject && !keep.row && !keep.table) people[*keep.subject].push_back(keep);
    }
    for (const auto& [subject, keeps] : people) {
      ABIDE_CHECK(follow_people(subject, keeps));
    }
    for (std::size_t i = 0; i < all_.keeps.size(); ++i) {
      const Keep keep = all_.keeps[i];
      if (keep.row) {
        ABIDE_CHECK(follow_row(keep));
      }
    }
    return KeptPaths{std::move(all_), std::move(gaps_)};
  }

 private:
  Result<void> follow_row(const Keep& keep);
  Result<void> follow_people(SubjectId subject, const std::vector<Keep>& people);
  static Parameters keys_of(std::span<const Keep> people);
  Result<Condition> theirs(TableId table, SubjectId subject) const;
  [[nodiscard]] std::vector<Hop> steps_of_persons(TableId table) const;
  Result<std::set<Row>> ends(TableId table, const Condition& rows, const Parameters& parameters,
                             const Hop& hop, const Condition& among);
  void add(const Keep& keep, TableId table, const std::set<Row>& keys);

  const Model& model_;
  Steps steps_;
  Register all_;
  std::vector<std::vector<Hop>> enforced_;  ///< for each table
  std::set<std::tuple<Keep::Reason, std::string, TableId, Row>> added_;
  std::vector<Gap> gaps_;
};

/// Where a column on the way is not there, nothing of the table at the end may go.
Result<std::set<Row>> Following::ends(TableId table, const Condition& rows,
                                      const Parameters& parameters, const Hop& hop,
                                      const Condition& among) {
  auto found = steps_.keys_at_end(table, rows, parameters, hop, among);
  if (found || found.error().code != ErrorCode::not_found) {
    return found;
  }
  Gap gap{"E1002",
          model_.full_name(hop.table),
          fmt::format("rows of `{}` that a hold or a request keeps may hang on rows here, and what "
                      "would say so is not there",
                      model_.full_name(table)),
          fmt::format("mend `{}` first; nothing of this table is removed until then",
                      model_.full_name(table)),
          0,
          std::nullopt,
          true};
  if (std::ranges::find(gaps_, gap) == gaps_.end()) {
    gaps_.push_back(std::move(gap));
  }
  return std::set<Row>{};
}

/// Under the same hold or request.
void Following::add(const Keep& keep, TableId table, const std::set<Row>& keys) {
  for (const Row& key : keys) {
    if (added_.emplace(keep.reason, keep.id, table, key).second) {
      Keep one = keep;
      one.subject.reset();
      one.row = RowKey{table, Sensitive{key}};
      all_.keeps.push_back(std::move(one));
    }
  }
}

Result<void> Following::follow_row(const Keep& keep) {
  const TableId table = keep.row->table;
  std::vector<Hop> hops = enforced_[table.value];
  for (std::uint32_t to = 0; to < model_.tables.size(); ++to) {
    for (Hop& hop : steps_to(model_, table, TableId{to})) {
      if (std::ranges::find(hops, hop) == hops.end()) {
        hops.push_back(std::move(hop));
      }
    }
  }
  Condition row = Condition::always();
  const auto& key = model_.at(table).key;
  const Row& values = keep.row->key.reveal();
  for (std::size_t i = 0; i < key.size() && i < values.size(); ++i) {
    row = row && Condition::of(Selector{In{model_.at(key[i]).column, {values[i]}}});
  }
  for (const Hop& hop : hops) {
    ABIDE_TRY(const std::set<Row> keys,
              ends(table, row && step_counts(model_, table, hop), {}, hop, Condition::always()));
    add(keep, hop.table, keys);
  }
  return {};
}

/// Rows of the table that are the person's in any way; `person` is the parameter with their key.
Result<Condition> Following::theirs(TableId table, SubjectId subject) const {
  const FieldId own = model_.at(subject).identified_by.front();
  Condition all;
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.subject == subject) {
      ABIDE_TRY(const Condition rows,
                along(model_, table, owner.hops, in_parameter(model_, own, "person")));
      all = all || (owner.condition ? rows && holds(model_, *owner.condition) : rows);
    }
  }
  return all;
}

/// To what the store binds a person's rows, and to owners whose leaving changes them.
std::vector<Hop> Following::steps_of_persons(TableId table) const {
  std::vector<Hop> hops = enforced_[table.value];
  for (const Ownership& owner : model_.at(table).owners) {
    const bool leads = owner.kind != Ownership::Kind::shared && !owner.hops.empty();
    const bool changes = !pointers(model_, table, owner).empty() || !owner.blanks.empty();
    if (leads && changes && std::ranges::find(hops, owner.hops.front()) == hops.end()) {
      hops.push_back(owner.hops.front());
    }
  }
  return hops;
}

Parameters Following::keys_of(std::span<const Keep> people) {
  std::vector<Value> keys;
  for (const Keep& one : people) {
    keys.push_back(one.subject_key.reveal());
  }
  return {{"person", Sensitive{std::move(keys)}}};
}

/// Asked of all of them first: mostly their rows hang on nothing but rows of their own.
Result<void> Following::follow_people(SubjectId subject, const std::vector<Keep>& people) {
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    ABIDE_TRY(const Condition rows, theirs(TableId{i}, subject));
    for (const Hop& hop : rows.is_never() ? std::vector<Hop>{} : steps_of_persons(TableId{i})) {
      ABIDE_TRY(const Condition already, theirs(hop.table, subject));
      const Condition from = rows && step_counts(model_, TableId{i}, hop);
      const auto of = [&](std::span<const Keep> some) {
        return ends(TableId{i}, from, keys_of(some), hop, !already);
      };
      ABIDE_TRY(const std::set<Row> any, of(people));
      for (std::size_t one = 0; !any.empty() && one < people.size(); ++one) {
        ABIDE_TRY(const std::set<Row> keys, of({&people[one], 1}));
        add(people[one], hop.table, keys);
      }
    }
  }
  return {};
}

}  // namespace

Result<KeptPaths> with_kept_paths(const PlanRequest& request) { return Following{request}.take(); }

Result<std::set<Row>> keys_of(const PlanRequest& request, TableId table, const Condition& rows,
                              const Parameters& parameters) {
  return Steps{request}.values(table, request.model.at(table).key, rows, parameters);
}

Result<std::set<Row>> keys_at_end(const PlanRequest& request, TableId table, const Condition& rows,
                                  const Parameters& parameters, const Hop& hop,
                                  const Condition& among) {
  return Steps{request}.keys_at_end(table, rows, parameters, hop, among);
}

}  // namespace abide::engine
