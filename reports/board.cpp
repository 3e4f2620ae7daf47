#include "reports/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/chart.hpp"
#include "reports/html.hpp"

namespace abide::reports {
namespace {

using engine::Snapshot;
using Answer = PromiseVerdict::Answer;

/// More lines than this are no help on paper.
constexpr std::size_t most_lines = 60;

/// `2026-11-30 03:00`, in UTC.
std::string minute_of(Instant at) {
  std::string text = abide::to_string(Instant{std::chrono::floor<std::chrono::minutes>(at)});
  text.resize(std::string_view{"2026-11-30T03:00"}.size());
  text[std::string_view{"2026-11-30"}.size()] = ' ';
  return text;
}

std::string state_after(const Snapshot& one) {
  return one.run.empty() ? fmt::format("{}, nothing was begun", one.state)
                         : fmt::format("{}, {}", one.run, one.state);
}

std::string deep_of(const Snapshot& one) {
  const std::string last = one.deep_look ? minute_of(*one.deep_look) : "none yet";
  return one.sought == 0 ? fmt::format("{}; nobody waits for the next", last)
                         : fmt::format("{}; {} erased {} for the next", last, one.sought,
                                       one.sought == 1 ? "person waits" : "people wait");
}

std::string requests_of(const Snapshot::Requests& one) {
  const std::string words = fmt::format("{} open, {} of them overdue", one.open, one.overdue);
  return one.overdue == 0
             ? words
             : fmt::format("{} (the law's last day is over for {}, the policy's own term for {})",
                           words, one.overdue_by_law, one.overdue_by_policy);
}

/// Name and words of each figure.
std::vector<std::vector<std::string>> figures_of(const Snapshot& one) {
  const auto& promises = one.promises;
  return {{"Promises",
           fmt::format("{} kept, {} overdue, {} not proven; {} not judged by a sweep",
                       promises.kept, promises.overdue, promises.unproven, promises.elsewhere)},
          {"Rows", fmt::format("{} went; {} overdue, {} due and not overdue; {} stay for a reason",
                               one.rows.gone, one.rows.overdue, one.rows.due, one.rows.kept)},
          {"Gaps", fmt::format("{} open, {} waived; {} places not looked at", one.gaps_open,
                               one.gaps_waived, one.not_looked)},
          {"Requests", requests_of(one.requests)},
          {"Legal holds", fmt::format("{} in force", one.holds)},
          {"Deep look", deep_of(one)},
          {"Ledger", fmt::format("{} entries, head {}", one.entries, one.root)}};
}

using Figure = std::uint64_t (*)(const Snapshot&);
Picture picture_of(const char* title, std::span<const Snapshot> course, Figure figure) {
  Course points;
  for (const Snapshot& one : course) points.emplace_back(one.at, figure(one));
  return {fmt::format("{}: {}", title, points.back().second), chart(title, points)};
}

}  // namespace

Snapshot snapshot_of(const Swept& swept, const std::vector<PromiseVerdict>& verdicts) {
  Snapshot one;
  one.run = swept.report.id.value;
  one.state = swept.report.state;
  const auto answered = [&](Answer answer) {
    return static_cast<std::uint64_t>(
        std::ranges::count(verdicts, answer, &PromiseVerdict::answer));
  };
  one.promises = {answered(Answer::kept), answered(Answer::overdue), answered(Answer::unproven),
                  answered(Answer::elsewhere)};
  one.rows.gone = swept.report.rows();
  for (const reread::Residue& found : swept.look.residue) {
    if (found.kind == reread::Residue::Kind::due) one.rows.due += found.rows;
    if (found.is_failure() && found.kind != reread::Residue::Kind::due)
      one.rows.overdue += found.rows;
  }
  for (const engine::Kept& kept : swept.plan.kept) one.rows.kept += kept.rows;
  for (const engine::Gap& gap : swept.plan.gaps) ++(gap.waived ? one.gaps_waived : one.gaps_open);
  one.not_looked = swept.look.not_looked.size();
  return one;
}

Json to_json(const Snapshot& one) {
  Json json = {{"at", abide::to_string(one.at)},
               {"run", one.run},
               {"state", one.state},
               {"promises",
                {{"kept", one.promises.kept},
                 {"overdue", one.promises.overdue},
                 {"unproven", one.promises.unproven},
                 {"elsewhere", one.promises.elsewhere}}},
               {"rows",
                {{"gone", one.rows.gone},
                 {"overdue", one.rows.overdue},
                 {"due", one.rows.due},
                 {"kept", one.rows.kept}}},
               {"gaps", {{"open", one.gaps_open}, {"waived", one.gaps_waived}}},
               {"not_looked_at", one.not_looked},
               {"requests",
                {{"open", one.requests.open},
                 {"overdue", one.requests.overdue},
                 {"overdue_by_law", one.requests.overdue_by_law},
                 {"overdue_by_policy", one.requests.overdue_by_policy}}},
               {"holds", one.holds},
               {"deep_look", {{"last", nullptr}, {"waiting", one.sought}}},
               {"ledger", {{"entries", one.entries}, {"root", one.root}}}};
  if (one.deep_look) json["deep_look"]["last"] = abide::to_string(*one.deep_look);
  return json;
}

std::string board_text(const std::string& title, const Snapshot& one) {
  std::string text = fmt::format("{} at {} UTC ({})\n", title, minute_of(one.at), state_after(one));
  for (const auto& figure : figures_of(one))
    text += fmt::format("  {:<12} {}\n", figure[0], figure[1]);
  return text;
}

std::string course_text(std::span<const Snapshot> course) {
  std::string text =
      "at (UTC)          promises: kept overdue unproven   rows: gone overdue   gaps   "
      "requests: open overdue   holds\n";
  for (const Snapshot& one : course)
    text += fmt::format("{:<16}  {:>14} {:>7} {:>8} {:>12} {:>7} {:>6} {:>16} {:>7} {:>7}\n",
                        minute_of(one.at), one.promises.kept, one.promises.overdue,
                        one.promises.unproven, one.rows.gone, one.rows.overdue, one.gaps_open,
                        one.requests.open, one.requests.overdue, one.holds);
  return text;
}

std::string board_page(const std::string& title, std::span<const Snapshot> course) {
  const Snapshot& newest = course.back();
  Page page{fmt::format("Board of {}", title)};
  page.paragraph(
      fmt::format("How things stood at {} UTC ({}). Every figure is a count, taken when a sweep "
                  "had ended and its "
                  "stores were looked at again; the ledger is the proof, this is not.",
                  minute_of(newest.at), state_after(newest)));
  std::vector<std::string> names;
  std::vector<std::string> words;
  for (const auto& figure : figures_of(newest)) {
    names.push_back(figure[0]);
    words.push_back(figure[1]);
  }
  page.record(names, words);
  page.heading("How it went");
  page.pictures(
      {picture_of("Promises kept", course, [](const Snapshot& one) { return one.promises.kept; }),
       picture_of("Promises overdue", course,
                  [](const Snapshot& one) { return one.promises.overdue; }),
       picture_of("Promises not proven", course,
                  [](const Snapshot& one) { return one.promises.unproven; }),
       picture_of("Rows overdue", course, [](const Snapshot& one) { return one.rows.overdue; }),
       picture_of("Gaps open", course, [](const Snapshot& one) { return one.gaps_open; }),
       picture_of("Requests overdue", course,
                  [](const Snapshot& one) { return one.requests.overdue; })});
  page.heading("Sweep by sweep");
  const std::size_t lines = std::min(course.size(), most_lines);
  if (lines < course.size())
    page.paragraph(
        fmt::format("The last {} of {}; `abide board --since` lists all.", lines, course.size()));
  std::vector<std::vector<std::string>> rows;
  for (const Snapshot& one : course.last(lines))
    rows.push_back({minute_of(one.at), state_after(one), fmt::format("{}", one.promises.kept),
                    fmt::format("{}", one.promises.overdue),
                    fmt::format("{}", one.promises.unproven), fmt::format("{}", one.rows.gone),
                    fmt::format("{}", one.rows.overdue), fmt::format("{}", one.gaps_open),
                    fmt::format("{} / {}", one.requests.open, one.requests.overdue),
                    fmt::format("{}", one.holds)});
  page.table({"At (UTC)", "Run", "Promises kept", "Overdue", "Not proven", "Rows gone",
              "Rows overdue", "Gaps open", "Requests open / overdue", "Holds"},
             rows);
  return page.text();
}

}  // namespace abide::reports
