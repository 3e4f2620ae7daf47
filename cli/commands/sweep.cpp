// abide sweep: plan, run, look again, leave evidence.
#include <fmt/format.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/commands.hpp"
#include "cli/deep.hpp"
#include "cli/night_notes.hpp"
#include "cli/nightly.hpp"
#include "cli/outputs.hpp"
#include "cli/own_data.hpp"
#include "cli/plan_file.hpp"
#include "cli/print.hpp"
#include "cli/shown.hpp"
#include "cli/sweep_end.hpp"

namespace abide::cli {
namespace {

std::atomic<bool> stop_requested{
    false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables):
             // a signal reaches nothing else
void request_stop(int /*signal*/) { stop_requested = true; }

engine::RunOptions options_of(const Session& session, const SweepWords& words,
                              Afterwards& afterwards) {
  engine::RunOptions options;
  options.by = words.by;
  options.limits = session.deployment.limits;
  options.zone = session.model.calendar.zone;
  options.overwrite = words.overwrite;
  options.stop = &stop_requested;
  options.progress = progress_to(words.progress);
  options.look_again = afterwards.hook();
  options.nightly = words.nightly;
  return options;
}

/// Takes up what a crash left.
Result<std::optional<Settled>> take_up(const Desk& desk, Session& session, const SweepWords& words,
                                       Afterwards& afterwards) {
  ABIDE_TRY(auto resumed, engine::resume(session.stores, *session.control, desk.clock(),
                                         options_of(session, words, afterwards)));
  session.now = desk.clock().now();
  session.at = session.at_given ? session.at : session.now;
  if (!resumed) return std::optional<Settled>{};
  desk.note(fmt::format("an unfinished run, {}, was settled first: {}, {} rows", resumed->id.value,
                        resumed->state, resumed->rows()));
  return std::optional{Settled{std::move(*resumed), *afterwards.plan(), *afterwards.found()}};
}

/// Whether the file holds the very plan of the run that was taken up.
bool is_plan_of(const Desk& desk, const Session& session, const std::string& file,
                const Settled& settled) {
  Stop unread;
  const auto plan = read_plan(desk, session, file, unread);
  if (!plan) return false;
  const auto asked = engine::plan_digest(*plan);
  const auto done = engine::plan_digest(settled.plan);
  return asked && done && *asked == *done;
}

/// Refuses words that no sweep can follow.
Result<void> check_words(const Desk& desk, const Session& session, const SweepWords& words) {
  if (words.nightly && session.at_given) {
    return Error{ErrorCode::refused, "`--nightly` and `--at` do not go together",
                 "the nightly run is about now; nothing was done"};
  }
  if (session.at > desk.clock().now() && !words.dry_run) {
    return Error{
        ErrorCode::refused, fmt::format("`--at {}` is later than now", words.at),
        "a sweep never runs ahead of time, so nothing was done; `abide plan --at` shows what will "
        "be due"};
  }
  if (words.by.empty() && !words.dry_run)
    return Error{ErrorCode::refused, "nobody is named", "say who asks with --by NAME"};
  ABIDE_CHECK(check_output(desk, session, words.deploy, words.page, Output::sweep_report));
  return check_output(desk, session, words.deploy, words.metrics, Output::metrics);
}

/// The plan, shown, and for a dry run no more than that.
int carry_out(Sweep& sweep, Facts& facts, engine::Planned planned, Afterwards& afterwards) {
  const auto& [desk, session, words, before, tonight, held_for, ran, own] = sweep;
  const std::string held_words = tonight ? words_of(*tonight) : "";
  if (!words.json())
    fmt::print("{}{}", shown(plan_text(planned.plan)), shown(tonight ? text_of(*tonight) : ""));
  if (words.dry_run) {
    const auto waits = held_words.empty()
                           ? std::nullopt
                           : std::optional{Error{ErrorCode::refused, held_words, ""}};
    return end_dry_run(desk, session, words, planned.plan, waits);
  }
  auto ended = end_own_data(*session.control, words.by, desk.clock().now());
  if (!ended) return desk.tell(ended.error());
  sweep.own = std::move(*ended);
  const auto waiting = waiting_for_deep_look(session, words.deploy);
  if (!waiting) return desk.tell(waiting.error());
  if (!waiting->empty()) desk.note(*waiting);
  if (tonight && tonight->announced_until && tonight->reasons.empty() && words.plan.empty()) {
    auto kept = remember(*session.control, to_keep(session, *tonight));
    if (kept) kept = session.control->commit();
    if (!kept) return desk.tell(kept.error());
    const auto look = afterwards.without_a_run(facts);
    if (!look) return desk.tell(look.error());
    return end_announcing(sweep, planned.plan, *look);
  }
  afterwards.knows(facts);
  engine::RunOptions options = options_of(session, words, afterwards);
  if (tonight) {
    options.held_for = held_words;
    options.context = context_of_night(session, *tonight, planned.plan);
  }
  auto report = engine::run(planned.plan, planned.parameters, session.stores, *session.control,
                            desk.clock(), options);
  if (!report) return desk.tell(report.error());
  auto settled = settle_told(session, facts, words.by, desk.clock().now());
  if (settled) settled = session.control->commit();
  if (!settled) return desk.tell(settled.error());
  sweep.ran = report->state != "held";
  if (tonight && report->state == "held") sweep.held_for = state_of(*tonight);
  auto look = report->id.value.empty() ? afterwards.without_a_run(facts)
                                       : Result<reread::Look>{*afterwards.found()};
  if (!look) return desk.tell(look.error());
  return finish(sweep, planned.plan, *report, *look);
}

/// Facts, and a plan from them or from a file.
int plan_and_run(Sweep& sweep, Afterwards& afterwards) {
  const auto& [desk, session, words, before, tonight, held_for, ran, own] = sweep;
  Result<std::optional<PlannedBefore>> back{std::nullopt};
  if (words.nightly) back = look_back(desk, session);
  if (!back) return desk.tell(back.error());
  auto facts = gather(session);
  if (!facts) return desk.tell(facts.error());
  if (auto led = check_holds(session, *facts); !led) return desk.tell(led.error());
  if (!words.dry_run) {
    auto settled = settle_told(session, *facts, words.by, desk.clock().now());
    if (!settled) return desk.tell(settled.error());
  }
  Result<engine::Planned> fresh{Error{}};
  if (words.nightly) {
    auto tonights = plan_tonight(session, *facts, *back);
    if (!tonights) return desk.tell(tonights.error());
    fresh = std::move(tonights->planned);
    sweep.tonight = std::move(*tonights);
  } else {
    fresh = plan_sweep(session, *facts);
  }
  if (!fresh) return desk.tell(fresh.error());
  Stop stop;
  auto planned = words.plan.empty()
                     ? std::optional{std::move(*fresh)}
                     : planned_in(desk, session, words.plan, std::move(*fresh), stop);
  if (!planned) return stop.code;
  if (sweep.tonight && !words.plan.empty()) {
    if (auto cool = mind_cool_off(session, planned->plan, *sweep.tonight); !cool)
      return desk.tell(cool.error());
  }
  return carry_out(sweep, *facts, std::move(*planned), afterwards);
}

int work(Sweep& sweep) {
  const auto& [desk, session, words, before, tonight, held_for, ran, own] = sweep;
  if (auto sound = check_words(desk, session, words); !sound) return desk.tell(sound.error());
  std::signal(SIGTERM, request_stop);
  std::signal(SIGINT, request_stop);
  Afterwards afterwards{desk, session};
  if (!words.dry_run) {
    auto taken_up = take_up(desk, session, words, afterwards);
    if (!taken_up) return desk.tell(taken_up.error());
    sweep.before = std::move(*taken_up);
    if (before && !words.plan.empty() && is_plan_of(desk, session, words.plan, *before)) {
      desk.note(fmt::format("this plan was carried out as {}", before->report.id.value));
      const Settled settled = *before;
      sweep.before.reset();
      return finish(sweep, settled.plan, settled.report, settled.look);
    }
    if (before && !words.json()) {
      fmt::print("Settled first\n{}\n",
                 text_of(session, before->plan, before->report, before->look));
    }
  }
  return plan_and_run(sweep, afterwards);
}

int act(const Desk& desk, const SweepWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  Sweep sweep{desk, *session, words, {}, {}};
  const bool watched = words.nightly && !words.dry_run && !words.by.empty();
  const auto doubtful = watched ? is_clock_doubtful(*session) : Result<bool>{false};
  if (!doubtful) return desk.tell(doubtful.error());
  const int code = work(sweep);
  if (!watched) return code;
  auto told = tell_state(*session, state_of(sweep, code));
  // A clock that is not believed was not this night's either, unless somebody let it pass.
  Result<void> noted;
  if (!*doubtful || sweep.ran) noted = note_night_made(*session, desk.clock().now());
  if (!noted) desk.tell(noted.error());
  if (told) return code;
  desk.tell(told.error());
  return code == done ? store_failed : code;
}

}  // namespace

void add_sweep(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("sweep", "remove everything whose end has come, and prove it")
          .footer("Example: abide sweep --deploy demo.deploy --by \"Nightly schedule\"");
  auto words = std::make_shared<SweepWords>();
  add_deployment(verb, *words);
  add_by(verb, *words, "who asks");
  verb.take("--at", words->at, "an earlier moment; a later one only with --dry-run");
  verb.take("--dry-run", words->dry_run, "show the plan and stop");
  verb.take("--plan", words->plan, "run this plan file and nothing else");
  verb.take("--nightly", words->nightly,
            "by the published policy; what is unusual waits for a person");
  verb.take("--page", words->page, "write the report as a page, too");
  verb.take("--metrics", words->metrics, "write figures for Prometheus to this file");
  verb.take("--progress", words->progress, "`json` for a line a batch").allow({"json"});
  verb.take("--overwrite", words->overwrite,
            "compact the stores afterwards, so that the bytes are gone from their files");
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
