// Loosened policies against the tests that could tell.
#include "engine/scenarios/mutate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/answers/answers.hpp"
#include "engine/control/asked.hpp"
#include "policy/loosen/effect.hpp"

namespace abide::engine::scenarios {
namespace {

using policy::Effect;
using policy::Loosening;
using policy::Model;
using policy::Scenario;
using policy::ScenarioStep;
using Fate = Mutant::Fate;

/// What one test is about, by which it can tell one policy from another.
struct About {
  std::set<TableId> tables;  ///< of which it gives rows
  std::set<EventId> events;  ///< that happen, by a row's column or by what is told
  std::set<CategoryId> leaves;
  bool asks_due = false;
  bool expects_rows = false;
  bool expects_code = false;
};

class SubjectReading {
 public:
  SubjectReading(const Model& model, About& into) : model_(model), into_(into) {}

  void operator()(const policy::GivenRow& row) const {
    into_.tables.insert(row.table);
    for (std::uint32_t i = 0; i < model_.events.size(); ++i) {
      const auto* column = std::get_if<policy::AtColumn>(&model_.events[i].source);
      const bool given = column != nullptr && std::ranges::any_of(row.cells, [&](const auto& cell) {
                           return cell.first == column->field &&
                                  !std::holds_alternative<std::monostate>(cell.second);
                         });
      // A row that somebody else's row is not there for has missed it since the first night.
      const bool absent = std::holds_alternative<policy::OnAbsence>(model_.events[i].source);
      if (given || absent) into_.events.insert(EventId{i});
    }
  }
  void operator()(const policy::Happens& event) const { into_.events.insert(event.event); }
  void operator()(const policy::ExpectRows& /*rows*/) const { into_.expects_rows = true; }
  void operator()(const policy::ExpectPlan& /*plan*/) const { into_.expects_rows = true; }
  void operator()(const policy::ExpectReach& reach) const {
    into_.leaves.insert(reach.leaves.begin(), reach.leaves.end());
  }
  void operator()(const policy::ExpectDue& /*due*/) const { into_.asks_due = true; }
  void operator()(const policy::ExpectError& /*error*/) const { into_.expects_code = true; }
  template <class Other>
  void operator()(const Other& /*other*/) const {}

 private:
  const Model& model_;
  About& into_;
};

template <class Set, class List>
bool meets(const Set& set, const List& list) {
  return std::ranges::any_of(list, [&](const auto& one) { return set.contains(one); });
}

/// The steps that speak of flows alone, so that no stores are made for them.
Scenario flows_of(const Scenario& test) {
  Scenario part = test;
  std::erase_if(part.steps, [](const ScenarioStep& step) {
    return !std::holds_alternative<policy::ExpectReach>(step.what) &&
           !std::holds_alternative<policy::GivenState>(step.what);
  });
  return part;
}

/// A day of a request that is answered otherwise under another policy.
struct Answered {
  std::string subject;
  std::string kind;
  Date received;
  Date due;
};

/// Whether requests of some kind by somebody have another last day; tried on every day of half a
/// year that has a short month, weekends and bank holidays.
class Answers {
 public:
  Answers(const Mutating& before, const Model& model, const std::vector<policy::Right>& rights)
      : before_(before), model_(model), rights_(rights) {}

  Result<std::optional<Answered>> first_difference() const {
    std::vector<Asked> differing;
    for (const policy::Subject& subject : before_.model.subjects) {
      for (const std::string& kind : kinds()) {
        if (terms_differ(subject.name, kind)) differing.push_back({subject.name, kind});
      }
    }
    std::optional<Answered> found;
    if (differing.empty()) return found;
    ABIDE_TRY(const Deadlines before, Deadlines::of(before_.model, before_.rights));
    ABIDE_TRY(const Deadlines after, Deadlines::of(model_, rights_));
    ABIDE_TRY(const Zone zone, Zone::find(before_.model.calendar.zone));
    for (const auto& [subject, kind] : differing) {
      for (int day = 0; day < days && !found; ++day) {
        const Date received = add_days(first, day);
        const Instant at = zone.start_of(received) + std::chrono::hours{12};
        ABIDE_TRY(const auto one, before.due(subject, kind, at, at));
        ABIDE_TRY(const auto other, after.due(subject, kind, at, at));
        if (one && (!other || other->day != one->day)) {
          found = Answered{subject, kind, received, one->day};
        }
      }
    }
    return found;
  }

 private:
  struct Asked {
    std::string subject;
    std::string kind;
  };
  static constexpr Date first{std::chrono::year{2027}, std::chrono::January, std::chrono::day{1}};
  static constexpr int days = 181;

  [[nodiscard]] std::vector<std::string> kinds() const {
    std::vector<std::string> all{std::string{any_request}};
    const auto add = [&](const std::string& kind) {
      if (!kind.empty() && std::ranges::find(all, kind) == all.end()) all.push_back(kind);
    };
    for (const policy::Right& right : before_.rights) add(right.kind);
    for (const policy::Event& event : before_.model.events) {
      const auto* told = std::get_if<policy::Told>(&event.source);
      if (told != nullptr && told->by == policy::Told::By::requests) add(event.name);
    }
    return all;
  }
  [[nodiscard]] bool terms_differ(const std::string& subject, const std::string& kind) const {
    const auto periods = [&](const Model& model, const std::vector<policy::Right>& rights) {
      std::multiset<std::string> all;
      for (const AnswerTerm& term : answer_terms(model, rights, subject, kind)) {
        all.insert(abide::to_string(term.within));
      }
      return all;
    };
    return periods(before_.model, before_.rights) != periods(model_, rights_);
  }
  const Mutating& before_;
  const Model& model_;
  const std::vector<policy::Right>& rights_;
};

class Workshop {
 public:
  explicit Workshop(const Mutating& mutating)
      : mutating_(mutating),
        loosener_(mutating.sources, mutating.model),
        tests_(policy::scenarios_of(mutating.sources, mutating.model)) {
    for (const Scenario& test : tests_) {
      About& subject = subjects_.emplace_back();
      for (const ScenarioStep& step : test.steps) {
        std::visit(SubjectReading{mutating.model, subject}, step.what);
      }
    }
  }

  Result<Mutant> make(Loosening loosening) {
    Mutant mutant;
    const policy::Loosened loosened = loosener_.with(loosening);
    mutant.loosening = std::move(loosening);
    if (!loosened.result.model) {
      mutant.fate = Fate::refused;
      mutant.by = first_error(loosened.result.diagnostics);
      return mutant;
    }
    const Model& model = *loosened.result.model;
    ABIDE_TRY(const Effect effect, policy::effect_of(mutating_.model, model));
    const Answers answers{mutating_, model, loosened.rights};
    ABIDE_TRY(const auto answered, answers.first_difference());
    if (effect.is_none() && !answered) {
      mutant.fate = Fate::no_other;
      return mutant;
    }
    mutant.by = first_to_fail(loosened, effect, answered.has_value());
    mutant.fate = mutant.by.empty() ? Fate::survived : Fate::killed;
    if (mutant.fate == Fate::survived) {
      mutant.missing = effect.is_none() ? words_of(*answered) : effect.expectation;
    }
    return mutant;
  }

 private:
  static std::string first_error(const std::vector<policy::Diagnostic>& diagnostics) {
    const auto at =
        std::ranges::find(diagnostics, policy::Severity::error, &policy::Diagnostic::severity);
    return at == diagnostics.end() ? "" : at->code;
  }
  static std::string words_of(const Answered& answered) {
    const std::string event = answered.kind == any_request || answered.kind.ends_with("_requested")
                                  ? "when " + answered.kind + " by NAME"
                                  : "given " + answered.kind + " request by NAME";
    return fmt::format("given {} NAME; on {} {}; expect due {}", answered.subject,
                       abide::to_string(answered.received), event, abide::to_string(answered.due));
  }
  /// Name of the first test that fails; those first that failed for the same statement before,
  /// since they speak of it.
  std::string first_to_fail(const policy::Loosened& loosened, const Effect& effect, bool answers) {
    const Model& model = *loosened.result.model;
    std::vector<std::string> codes;
    for (const policy::Diagnostic& one : loosened.result.diagnostics) codes.push_back(one.code);
    const Bench bench{model,
                      loosened.rights,
                      codes,
                      mutating_.open,
                      mutating_.files,
                      effect.is_of_other_names ? nullptr : &mutating_.model,
                      Bench::Until::first_failure};
    const auto tests =
        effect.is_of_other_names ? policy::scenarios_of(mutating_.sources, model) : tests_;
    for (const std::size_t i : in_order(effect, answers)) {
      const bool whole = effect.is_of_other_names || answers || is_of_rows(effect, subjects_[i]) ||
                         subjects_[i].expects_code;
      const ScenarioResult result = run_scenario(bench, whole ? tests[i] : flows_of(tests[i]));
      if (result.outcome != ScenarioResult::Outcome::failed) continue;
      last_to_fail_ = i;
      return result.name;
    }
    return "";
  }
  static bool is_of_rows(const Effect& effect, const About& subject) {
    return effect.is_of_rows() && subject.expects_rows && meets(subject.tables, effect.tables) &&
           (effect.whatever_happens || meets(subject.events, effect.events));
  }
  [[nodiscard]] bool could_tell(std::size_t test, const Effect& effect, bool answers) const {
    const About& subject = subjects_[test];
    if (mutating_.results[test].outcome == ScenarioResult::Outcome::failed) return false;
    return effect.is_of_other_names || is_of_rows(effect, subject) ||
           meets(subject.leaves, effect.leaves) || (answers && subject.asks_due) ||
           subject.expects_code;
  }
  [[nodiscard]] std::vector<std::size_t> in_order(const Effect& effect, bool answers) const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < tests_.size(); ++i) {
      if (could_tell(i, effect, answers)) order.push_back(i);
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t i) {
      return i == last_to_fail_ ? 0 : subjects_[i].tables.size() + 1;
    });
    return order;
  }

  const Mutating& mutating_;
  policy::Loosener loosener_;
  std::vector<Scenario> tests_;
  std::vector<About> subjects_;
  std::size_t last_to_fail_ = 0;
};

}  // namespace

std::vector<Loosening> sample(std::vector<Loosening> all, std::size_t limit) {
  if (limit == 0 || all.size() <= limit) return all;
  std::vector<Loosening> some;
  for (std::size_t i = 0; i < limit; ++i) some.push_back(std::move(all[i * all.size() / limit]));
  return some;
}

Result<std::vector<Mutant>> mutate(const Mutating& mutating, std::vector<Loosening> loosenings,
                                   const Watch& watch) {
  Workshop workshop{mutating};
  std::vector<Mutant> mutants;
  const std::size_t all = loosenings.size();
  for (Loosening& one : loosenings) {
    ABIDE_TRY(Mutant mutant, workshop.make(std::move(one)));
    mutants.push_back(std::move(mutant));
    if (watch) watch(mutants.size(), all);
  }
  return mutants;
}

}  // namespace abide::engine::scenarios
