#include "reports/sweep_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/html.hpp"
#include "reports/sweep_parts.hpp"

namespace abide::reports {
namespace {

using Answer = PromiseVerdict::Answer;
using Waived = SweepTables::Waived;

class SweepPage {
 public:
  SweepPage(const SweepStory& story, std::string day)
      : story_(story),
        tables_(story),
        day_(std::move(day)),
        page_(fmt::format("Sweep report of {}", title_of_policy(story.swept.model))) {}

  std::string write() {
    summary();
    table(begun() ? "What went, table by table" : "What is due, table by table",
          {"What", "Rows", "How", "Why"}, tables_.went(),
          plan().kept.empty() ? "Nothing was due." : "Nothing: what is due is kept.");
    table("What stays, why and until when", {"What", "Rows", "Why", "Until"}, tables_.stays(),
          "Nothing whose end has come stays.");
    gaps();
    looked();
    promises();
    if (const Lines depths = tables_.depths(); !depths.empty())
      table("How far the bytes are gone", {"Store", "Now"}, depths, "");
    own();
    record();
    return page_.text();
  }

 private:
  static const std::string& title_of_policy(const policy::Model& model) {
    return model.title.empty() ? model.name : model.title;
  }
  [[nodiscard]] bool begun() const { return !report().id.value.empty(); }
  [[nodiscard]] const engine::Plan& plan() const { return story_.swept.plan; }
  [[nodiscard]] const engine::RunReport& report() const { return story_.swept.report; }
  [[nodiscard]] const reread::Look& look() const { return story_.swept.look; }
  [[nodiscard]] std::uint64_t answered(PromiseVerdict::Answer answer) const {
    return static_cast<std::uint64_t>(
        std::ranges::count(story_.verdicts, answer, &PromiseVerdict::answer));
  }
  void table(const char* heading, const std::vector<std::string>& names, const Lines& lines,
             const char* without);
  void summary();
  void gaps();
  void looked();
  void promises();
  void own();
  void record();

  const SweepStory& story_;
  SweepTables tables_;
  std::string day_;
  Page page_;
};

void SweepPage::table(const char* heading, const std::vector<std::string>& names,
                      const Lines& lines, const char* without) {
  page_.heading(heading);
  if (lines.empty()) {
    page_.paragraph(without);
  } else {
    page_.table(names, lines);
  }
}

void SweepPage::summary() {
  const std::string held = report().held.empty() ? "" : ": " + report().held;
  page_.paragraph(
      begun() ? fmt::format("{}: {}, {}{}.", day_, report().id.value, report().state, held)
      : report().state == "announced"
          ? fmt::format("{}: nothing was begun; what is due is announced, and goes in a "
                        "later night.",
                        day_)
          : fmt::format("{}: nothing was begun, the sweep is held{}.", day_, held));
  std::uint64_t kept = 0;
  for (const engine::Kept& one : plan().kept) kept += one.rows;
  const auto open = std::ranges::count_if(
      plan().gaps, [](const engine::Gap& gap) { return !gap.waived.has_value(); });
  page_.list(
      {fmt::format("{} went; {} whose end has come {} for a reason.",
                   rows_in_words(report().rows()), rows_in_words(kept),
                   kept == 1 ? "stays" : "stay"),
       fmt::format("{} gap{} open; {} still there that should be gone.", open,
                   open == 1 ? " is" : "s are", rows_in_words(look().failures())),
       fmt::format("Of the promises {} are kept, {} overdue and {} not proven by this sweep; {} "
                   "are not for a sweep to judge.",
                   answered(Answer::kept), answered(Answer::overdue), answered(Answer::unproven),
                   answered(Answer::elsewhere))});
  if (!report().remedy.empty()) page_.paragraph("To do: " + report().remedy);
}

void SweepPage::gaps() {
  page_.heading("Gaps: what the sweep did not cover");
  if (plan().gaps.empty()) page_.paragraph("None.");
  if (const Lines open = tables_.gaps(Waived::no); !open.empty())
    page_.subheading("Open").table({"Where", "What", "To do"}, open);
  if (const Lines waived = tables_.gaps(Waived::yes); !waived.empty())
    page_.subheading("Waived by the policy").table({"Where", "What", "Waived because"}, waived);
  if (!plan().findings.empty()) page_.subheading("To know").list(plan().findings);
}

void SweepPage::looked() {
  table("What was looked at again", {"Still there", "Rows", "State", "Why it should be gone"},
        tables_.still_there(), "Nothing was found that should be gone.");
  page_.paragraph(fmt::format(
      "Looked at: {} table{}, by code and connections of their own, which share nothing with what "
      "planned the sweep. Free text, files and backups are not searched by this look.",
      look().tables, look().tables == 1 ? "" : "s"));
  page_.subheading("Not looked at");
  Lines unseen;
  for (const reread::NotLooked& one : look().not_looked) unseen.push_back({one.place, one.why});
  if (unseen.empty()) {
    page_.paragraph("Nothing that the policy speaks of was left out.");
  } else {
    page_.table({"Where", "Why"}, unseen);
  }
}

void SweepPage::promises() {
  table("Promise by promise", {"Promise", "State", "Rows gone for it", "Because"},
        tables_.promises(), "No promise of this policy says when stored data ends.");
  const auto elsewhere = tables_.elsewhere();
  if (elsewhere.empty()) return;
  page_.paragraph(
      fmt::format("Not for a sweep to judge, since nothing in them says when stored data ends; "
                  "other controls and people answer for them: {}.",
                  fmt::join(elsewhere, ", ")));
}

void SweepPage::own() {
  Lines lines;
  for (const engine::OwnEnded& one : story_.own)
    lines.push_back({one.table, fmt::format("{}", one.rows), one.promise});
  table("What Abide itself keeps", {"Ended, by its own policy", "Rows", "Promise"}, lines,
        "Nothing of it was due by its own policy, which `abide own` shows.");
}

void SweepPage::record() {
  Lines lines;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) lines.push_back({name, value});
  };
  const LedgerPlace& place = story_.place;
  add("Run", report().id.value);
  add("Asked for by", story_.by);
  add("As of", abide::to_string(Instant{std::chrono::floor<std::chrono::seconds>(plan().at)}));
  add("Policy", fmt::format("{}, {}", plan().policy, plan().policy_digest));
  add("Deployment", plan().deployment);
  if (place.last > 0)
    add("Place in the ledger", fmt::format("its entries stand between {} and {}, of {} so far",
                                           place.first, place.last, place.entries));
  add("Head of the ledger", place.root);
  table("For the record", {"What", "Which"}, lines, "");
  if (report().checkpoint.empty()) return;
  page_
      .paragraph(
          "The head that was signed after the run: no later ledger that lacks the run can pass for "
          "this one.")
      .command(report().checkpoint);
}

}  // namespace

Result<std::string> sweep_page(const SweepStory& story) {
  ABIDE_TRY(const Zone zone, Zone::find(story.swept.model.calendar.zone));
  return SweepPage{story, in_words(zone.local_date(story.swept.look.at))}.write();
}

}  // namespace abide::reports
