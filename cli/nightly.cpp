// Puts the facts of one night together for the decision, which is engine/watch's alone.
#include "cli/nightly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/announced.hpp"
#include "engine/watch/clocks.hpp"
#include "engine/watch/newly_due.hpp"
#include "engine/watch/parts.hpp"
#include "engine/watch/reports.hpp"

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

/// Days of `sweep every`.
std::int64_t sweep_days(const policy::Calendar& calendar) {
  const Period& every = calendar.sweep_every;
  return every.unit == Period::Unit::weeks    ? every.count * 7
         : every.unit == Period::Unit::months ? every.count * 31
         : every.unit == Period::Unit::days   ? every.count
                                              : 1;
}

/// The backlog by the policy in force, as its last night left it.
Result<std::optional<OpenBacklog>> open_backlog(Session& session) {
  ABIDE_TRY(const std::string text, session.control->kept("backlog"));
  if (text.empty()) return std::optional<OpenBacklog>{};
  ABIDE_TRY(const Json json, parse_json(text));
  if (!json.is_object() || json.value("digest", "") != session.published->digest ||
      !json.contains("waiting"))
    return std::optional<OpenBacklog>{};
  OpenBacklog open{{}, json.value("a_night", std::uint64_t{0})};
  ABIDE_TRY(open.waiting, parts_from_json(json.value("waiting", Json{})));
  return std::optional{std::move(open)};
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

Result<NewlyDue> newly_due_since(const PlannedBefore& before, const engine::Planned& now,
                                 const engine::Stores& stores) {
  NewlyDue newly{before.number, {}, before.unknown};
  if (!before.unknown.empty()) return newly;
  ABIDE_TRY(newly.parts, newly_due(now, before.planned, stores));
  return newly;
}

/// Days since a nightly run, or since the publication.
Result<std::int64_t> quiet_days_of(Session& session, Instant now) {
  ABIDE_TRY(const std::string text, session.control->kept("last_night"));
  const auto night = parse_instant(text);
  const Instant last = night && *night > session.published->at ? *night : session.published->at;
  return std::chrono::floor<std::chrono::days>(now - last).count();
}

/// What the decision is made from, but for what the policy changed and what was announced.
Result<Sight> sight_of(Session& session, const Facts& facts, const Zone& zone,
                       const Tonight& tonight, Instant now) {
  Sight sight;
  sight.parts = tonight.due;
  ABIDE_TRY(sight.history, session.control->nights(nights_of_history));
  ABIDE_TRY(sight.backlog, open_backlog(session));
  sight.sweep_days = sweep_days(session.model.calendar);
  ABIDE_TRY(sight.quiet_days, quiet_days_of(session, now));
  const auto began = session.deployment.began
                         ? std::optional{zone.start_of(*session.deployment.began)}
                         : std::nullopt;
  const engine::Planned& planned = tonight.planned;
  ABIDE_TRY(DueClocks clocks, due_clocks(planned.plan, planned.parameters, session.stores, began));
  DueClocks reports = due_reports(planned, session.model, facts.facts.events, began);
  sight.early = odd_clocks(planned.plan);
  for (DueClocks* found : {&clocks, &reports}) {
    std::ranges::move(found->shared, std::back_inserter(sight.shared));
    std::ranges::move(found->early, std::back_inserter(sight.early));
  }
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
  ABIDE_TRY(Sight sight, sight_of(session, facts, zone, tonight, now));
  if (before) {
    ABIDE_TRY(sight.newly, newly_due_since(*before, tonight.planned, session.stores));
  }
  if (taken) sight.announced = taken->parts;
  if (auto held = decide(sight); std::holds_alternative<Held>(held)) {
    tonight.reasons = std::get<Held>(std::move(held)).reasons;
  }
  const bool over = !fits(session, tonight.planned.plan);
  tonight.backlog_ends = sight.backlog && !over;
  if (over && (sight.backlog || sight.history.empty()))
    ABIDE_CHECK(take_slice(session, facts, zone, tonight));
  return tonight;
}

Result<void> mind_cool_off(const Session& session, const engine::Plan& plan, Instant now,
                           Tonight& tonight) {
  if (!session.deployment.cool_off) return {};
  ABIDE_TRY(const Instant until, cool_from(session, plan.at));
  if (until <= now) return {};
  tonight.reasons.push_back(
      {Reason::Kind::beyond_announced,
       fmt::format("the cool-off of this plan lasts until {}", abide::to_string(until))});
  return {};
}

bool leaps_in_time(const Tonight& tonight) {
  return std::ranges::find(tonight.reasons, Reason::Kind::clock_leap, &Reason::kind) !=
         tonight.reasons.end();
}

Result<void> note_night_made(Session& session, Instant now) {
  ABIDE_CHECK(session.control->keep("last_night", abide::to_string(now)));
  ABIDE_CHECK(session.control->keep("deployment", session.deployment_text));
  return session.control->commit();
}

Result<void> remember(Session& session, const Tonight& tonight) {
  engine::ControlStore& control = *session.control;
  if (tonight.to_announce.is_array()) {
    ABIDE_TRY(const std::string text, canonical_json(tonight.to_announce));
    ABIDE_CHECK(control.keep("announced", text));
  }
  if (tonight.backlog) {
    const Json left = {{"digest", session.published->digest},
                       {"a_night", tonight.backlog->rows},
                       {"waiting", engine::watch::to_json(waiting_parts(tonight))}};
    ABIDE_TRY(const std::string text, canonical_json(left));
    ABIDE_CHECK(control.keep("backlog", text));
  }
  if (tonight.backlog_ends) ABIDE_CHECK(control.keep("backlog", ""));
  return control.commit();
}

Json context_of_night(const Session& session, const Tonight& tonight, const engine::Plan& plan,
                      Instant now) {
  // The nights of a backlog say nothing of what is usual.
  if (tonight.backlog) return Json::object();
  const auto zone = Zone::find(session.model.calendar.zone);
  return {{"night", abide::to_string((zone ? *zone : Zone::utc()).local_date(now))},
          {"parts", engine::watch::to_json(parts_of(plan))}};
}

Result<void> note_sweep(engine::ControlStore& control, const engine::Plan& plan,
                        const Json& context) {
  ABIDE_CHECK(control.note_swept(plan.policy_digest));
  const auto day = parse_date(context.value("night", ""));
  if (!day) return {};
  ABIDE_TRY(const auto parts, parts_from_json(context.value("parts", Json::object())));
  return control.note_night(night_of(*day, parts));
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
