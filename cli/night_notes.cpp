// Short JSON texts in the control store, each under its name.
#include "cli/night_notes.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "engine/watch/parts.hpp"

namespace abide::cli {
namespace {

using namespace engine::watch;  // NOLINT(google-build-using-namespace): it writes their words down

/// Places that a run has not finished with: a gap keeps them out, or a step was not carried out.
std::set<std::string> left_out(const engine::Plan& plan, const engine::RunReport& report) {
  std::set<std::string> places;
  for (const engine::Gap& gap : plan.gaps) {
    const bool of_a_store = gap.place.find('.') == std::string::npos;
    if (!gap.waived && (gap.blocks || of_a_store)) places.insert(gap.place);
  }
  for (std::size_t i = 0; i < plan.steps.size() && i < report.steps.size(); ++i) {
    if (report.steps[i].kind != engine::StepOutcome::Kind::done)
      places.insert(plan.steps[i].store + "." + plan.steps[i].table);
  }
  return places;
}

}  // namespace

std::int64_t sweep_days(const policy::Calendar& calendar) {
  const Period& every = calendar.sweep_every;
  return every.unit == Period::Unit::weeks    ? every.count * 7
         : every.unit == Period::Unit::months ? every.count * 31
         : every.unit == Period::Unit::days   ? every.count
                                              : 1;
}

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

Result<std::vector<std::string>> unfinished_places(Session& session) {
  ABIDE_TRY(const std::string text, session.control->kept("unfinished"));
  if (text.empty()) return std::vector<std::string>{};
  ABIDE_TRY(const Json json, parse_json(text));
  const bool ours = json.is_object() && json.value("digest", "") == session.published->digest;
  return ours ? json.value("places", std::vector<std::string>{}) : std::vector<std::string>{};
}

Result<std::int64_t> quiet_days_of(Session& session) {
  ABIDE_TRY(const std::string text, session.control->kept("last_night"));
  ABIDE_TRY(const auto nights, session.control->nights(1));
  const Instant last = parse_instant(text).value_or(
      nights.empty() ? session.published->at : Zone::utc().start_of(nights.front().day));
  return std::chrono::floor<std::chrono::days>(session.now - last).count();
}

Result<bool> is_clock_doubtful(Session& session) {
  ABIDE_TRY(const std::int64_t days, quiet_days_of(session));
  return is_quiet_for_long(days, sweep_days(session.model.calendar));
}

Result<void> note_night_made(Session& session, Instant now) {
  ABIDE_CHECK(session.control->keep("last_night", abide::to_string(now)));
  ABIDE_CHECK(session.control->keep("deployment", session.deployment_text));
  return session.control->commit();
}

Json to_keep(const Session& session, const Tonight& tonight) {
  Json keep = Json::object();
  if (tonight.to_announce.is_array()) keep["announced"] = tonight.to_announce;
  if (tonight.backlog) {
    keep["backlog"] = {{"digest", session.published->digest},
                       {"a_night", tonight.backlog->rows},
                       {"waiting", engine::watch::to_json(tonight.left)}};
  }
  if (tonight.backlog_ends) keep["backlog"] = nullptr;
  return keep;
}

Result<void> remember(engine::ControlStore& control, const Json& keep) {
  for (const auto& [name, value] : keep.items()) {
    ABIDE_TRY(const std::string text, canonical_json(value));
    ABIDE_CHECK(control.keep(name, value.is_null() ? "" : text));
  }
  return {};
}

Json context_of_night(const Session& session, const Tonight& tonight, const engine::Plan& plan) {
  Json context = {{"keep", to_keep(session, tonight)}};
  // The nights of a backlog say nothing of what is usual.
  if (tonight.backlog) return context;
  const auto zone = Zone::find(session.model.calendar.zone);
  context["night"] = abide::to_string((zone ? *zone : Zone::utc()).local_date(session.now));
  context["parts"] = engine::watch::to_json(parts_of(plan));
  return context;
}

Result<void> note_sweep(engine::ControlStore& control, const engine::Plan& plan,
                        const engine::RunReport& report, const Json& context) {
  ABIDE_TRY(const auto published, control.published());
  const bool in_force = published && published->digest == plan.policy_digest;
  if (!in_force || (report.state != "complete" && report.state != "incomplete")) return {};
  ABIDE_CHECK(control.note_swept(plan.policy_digest));
  const Json unfinished = {{"digest", plan.policy_digest}, {"places", left_out(plan, report)}};
  ABIDE_CHECK(remember(control, {{"unfinished", unfinished}}));
  ABIDE_CHECK(remember(control, context.value("keep", Json::object())));
  const auto day = parse_date(context.value("night", ""));
  // A night that did not do all that was due is no measure of the next.
  if (!day || report.state != "complete") return {};
  ABIDE_TRY(const auto parts, parts_from_json(context.value("parts", Json::object())));
  return control.note_night(night_of(*day, parts));
}

}  // namespace abide::cli
