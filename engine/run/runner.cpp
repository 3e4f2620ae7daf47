// The run loop: intent, act, outcome.
#include "engine/run/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/plan/due_rows.hpp"

namespace abide::engine {
namespace {

using Kind = StepOutcome::Kind;
using State = RangeRecord::State;
using abide::to_string;

std::string_view word_of(State state) {
  switch (state) {
    case State::intended:
      return "intended";
    case State::done:
      return "done";
    case State::done_after_crash:
      return "done_after_crash";
    case State::changed:
      return "changed";
    case State::failed:
      return "failed";
  }
  return "";
}

}  // namespace

Result<RunReport> Runner::begin(const std::string& digest) {
  // Whoever takes the run up after a crash knows no more of it than this.
  const Json sealed = {{"plan", to_json(plan_)},
                       {"parameters", to_json(parameters_)},
                       {"context", options_.context},
                       {"overwrite", options_.overwrite},
                       {"erased_until", to_string(options_.erased_until)}};
  ABIDE_TRY(const std::string text, canonical_json(sealed));
  const Instant now = clock_.now();
  ABIDE_TRY(report_.id, control_.begin_run(plan_.kind, options_.by, now, digest, text));
  std::uint64_t gaps = 0;
  for (const Gap& gap : plan_.gaps) gaps += gap.waived ? 0 : 1;
  ABIDE_CHECK(control_.note("run_started", options_.by, now,
                            {{"run", report_.id.value},
                             {"what", plan_.kind},
                             {"plan", digest},
                             {"policy", plan_.policy},
                             {"policy_digest", plan_.policy_digest},
                             {"deployment", plan_.deployment},
                             {"subject", plan_.subject},
                             {"planned_at", to_string(plan_.at)},
                             {"steps", plan_.steps.size()},
                             {"rows", plan_.rows()},
                             {"open_gaps", gaps}}));
  return go_on();
}

Result<RunReport> Runner::go_on() {
  std::vector<Item> items;
  for (std::uint32_t s = 0; s < plan_.steps.size(); ++s) {
    for (std::uint32_t r = 0; r < plan_.steps[s].ranges.size(); ++r) {
      if (!finished_.contains({s, r})) items.push_back({s, r});
    }
  }
  std::size_t next = 0;
  while (next < items.size() && !moved_ && !stopping()) {
    const std::size_t count = std::min(options_.window, items.size() - next);
    const auto window = std::span{items}.subspan(next, count);
    ABIDE_CHECK(open_window(window));
    for (const Item& item : window) {
      ABIDE_CHECK(act(item));
    }
    next += count;
  }
  undone_ = undone_ || next < items.size();
  return finish();
}

Result<void> Runner::flush() {
  if (outcomes_.empty()) return {};
  Json list = Json::array();
  for (const auto& [item, record] : outcomes_) {
    ABIDE_CHECK(control_.record(report_.id, record));
    list.push_back({{"step", item.step},
                    {"range", item.range},
                    {"state", word_of(record.state)},
                    {"rows", record.rows}});
  }
  for (const auto& [table, row] : not_severed_) ABIDE_CHECK(control_.forget_severed(table, row));
  ABIDE_CHECK(control_.note("outcomes", options_.by, clock_.now(),
                            {{"run", report_.id.value}, {"ranges", std::move(list)}}));
  outcomes_.clear();
  not_severed_.clear();
  severing_.clear();
  return {};
}

/// Reads which rows the window is to sever, before its transaction begins.
std::map<Item, std::vector<Digest>> Runner::look_ahead(std::span<const Item> window) {
  std::map<Item, std::vector<Digest>> severing;
  for (const Item& item : window) {
    const Step& step = plan_.steps[item.step];
    if (!step.severs) continue;
    auto rows = rows_to_sever(step, step.ranges[item.range]);
    StepOutcome& outcome = report_.steps[item.step];
    if (rows) {
      severing[item] = std::move(*rows);
    } else if (outcome.kind == Kind::done) {
      outcome = {Kind::failed, outcome.rows, outcome.changed_ranges, rows.error().message};
    }
  }
  return severing;
}

Result<void> Runner::open_window(std::span<const Item> window) {
  auto severing = look_ahead(window);
  ABIDE_CHECK(flush());
  severing_ = std::move(severing);
  Json list = Json::array();
  for (const Item& item : window) {
    const Step& step = plan_.steps[item.step];
    const Range& range = step.ranges[item.range];
    for (const Digest& row : severing_[item])
      ABIDE_CHECK(control_.note_severed(step.store + "." + step.table, row));
    doubtful_.erase(item);
    RangeRecord record;
    record.step = item.step;
    record.range = item.range;
    record.rows = range.rows;
    record.digest = to_hex(range.digest);
    list.push_back({{"step", item.step},
                    {"range", item.range},
                    {"rows", range.rows},
                    {"digest", record.digest}});
    ABIDE_CHECK(control_.record(report_.id, record));
  }
  ABIDE_CHECK(control_.note("intent", options_.by, clock_.now(),
                            {{"run", report_.id.value}, {"ranges", std::move(list)}}));
  boundary("intent written");
  ABIDE_CHECK(control_.commit());
  boundary("intent durable");
  return {};
}

void note_changed(StepOutcome& step) {
  ++step.changed_ranges;
  step.kind = Kind::changed;
  step.reason = "rows are no longer those that were planned; the next plan looks at them again";
}

void Runner::settled(const Item& item, State state, std::uint64_t rows, std::string note) {
  RangeRecord record;
  record.step = item.step;
  record.range = item.range;
  record.state = state;
  record.rows = rows;
  record.digest = to_hex(plan_.steps[item.step].ranges[item.range].digest);
  record.note = std::move(note);
  outcomes_.emplace_back(item, std::move(record));
  StepOutcome& step = report_.steps[item.step];
  step.rows += rows;
  done_rows_ += rows;
  if (state == State::changed) note_changed(step);
}

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

Result<void> Runner::act(const Item& item) {
  const Step& step = plan_.steps[item.step];
  StepOutcome& outcome = report_.steps[item.step];
  const bool given_up =
      outcome.kind == Kind::failed || outcome.kind == Kind::refused || outcome.kind == Kind::waits;
  if (const std::string reason = waits_for(step); !reason.empty() && !given_up) {
    outcome = {Kind::waits, outcome.rows, 0, reason};
  }
  if (moved_ || stopping() || given_up || outcome.kind == Kind::waits) {
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

Result<std::uint64_t> Runner::apply(const Step& step, const Range& range, Connector& store) {
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
  ABIDE_TRY(const auto lease, control_.lease_batch());
  Hasher hasher{plan_.salt};
  return store.apply(batch, hasher, [&]() -> Result<void> {
    boundary("before a commit");
    ABIDE_TRY(const std::uint64_t generation, control_.generation());
    moved_ = generation != plan_.generation;
    return moved_ ? Result<void>{Error{ErrorCode::refused,
                                       "a hold or a request was placed meanwhile", "plan again"}}
                  : Result<void>{};
  });
}

Result<std::pair<std::uint64_t, Digest>> Runner::look(const Step& step, const Range& range) {
  Hasher hasher{plan_.salt};
  std::uint64_t rows = 0;
  ABIDE_CHECK(
      for_each_due(step, stores_, parameters_, range.keys, [&](const Row& key) -> Result<void> {
        hash_key(hasher, key);
        ++rows;
        return {};
      }));
  return std::pair{rows, hasher.finish()};
}

Result<std::vector<Digest>> Runner::rows_to_sever(const Step& step, const Range& range) {
  std::vector<Digest> rows;
  ABIDE_CHECK(
      for_each_due(step, stores_, parameters_, range.keys, [&](const Row& key) -> Result<void> {
        rows.push_back(control_.keyed("row", key));
        return {};
      }));
  return rows;
}

/// What was noted with the intent is forgotten with the outcome.
void Runner::not_severed(const Item& item) {
  const Step& step = plan_.steps[item.step];
  for (const Digest& row : severing_[item])
    not_severed_.emplace_back(step.store + "." + step.table, row);
}

}  // namespace abide::engine
