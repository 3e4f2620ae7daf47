// One gauge a line, each with its help.
#include "cli/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::cli {
namespace {

std::int64_t seconds_of(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

std::string metrics_text(const engine::Plan& plan, const engine::RunReport& report,
                         const Figures& figures) {
  std::uint64_t kept = 0;
  for (const auto& one : plan.kept) kept += one.rows;
  const auto gaps =
      std::ranges::count_if(plan.gaps, [](const engine::Gap& gap) { return !gap.waived; });
  std::string text;
  const auto gauge = [&](std::string_view name, std::string_view help, auto value) {
    text += fmt::format("# HELP abide_{0} {1}\n# TYPE abide_{0} gauge\nabide_{0} {2}\n", name, help,
                        value);
  };
  gauge("run_rows", "Rows removed or emptied by the last run.", report.rows());
  gauge("settled_rows", "Rows of a run cut short earlier, which the last one took up first.",
        figures.settled);
  gauge("run_planned_rows", "Rows that the last run planned to touch.", plan.rows());
  gauge("run_kept_rows", "Rows whose end has come and that something keeps.", kept);
  gauge("run_open_gaps", "Gaps that nobody waived.", gaps);
  gauge("run_residue_rows", "Rows that the re-read found and that should be gone.",
        figures.failures);
  gauge("run_complete", "1 when the last run was complete.", report.state == "complete" ? 1 : 0);
  gauge("run_held", "1 when the last run waits for a person.", report.state == "held" ? 1 : 0);
  gauge("backlog_rows", "Rows that are due and that later nights take.", figures.waiting);
  gauge("run_finished_seconds", "When the last run ended, in seconds since 1970.",
        seconds_of(figures.finished));
  if (figures.last_success) {
    gauge("last_success_seconds",
          "When everything due last went and looking again found nothing, in seconds since 1970.",
          seconds_of(*figures.last_success));
  }
  return text;
}

}  // namespace abide::cli
