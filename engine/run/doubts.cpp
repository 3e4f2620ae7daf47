// What a crash or a lost answer left in doubt: the range is read again, and that settles it.
#include <fmt/format.h>

#include <algorithm>

#include "engine/run/runner.hpp"

namespace abide::engine {
namespace {

using Kind = StepOutcome::Kind;
using State = RangeRecord::State;

bool is_as_planned(const std::pair<std::uint64_t, Digest>& seen, const Range& range) {
  return seen.first == range.rows && seen.second == range.digest;
}

Error cannot_be_asked(const Step& step, const Error& why) {
  return {ErrorCode::in_doubt,
          fmt::format("whether rows of `{}.{}` are gone is in doubt, and the store cannot "
                      "be asked: {}",
                      step.store, step.table, why.message),
          "the next command settles it once the store answers; a retry is safe"};
}

Error rows_are_others() {
  return {ErrorCode::changed, "the commit was lost and the rows are others now", "plan again"};
}

}  // namespace

Result<RunReport> Runner::take_up(const RunId& id) {
  report_.id = id;
  ABIDE_TRY(const std::vector<RangeRecord> known, control_.ranges_of(id));
  for (const RangeRecord& record : known) {
    const Item item{record.step, record.range};
    if (record.step >= plan_.steps.size() ||
        record.range >= plan_.steps[record.step].ranges.size()) {
      return Error{ErrorCode::corrupt, "the unfinished run does not fit its plan",
                   "run `abide ledger verify --deploy …`"};
    }
    if (record.state == State::intended) {
      doubtful_.insert(item);
      continue;
    }
    finished_.insert(item);
    StepOutcome& step = report_.steps[record.step];
    const bool went = record.state == State::done || record.state == State::done_after_crash;
    step.rows += went ? record.rows : 0;
    if (record.state == State::changed) note_changed(step);
    if (record.state == State::failed)
      step = {Kind::failed, step.rows, step.changed_ranges, record.note};
  }
  ABIDE_TRY(const std::uint64_t generation, control_.generation());
  moved_ = generation != plan_.generation;
  for (const Item& item : std::set<Item>{doubtful_}) ABIDE_CHECK(settle(item));
  return go_on();
}

/// Reads a range whose outcome nobody wrote down: as planned means it was not done, empty means it
/// was. While its store does not answer, the run stays unfinished.
Result<void> Runner::settle(const Item& item) {
  const Step& step = plan_.steps[item.step];
  const Range& range = step.ranges[item.range];
  const auto seen = look(step, range);
  if (!seen) {
    return Error{ErrorCode::in_doubt,
                 fmt::format("whether {} deleted or changed rows of `{}.{}` is in doubt, and the "
                             "store cannot be asked: {}",
                             report_.id.value, step.store, step.table, seen.error().message),
                 "nothing further is run until it answers; bring it back, a retry is safe"};
  }
  const bool not_done = is_as_planned(*seen, range);
  const bool gone = !not_done && seen->first == 0;
  if (!not_done) {
    doubtful_.erase(item);
    finished_.insert(item);
    settled(item, gone ? State::done_after_crash : State::changed, gone ? range.rows : 0);
  }
  if (!not_done && !gone && step.severs) {
    ABIDE_TRY(severing_[item], rows_to_sever(step, range));  // they are linked still
    not_severed(item);
  }
  return control_.note("doubt_settled", options_.by, clock_.now(),
                       {{"run", report_.id.value},
                        {"step", item.step},
                        {"range", item.range},
                        {"found", gone       ? "done"
                                  : not_done ? "not_done"
                                             : "changed"}});
}

/// The answer to a commit was lost: reads the range again, and applies it once more when it is as
/// planned.
/// @error in_doubt  it cannot be known now; the intent stands, and whoever takes the run up settles
/// it
Result<std::uint64_t> Runner::after_doubt(const Step& step, const Range& range, Connector& store) {
  const auto seen = look(step, range);
  if (!seen) return cannot_be_asked(step, seen.error());
  if (seen->first == 0) return range.rows;
  if (is_as_planned(*seen, range)) return apply(step, range, store);
  return rows_are_others();
}

/// The same of one range of a group. What is as planned waits for what it waits for by itself.
Result<void> Runner::settle_lost(const Item& item) {
  const Step& step = plan_.steps[item.step];
  const Range& range = step.ranges[item.range];
  const auto seen = look(step, range);
  if (!seen) return cannot_be_asked(step, seen.error());
  if (seen->first == 0) return conclude(item, range.rows);
  return is_as_planned(*seen, range) ? act(item) : conclude(item, rows_are_others());
}

/// Ranges that a crash left in doubt, found as planned, and that this process does not begin again.
Result<void> Runner::leave_undone() {
  for (const Item& item : doubtful_) {
    const Step& step = plan_.steps[item.step];
    if (step.severs) {
      ABIDE_TRY(severing_[item], rows_to_sever(step, step.ranges[item.range]));
      not_severed(item);
    }
    undone_ = true;
    settled(item, State::failed, 0, "not begun");
  }
  doubtful_.clear();
  return {};
}

}  // namespace abide::engine
