// abide sweep: plan, run, look again, leave evidence.
#include <fmt/format.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/commands.hpp"
#include "cli/deep.hpp"
#include "cli/outputs.hpp"
#include "cli/plan_file.hpp"
#include "cli/print.hpp"
#include "cli/shown.hpp"

namespace abide::cli {
namespace {

std::atomic<bool> stop_requested{
    false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables):
             // a signal reaches nothing else
void request_stop(int /*signal*/) { stop_requested = true; }

struct SweepWords : Words {
  std::string plan;
  std::string metrics;
  std::string progress;
  bool dry_run = false;
  bool overwrite = false;
};

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
  return options;
}

/// A run that was cut short and taken up first: nobody else will ever tell what it did.
struct Settled {
  engine::RunReport report;
  engine::Plan plan;
  reread::Look look;
};

Json json_of(const engine::Plan& plan, const engine::RunReport& report, const reread::Look& look) {
  Json all = run_json(plan, report);
  all["checkpoint"] = report.checkpoint;
  all["reread"] = reread::to_json(look);
  return all;
}

std::string text_of(const Session& session, const engine::Plan& plan,
                    const engine::RunReport& report, const reread::Look& look) {
  return fmt::format(
      "{}\n{}Looked at again, by code and connections of its own\n{}{}", headline(plan, report),
      shown(run_text(plan, report)), shown(reread::to_text(look)),
      report.id.value.empty()
          ? ""
          : proof_of(session, report.id.value, report.not_signed ? Signed::not_yet : Signed::yes));
}

int code_of(const engine::RunReport& report, const reread::Look& look) {
  return report.state == "held"                          ? held
         : report.store_failed()                         ? store_failed
         : report.state == "complete" && look.is_clean() ? done
                                                         : broken;
}

int finish(const Desk& desk, const Session& session, const reread::Look& look,
           const SweepWords& words, const engine::Plan& plan, const engine::RunReport& report,
           const std::optional<Settled>& settled) {
  if (words.json()) {
    Json all = json_of(plan, report, look);
    all["by"] = words.by;
    if (settled) all["settled"] = json_of(settled->plan, settled->report, settled->look);
    fmt::print("{}\n", shown(all, 2));
  } else {
    fmt::print("{}", text_of(session, plan, report, look));
  }
  std::vector<Error> troubles;
  if (report.not_signed) troubles.push_back(*report.not_signed);
  // Last, so that what was done is told whether or not the figures find room.
  if (!words.metrics.empty()) {
    const std::string figures = metrics_text(plan, report, look.failures(), desk.clock().now(),
                                             settled ? settled->report.rows() : std::uint64_t{0});
    if (auto written = desk.files().write(words.metrics, figures); !written)
      troubles.push_back(not_written(words.metrics, written.error()));
  }
  for (const Error& trouble : troubles) desk.tell(trouble);
  const int code = code_of(report, look);
  return code == done && !troubles.empty() ? store_failed : code;
}

/// Takes up what a crash left.
Result<std::optional<Settled>> take_up(const Desk& desk, Session& session, const SweepWords& words,
                                       Afterwards& afterwards) {
  ABIDE_TRY(auto resumed, engine::resume(session.stores, *session.control, desk.clock(),
                                         options_of(session, words, afterwards)));
  session.at = session.at_given ? session.at : desk.clock().now();
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

int act(const Desk& desk, const SweepWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (session->at > desk.clock().now() && !words.dry_run) {
    return desk.tell(
        {ErrorCode::refused, fmt::format("`--at {}` is later than now", words.at),
         "a sweep never runs ahead of time, so nothing was done; `abide plan --at` shows what will "
         "be due"});
  }
  if (words.by.empty() && !words.dry_run)
    return desk.tell({ErrorCode::refused, "nobody is named", "say who asks with --by NAME"});
  if (auto free = check_output(desk, *session, words.deploy, words.metrics, Output::metrics); !free)
    return desk.tell(free.error());
  std::signal(SIGTERM, request_stop);
  std::signal(SIGINT, request_stop);
  Afterwards afterwards{desk, *session};
  std::optional<Settled> before;
  if (!words.dry_run) {
    auto taken_up = take_up(desk, *session, words, afterwards);
    if (!taken_up) return desk.tell(taken_up.error());
    before = std::move(*taken_up);
    if (before && !words.plan.empty() && is_plan_of(desk, *session, words.plan, *before)) {
      desk.note(fmt::format("this plan was carried out as {}", before->report.id.value));
      return finish(desk, *session, before->look, words, before->plan, before->report, {});
    }
    if (before && !words.json())
      fmt::print("Settled first\n{}\n",
                 text_of(*session, before->plan, before->report, before->look));
  }
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  if (auto led = check_holds(*session, *facts); !led) return desk.tell(led.error());
  if (!words.dry_run) {
    auto settled = settle_told(*session, *facts, words.by, desk.clock().now());
    if (!settled) return desk.tell(settled.error());
  }
  auto fresh = plan_sweep(*session, *facts);
  if (!fresh) return desk.tell(fresh.error());
  auto planned = words.plan.empty()
                     ? std::optional{std::move(*fresh)}
                     : planned_in(desk, *session, words.plan, std::move(*fresh), stop);
  if (!planned) return stop.code;
  if (!words.json()) fmt::print("{}", shown(plan_text(planned->plan)));
  if (words.dry_run) return end_dry_run(desk, *session, words, planned->plan);
  auto ready = session->control->forget_expired(Zone::utc().local_date(desk.clock().now()));
  if (ready) ready = session->control->commit();
  if (!ready) return desk.tell(ready.error());
  const auto waiting = waiting_for_deep_look(*session, words.deploy);
  if (!waiting) return desk.tell(waiting.error());
  if (!waiting->empty()) desk.note(*waiting);
  afterwards.knows(*facts);
  auto report = engine::run(planned->plan, planned->parameters, session->stores, *session->control,
                            desk.clock(), options_of(*session, words, afterwards));
  if (!report) return desk.tell(report.error());
  auto settled = settle_told(*session, *facts, words.by, desk.clock().now());
  if (settled) settled = session->control->commit();
  if (!settled) return desk.tell(settled.error());
  auto look = report->id.value.empty() ? afterwards.without_a_run(*facts)
                                       : Result<reread::Look>{*afterwards.found()};
  if (!look) return desk.tell(look.error());
  return finish(desk, *session, *look, words, planned->plan, *report, before);
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
  verb.take("--metrics", words->metrics, "write figures for Prometheus to this file");
  verb.take("--progress", words->progress, "`json` for a line a batch").allow({"json"});
  verb.take("--overwrite", words->overwrite,
            "compact the stores afterwards, so that the bytes are gone from their files");
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
