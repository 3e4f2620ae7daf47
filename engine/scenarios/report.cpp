// Results of tests in words and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/scenarios/scenarios.hpp"

namespace abide::engine::scenarios {
namespace {

using Outcome = ScenarioResult::Outcome;

std::string place(const policy::Location& location) {
  return fmt::format("{}:{}", location.file, location.line);
}

std::string failure_text(const Failure& failure) {
  std::string text =
      fmt::format("    {}: {}\n      expected: {}\n      found:    {}\n", place(failure.location),
                  failure.sentence, failure.expected, failure.found);
  bool first = true;
  for (const std::string& because : failure.because) {
    if (because.empty()) continue;
    text += fmt::format("      {:<9} {}\n", first ? "because:" : "", because);
    first = false;
  }
  return text;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::skipped:
      return "skipped";
  }
  return "";
}

std::string to_text(const std::vector<ScenarioResult>& results) {
  std::string text;
  std::size_t counts[3] = {0, 0, 0};
  for (const ScenarioResult& result : results) {
    ++counts[static_cast<std::size_t>(result.outcome)];
    switch (result.outcome) {
      case Outcome::passed:
        text += fmt::format("✓ {}\n", result.name);
        break;
      case Outcome::failed:
        text += fmt::format("✗ {} ({})\n", result.name, place(result.location));
        for (const Failure& failure : result.failures) text += failure_text(failure);
        break;
      case Outcome::skipped:
        text += fmt::format("– {}\n    SKIPPED: {}; {} of {} expectations judged\n", result.name,
                            result.why, result.judged, result.expectations);
        break;
    }
  }
  return text + fmt::format("{} passed, {} failed, {} skipped\n", counts[0], counts[1], counts[2]);
}

std::string words_of(const Why& why) {
  return fmt::format("{}: {} ({}:{})", why.promise, why.sentence, why.file, why.line);
}

std::vector<policy::Diagnostic> diagnostics_of(const std::vector<ScenarioResult>& results) {
  std::vector<policy::Diagnostic> all;
  for (const ScenarioResult& result : results) {
    for (const Failure& failure : result.failures) {
      policy::Diagnostic one{.code = "E0801", .span = failure.span};
      one.message = fmt::format("`{}` does not hold: {}", result.name, failure.found);
      one.notes.push_back("expected: " + failure.expected);
      for (const std::string& because : failure.because) {
        if (!because.empty()) one.notes.push_back(because);
      }
      one.help = "mend the sentence that did it, or what the test expects";
      all.push_back(std::move(one));
    }
  }
  return all;
}

Json to_json(const std::vector<ScenarioResult>& results) {
  Json tests = Json::array();
  for (const ScenarioResult& result : results) {
    Json failures = Json::array();
    for (const Failure& failure : result.failures) {
      failures.push_back({{"file", failure.location.file},
                          {"line", failure.location.line},
                          {"step", failure.sentence},
                          {"expected", failure.expected},
                          {"found", failure.found},
                          {"because", failure.because}});
    }
    tests.push_back({{"name", result.name},
                     {"file", result.location.file},
                     {"line", result.location.line},
                     {"outcome", to_string(result.outcome)},
                     {"why", result.why},
                     {"expectations", result.expectations},
                     {"judged", result.judged},
                     {"failures", std::move(failures)}});
  }
  return {{"tests", std::move(tests)}};
}

}  // namespace abide::engine::scenarios
