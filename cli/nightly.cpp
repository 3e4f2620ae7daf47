// Puts the facts of one night together for the decision, which is engine/watch's alone.
#include "cli/nightly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/watch/clocks.hpp"
#include "engine/watch/parts.hpp"

namespace abide::cli {
namespace {

using namespace engine::watch;  // NOLINT(google-build-using-namespace): this file is its desk

/// One night's counts as they were announced.
struct Announced {
  Instant at;
  std::string digest;  ///< of the policy
  std::vector<Part> parts;
};

Error no_announcement() {
  return {ErrorCode::corrupt, "the control store does not say what was announced",
          "restore it from its last copy; nothing was run"};
}

Result<std::vector<Announced>> announced(Session& session) {
  std::vector<Announced> all;
  ABIDE_TRY(const std::string text, session.control->kept("announced"));
  if (text.empty()) return all;
  ABIDE_TRY(const Json json, parse_json(text));
  if (!json.is_array()) return no_announcement();
  for (const Json& one : json) {
    if (!one.is_object()) return no_announcement();
    const auto at = parse_instant(one.value("at", ""));
    if (!at) return no_announcement();
    ABIDE_TRY(auto parts, parts_from_json(one.value("parts", Json{})));
    all.push_back({*at, one.value("digest", ""), std::move(parts)});
  }
  return all;
}

/// A period of days ends with its last midnight, so that a timer may be early or late.
Instant after(Instant at, const Period& period, const Zone& zone) {
  if (period.is_civil()) return zone.start_of(add(zone.local_date(at), period, Rounding::up));
  const std::chrono::seconds second{period.count};
  return at + (period.unit == Period::Unit::seconds   ? second
               : period.unit == Period::Unit::minutes ? second * 60
                                                      : second * 3600);
}

/// The newest announcement by the policy in force whose cool-off is over.
std::optional<Announced> ripe(const Session& session, const std::vector<Announced>& all,
                              const Zone& zone, Instant now) {
  std::optional<Announced> newest;
  for (const Announced& one : all) {
    if (one.digest != session.published->digest ||
        after(one.at, *session.deployment.cool_off, zone) > now)
      continue;
    if (!newest || one.at > newest->at) newest = one;
  }
  return newest;
}

Json to_announce(const Session& session, const std::vector<Announced>& all,
                 const std::optional<Announced>& taken, const std::vector<Part>& due, Instant now) {
  Json list = Json::array();
  const auto add = [&](const Announced& one) {
    list.push_back({{"at", abide::to_string(one.at)},
                    {"digest", one.digest},
                    {"parts", engine::watch::to_json(one.parts)}});
  };
  for (const Announced& one : all) {
    if (one.digest == session.published->digest && (!taken || one.at > taken->at)) add(one);
  }
  add({now, session.published->digest, due});
  return list;
}

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

/// Rows due when the backlog by the policy in force was begun.
Result<std::optional<std::uint64_t>> open_backlog(Session& session) {
  ABIDE_TRY(const std::string text, session.control->kept("backlog"));
  if (text.empty()) return std::optional<std::uint64_t>{};
  ABIDE_TRY(const Json json, parse_json(text));
  const bool ours = json.is_object() && json.value("digest", "") == session.published->digest;
  return ours ? std::optional{json.value("due", std::uint64_t{0})} : std::nullopt;
}

/// Takes the older part of what is due, where all of it is more than a night may do.
Result<void> take_slice(Session& session, const Facts& facts, const Zone& zone, Tonight& tonight) {
  const Instant moment = tonight.planned.plan.at;
  const DueAt due_at = [&](Instant at) -> Result<Due> {
    ABIDE_TRY(const engine::Planned planned, plan_at(session, facts, at));
    return due_of(session, planned.plan);
  };
  const Period& every = session.model.calendar.sweep_every;
  const std::int64_t days = every.unit == Period::Unit::weeks  ? every.count * 7
                            : every.unit == Period::Unit::days ? every.count
                                                               : 1;
  ABIDE_TRY(tonight.backlog, slice(moment, zone, days, due_at));
  const Instant until = tonight.backlog ? tonight.backlog->until : moment;
  if (tonight.backlog) {
    ABIDE_TRY(tonight.planned, plan_at(session, facts, until));
  }
  session.at = until;
  return {};
}

Result<std::optional<DueBefore>> due_by(const Desk& desk, Session& session,
                                        const engine::PublishedPolicy& policy) {
  DueBefore before{policy.number, {}, ""};
  const auto unknown = [&](const std::string& why) {
    before.unknown = why;
    return std::optional{before};
  };
  Stop stop;
  const auto model = desk.compile(policy, stop);
  if (!model) return unknown("this version of Abide cannot read it");
  const auto bound = policy::Deployment{session.deployment};
  engine::Scene scene{*model, bound, session.stores, *session.control, session.at};
  const bool same_stores = model->stores.size() == session.model.stores.size() &&
                           std::ranges::equal(model->stores, session.model.stores, {},
                                              &policy::Store::name, &policy::Store::name);
  if (!same_stores) return unknown("it speaks of other stores");
  auto facts = engine::gather(scene);
  auto planned = facts ? engine::plan_sweep(scene, *facts) : Result<engine::Planned>{facts.error()};
  session.control->abandon();
  if (!planned) return unknown(planned.error().message);
  before.parts = parts_of(planned->plan);
  return std::optional{std::move(before)};
}

}  // namespace

std::uint64_t Tonight::waiting() const {
  return backlog ? backlog->due - std::min(backlog->due, backlog->rows) : 0;
}

Result<std::optional<DueBefore>> look_back(const Desk& desk, Session& session) {
  if (session.published->swept) return std::optional<DueBefore>{};
  ABIDE_TRY(const auto last, session.control->last_swept());
  if (!last) return std::optional<DueBefore>{};
  return due_by(desk, session, *last);
}

Result<Tonight> plan_tonight(const Desk& desk, Session& session, const Facts& facts,
                             std::optional<DueBefore> before) {
  const Instant now = desk.clock().now();
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  Tonight tonight;
  ABIDE_TRY(tonight.planned, plan_at(session, facts, now));
  tonight.due = parts_of(tonight.planned.plan);
  std::optional<Announced> taken;
  if (session.deployment.cool_off) {
    ABIDE_TRY(const auto all, announced(session));
    taken = ripe(session, all, zone, now);
    tonight.to_announce = to_announce(session, all, taken, tonight.due, now);
    if (!taken) tonight.announced_until = after(now, *session.deployment.cool_off, zone);
    if (taken) {
      ABIDE_TRY(tonight.planned, plan_at(session, facts, taken->at));
      tonight.due = parts_of(tonight.planned.plan);
    }
  }
  Sight sight;
  sight.parts = tonight.due;
  sight.before = std::move(before);
  if (taken) sight.announced = taken->parts;
  ABIDE_TRY(sight.history, session.control->nights(nights_of_history));
  ABIDE_TRY(sight.backlog, open_backlog(session));
  const auto began = session.deployment.began
                         ? std::optional{zone.start_of(*session.deployment.began)}
                         : std::nullopt;
  ABIDE_TRY(DueClocks clocks,
            due_clocks(tonight.planned.plan, tonight.planned.parameters, session.stores, began));
  sight.shared = std::move(clocks.shared);
  sight.early = odd_clocks(tonight.planned.plan);
  std::ranges::move(clocks.early, std::back_inserter(sight.early));
  if (auto held = decide(sight); std::holds_alternative<Held>(held)) {
    tonight.reasons = std::get<Held>(std::move(held)).reasons;
    return tonight;
  }
  const bool over = !fits(session, tonight.planned.plan);
  tonight.backlog_ends = sight.backlog && !over;
  if (over && (sight.backlog || sight.history.empty()))
    ABIDE_CHECK(take_slice(session, facts, zone, tonight));
  return tonight;
}

Result<void> remember(Session& session, const Tonight& tonight, Instant now) {
  engine::ControlStore& control = *session.control;
  if (!tonight.reasons.empty()) return {};
  if (tonight.to_announce.is_array()) {
    ABIDE_TRY(const std::string text, canonical_json(tonight.to_announce));
    ABIDE_CHECK(control.keep("announced", text));
  }
  ABIDE_TRY(const auto open, open_backlog(session));
  if (tonight.backlog && !open) {
    const Json begun = {{"digest", session.published->digest},
                        {"since", abide::to_string(now)},
                        {"due", tonight.backlog->due}};
    ABIDE_TRY(const std::string text, canonical_json(begun));
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
  if (tonight.announced_until) {
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
