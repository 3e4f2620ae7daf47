// How a run ends: bytes overwritten, the stores looked at again, identifiers remembered, and the
// end written down.
#include <algorithm>
#include <set>

#include "engine/run/runner.hpp"

namespace abide::engine {
namespace {

using Kind = StepOutcome::Kind;

/// Whether a hold or a request keeps something that the plan was asked to take.
bool is_held(const Plan& plan) {
  return std::ranges::any_of(plan.kept, [](const Kept& one) { return !one.by.empty(); });
}

}  // namespace

void Runner::overwrite() {
  if (plan_.kind == "erase" && report_.rows() == 0) return;  // of this person nothing went anywhere
  std::set<std::string> names;
  for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
    if (report_.steps[i].rows > 0) names.insert(plan_.steps[i].store);
  }
  // What others deleted earlier may still lie in a store that this run took nothing from.
  for (const auto& [name, open] : stores_.by_name) {
    if (options_.overwrite && open.connector) names.insert(name);
  }
  for (const std::string& name : names) {
    Connector* store = stores_.find(name);
    StoreDepth depth{name, ErasureDepth::unreachable,
                     "`abide sweep --overwrite` makes them unreadable"};
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
  if (undone_) return moved_ ? "held" : "stopped";
  const bool gap = std::ranges::any_of(plan_.gaps, [](const Gap& one) { return !one.waived; });
  const bool all = std::ranges::all_of(
      report_.steps, [](const StepOutcome& one) { return one.kind == Kind::done; });
  return all && !gap ? "complete" : "incomplete";
}

/// What was done, table by table, with the promises behind it.
Json Runner::done_json() const {
  Json list = Json::array();
  for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
    const Step& step = plan_.steps[i];
    if (report_.steps[i].rows == 0) continue;
    std::set<std::string> promises;
    for (const Why& why : step.why) promises.insert(why.promise);
    list.push_back({{"table", step.store + "." + step.table},
                    {"operation", step.operation == Operation::remove ? "delete"
                                  : step.severs                       ? "sever"
                                                                      : "empty"},
                    {"columns", step.fields},
                    {"rows", report_.steps[i].rows},
                    {"promises", promises}});
  }
  return list;
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

/// Whether a person is gone. Who is still there, because a part was erased or a hold keeps them, is
/// not. An open gap elsewhere is no reason to forget who they were: once the rows are gone nobody
/// can name them.
bool Runner::forgets_person() const {
  return plan_.kind == "erase" && options_.erased_until != Date{} && !is_held(plan_) &&
         (report_.state == "complete" || report_.rows() > 0);
}

/// Digests of the identifiers erased, so that they can be erased again when a backup comes back.
Result<void> Runner::remember_erased() {
  if (!forgets_person()) return {};
  for (const auto& [name, values] : parameters_) {
    const bool identifier =
        name.find(':') == std::string::npos && name.find('.') != std::string::npos;
    if (!identifier) continue;
    for (const Value& value : values.reveal()) {
      ABIDE_CHECK(control_.note_erased(name, control_.keyed_identifier(value), report_.id,
                                       clock_.now(), options_.erased_until));
    }
  }
  return {};
}

/// The end of the run and what was found afterwards, in one transaction: neither is ever there
/// without the other.
Result<void> Runner::note_end() {
  std::optional<Witness> witness;
  if (options_.look_again) {
    ABIDE_TRY(witness, options_.look_again(plan_, options_.context, report_));
  }
  ABIDE_CHECK(remember_erased());
  if (witness) {
    witness->body["run"] = report_.id.value;
    ABIDE_CHECK(control_.note(witness->kind, options_.by, clock_.now(), witness->body));
  }
  ABIDE_CHECK(control_.note("run_finished", options_.by, clock_.now(),
                            {{"run", report_.id.value},
                             {"state", report_.state},
                             {"rows", report_.rows()},
                             {"done", done_json()},
                             {"depths", depths_json()}}));
  const auto seek = forgets_person() ? ControlStore::Seek::sought : ControlStore::Seek::nothing;
  ABIDE_CHECK(control_.finish_run(report_.id, report_.state, clock_.now(), seek));
  return control_.commit();
}

Result<RunReport> Runner::finish() {
  for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
    if (!plan_.steps[i].blocked.empty())
      report_.steps[i] = {Kind::blocked, 0, 0, plan_.steps[i].blocked};
  }
  ABIDE_CHECK(leave_undone());
  ABIDE_CHECK(flush());
  ABIDE_CHECK(control_.commit());
  boundary("outcomes durable");
  overwrite();
  boundary("stores overwritten");
  report_.state = state_of_run();
  if (report_.state == "held") {
    report_.held = "a hold or a request was placed meanwhile";
    report_.remedy = "give the command again: a retry is safe, and plans what is left";
  }
  if (report_.state == "stopped") {
    report_.held = "since it was told to";
    report_.remedy = "give the command again: a retry is safe, and plans what is left";
  }
  ABIDE_CHECK(note_end());
  boundary("run finished");
  if (options_.sign) {
    auto note = control_.checkpoint();
    if (note) {
      report_.checkpoint = std::move(*note);
    } else {
      report_.not_signed = note.error();
    }
  }
  return report_;
}

}  // namespace abide::engine
