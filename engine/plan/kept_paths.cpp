// From row to row by the values they point with.
#include "engine/plan/kept_paths.hpp"

#include <algorithm>
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

class KeptPaths {
 public:
  explicit KeptPaths(const PlanRequest& request)
      : request_(request), model_(request.model), all_(request.facts) {
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
      enforced_.push_back(enforced_steps(request, TableId{i}));
    }
  }

  /// INVARIANT: what is added is a row, and is followed in its turn.
  Result<Register> take() {
    for (std::size_t i = 0; i < all_.keeps.size(); ++i) {
      const Keep keep = all_.keeps[i];
      if (keep.row) {
        ABIDE_CHECK(follow_row(keep));
      } else if (keep.subject && !keep.table) {
        ABIDE_CHECK(follow_person(keep));
      }
    }
    return std::move(all_);
  }

 private:
  using Tuples = std::set<Row>;

  Result<void> follow_row(const Keep& keep);
  Result<void> follow_person(const Keep& keep);
  Result<void> add_ends(const Keep& keep, const Hop& hop, const Tuples& pointers);
  Result<Tuples> pointers(TableId table, const Condition& rows, const Parameters& parameters,
                          const Hop& hop) const;
  Result<void> read(TableId table, std::span<const FieldId> columns, const SelectorPtr& where,
                    Tuples& into) const;
  [[nodiscard]] Connector* store_of(TableId table) const {
    return request_.stores.find(model_.at(model_.at(table).store).name);
  }

  const PlanRequest& request_;
  const Model& model_;
  Register all_;
  std::vector<std::vector<Hop>> enforced_;  ///< for each table
  std::set<std::tuple<Keep::Reason, std::string, TableId, Row>> added_;
};

/// What rows hold in the columns, each tuple once and none with NULL.
Result<void> KeptPaths::read(TableId table, std::span<const FieldId> columns,
                             const SelectorPtr& where, Tuples& into) const {
  Connector* store = store_of(table);
  if (store == nullptr || columns.empty()) {
    return {};
  }
  const Query query{.table = model_.at(table).live_name,
                    .columns = columns_of(model_, columns),
                    .key = {},
                    .range = {},
                    .where = where};
  return store->select(query, [&](std::span<const Row> page) -> Result<void> {
    std::ranges::copy_if(page, std::inserter(into, into.end()), is_whole);
    return {};
  });
}

Result<KeptPaths::Tuples> KeptPaths::pointers(TableId table, const Condition& rows,
                                              const Parameters& parameters, const Hop& hop) const {
  Tuples found;
  Connector* store = store_of(table);
  if (rows.is_never() || store == nullptr) {
    return found;
  }
  if (rows.is_local()) {
    ABIDE_TRY(const SelectorPtr where, engine::bind(rows.local(), parameters));
    ABIDE_CHECK(
        read(table, hop.from, with_short_lists(where, store->capabilities().max_in), found));
    return found;
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
  ABIDE_CHECK(read(table, hop.from,
                   has_values(step.key, keys, Match::exact, store->capabilities().max_in), found));
  return found;
}

/// The rows that the step leads to.
Result<void> KeptPaths::add_ends(const Keep& keep, const Hop& hop, const Tuples& pointers) {
  Connector* store = store_of(hop.table);
  if (pointers.empty() || store == nullptr) {
    return {};
  }
  const std::vector<Row> tuples{pointers.begin(), pointers.end()};
  Tuples keys;
  ABIDE_CHECK(read(hop.table, model_.at(hop.table).key,
                   has_values(columns_of(model_, hop.to), tuples, match_of(model_, hop),
                              store->capabilities().max_in),
                   keys));
  for (const Row& key : keys) {
    if (added_.emplace(keep.reason, keep.id, hop.table, key).second) {
      Keep one = keep;
      one.subject.reset();
      one.row = RowKey{hop.table, Sensitive{key}};
      all_.keeps.push_back(std::move(one));
    }
  }
  return {};
}

Result<void> KeptPaths::follow_row(const Keep& keep) {
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
    ABIDE_TRY(const Tuples from, pointers(table, row && step_counts(model_, table, hop), {}, hop));
    ABIDE_CHECK(add_ends(keep, hop, from));
  }
  return {};
}

/// Rows that are the person's by one owner and that the store binds, by another step, to a row that
/// may be somebody else's.
Result<void> KeptPaths::follow_person(const Keep& keep) {
  const FieldId own = model_.at(*keep.subject).identified_by.front();
  const Parameters person{{"person", Sensitive{std::vector<Value>{keep.subject_key.reveal()}}}};
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    for (const Ownership& owner : model_.at(TableId{i}).owners) {
      if (owner.subject != *keep.subject) {
        continue;
      }
      for (const Hop& hop : enforced_[i]) {
        if (!owner.hops.empty() && owner.hops.front() == hop) {
          continue;
        }
        ABIDE_TRY(Condition theirs,
                  along(model_, TableId{i}, owner.hops, in_parameter(model_, own, "person")));
        theirs = owner.condition ? theirs && holds(model_, *owner.condition) : theirs;
        ABIDE_TRY(const Tuples from, pointers(TableId{i}, theirs, person, hop));
        ABIDE_CHECK(add_ends(keep, hop, from));
      }
    }
  }
  return {};
}

}  // namespace

Result<Register> with_kept_paths(const PlanRequest& request) { return KeptPaths{request}.take(); }

}  // namespace abide::engine
