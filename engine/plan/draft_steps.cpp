// Steps of a draft once they are all there: measured, put in order, tables counted.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/draft.hpp"
#include "engine/plan/due_rows.hpp"

namespace abide::engine {
namespace {

/// Beyond so many, steps of a ring are not parted any further.
constexpr std::size_t most_steps = 1000;
/// Keys of so many rows are kept in memory and sealed with the run, and no more.
constexpr std::uint64_t most_chosen_by_key = 100'000;

/// Nothing of the step may run.
void block(Step& step, std::string why) {
  step.blocked = std::move(why);
  step.ranges.clear();
  step.rows = 0;
}

}  // namespace

/// How large the tables are, for the limit on a sweep's share of them.
Result<void> Draft::count_tables() {
  for (Step& step : steps_) {
    if (step.rows == 0) {
      continue;
    }
    const auto [at, is_new] = table_rows_.try_emplace({step.store, step.live_table});
    if (is_new) {
      ABIDE_TRY(const auto store, open_store(request_.stores, step.store));
      ABIDE_TRY(at->second, store.get().count({.table = step.live_table,
                                               .columns = {},
                                               .key = step.key,
                                               .range = {},
                                               .where = share({All{}})}));
    }
    step.table_rows = at->second;
  }
  return {};
}

/// Counts, in the same reading, what the watch asks of the table, and all of its rows.
Result<void> Draft::measure_step(Step& step) {
  std::vector<SelectorPtr> asked;
  if (request_.watch != nullptr) {
    ABIDE_TRY(asked, request_.watch->asked(step.store, step.live_table));
  }
  const bool watched = !asked.empty();
  if (watched) {
    asked.push_back(share({All{}}));
  }
  Tally tally{asked, {}};
  ABIDE_CHECK(measure(step, request_.stores, rules_.parameters(), request_.rows_per_range, salt_,
                      watched ? &tally : nullptr));
  if (!watched) {
    return {};
  }
  table_rows_[{step.store, step.live_table}] = tally.counts.back();
  tally.counts.pop_back();
  return request_.watch->counted(step.store, step.live_table, tally.counts);
}

Result<void> Draft::measure_steps() {
  for (Step& step : steps_) {
    if (step.blocked.empty() && step.ranges.empty()) {
      ABIDE_CHECK(measure_step(step));
    }
  }
  std::erase_if(steps_, [](const Step& step) { return step.blocked.empty() && step.rows == 0; });
  return {};
}

std::vector<Reference> Draft::references() const {
  std::vector<Reference> references;
  for (std::uint32_t i = 0; i < request_.model.stores.size(); ++i) {
    const LiveSchema* schema = request_.schema(StoreId{i});
    for (std::size_t t = 0; schema != nullptr && t < schema->tables.size(); ++t) {
      for (const ForeignKey& key : schema->tables[t].foreign_keys) {
        references.push_back(
            {request_.model.stores[i].name, schema->tables[t].name, key.columns, key.target_table});
      }
    }
  }
  return references;
}

/// Whether the step takes rows that tell who a person is.
bool Draft::takes_people(const Step& step) const {
  const policy::Model& model = request_.model;
  return std::ranges::any_of(model.subjects, [&](const policy::Subject& subject) {
    return std::ranges::any_of(subject.identified_by, [&](FieldId field) {
      const policy::Table& table = model.at(model.at(field).table);
      return step.operation == Operation::remove && table.name == step.table &&
             model.at(table.store).name == step.store;
    });
  });
}

/// Whether rows of the step may stay as they are, to be found through the person alone. Of a table
/// that cannot be asked it must be taken so.
bool Draft::leaves_rows(const Step& step) {
  const auto table = request_.model.find_table(step.store + "." + step.table);
  if (step.blocked.empty() || !table || live_table(request_, *table) == nullptr) {
    return true;
  }
  const auto rows = count(step, condition_of(step));
  return !rows || *rows > 0;
}

/// Without the row that identifies a person nobody finds the rest of them any more: it waits for
/// whatever may hold rows of theirs.
void Draft::put_people_last() {
  const auto outside = std::ranges::find_if(
      gaps_, [this](const Gap& gap) { return is_undeclared_table(request_.model, gap); });
  const std::string holder = outside != gaps_.end() ? outside->place : without_key_;
  for (Step& step : steps_) {
    if (!holder.empty() && step.blocked.empty() && takes_people(step)) {
      block(step, fmt::format(
                      "{}: `{}` may hold rows of theirs, which nobody would find without this one",
                      outside != gaps_.end() ? "E1001" : "E1004", holder));
    }
  }
  std::vector<bool> last;
  std::vector<bool> waited_for;
  const bool any =
      std::ranges::any_of(steps_, [this](const Step& step) { return takes_people(step); });
  for (const Step& step : steps_) {
    last.push_back(takes_people(step));
    waited_for.push_back(any && !last.back() && leaves_rows(step));
  }
  put_last(steps_, last, waited_for);
}

/// Chooses the rows of steps that wait for each other by their keys as they are now, where they are
/// few: then none is chosen by what another takes. Their ranges hold the same rows as before.
/// @return whether any step could be chosen so
Result<bool> Draft::choose_by_key(const std::vector<std::size_t>& ring) {
  bool any = false;
  for (const std::size_t i : ring) {
    Step& step = steps_[i];
    if (step.key.size() != 1 || step.rows > most_chosen_by_key || !step.blocked.empty()) {
      continue;
    }
    std::vector<Value> keys;
    ABIDE_CHECK(for_each_due(step, request_.stores, rules_.parameters(), {},
                             [&keys](const Row& key) -> Result<void> {
                               keys.push_back(key.front());
                               return {};
                             }));
    const std::string name =
        rules_.parameter(fmt::format("rows:{}.{}", step.store, step.table), std::move(keys));
    choose(step, Condition::of(Selector{InParameter{step.key.front(), name}}));
    any = true;
  }
  return any;
}

Result<void> Draft::order(const KeptRows& kept) {
  const std::vector<Reference> keys = references();
  ABIDE_CHECK(measure_steps());
  auto ring = order_steps(steps_, keys, kept);
  while (!ring.empty() && steps_.size() < most_steps && part_ring(steps_, ring)) {
    ABIDE_CHECK(measure_steps());
    ring = order_steps(steps_, keys, kept);
  }
  if (!ring.empty()) {
    ABIDE_TRY(const bool some, choose_by_key(ring));
    ring = some ? order_steps(steps_, keys, kept) : ring;
  }
  if (ring.empty()) {
    return {};
  }
  std::vector<std::string> tables;
  for (const std::size_t i : ring) {
    std::string table = steps_[i].store + "." + steps_[i].table;
    if (std::ranges::find(tables, table) == tables.end()) {
      tables.push_back(std::move(table));
    }
  }
  gap({"E0606", tables.front(),
       fmt::format("steps on {} wait for each other", fmt::join(tables, ", ")),
       fmt::format("blank one of the links first, by a rule of its own; or let what ends together "
                   "end on one day; of up to {} rows a step the order is found by their keys, so "
                   "that a smaller limit on rows helps as well",
                   most_chosen_by_key),
       0, std::nullopt, true});
  for (const std::size_t i : ring) {
    if (steps_[i].blocked.empty()) {
      block(steps_[i], "E0606: the steps wait for each other in a ring");
    }
  }
  static_cast<void>(order_steps(steps_, keys, kept));  // the others go on
  return {};
}

}  // namespace abide::engine
