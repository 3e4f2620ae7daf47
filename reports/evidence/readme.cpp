#include "reports/evidence/readme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/evidence/entry_words.hpp"
#include "reports/html.hpp"

namespace abide::reports {
namespace {

using policy::Model;

/// The newest run of a kind that came to an end.
const RunStory* newest(const LedgerStory& story, const std::string& what) {
  const auto at = std::ranges::find_if(
      story.runs.rbegin(), story.runs.rend(),
      [&](const RunStory& run) { return run.what == what && !run.state.empty(); });
  return at == story.runs.rend() ? nullptr : &*at;
}

/// What nobody looked at, what is open, what ended otherwise than complete: first, so that nobody
/// takes the rest for more than it is.
std::vector<std::string> not_covered(const Model& model, const LedgerStory& story) {
  std::vector<std::string> all{"What the policy does not say: nobody looked for it.",
                               "Free text, files and backups: the look after a run follows paths "
                               "and identifiers, and searches nothing else."};
  for (const policy::Store& store : model.stores) {
    if (store.no_reach_because)
      all.push_back(fmt::format("{} ({}): out of reach, {}",
                                store.title.empty() ? store.name : store.title, store.name,
                                *store.no_reach_because));
  }
  const RunStory* const sweep = newest(story, "sweep");
  if (sweep == nullptr) all.push_back("No sweep has come to an end.");
  if (sweep != nullptr) {
    for (const std::string& place : sweep->not_looked)
      all.push_back(fmt::format("{}, after {}", place, sweep->run));
    for (const std::string& rest : sweep->left)
      all.push_back(fmt::format("{}: should be gone, found after {}", rest, sweep->run));
    if (sweep->open_gaps > 0)
      all.push_back(fmt::format("{} gap{} open when {} was planned", sweep->open_gaps,
                                sweep->open_gaps == 1 ? "" : "s", sweep->run));
  }
  for (const RunStory& run : story.runs) {
    if (run.state != "complete")
      all.push_back(fmt::format("{}, begun {}: {}", run.run, run.begun,
                                run.state.empty() ? "nothing says how it ended" : run.state));
    if (run.what != "erase") continue;
    if (run.state == "complete" && run.rows == 0 && !run.kept.empty())
      all.push_back(fmt::format("{}: nothing of {} was erased; {}", run.run, run.whom,
                                run.kept.front().reason));
    for (const std::string& rest : run.left)
      all.push_back(fmt::format("{}: should be gone, found after {}", rest, run.run));
    for (const std::string& place : run.not_looked)
      all.push_back(fmt::format("{}, after {}", place, run.run));
  }
  for (const policy::Waiver& waiver : model.waivers)
    all.push_back(fmt::format("{} on {} is waived until {} by {}: {}", waiver.code,
                              fmt::join(waiver.on, ", "), to_string(waiver.until), waiver.by,
                              waiver.because));
  return all;
}

void promises(Page& page, const Model& model) {
  std::vector<std::vector<std::string>> rows;
  for (const policy::Promise& promise : model.promises)
    rows.push_back({promise.id, promise.quote, promise.mode.empty() ? "not stated" : promise.mode});
  page.heading("What was promised")
      .paragraph(
          "The notice's sentences, as the policy quotes them, and the strength that the policy "
          "claims for each.")
      .table({"Promise", "Sentence", "Claimed"}, rows);
}

/// To the second: what comes behind says nothing to a reader.
std::string moment(const std::string& at) { return at.substr(0, at.find('.')) + "Z"; }

/// How it ended: of an erasure, whether anything is erased at all.
std::string ended(const RunStory& run) {
  if (run.state.empty()) return "not ended";
  if (run.what != "erase" || run.state != "complete") return run.state;
  if (!run.left.empty()) return "complete, with something left";
  if (run.rows == 0) return run.kept.empty() ? "nothing was there to erase" : "nothing was erased";
  return run.kept.empty() ? "complete" : "complete but for what stays";
}

void runs(Page& page, const LedgerStory& story) {
  page.heading("What ran");
  if (story.runs.empty()) page.paragraph("Nothing yet.");
  for (const RunStory& run : story.runs) {
    page.subheading(fmt::format(
        "{}: {}, {}", run.run, run.whom.empty() ? run.what : "erasure of " + run.whom, ended(run)));
    page.paragraph(fmt::format("Asked for by {}, begun {}; {} removed or emptied.", run.by,
                               moment(run.begun), rows_of(run.rows)));
    if (!run.done.empty()) page.list(run.done);
    for (const Staying& rest : run.kept)
      page.paragraph(
          fmt::format("Stays, since {}: {}.", rest.reason, fmt::join(rest.places, ", ")));
  }
}

void acts(Page& page, const LedgerStory& story) {
  std::vector<std::vector<std::string>> rows;
  for (const Act& act : story.acts) rows.push_back({moment(act.at), act.by, act.words});
  page.heading("Holds, requests and other acts").table({"When", "By", "What"}, rows);
}

}  // namespace

std::string evidence_page(const Model& model, const std::string& deployment,
                          const LedgerStory& story, const std::string& key,
                          const std::string& made) {
  Page page{fmt::format("Evidence of {}, deployment {}",
                        model.title.empty() ? model.name : model.title, deployment)};
  page.paragraph(fmt::format("Exported at {}.", moment(made)))
      .heading("What was not looked at, and what is open");
  const auto open = not_covered(model, story);
  page.list(open);
  page.heading("How to check this folder")
      .paragraph(
          "Take the key that was kept elsewhere when the ledger was begun, and compare every "
          "entry, signature and file. "
          "Python 3 and openssl are enough.")
      .command("python3 verify.py --key KEY")
      .paragraph("The ledger itself says that it began with this key:")
      .command(key)
      .paragraph(
          "Those whom the data is about stand here by a reference that only the installation's own "
          "keys can make, unless somebody wrote their name into a reason or a note.");
  runs(page, story);
  acts(page, story);
  promises(page, model);
  return page.text();
}

}  // namespace abide::reports
