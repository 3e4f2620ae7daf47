#include "reports/record/evidence.hpp"

#include <fmt/format.h>

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

bool is_failure(const FoundRows& found) {
  return found.kind == "due" || found.kind == "overdue" || found.kind == "remains" ||
         found.kind == "linked";
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
                       parse_instant(text_of(entry, "planned_at")),
                       number(entry, "open_gaps"),
                       {},
                       {},
                       {}});
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
    return std::move(last_);
  }

 private:
  struct Run {
    std::string name, what, deployment, policy_digest;
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
    for (const Json& one : list(seen, "residue")) {
      FoundRows found{name,
                      text_of(one, "kind"),
                      text_of(one, "store") + "." + text_of(one, "table"),
                      {},
                      number(one, "rows"),
                      text_of(one, "reason"),
                      text_of(one, "promise")};
      for (const Json& field : list(one, "fields"))
        if (field.is_string()) found.fields.push_back(field.get<std::string>());
      run->found.push_back(std::move(found));
    }
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
      std::ranges::copy_if(run->found, std::back_inserter(last_.found), is_failure);
    }
    open_.erase(run);
  }

  std::vector<Run> open_;
  SweepEvidence last_;
};

std::string rows_of(std::uint64_t rows) {
  return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

std::string words_of(const FoundRows& found) {
  return fmt::format(
      "{}: {}{}; {}{}, found after {}", found.table, rows_of(found.rows),
      found.fields.empty() ? "" : fmt::format(" ({})", fmt::join(found.fields, ", ")), found.reason,
      found.promise.empty() ? "" : " (" + found.promise + ")", found.run);
}

void note_once(std::vector<std::string>& to, std::string words) {
  if (std::ranges::find(to, words) == to.end()) to.push_back(std::move(words));
}

class Judge {
 public:
  Judge(const Question& question, const SweepEvidence& evidence)
      : q_(question), evidence_(evidence) {
    for (const FieldId field : q_.fields) {
      tables_.insert(q_.model.full_name(q_.model.at(field).table));
      stores_.insert(q_.model.at(q_.model.at(field).table).store);
    }
    for (const RuleId rule : q_.rules) promises_.insert(q_.model.at(q_.model.at(rule).promise).id);
  }

  Adherence judge() {
    Adherence verdict;
    bool overdue = false;
    for (const FoundRows& found : evidence_.found) {
      if (!concerns(found)) continue;
      if (!is_failure(found)) {
        note_once(verdict.stays, words_of(found));
        continue;
      }
      // What is due and not overdue breaks no promise yet; it is not shown to be kept either.
      overdue = overdue || found.kind != "due";
      note_once(verdict.reasons, words_of(found));
    }
    waivers(verdict);
    if (!overdue) unseen(verdict);
    verdict.answer = overdue                   ? Adherence::Answer::no
                     : verdict.reasons.empty() ? Adherence::Answer::yes
                                               : Adherence::Answer::not_shown;
    verdict.words = words(verdict.answer);
    return verdict;
  }

 private:
  [[nodiscard]] bool concerns(const FoundRows& found) const {
    if (!tables_.contains(found.table)) return false;
    if (found.fields.empty())
      return found.promise.empty() || promises_.contains(found.promise) || is_failure(found);
    return std::ranges::any_of(q_.fields, [&](FieldId id) {
      const policy::Field& field = q_.model.at(id);
      return q_.model.full_name(field.table) == found.table &&
             std::ranges::find(found.fields, field.name) != found.fields.end();
    });
  }

  void unseen(Adherence& verdict) const {
    const policy::Model& model = q_.model;
    if (evidence_.run.empty()) {
      note_once(verdict.reasons, "no sweep has come to an end");
      return;
    }
    for (const StoreId id : stores_) {
      const policy::Store& store = model.at(id);
      if (store.no_reach_because)
        note_once(verdict.reasons,
                  fmt::format("`{}` is out of reach: {}", store.name, *store.no_reach_because));
      if (std::ranges::find(q_.stand_ins, store.name) != q_.stand_ins.end())
        note_once(
            verdict.reasons,
            fmt::format("what was swept as `{}` is a stand-in, and not the {} that the policy "
                        "names",
                        store.name, store.kind));
    }
    for (const Unseen& one : evidence_.unseen)
      if (is_ours(one.place))
        note_once(verdict.reasons, fmt::format("nobody looked at {}: {}", one.place, one.why));
    if (evidence_.state != "complete")
      note_once(verdict.reasons, fmt::format("{} ended {}", evidence_.run, evidence_.state));
    if (evidence_.open_gaps > 0)
      note_once(verdict.reasons,
                fmt::format("{} gap{} open when {} was planned", evidence_.open_gaps,
                            evidence_.open_gaps == 1 ? "" : "s", evidence_.run));
    for (const std::string& run : evidence_.unfinished)
      note_once(verdict.reasons, fmt::format("nothing says how {} ended", run));
    if (evidence_.policy_digest != to_hex(policy::meaning_digest(model)))
      note_once(verdict.reasons, fmt::format("the policy has changed since {}", evidence_.run));
    stale(verdict);
  }

  /// Evidence is stale after two missed intervals.
  void stale(Adherence& verdict) const {
    if (!evidence_.looked) {
      note_once(verdict.reasons, fmt::format("nobody looked again after {}", evidence_.run));
      return;
    }
    const Period sweeps = q_.model.calendar.sweep_every;
    const Period every = sweeps.is_civil() ? sweeps : Period{1, Period::Unit::days};
    const Date day{std::chrono::floor<std::chrono::days>(*evidence_.looked)};
    const Date last = abide::add(abide::add(day, every, Rounding::up), every, Rounding::up);
    const Date today{std::chrono::floor<std::chrono::days>(q_.at)};
    if (today > last)
      note_once(verdict.reasons,
                fmt::format("the last look is of {}, and the policy has a sweep every {}",
                            to_string(day), to_string(every)));
  }

  [[nodiscard]] bool is_ours(const std::string& place) const {
    return std::ranges::any_of(tables_, [&](const std::string& table) {
      const std::string store = table.substr(0, table.find('.'));
      return place == store || place == table || place.starts_with(table + ".");
    });
  }

  void waivers(Adherence& verdict) const {
    for (const policy::Waiver& waiver : q_.model.waivers) {
      if (!std::ranges::any_of(waiver.on, [&](const std::string& on) { return is_ours(on); }))
        continue;
      note_once(verdict.stays,
                fmt::format("{} on {} is waived until {}: {}", waiver.code,
                            fmt::join(waiver.on, ", "), to_string(waiver.until), waiver.because));
    }
  }

  [[nodiscard]] std::string words(Adherence::Answer answer) const {
    const std::string when =
        evidence_.looked
            ? fmt::format(" as of {} ({}, deployment {})",
                          to_string(Date{std::chrono::floor<std::chrono::days>(*evidence_.looked)}),
                          evidence_.run, evidence_.deployment)
            : "";
    if (answer == Adherence::Answer::yes)
      return fmt::format(
          "Yes,{}: the stores were looked at again, and nothing was found that "
          "should be gone",
          when);
    if (answer == Adherence::Answer::no) return fmt::format("No,{}", when);
    return fmt::format("Not shown{}", when.empty() ? "" : "," + when);
  }

  const Question& q_;
  const SweepEvidence& evidence_;
  std::set<std::string> tables_;
  std::set<StoreId> stores_;
  std::set<std::string> promises_;
};

}  // namespace

Result<SweepEvidence> read_evidence(ledger::Ledger& ledger) {
  Reader reader;
  ABIDE_CHECK(ledger::each_entry(ledger, [&](const Json& entry) { reader.take(entry); }));
  return std::move(reader).finish();
}

Adherence judge(const Question& question, const SweepEvidence* evidence) {
  if (question.fields.empty())
    return {Adherence::Answer::nothing, {}, {}, "Not applicable: no declared store keeps it"};
  if (evidence == nullptr) return {};
  return Judge{question, *evidence}.judge();
}

std::vector<std::string> unplaced(const SweepEvidence& evidence,
                                  const std::set<std::string>& tables) {
  std::vector<std::string> all;
  for (const FoundRows& found : evidence.found)
    if (is_failure(found) && !tables.contains(found.table)) note_once(all, words_of(found));
  return all;
}

}  // namespace abide::reports::record
