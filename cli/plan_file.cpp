// What makes a plan from a file unfit to run.
#include "cli/plan_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/print.hpp"
#include "cli/shown.hpp"

namespace abide::cli {
namespace {

using engine::Gap;
using engine::Plan;

/// An open gap of today that the plan was not made with; null when there is none.
const Gap* opened_since(const Plan& plan, const Plan& fresh) {
  const auto known = [&](const Gap& gap) {
    return gap.waived || std::ranges::any_of(plan.gaps, [&](const Gap& one) {
             return one.code == gap.code && one.place == gap.place && one.reason == gap.reason;
           });
  };
  const auto at = std::ranges::find_if_not(fresh.gaps, known);
  return at == fresh.gaps.end() ? nullptr : &*at;
}

/// Over the seal, which is over everything else, the words that people read included.
std::string mark_of(const Session& session, const Json& json) {
  const Value seal{json.value("seal", "")};
  return to_hex(session.control->keyed("plan file", std::span{&seal, 1}));
}

/// What a plan has to share with a fresh one, in words; empty when it shares all of it.
std::string difference(const Plan& plan, const Plan& fresh) {
  if (plan.kind != fresh.kind) return fmt::format("the plan is of kind `{}`", plan.kind);
  if (plan.policy_digest != fresh.policy_digest)
    return "the plan is of another policy, or of another version of it";
  if (plan.deployment != fresh.deployment)
    return fmt::format("the plan is of another deployment, `{}`", plan.deployment);
  return plan.subject == fresh.subject
             ? ""
             : "the plan is of another person, or of another part of them";
}

}  // namespace

std::string plan_file(const Session& session, const Plan& plan) {
  Json json = engine::to_json(plan);
  json["mark"] = mark_of(session, json);
  return json.dump(1) + "\n";
}

std::optional<Plan> read_plan(const Desk& desk, const Session& session, const std::string& path,
                              Stop& stop) {
  const auto read = [&]() -> Result<Plan> {
    ABIDE_TRY(const std::string text, desk.files().read(path));
    auto json = parse_json(text);
    if (!json) {
      return Error{ErrorCode::corrupt, "this is not a plan as it was written: not JSON",
                   "plan again; nothing was done"};
    }
    const Json mark = json->is_object() ? json->value("mark", Json{}) : Json{};
    if (json->is_object()) json->erase("mark");
    ABIDE_TRY(Plan plan, engine::plan_from_json(*json));
    if (mark != mark_of(session, *json)) {
      return Error{ErrorCode::refused, "the plan was not made with this control store",
                   "plan again with `abide plan --out`; nothing was done"};
    }
    if (text != plan_file(session, plan)) {
      return Error{ErrorCode::refused, "the file was edited since the plan was written",
                   "plan again with `abide plan --out`; nothing was done"};
    }
    return plan;
  };
  auto plan = read();
  if (plan) return std::move(*plan);
  Error error = plan.error();
  error.message = fmt::format("`{}`: {}", path, error.message);
  if (error.help.empty())
    error.help = "name a file that `abide plan --out` wrote; nothing was done";
  desk.tell(error);
  stop.code = wrong;  // a file is no store, whatever is the matter with it
  return std::nullopt;
}

Result<std::string> beyond_limits(const Desk& desk, const Session& session, const Plan& plan) {
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  return engine::beyond_limits(plan, session.deployment.limits, zone, desk.clock().now());
}

Result<std::string> would_be_held(const Desk& desk, const Session& session, const Plan& plan,
                                  const std::optional<Error>& unanswered) {
  std::vector<std::string> reasons;
  ABIDE_TRY(std::string beyond, beyond_limits(desk, session, plan));
  if (unanswered) reasons.push_back(unanswered->message);
  if (const auto holds = holds_of(plan); plan.kind == "erase" && !holds.empty())
    reasons.push_back(that_keep(holds) + " something of it");
  if (!beyond.empty()) reasons.push_back(std::move(beyond));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

int end_dry_run(const Desk& desk, const Session& session, const Words& words, const Plan& plan,
                const std::optional<Error>& unanswered) {
  const auto reason = would_be_held(desk, session, plan, unanswered);
  if (!reason) return desk.tell(reason.error());
  if (words.json()) {
    Json json = engine::to_json(plan);
    json["would_be_held"] = *reason;
    fmt::print("{}\n", shown(json, 1));
  } else if (!reason->empty()) {
    fmt::print("  ! a run of it now would be held for a person: {}\n", *reason);
  }
  return exit_of(plan);
}

std::optional<engine::Planned> planned_in(const Desk& desk, const Session& session,
                                          const std::string& path, engine::Planned fresh,
                                          Stop& stop) {
  auto plan = read_plan(desk, session, path, stop);
  if (!plan) return std::nullopt;
  if (const std::string other = difference(*plan, fresh.plan); !other.empty()) {
    stop.code = desk.tell({ErrorCode::refused, fmt::format("`{}`: {}", path, other),
                           "make it again with `abide plan --out`; nothing was done"});
    return std::nullopt;
  }
  if (plan->generation != fresh.plan.generation) {
    desk.tell({ErrorCode::changed, "a hold or a request was placed since the plan was made",
               "plan again; nothing was done"});
    stop.code = held;
    return std::nullopt;
  }
  if (const Gap* gap = opened_since(*plan, fresh.plan)) {
    stop.code = desk.tell(
        {ErrorCode::changed,
         fmt::format("since the plan was made, something opened that it does not cover: {} {}: {}",
                     gap->code, gap->place, gap->reason),
         fmt::format("{}; then plan again; nothing was done", gap->remedy)});
    return std::nullopt;
  }
  fresh.plan = std::move(*plan);
  return fresh;
}

}  // namespace abide::cli
