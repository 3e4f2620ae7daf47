// One test as it is played: the world it builds, whom it speaks of, what was found. Internal to
// this folder.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/scenarios/scenarios.hpp"
#include "engine/scenarios/world.hpp"
#include "policy/decision.hpp"

namespace abide::engine::scenarios {

/// Who acts in the throw-away control store.
inline constexpr const char* tester = "abide test";

[[nodiscard]] bool is_expectation(const policy::ScenarioStep& step);
/// A fault of the test itself, told like any other failure.
[[nodiscard]] Error fault(std::string message, std::string help = "");

/// Plays one test, once. Everything is borrowed.
class Play {
 public:
  Play(const Bench& bench, const policy::Scenario& scenario)
      : bench_(bench), model_(bench.words()), scenario_(scenario) {
    result_.name = scenario.name;
    result_.location = scenario.location;
    result_.span = scenario.span;
  }
  ScenarioResult play();

  // One overload for each kind of step; an error is a fault of the test or of a store.
  Result<void> operator()(const policy::GivenRow& row);
  Result<void> operator()(const policy::GivenPerson& person);
  Result<void> operator()(const policy::GivenState& state);
  Result<void> operator()(const policy::HoldStep& hold);
  Result<void> operator()(const policy::RequestStep& request);
  Result<void> operator()(const policy::Happens& event);
  Result<void> operator()(const policy::ErasePerson& person);
  Result<void> operator()(const policy::ExpectRows& rows);
  Result<void> operator()(const policy::ExpectPlan& plan);
  Result<void> operator()(const policy::ExpectError& error);
  Result<void> operator()(const policy::ExpectDue& due);
  Result<void> operator()(const policy::ExpectReach& reach);
  Result<void> operator()(const policy::ExpectScrub& /*scrub*/) {
    return pass_over("the scrubber is not built yet");
  }

 private:
  Result<void> pass_over(const std::string& why);
  Result<void> step(const policy::ScenarioStep& step);
  Result<void> begin(const policy::ScenarioStep& step);
  Result<void> swept();
  void fail(Failure failure);
  /// Notes sentences as put to use.
  void touch(const std::vector<Why>& whys);
  [[nodiscard]] Result<Person> person(const policy::Literal& who,
                                      std::optional<TableId> about) const;
  [[nodiscard]] Result<SubjectId> subject_of(const std::string& name,
                                             std::optional<TableId> about) const;
  [[nodiscard]] Row key(const std::vector<policy::Literal>& literals) const;
  /// Rows of the table that the event is about: by key, by person, or all.
  [[nodiscard]] std::vector<std::size_t> rows_meant(TableId table, const policy::Happens& event,
                                                    const std::optional<Person>& who) const;
  Result<void> tell(const policy::Happens& event, const policy::Told& told,
                    const std::optional<Person>& who);

  const Bench& bench_;
  const policy::Model& model_;  ///< whose words the test is in
  const policy::Scenario& scenario_;
  ScenarioResult result_;
  const policy::ScenarioStep* now_ = nullptr;
  std::unique_ptr<World> world_;
  std::map<std::string, SubjectId> people_;
  std::map<std::string, HoldId> holds_;
  std::map<std::string, RequestId> requests_;
  std::optional<Person> asked_erasure_;
  /// The last thing that somebody asked for.
  struct Asked {
    std::string kind;
    SubjectId subject;
    Instant received;
  };
  std::optional<Asked> asked_;
  policy::KnownStates states_;
  bool begun_ = false;  ///< a day has been named
  bool clean_ = false;  ///< today's sweep has run and nothing happened since
  std::size_t disagreements_told_ = 0;
};

}  // namespace abide::engine::scenarios
