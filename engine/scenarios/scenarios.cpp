// One test from its first step to its last.
#include "engine/scenarios/scenarios.hpp"

#include <algorithm>

#include "engine/scenarios/play.hpp"

namespace abide::engine::scenarios {
namespace {

using policy::ScenarioStep;
using Outcome = ScenarioResult::Outcome;

template <class T>
bool is(const ScenarioStep& step) {
  return std::holds_alternative<T>(step.what);
}

}  // namespace

bool is_expectation(const ScenarioStep& step) {
  return is<policy::ExpectRows>(step) || is<policy::ExpectPlan>(step) ||
         is<policy::ExpectDue>(step) || is<policy::ExpectError>(step) ||
         is<policy::ExpectReach>(step) || is<policy::ExpectScrub>(step);
}

Error fault(std::string message, std::string help) {
  return {ErrorCode::refused, std::move(message), std::move(help)};
}

void Play::fail(Failure failure) {
  failure.location = now_ == nullptr ? scenario_.location : now_->location;
  failure.span = now_ == nullptr ? scenario_.span : now_->span;
  failure.sentence = now_ == nullptr ? "" : now_->sentence;
  result_.failures.push_back(std::move(failure));
}

void Play::touch(const std::vector<Why>& whys) {
  for (const Why& why : whys) {
    if (std::ranges::find(result_.touched, why) == result_.touched.end()) {
      result_.touched.push_back(why);
    }
  }
}

ScenarioResult Play::play() {
  for (const ScenarioStep& step : scenario_.steps) {
    if (bench_.until == Bench::Until::first_failure && !result_.failures.empty()) break;
    now_ = &step;
    if (is_expectation(step)) {
      ++result_.expectations;
      ++result_.judged;
    }
    if (const auto done = this->step(step); !done) {
      fail({{}, {}, "", "this step can be done", done.error().message, {done.error().help}});
      break;
    }
  }
  now_ = nullptr;
  if (world_) touch(world_->touched());
  if (result_.expectations == 0) {
    fail({{},
          {},
          "",
          "at least one `expect`",
          "the test expects nothing, so it proves nothing",
          {}});
  }
  result_.outcome = !result_.failures.empty() ? Outcome::failed
                    : !result_.why.empty()    ? Outcome::skipped
                                              : Outcome::passed;
  return std::move(result_);
}

/// The world begins on the first day that the test names.
Result<void> Play::begin(const ScenarioStep& step) {
  const auto* error = std::get_if<policy::ExpectError>(&step.what);
  const bool of_the_check =
      error != nullptr && std::ranges::find(bench_.codes, error->code) != bench_.codes.end();
  const bool flows_alone = is<policy::ExpectReach>(step) || is<policy::ExpectScrub>(step) ||
                           is<policy::GivenState>(step);
  if (world_ || flows_alone || of_the_check) return {};
  std::optional<Date> first;
  for (const ScenarioStep& one : scenario_.steps) {
    if (one.on && !first) first = one.on;
  }
  const bool needs_day = (is_expectation(step) && !is<policy::ExpectDue>(step)) ||
                         is<policy::Happens>(step) || is<policy::ErasePerson>(step);
  if (!first && needs_day) {
    return fault("the test names no day", "say when: `on 2026-03-01 expect …`");
  }
  ABIDE_TRY(world_, World::make(bench_.model, scenario_, bench_.open, bench_.files,
                                first.value_or(Date{std::chrono::year{2026}, std::chrono::January,
                                                    std::chrono::day{1}})));
  return {};
}

Result<void> Play::step(const ScenarioStep& step) {
  ABIDE_CHECK(begin(step));
  if (step.on && world_) {
    if (std::chrono::sys_days{*step.on} < std::chrono::sys_days{world_->today()}) {
      return fault("the days of a test go forward", "write the earlier day first");
    }
    if (*step.on != world_->today()) clean_ = false;
    const bool night = begun_ && !is_expectation(step);
    ABIDE_CHECK(world_->go_to(*step.on, night ? World::Night::swept : World::Night::skipped));
    begun_ = true;
  }
  if (!is_expectation(step)) clean_ = false;
  return std::visit(*this, step.what);
}

ScenarioResult run_scenario(const Bench& bench, const policy::Scenario& scenario) {
  return Play{bench, scenario}.play();
}

}  // namespace abide::engine::scenarios
