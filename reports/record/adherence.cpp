// What the evidence says of a part of the data.
#include <fmt/format.h>

#include <algorithm>

#include "reports/record/evidence.hpp"

namespace abide::reports::record {
namespace {

/// Whether it breaks a promise by now: what is due, or was begun and not done, does not yet.
bool is_broken(const FoundRows& found) {
  return is_failure(found) && found.kind != "due" && found.kind != "not_done";
}

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
    for (std::uint32_t i = 0; i < q_.model.fields.size(); ++i) {
      const bool is_of_people = std::ranges::any_of(
          q_.model.fields[i].categories,
          [&](CategoryId leaf) { return q_.model.at(leaf).mark != policy::Mark::anonymous; });
      if (is_of_people) personal_.emplace_back(i);
    }
  }

  Adherence judge() {
    Adherence verdict;
    bool overdue = false;
    for (std::size_t i = 0; i < evidence_.found.size(); ++i) {
      const FoundRows& found = evidence_.found[i];
      if (!concerns(found)) continue;
      verdict.of.insert(i);
      // What is due and not overdue breaks no promise yet; it is not shown to be kept either.
      overdue = overdue || is_broken(found);
      note_once(is_failure(found) ? verdict.reasons : verdict.stays, words_of(found));
    }
    for (const std::string& request : q_.overdue) note_once(verdict.reasons, request);
    overdue = overdue || !q_.overdue.empty();
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
    const auto names = [&](FieldId id) {
      const policy::Field& field = q_.model.at(id);
      return q_.model.full_name(field.table) == found.table &&
             std::ranges::any_of(found.fields, [&](const std::string& name) {
               return name == field.name || name == field.column;
             });
    };
    if (std::ranges::any_of(q_.fields, names)) return true;
    // A column that is nobody's data, or not declared, is of no row by itself: what it gives away
    // is whose the others are.
    return is_failure(found) && std::ranges::none_of(personal_, names);
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
  std::vector<FieldId> personal_;  ///< columns that may be of some row of the record
};

}  // namespace

bool is_failure(const FoundRows& found) {
  return found.kind == "due" || found.kind == "overdue" || found.kind == "remains" ||
         found.kind == "linked" || found.kind == "not_done";
}

Adherence judge(const Question& question, const SweepEvidence* evidence) {
  if (question.fields.empty())
    return {Adherence::Answer::nothing, {}, {}, "Not applicable: no declared store keeps it"};
  if (evidence == nullptr) return {};
  return Judge{question, *evidence}.judge();
}

std::vector<std::string> unplaced(const SweepEvidence& evidence,
                                  const std::set<std::size_t>& placed) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < evidence.found.size(); ++i)
    if (is_failure(evidence.found[i]) && !placed.contains(i))
      note_once(all, words_of(evidence.found[i]));
  return all;
}

}  // namespace abide::reports::record
