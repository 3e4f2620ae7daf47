// The ledger, read once for what a sweep and the erasures after it left.
#include "reports/record/evidence.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/ledger/entries.hpp"

namespace abide::reports::record {
namespace {

using ledger::text_of;

Json list(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_array() ? *at : Json::array();
}

std::uint64_t number(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

std::vector<FoundRows> residue_of(const Json& seen, const std::string& run) {
  std::vector<FoundRows> all;
  for (const Json& one : list(seen, "residue")) {
    FoundRows found{run,
                    text_of(one, "kind"),
                    text_of(one, "store") + "." + text_of(one, "table"),
                    {},
                    number(one, "rows"),
                    text_of(one, "reason"),
                    text_of(one, "promise")};
    for (const Json& field : list(one, "fields"))
      if (field.is_string()) found.fields.push_back(field.get<std::string>());
    all.push_back(std::move(found));
  }
  return all;
}

/// Steps of an erasure that did not take all that they were to take.
std::vector<FoundRows> undone_of(const Json& certificate, const std::string& run) {
  std::vector<FoundRows> all;
  for (const Json& step : list(certificate, "steps")) {
    const std::string outcome = text_of(step, "outcome");
    const std::uint64_t planned = number(step, "planned");
    const std::uint64_t done = number(step, "rows");
    if (outcome == "done" && done >= planned) continue;
    const std::string reason = text_of(step, "reason");
    FoundRows undone{run,
                     "not_done",
                     text_of(step, "store") + "." + text_of(step, "table"),
                     {},
                     planned - std::min(planned, done),
                     "not erased yet: " + (reason.empty() ? outcome : reason),
                     ""};
    for (const Json& column : list(step, "columns"))
      if (column.is_string()) undone.fields.push_back(column.get<std::string>());
    all.push_back(std::move(undone));
  }
  return all;
}

/// Takes the entries in order and keeps what the newest finished sweep left.
class Reader {
 public:
  void take(const Json& entry) {
    const std::string kind = text_of(entry, "kind");
    const std::string run = text_of(entry, "run");
    if (kind == "run_started") {
      open_.push_back({run,
                       text_of(entry, "what"),
                       text_of(entry, "deployment"),
                       text_of(entry, "policy_digest"),
                       "",
                       parse_instant(text_of(entry, "planned_at")),
                       number(entry, "open_gaps"),
                       {},
                       {},
                       {}});
    } else if (kind == "reread" && run.empty()) {
      deep_ = residue_of(entry, "the deep look of " + text_of(entry, "at"));
    } else if (kind == "reread") {
      look(run, entry, entry);
    } else if (kind == "certificate") {
      look(run, entry, entry.contains("reread") ? entry["reread"] : Json::object());
    } else if (kind == "run_finished") {
      end(run, entry);
    }
  }
  SweepEvidence finish() && {
    for (const Run& run : open_) last_.unfinished.push_back(run.name);
    std::ranges::copy_if(deep_, std::back_inserter(last_.found), is_failure);
    return std::move(last_);
  }

 private:
  struct Run {
    std::string name, what, deployment, policy_digest, who;
    std::optional<Instant> as_of;  ///< whose dates counted
    std::uint64_t open_gaps = 0;
    std::optional<Instant> looked;
    std::vector<FoundRows> found;
    std::vector<Unseen> unseen;
  };

  void look(const std::string& name, const Json& entry, const Json& seen) {
    const auto run = std::ranges::find(open_, name, &Run::name);
    if (run == open_.end()) return;
    // What was looked for is what was due by then: a night of a backlog says nothing of later days.
    run->looked = parse_instant(text_of(entry, "at"));
    if (run->looked && run->as_of) run->looked = std::min(*run->looked, *run->as_of);
    run->who = text_of(entry, "subject");
    run->found = residue_of(seen, name);
    if (run->what != "sweep")
      std::ranges::move(undone_of(entry, name), std::back_inserter(run->found));
    for (FoundRows& found : run->found) found.who = run->who;
    for (const Json& one : list(seen, "not_looked_at"))
      run->unseen.push_back({text_of(one, "place"), text_of(one, "why")});
  }

  void end(const std::string& name, const Json& entry) {
    const auto run = std::ranges::find(open_, name, &Run::name);
    if (run == open_.end()) return;
    if (run->what == "sweep") {
      last_ = {run->name,   text_of(entry, "state"), run->deployment,       run->policy_digest,
               run->looked, run->open_gaps,          std::move(run->found), std::move(run->unseen),
               {}};
    } else {
      // An erasure since then: what it failed to take counts, what it may keep was its own affair.
      // The newest one of a person says how things stand.
      if (!run->who.empty())
        std::erase_if(last_.found, [&](const FoundRows& one) { return one.who == run->who; });
      std::ranges::copy_if(run->found, std::back_inserter(last_.found), is_failure);
      for (Unseen& one : run->unseen)
        last_.unseen.push_back({std::move(one.place), one.why + ", after " + run->name});
    }
    open_.erase(run);
  }

  std::vector<Run> open_;
  SweepEvidence last_;
  std::vector<FoundRows> deep_;
};

}  // namespace

Result<SweepEvidence> read_evidence(ledger::Ledger& ledger) {
  Reader reader;
  ABIDE_CHECK(ledger::each_entry(ledger, [&](const Json& entry) { reader.take(entry); }));
  return std::move(reader).finish();
}

}  // namespace abide::reports::record
