// The doors to the run loop: what keeps a run from being begun, and what a crash left.
#include "engine/run/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/run/runner.hpp"

namespace abide::engine {
namespace {

using Kind = StepOutcome::Kind;
using abide::to_string;

/// A moment that lies ahead of a clock, or a clock that was set back.
Result<void> check_clocks(const Plan& plan, Stores& stores, ControlStore& control,
                          const Clock& clock) {
  const Instant now = clock.now();
  if (plan.at > now) {
    return Error{
        ErrorCode::refused,
        fmt::format("the plan is for {}, which is later than now ({})", to_string(plan.at),
                    to_string(now)),
        "what destroys is never run ahead of time; use `abide plan` to see what will be due"};
  }
  for (const auto& [name, open] : stores.by_name) {
    if (open.connector && open.connector->capabilities().own_clock) {
      ABIDE_TRY(const Instant theirs, open.connector->now());
      if (plan.at > theirs + std::chrono::seconds{60}) {
        return Error{ErrorCode::refused,
                     fmt::format("the clock of store `{}` is behind the plan's moment", name),
                     "set the clocks right; nothing was done"};
      }
    }
  }
  ABIDE_TRY(const auto last, control.last_entry_at());
  if (last && now + std::chrono::days{1} < *last) {
    return Error{
        ErrorCode::refused,
        fmt::format("the clock says {}, more than a day before the ledger's last entry ({})",
                    to_string(now), to_string(*last)),
        "the clock was set back, or was ahead then: set it right, and if it is right now say so "
        "with `abide ledger clock --deploy … --by NAME`; nothing was done"};
  }
  return {};
}

Result<RunReport> hold_back(const Plan& plan, ControlStore& control, const Clock& clock,
                            const RunOptions& options, const std::string& digest,
                            std::string reason, std::string remedy) {
  RunReport report;
  report.kind = plan.kind;
  report.state = "held";
  report.held = std::move(reason);
  report.remedy = std::move(remedy);
  report.steps.resize(plan.steps.size());
  for (StepOutcome& step : report.steps) step.kind = Kind::waits;
  ABIDE_CHECK(control.note("held", options.by, clock.now(),
                           {{"plan", digest},
                            {"subject", plan.subject},
                            {"rows", plan.rows()},
                            {"reason", report.held}}));
  ABIDE_CHECK(control.commit());
  ABIDE_TRY(report.checkpoint, control.checkpoint());
  return report;
}

/// Its limits first, then what the watch says.
std::string why_held(const Plan& plan, const RunOptions& options, const Zone& zone, Instant now) {
  std::string reason = beyond_limits(plan, options.limits, zone, now);
  if (options.held_for.empty()) return reason;
  return reason.empty() ? options.held_for : reason + "; " + options.held_for;
}

Result<RunReport> run_locked(const Plan& plan, const Parameters& parameters, Stores& stores,
                             ControlStore& control, const Clock& clock, const RunOptions& options) {
  ABIDE_TRY(const auto left, control.unfinished_run());
  if (left) {
    return Error{ErrorCode::refused,
                 fmt::format("{} was cut short and must be taken up first", left->id.value),
                 "the next `abide sweep` or `abide erase` takes it up; a retry is safe"};
  }
  ABIDE_CHECK(check_clocks(plan, stores, control, clock));
  ABIDE_TRY(const std::string digest, plan_digest(plan));
  ABIDE_TRY(const std::uint64_t generation, control.generation());
  if (generation != plan.generation) {
    return hold_back(plan, control, clock, options, digest,
                     "a hold or a request was placed since it was planned",
                     "plan again; a retry is safe, nothing was done");
  }
  ABIDE_TRY(const Zone zone, Zone::find(options.zone));
  ABIDE_TRY(const auto approved, control.approved_by(digest));
  if (std::string reason = why_held(plan, options, zone, clock.now()); !reason.empty()) {
    if (!approved) {
      return hold_back(
          plan, control, clock, options, digest, std::move(reason),
          fmt::format("write the plan down with `abide plan {0} --deploy …{1} --out FILE`, "
                      "read it, let it pass once with `abide plan approve FILE "
                      "--deploy …{2} --by NAME`, and run it with `abide {0} --deploy …{1} "
                      "--plan FILE --by NAME`; nothing was done",
                      plan.kind,
                      plan.kind == "erase" ? " --for VALUE"
                      : options.nightly    ? " --nightly"
                                           : "",
                      options.nightly ? " --nightly" : ""));
    }
  }
  // Once is once, also where the limits have been raised meanwhile.
  if (approved) ABIDE_CHECK(control.use_approval(digest, options.by, clock.now()));
  return Runner{plan, parameters, stores, control, clock, options}.begin(digest);
}

Result<std::optional<RunReport>> resume_locked(Stores& stores, ControlStore& control,
                                               const Clock& clock, const RunOptions& options) {
  ABIDE_TRY(const auto left, control.unfinished_run());
  if (!left) return std::optional<RunReport>{};
  ABIDE_TRY(const std::string sealed, control.plan_of(left->id));
  ABIDE_TRY(const Json json, parse_json(sealed));
  ABIDE_TRY(const Plan plan, plan_from_json(json.at("plan")));
  ABIDE_TRY(const Parameters parameters, parameters_from_json(json.at("parameters")));
  // An erasure taken up by a sweep is still an erasure, and one of a part still of a part.
  RunOptions as_begun = options;
  as_begun.context = json.value("context", Json::object());
  as_begun.overwrite = json.value("overwrite", options.overwrite);
  as_begun.erased_until = parse_date(json.value("erased_until", "")).value_or(Date{});
  ABIDE_TRY(RunReport report,
            Runner{plan, parameters, stores, control, clock, as_begun}.take_up(left->id));
  return std::optional{std::move(report)};
}

/// What a failed run has noted and not committed must not be committed by whoever comes next.
template <class T>
Result<T> or_abandon(ControlStore& control, Result<T> result) {
  if (!result) control.abandon();
  return result;
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::done:
      return "done";
    case Kind::changed:
      return "changed";
    case Kind::refused:
      return "refused";
    case Kind::failed:
      return "failed";
    case Kind::waits:
      return "waits";
    case Kind::blocked:
      return "blocked";
  }
  return "";
}

std::uint64_t RunReport::rows() const {
  std::uint64_t sum = 0;
  for (const StepOutcome& step : steps) sum += step.rows;
  return sum;
}

bool RunReport::store_failed() const {
  return std::ranges::any_of(steps,
                             [](const StepOutcome& step) { return step.kind == Kind::failed; });
}

Result<RunReport> run(const Plan& plan, const Parameters& parameters, Stores& stores,
                      ControlStore& control, const Clock& clock, const RunOptions& options) {
  ABIDE_TRY(const auto lock, control.lock_runs());
  return or_abandon(control, run_locked(plan, parameters, stores, control, clock, options));
}

Result<std::optional<RunReport>> resume(Stores& stores, ControlStore& control, const Clock& clock,
                                        const RunOptions& options) {
  ABIDE_TRY(const auto lock, control.lock_runs());
  return or_abandon(control, resume_locked(stores, control, clock, options));
}

}  // namespace abide::engine
