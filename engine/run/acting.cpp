// Acting on a window: ranges of one store that hold few rows go together in one transaction; where
// that fails each is tried by itself, so that one bad range costs no other its turn.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/due_rows.hpp"
#include "engine/run/runner.hpp"

namespace abide::engine {
namespace {

using Kind = StepOutcome::Kind;
using State = RangeRecord::State;

bool given_up(const StepOutcome& outcome) {
  return outcome.kind == Kind::failed || outcome.kind == Kind::refused ||
         outcome.kind == Kind::waits;
}

}  // namespace

/// What keeps a step from running, empty when nothing does.
std::string Runner::waits_for(const Step& step) const {
  for (const std::uint32_t earlier : step.after) {
    const StepOutcome& before = report_.steps[earlier];
    const Step& other = plan_.steps[earlier];
    if (before.kind != Kind::done || !other.blocked.empty()) {
      return fmt::format("`{}.{}`, which is found through it, could not be finished", other.store,
                         other.table);
    }
  }
  return "";
}

bool Runner::may_begin(const Item& item) const {
  return !moved_ && !stopping() && !given_up(report_.steps[item.step]) &&
         waits_for(plan_.steps[item.step]).empty();
}

/// The first of `rest`, with those behind it that may share its transaction: of one store, each
/// found within it, and together of no more rows than one transaction may hold.
std::span<const Item> Runner::together(std::span<const Item> rest) const {
  const Step& first = plan_.steps[rest.front().step];
  std::uint64_t rows = 0;
  const auto end = std::ranges::find_if(rest, [&](const Item& item) {
    const Step& step = plan_.steps[item.step];
    rows += step.ranges[item.range].rows;
    return step.store != first.store || !step.lookups.empty() || !first.lookups.empty() ||
           rows > options_.rows_together;
  });
  return rest.first(std::max<std::size_t>(1, static_cast<std::size_t>(end - rest.begin())));
}

Result<void> Runner::act(std::span<const Item> window) {
  while (!window.empty()) {
    const auto group = together(window);
    ABIDE_TRY(const bool done, act_together(group));
    if (!done) {
      for (const Item& item : group) ABIDE_CHECK(act(item));
    }
    window = window.subspan(group.size());
  }
  return {};
}

/// @return false: nothing was done, each is to be tried by itself
Result<bool> Runner::act_together(std::span<const Item> group) {
  Connector* const store = stores_.find(plan_.steps[group.front().step].store);
  if (group.size() < 2 || store == nullptr || !store->capabilities().transactions ||
      !std::ranges::all_of(group, [&](const Item& item) { return may_begin(item); })) {
    return false;
  }
  boundary("before a batch");
  std::vector<Batch> batches;
  for (const Item& item : group) {
    const Step& step = plan_.steps[item.step];
    auto batch = batch_of(step, step.ranges[item.range], *store);
    if (!batch) return false;
    batches.push_back(std::move(*batch));
  }
  const auto rows = apply(batches, *store);
  if (!rows && rows.error().code != ErrorCode::in_doubt) return false;
  for (const Item& item : group) {
    const Range& range = plan_.steps[item.step].ranges[item.range];
    ABIDE_CHECK(rows ? conclude(item, range.rows) : settle_lost(item));
  }
  boundary("after a batch");
  return true;
}

Result<void> Runner::act(const Item& item) {
  const Step& step = plan_.steps[item.step];
  StepOutcome& outcome = report_.steps[item.step];
  const bool given_up_before = given_up(outcome);
  if (const std::string reason = waits_for(step); !reason.empty() && !given_up_before) {
    outcome = {Kind::waits, outcome.rows, 0, reason};
  }
  if (!may_begin(item)) {
    undone_ = undone_ || moved_ || stopping();
    not_severed(item);
    settled(item, State::failed, 0, "not begun");
    return {};
  }
  boundary("before a batch");
  Connector* store = stores_.find(step.store);
  if (store == nullptr) {
    outcome = {Kind::failed, outcome.rows, outcome.changed_ranges,
               fmt::format("store `{}` does not answer", step.store)};
    settled(item, State::failed, 0, outcome.reason);
    return {};
  }
  const Range& range = step.ranges[item.range];
  auto rows = apply(step, range, *store);
  if (!rows && rows.error().code == ErrorCode::in_doubt) rows = after_doubt(step, range, *store);
  boundary("after a batch");
  return conclude(item, rows);
}

/// Notes what became of a range.
/// @error in_doubt  it cannot be known now
Result<void> Runner::conclude(const Item& item, const Result<std::uint64_t>& rows) {
  const Step& step = plan_.steps[item.step];
  StepOutcome& outcome = report_.steps[item.step];
  if (rows) {
    settled(item, State::done, *rows);
    if (options_.progress) options_.progress({step.store, step.table, done_rows_, plan_.rows()});
    return {};
  }
  if (rows.error().code == ErrorCode::in_doubt) return rows.error();
  not_severed(item);  // so nothing must explain an empty link
  if (moved_) {
    undone_ = true;
    settled(item, State::failed, 0, "not begun");
  } else if (rows.error().code == ErrorCode::changed) {
    settled(item, State::changed, 0);
  } else {
    outcome = {rows.error().code == ErrorCode::refused ? Kind::refused : Kind::failed, outcome.rows,
               outcome.changed_ranges, rows.error().message};
    settled(item, State::failed, 0, rows.error().message);
  }
  return {};
}

Result<Batch> Runner::batch_of(const Step& step, const Range& range, Connector& store) {
  Batch batch;
  ABIDE_TRY(batch.query, due_query(step, stores_, parameters_, range.keys));
  batch.expected_rows = range.rows;
  batch.expected_digest = range.digest;
  if (step.operation == Operation::set) batch.operation = Set{step.assignments};
  if (!step.lookups.empty()) {
    std::vector<Row> keys;
    ABIDE_CHECK(
        for_each_due(step, stores_, parameters_, range.keys, [&](const Row& key) -> Result<void> {
          keys.push_back(key);
          return {};
        }));
    const SelectorPtr these = has_values(step.key, keys, Match::exact, store.capabilities().max_in);
    batch.query.where = share({And{{batch.query.where, these}}});
  }
  return batch;
}

Result<std::uint64_t> Runner::apply(const Step& step, const Range& range, Connector& store) {
  ABIDE_TRY(const Batch batch, batch_of(step, range, store));
  return apply(std::span{&batch, 1}, store);
}

Result<std::uint64_t> Runner::apply(std::span<const Batch> batches, Connector& store) {
  ABIDE_TRY(const auto lease, control_.lease_batch());
  Hasher hasher{plan_.salt};
  return store.apply_all(batches, hasher, [&]() -> Result<void> {
    boundary("before a commit");
    ABIDE_TRY(const std::uint64_t generation, control_.generation());
    moved_ = generation != plan_.generation;
    return moved_ ? Result<void>{Error{ErrorCode::refused,
                                       "a hold or a request was placed meanwhile", "plan again"}}
                  : Result<void>{};
  });
}

}  // namespace abide::engine
