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
  const Json sealed = {{"plan", to_json(plan_)}, {"parameters", to_json(parameters_)}};
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

Result<RunReport> Runner::take_up(const RunId& id) {
  report_.id = id;
  ABIDE_TRY(const std::vector<RangeRecord> known, control_.ranges_of(id));
  for (const RangeRecord& record : known) {
    const Item item{record.step, record.range};
    if (record.step >= plan_.steps.size()) {
      return Error{ErrorCode::corrupt, "the unfinished run does not fit its plan",
                   "run `abide ledger verify`"};
    }
    if (record.state == State::intended) {
      doubtful_.insert(item);
      continue;
    }
    finished_.insert(item);
    StepOutcome& step = report_.steps[record.step];
    const bool went = record.state == State::done || record.state == State::done_after_crash;
    step.rows += went ? record.rows : 0;
    step.changed_ranges += record.state == State::changed ? 1 : 0;
    if (record.state == State::failed)
      step = {Kind::failed, step.rows, step.changed_ranges, record.note};
  }
  ABIDE_TRY(const std::uint64_t generation, control_.generation());
  moved_ = generation != plan_.generation;
  for (const Item& item : doubtful_) ABIDE_CHECK(settle(item));
  return go_on();
}

/// Reads a range whose outcome nobody wrote down: as planned means it was not done, empty means it
/// was.
Result<void> Runner::settle(const Item& item) {
  const Step& step = plan_.steps[item.step];
  const Range& range = step.ranges[item.range];
  auto seen = look(step, range);
  if (!seen) {
    settled(item, State::failed, 0, seen.error().message);
    report_.steps[item.step] = {Kind::failed, 0, 0, seen.error().message};
    return {};
  }
  if (seen->first == range.rows && seen->second == range.digest) {
    return {};  // not applied: it runs with the rest
  }
  finished_.insert(item);
  settled(item, seen->first == 0 ? State::done_after_crash : State::changed,
          seen->first == 0 ? range.rows : 0);
  return control_.note("doubt_settled", options_.by, clock_.now(),
                       {{"run", report_.id.value},
                        {"step", item.step},
                        {"range", item.range},
                        {"found", seen->first == 0 ? "done" : "changed"}});
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
  for (const auto& [table, row] : severed_) ABIDE_CHECK(control_.note_severed(table, row));
  ABIDE_CHECK(control_.note("outcomes", options_.by, clock_.now(),
                            {{"run", report_.id.value}, {"ranges", std::move(list)}}));
  outcomes_.clear();
  severed_.clear();
  return {};
}

Result<void> Runner::open_window(std::span<const Item> window) {
  ABIDE_CHECK(flush());
  Json list = Json::array();
  for (const Item& item : window) {
    const Range& range = plan_.steps[item.step].ranges[item.range];
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
  if (state == State::changed) {
    ++step.changed_ranges;
    step.kind = Kind::changed;
    step.reason = "rows are no longer those that were planned; the next plan looks at them again";
  }
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
  const std::size_t severed_before = severed_.size();
  if (step.severs) ABIDE_CHECK(note_severed(step, range));
  auto rows = apply(step, range, *store);
  if (!rows && rows.error().code == ErrorCode::in_doubt) {
    ABIDE_TRY(const auto seen, look(step, range));
    rows = seen.first == 0
               ? Result<std::uint64_t>{range.rows}
               : Result<std::uint64_t>{Error{ErrorCode::changed, "the commit was lost", ""}};
  }
  boundary("after a batch");
  if (rows) {
    settled(item, State::done, *rows);
    if (options_.progress) options_.progress({step.store, step.table, done_rows_, plan_.rows()});
    return {};
  }
  severed_.resize(severed_before);  // nothing was severed, so nothing must explain an empty link
  if (moved_) {
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

Result<void> Runner::note_severed(const Step& step, const Range& range) {
  return for_each_due(step, stores_, parameters_, range.keys, [&](const Row& key) -> Result<void> {
    severed_.emplace_back(step.store + "." + step.table, control_.keyed("row", key));
    return {};
  });
}

void Runner::overwrite() {
  std::set<std::string> touched;
  for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
    if (report_.steps[i].rows > 0) touched.insert(plan_.steps[i].store);
  }
  for (const std::string& name : touched) {
    Connector* store = stores_.find(name);
    StoreDepth depth{name, ErasureDepth::unreachable, "left to the nightly compaction"};
    if (options_.overwrite && store != nullptr && store->capabilities().overwrite) {
      auto reached = store->overwrite();
      depth.depth = reached ? *reached : ErasureDepth::unreachable;
      depth.reason = !reached                                ? reached.error().message
                     : *reached == ErasureDepth::overwritten ? ""
                                                             : "a reader kept the write-ahead log";
    }
    report_.depths.push_back(std::move(depth));
  }
}

std::string Runner::state_of_run() const {
  if (moved_) return "held";
  if (stopping()) return "stopped";
  const bool gap = std::ranges::any_of(plan_.gaps, [](const Gap& one) { return !one.waived; });
  const bool all = std::ranges::all_of(
      report_.steps, [](const StepOutcome& one) { return one.kind == Kind::done; });
  return all && !gap ? "complete" : "incomplete";
}

Json Runner::depths_json() const {
  Json list = Json::array();
  for (const StoreDepth& depth : report_.depths) {
    list.push_back(
        {{"store", depth.store},
         {"depth", depth.depth == ErasureDepth::overwritten ? "overwritten" : "unreachable"}});
  }
  return list;
}

Result<RunReport> Runner::finish() {
  for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
    if (!plan_.steps[i].blocked.empty())
      report_.steps[i] = {Kind::blocked, 0, 0, plan_.steps[i].blocked};
  }
  ABIDE_CHECK(flush());
  if (options_.overwrite) {  // it may take long, and no transaction of ours is open so long
    ABIDE_CHECK(control_.commit());
    boundary("outcomes durable");
  }
  overwrite();
  report_.state = state_of_run();
  if (moved_)
    report_.held = "a hold or a request was placed meanwhile: what was left is planned again";
  for (const auto& [name, values] : parameters_) {
    const bool identifier =
        name.find(':') == std::string::npos && name.find('.') != std::string::npos;
    if (plan_.kind != "erase" || !identifier || report_.state != "complete") continue;
    for (const Value& value : values.reveal()) {
      ABIDE_CHECK(control_.note_erased(name, control_.keyed("identifier", std::span{&value, 1}),
                                       clock_.now(), options_.erased_until));
    }
  }
  ABIDE_CHECK(control_.note("run_finished", options_.by, clock_.now(),
                            {{"run", report_.id.value},
                             {"state", report_.state},
                             {"rows", report_.rows()},
                             {"depths", depths_json()}}));
  ABIDE_CHECK(control_.finish_run(report_.id, report_.state, clock_.now()));
  ABIDE_CHECK(control_.commit());
  boundary("run finished");
  if (options_.sign) {
    ABIDE_TRY(report_.checkpoint, control_.checkpoint());
  }
  return report_;
}

}  // namespace abide::engine
