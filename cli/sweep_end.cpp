// The end of a sweep.
#include "cli/sweep_end.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/board.hpp"
#include "cli/metrics.hpp"
#include "cli/outputs.hpp"
#include "cli/own_data.hpp"
#include "cli/print.hpp"
#include "cli/shown.hpp"
#include "reports/sweep_page.hpp"

namespace abide::cli {
namespace {

Json json_of(const engine::Plan& plan, const engine::RunReport& report, const reread::Look& look) {
  Json all = run_json(plan, report);
  all["checkpoint"] = report.checkpoint;
  all["reread"] = reread::to_json(look);
  return all;
}

int code_of(const engine::RunReport& report, const reread::Look& look) {
  return report.state == "held"                          ? held
         : report.store_failed()                         ? store_failed
         : report.state == "complete" && look.is_clean() ? done
                                                         : broken;
}

/// The figures, last, so that what was done is told whether or not they find room.
Result<void> write_figures(const Sweep& sweep, const engine::Plan& plan,
                           const engine::RunReport& report, const reread::Look& look) {
  if (sweep.words.metrics.empty()) return {};
  Figures figures;
  figures.failures = look.failures();
  figures.finished = sweep.desk.clock().now();
  if (sweep.before) figures.settled = sweep.before->report.rows();
  if (sweep.tonight) figures.waiting = sweep.tonight->waiting();
  ABIDE_TRY(const std::string success, sweep.session.control->kept("last_success"));
  figures.last_success = parse_instant(success);
  auto written = sweep.desk.files().write(sweep.words.metrics, metrics_text(plan, report, figures));
  return written ? written : not_written(sweep.words.metrics, written.error());
}

/// Where the entries of a run stand: the first and the last that name it.
Result<reports::LedgerPlace> place_of(ledger::Ledger& log, const std::string& run) {
  reports::LedgerPlace place;
  const std::string named = "\"run\":\"" + run + "\"";
  ABIDE_CHECK(log.read(0, [&](std::uint64_t seq, std::string_view entry) -> Result<void> {
    if (!run.empty() && entry.find(named) != std::string_view::npos) {
      if (place.last == 0) place.first = seq + 1;
      place.last = seq + 1;
    }
    return {};
  }));
  place.entries = log.head().size();
  place.root = to_hex(log.head().root());
  return place;
}

/// The board as it stands now, and the report as a page where one is asked for.
Result<void> write_reports(const Sweep& sweep, const reports::Swept& swept) {
  const auto verdicts = reports::verdicts_of(swept);
  ABIDE_CHECK(keep_snapshot(sweep.desk, sweep.session, swept, verdicts));
  if (sweep.words.page.empty()) return {};
  ABIDE_TRY(auto place, place_of(sweep.session.control->ledger(), swept.report.id.value));
  ABIDE_TRY(const std::string page,
            reports::sweep_page({swept, verdicts, sweep.own, sweep.words.by, std::move(place)}));
  auto written = sweep.desk.files().write(sweep.words.page, page);
  return written ? written : not_written(sweep.words.page, written.error());
}

/// When everything due last went, for the figures.
Result<void> note_success(const Sweep& sweep) {
  engine::ControlStore& control = *sweep.session.control;
  ABIDE_CHECK(control.keep("last_success", to_string(sweep.desk.clock().now())));
  return control.commit();
}

}  // namespace

std::string text_of(const Session& session, const engine::Plan& plan,
                    const engine::RunReport& report, const reread::Look& look) {
  return fmt::format(
      "{}\n{}Looked at again, by code and connections of its own\n{}{}", headline(plan, report),
      shown(run_text(plan, report)), shown(reread::to_text(look)),
      report.id.value.empty()
          ? ""
          : proof_of(session, report.id.value, report.not_signed ? Signed::not_yet : Signed::yes));
}

int finish(const Sweep& sweep, const engine::Plan& plan, const engine::RunReport& report,
           const reread::Look& look) {
  const Desk& desk = sweep.desk;
  if (sweep.words.json()) {
    Json all = json_of(plan, report, look);
    all["by"] = sweep.words.by;
    if (sweep.before) {
      const Settled& settled = *sweep.before;
      all["settled"] = json_of(settled.plan, settled.report, settled.look);
    }
    if (sweep.tonight) all["nightly"] = json_of(sweep.session, *sweep.tonight);
    all["own_data_ended"] = json_of(sweep.own);
    fmt::print("{}\n", shown(all, 2));
  } else {
    fmt::print("{}{}", text_of(sweep.session, plan, report, look), text_of(sweep.own));
  }
  std::vector<Error> troubles;
  if (report.not_signed) troubles.push_back(*report.not_signed);
  const int code = code_of(report, look);
  const bool all_gone = !sweep.tonight || sweep.tonight->waiting() == 0;
  if (code == done && all_gone) {
    if (auto noted = note_success(sweep); !noted) troubles.push_back(noted.error());
  }
  if (auto written = write_figures(sweep, plan, report, look); !written)
    troubles.push_back(written.error());
  if (auto written =
          write_reports(sweep, {sweep.session.model, sweep.session.deployment, plan, report, look});
      !written)
    troubles.push_back(written.error());
  for (const Error& trouble : troubles) desk.tell(trouble);
  return code == done && !troubles.empty() ? store_failed : code;
}

int end_announcing(const Sweep& sweep, const engine::Plan& plan, const reread::Look& look) {
  const Tonight& tonight = *sweep.tonight;
  if (sweep.words.json()) {
    Json all = engine::to_json(plan);
    all["nightly"] = json_of(sweep.session, tonight);
    fmt::print("{}\n", shown(all, 1));
  } else {
    fmt::print("{}", shown(text_of(tonight)));
  }
  engine::RunReport nothing_ran;
  nothing_ran.kind = plan.kind;
  nothing_ran.state = "announced";
  nothing_ran.steps.resize(plan.steps.size());
  if (auto written = write_figures(sweep, plan, nothing_ran, {}); !written) {
    sweep.desk.tell(written.error());
    return store_failed;
  }
  if (auto written = write_reports(
          sweep, {sweep.session.model, sweep.session.deployment, plan, nothing_ran, look});
      !written) {
    sweep.desk.tell(written.error());
    return store_failed;
  }
  return exit_of(plan);
}

State state_of(const Sweep& sweep, int code) {
  switch (code) {
    case done:
      if (sweep.tonight && sweep.tonight->backlog) {
        return {"backlog",
                fmt::format("{} rows are due and wait for later nights", sweep.tonight->waiting())};
      }
      return {"ok", "everything due is gone"};
    case broken:
      return {"incomplete", "a gap is open, a step was refused, or something is left"};
    case held:
      if (sweep.held_for.empty()) return {"held", "a limit, the hours, or a hold keeps the run"};
      return {sweep.held_for, words_of(*sweep.tonight).empty() ? "a limit or the hours keep the run"
                                                               : words_of(*sweep.tonight)};
    default:
      return {"failed", "a store, the policy or the deployment failed"};
  }
}

}  // namespace abide::cli
