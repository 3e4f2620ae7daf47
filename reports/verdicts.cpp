#include "reports/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/record/evidence.hpp"

namespace abide::reports {
namespace {

using Answer = PromiseVerdict::Answer;

/// What the sweep left, but for its gaps.
record::SweepEvidence evidence_left(const Swept& swept) {
  record::SweepEvidence left;
  left.run = swept.report.id.value.empty() ? "this sweep" : swept.report.id.value;
  left.state = "complete";  // a step that was not done shows in what is found afterwards
  left.deployment = swept.plan.deployment;
  left.policy_digest = swept.plan.policy_digest;
  left.looked = swept.look.at;
  for (const reread::Residue& one : swept.look.residue)
    left.found.push_back({left.run, reread::to_string(one.kind), one.store + "." + one.table,
                          one.fields, one.rows, one.reason, one.promise});
  for (const reread::NotLooked& one : swept.look.not_looked)
    left.unseen.push_back({one.place, one.why});
  return left;
}

/// Stores and tables that a promise speaks of.
class Places {
 public:
  Places(const policy::Model& model, const std::vector<FieldId>& fields) : model_(model) {
    for (const FieldId field : fields) {
      const TableId table = model.at(field).table;
      tables_.insert(model.full_name(table));
      stores_.insert(model.at(model.at(table).store).name);
    }
  }
  /// A gap in a declared table is that table's; one in a store, or in a table that nobody declared,
  /// the whole store's; one that lies in no store is everybody's.
  [[nodiscard]] bool concern(const engine::Gap& gap) const {
    const std::string store = gap.place.substr(0, gap.place.find('.'));
    if (!model_.find_store(store)) return true;
    const std::string table = gap.place.substr(0, gap.place.find('.', store.size() + 1));
    return model_.find_table(table) ? tables_.contains(table) : stores_.contains(store);
  }

 private:
  const policy::Model& model_;
  std::set<std::string> tables_;
  std::set<std::string> stores_;
};

std::vector<std::string> stand_ins_of(const Swept& swept) {
  std::vector<std::string> names;
  for (const policy::Binding& binding : swept.deployment.bindings)
    if (binding.stand_in) names.push_back(swept.model.at(binding.store).name);
  return names;
}

record::Question question_of(const Swept& swept, PromiseId promise) {
  record::Question question{swept.model, {}, {}, stand_ins_of(swept), {}, swept.look.at};
  for (std::uint32_t i = 0; i < swept.model.rules.size(); ++i) {
    const policy::Rule& rule = swept.model.rules[i];
    if (rule.promise != promise) continue;
    question.rules.push_back(RuleId{i});
    question.fields.insert(question.fields.end(), rule.fields.begin(), rule.fields.end());
  }
  std::ranges::sort(question.fields);
  const auto twins = std::ranges::unique(question.fields);
  question.fields.erase(twins.begin(), twins.end());
  return question;
}

Answer answer_of(record::Adherence::Answer answer) {
  switch (answer) {
    case record::Adherence::Answer::yes:
      return Answer::kept;
    case record::Adherence::Answer::no:
      return Answer::overdue;
    case record::Adherence::Answer::not_shown:
      return Answer::unproven;
    case record::Adherence::Answer::unknown:
    case record::Adherence::Answer::nothing:
      return Answer::elsewhere;
  }
  return Answer::elsewhere;
}

}  // namespace

std::string_view to_string(Answer answer) {
  switch (answer) {
    case Answer::kept:
      return "kept";
    case Answer::overdue:
      return "overdue";
    case Answer::unproven:
      return "not proven";
    case Answer::elsewhere:
      return "not judged by a sweep";
  }
  return "";
}

std::vector<PromiseVerdict> verdicts_of(const Swept& swept) {
  record::SweepEvidence evidence = evidence_left(swept);
  std::vector<PromiseVerdict> all;
  for (std::uint32_t i = 0; i < swept.model.promises.size(); ++i) {
    if (swept.model.promises[i].decide_by) continue;
    const record::Question question = question_of(swept, PromiseId{i});
    const Places places{swept.model, question.fields};
    evidence.open_gaps = static_cast<std::uint64_t>(std::ranges::count_if(
        swept.plan.gaps,
        [&](const engine::Gap& gap) { return !gap.waived && places.concern(gap); }));
    const record::Adherence shown = record::judge(question, &evidence);
    all.push_back({PromiseId{i}, answer_of(shown.answer), shown.reasons});
  }
  return all;
}

}  // namespace abide::reports
