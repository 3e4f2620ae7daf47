// The run loop: intent, act, outcome.
#include "engine/run/runner.hpp"

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
  std::string sought;
  if (!options_.sought.empty()) {
    ABIDE_TRY(sought, canonical_json({{"who", plan_.subject}, {"person", options_.sought}}));
  }
  ABIDE_TRY(report_.id, control_.begin_run(plan_.kind, options_.by, now, digest, text, sought));
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
    if (!plan_.steps[s].blocked.empty()) continue;
    for (std::uint32_t r = 0; r < plan_.steps[s].ranges.size(); ++r) {
      if (!finished_.contains({s, r})) items.push_back({s, r});
    }
  }
  std::size_t next = 0;
  while (next < items.size() && !moved_ && !stopping()) {
    const std::size_t count = std::min(options_.window, items.size() - next);
    const auto window = std::span{items}.subspan(next, count);
    ABIDE_CHECK(open_window(window));
    ABIDE_CHECK(act(window));
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
