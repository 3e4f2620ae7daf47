// Puts the facts of one night together for the decision, which is engine/watch's alone.
#include "cli/nightly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/announced.hpp"
#include "cli/night_notes.hpp"
#include "engine/watch/clocks.hpp"
#include "engine/watch/newly_due.hpp"
#include "engine/watch/parts.hpp"

namespace abide::cli {
namespace {

using namespace engine::watch;  // NOLINT(google-build-using-namespace): this file is its desk

Result<engine::Planned> plan_at(Session& session, const Facts& facts, Instant at) {
  session.at = at;
  return plan_sweep(session, facts);
}

/// Within the limits, at whatever hour.
bool fits(const Session& session, const engine::Plan& plan) {
  policy::Limits limits = session.deployment.limits;
  limits.hours.reset();
  return engine::beyond_limits(plan, limits, Zone::utc(), plan.at).empty();
}

Due due_of(const Session& session, const engine::Plan& plan) {
  Due due{plan.rows(), {}, fits(session, plan)};
  for (const engine::Step& step : plan.steps) {
    std::set<std::string> promises;
    for (const engine::Why& why : step.why) promises.insert(why.promise);
    for (const std::string& promise : promises) due.by_promise[promise] += step.rows;
  }
  return due;
}

/// What is due and does not go tonight.
std::vector<Part> waiting_parts(const Tonight& tonight) {
  std::vector<Part> waiting = tonight.due;
  for (const Part& goes : parts_of(tonight.planned.plan)) {
    const auto at = std::ranges::find(waiting, goes.name, &Part::name);
    if (at != waiting.end()) at->rows -= std::min(at->rows, goes.rows);
  }
  return waiting;
}

/// Takes the older part of what is due, where all of it is more than a night may do.
Result<void> take_slice(Session& session, const Facts& facts, const Zone& zone, Tonight& tonight) {
  const Instant moment = tonight.planned.plan.at;
  const DueAt due_at = [&](Instant at) -> Result<Due> {
    ABIDE_TRY(const engine::Planned planned, plan_at(session, facts, at));
    return due_of(session, planned.plan);
  };
  ABIDE_TRY(tonight.backlog, slice(moment, zone, sweep_days(session.model.calendar), due_at));
  const Instant until = tonight.backlog ? tonight.backlog->until : moment;
  if (tonight.backlog) {
    ABIDE_TRY(tonight.planned, plan_at(session, facts, until));
  }
  session.at = until;
  return {};
}

Result<std::optional<PlannedBefore>> planned_by(const Desk& desk, Session& session,
                                                const engine::PublishedPolicy& policy) {
  PlannedBefore before{policy.number, {}, ""};
  const auto unknown = [&](const std::string& why) {
    before.unknown = why;
    return std::optional{std::move(before)};
  };
  Stop stop;
  const auto model = desk.compile(policy, stop);
  if (!model) return unknown("this version of Abide cannot read it");
  if (to_hex(policy::meaning_digest(*model)) != policy.digest)
    return unknown("what was kept of it does not mean what was published");
  const auto bound = policy::Deployment{session.deployment};
  engine::Scene scene{*model,           bound,      session.stores,
                      *session.control, session.at, desk.clock().now()};
  const bool same_stores = model->stores.size() == session.model.stores.size() &&
                           std::ranges::equal(model->stores, session.model.stores, {},
                                              &policy::Store::name, &policy::Store::name);
  if (!same_stores) return unknown("it speaks of other stores");
  auto facts = engine::gather(scene);
  auto planned = facts ? engine::plan_sweep(scene, *facts) : Result<engine::Planned>{facts.error()};
  session.control->abandon();
  if (!planned) return unknown(planned.error().message);
  before.planned = std::move(*planned);
  return std::optional{std::move(before)};
}

/// Whether one of two places (`db`, `db.users`, `db.users.name`) lies in the other.
bool overlap(const std::string& a, const std::string& b) {
  return a == b || a.starts_with(b + ".") || b.starts_with(a + ".");
}

/// @param before  set while no sweep has run by the policy in force
Result<std::optional<NewlyDue>> newly_due_since(Session& session,
                                                const std::optional<PlannedBefore>& before,
                                                const Tonight& tonight) {
  const bool none_due =
      std::ranges::all_of(tonight.due, [](const Part& one) { return one.rows == 0; });
  if (none_due) return std::optional<NewlyDue>{};
  if (before && before->number > 0) {
    NewlyDue newly{before->number, {}, before->unknown};
    if (before->unknown.empty()) {
      ABIDE_TRY(newly.parts, newly_due(tonight.planned, before->planned, session.stores));
    }
    return std::optional{std::move(newly)};
  }
  NewlyDue newly{0, tonight.due, ""};
  if (!before) {
    ABIDE_TRY(const auto places, unfinished_places(session));
    std::erase_if(newly.parts, [&](const Part& part) {
      const std::string place = part.name.substr(0, part.name.find(' '));
      return std::ranges::none_of(places,
                                  [&](const std::string& one) { return overlap(one, place); });
    });
  }
  return std::optional{std::move(newly)};
}

/// What the decision is made from, but for what the policy changed and what was announced.
Result<Sight> sight_of(Session& session, const Facts& facts, const Zone& zone,
                       const Tonight& tonight) {
  Sight sight;
  sight.parts = tonight.due;
  ABIDE_TRY(sight.history, session.control->nights(nights_of_history));
  ABIDE_TRY(sight.backlog, open_backlog(session));
  sight.sweep_days = sweep_days(session.model.calendar);
  ABIDE_TRY(sight.quiet_days, quiet_days_of(session));
  const auto began = session.deployment.began
                         ? std::optional{zone.start_of(*session.deployment.began)}
                         : std::nullopt;
  const engine::Planned& planned = tonight.planned;
  ABIDE_TRY(DueClocks clocks, due_clocks(planned.plan, planned.parameters, session.stores, began,
                                         reports_of(session.model, facts.facts.events)));
  sight.shared = std::move(clocks.shared);
  sight.early = odd_clocks(planned.plan);
  std::ranges::move(clocks.early, std::back_inserter(sight.early));
  return sight;
}

}  // namespace

std::uint64_t Tonight::waiting() const {
  return backlog ? backlog->due - std::min(backlog->due, backlog->rows) : 0;
}

Result<std::optional<PlannedBefore>> look_back(const Desk& desk, Session& session) {
  if (session.published->swept) return std::optional<PlannedBefore>{};
  ABIDE_TRY(const auto last, session.control->last_swept());
  if (!last) return std::optional{PlannedBefore{}};
  return planned_by(desk, session, *last);
}

Result<Tonight> plan_tonight(Session& session, const Facts& facts,
                             const std::optional<PlannedBefore>& before) {
  const Instant now = session.at;
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  Tonight tonight;
  ABIDE_TRY(tonight.planned, plan_at(session, facts, now));
  tonight.due = parts_of(tonight.planned.plan);
  std::optional<Announced> taken;
  if (session.deployment.cool_off) {
    ABIDE_TRY(const auto all, announced(session));
    ABIDE_TRY(taken, ripe(session, all, now));
    tonight.to_announce = to_announce(session, all, taken, tonight.due, now);
    if (!taken) {
      ABIDE_TRY(tonight.announced_until, cool_from(session, now));
    } else {
      ABIDE_TRY(tonight.planned, plan_at(session, facts, taken->at));
      tonight.due = parts_of(tonight.planned.plan);
    }
  }
  ABIDE_TRY(Sight sight, sight_of(session, facts, zone, tonight));
  ABIDE_TRY(sight.newly, newly_due_since(session, before, tonight));
  if (taken) {
    sight.announced = taken->parts;
    tonight.announced_at = taken->at;
  }
  if (auto held = decide(sight); std::holds_alternative<Held>(held)) {
    tonight.reasons = std::get<Held>(std::move(held)).reasons;
  }
  const bool over = !fits(session, tonight.planned.plan);
  tonight.backlog_ends = sight.backlog && !over;
  if (over && (sight.backlog || sight.history.empty()))
    ABIDE_CHECK(take_slice(session, facts, zone, tonight));
  tonight.left = waiting_parts(tonight);
  return tonight;
}

Result<void> mind_cool_off(const Session& session, const engine::Plan& plan, Tonight& tonight) {
  const bool was_announced = tonight.announced_at && *tonight.announced_at >= plan.at;
  if (!session.deployment.cool_off || was_announced) return {};
  ABIDE_TRY(const Instant until, cool_from(session, session.now));
  tonight.reasons.push_back(
      {Reason::Kind::beyond_announced,
       fmt::format("what this plan does was not announced long enough ago; announced now, its "
                   "cool-off would last until {}",
                   abide::to_string(until))});
  return {};
}

std::string text_of(const Tonight& tonight) {
  std::string text;
  if (tonight.announced_until && tonight.reasons.empty()) {
    text += fmt::format("Announced: what is due now runs from {} on, unless a person stops it\n",
                        abide::to_string(*tonight.announced_until));
  }
  if (!tonight.backlog) return text;
  const Backlog& backlog = *tonight.backlog;
  text += fmt::format(
      "Backlog: {} of {} rows go tonight, those due first; at this pace it takes {} nights\n",
      backlog.rows, backlog.due, backlog.nights);
  for (const KeptBy& one : backlog.kept_by)
    text += fmt::format("  {:<10} {} rows, kept by {}\n", one.promise, one.rows,
                        abide::to_string(one.by));
  return text;
}

Json json_of(const Session& session, const Tonight& tonight) {
  Json json = {{"published", session.published->number}, {"held", Json::array()}};
  for (const Reason& reason : tonight.reasons)
    json["held"].push_back(
        {{"kind", engine::watch::to_string(reason.kind)}, {"reason", reason.words}});
  if (tonight.announced_until) json["announced_until"] = abide::to_string(*tonight.announced_until);
  if (!tonight.backlog) return json;
  const Backlog& backlog = *tonight.backlog;
  json["backlog"] = {{"rows", backlog.rows},
                     {"due", backlog.due},
                     {"nights", backlog.nights},
                     {"kept_by", Json::array()}};
  for (const KeptBy& one : backlog.kept_by) {
    json["backlog"]["kept_by"].push_back(
        {{"promise", one.promise}, {"rows", one.rows}, {"by", abide::to_string(one.by)}});
  }
  return json;
}

std::string words_of(const Tonight& tonight) {
  std::vector<std::string> words;
  for (const Reason& reason : tonight.reasons) words.push_back(reason.words);
  return fmt::format("{}", fmt::join(words, "; "));
}

std::string state_of(const Tonight& tonight) {
  std::set<std::string_view> kinds;
  for (const Reason& reason : tonight.reasons) kinds.insert(engine::watch::to_string(reason.kind));
  return fmt::format("held{}{}", kinds.empty() ? "" : " ", fmt::join(kinds, " "));
}

}  // namespace abide::cli
