#include "cli/testing.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/shown.hpp"
#include "engine/scenarios/coverage.hpp"
#include "engine/scenarios/mutate.hpp"

namespace abide::cli {
namespace {

namespace scenarios = engine::scenarios;
using scenarios::ScenarioResult;

engine::Stores open(const policy::Model& model, const policy::Deployment& deployment,
                    const std::string& folder, scenarios::Access access) {
  return open_stores(model, deployment, folder,
                     access == scenarios::Access::change ? Use::change : Use::look);
}

/// A compiled policy with what its tests are run with.
struct Tested {
  policy::CompileResult compiled;
  std::vector<policy::Right> rights;
  std::vector<std::string> codes;
  scenarios::OpenStores opener = open;
  [[nodiscard]] const policy::Model& model() const { return *compiled.model; }
};

/// The file of tests beside a policy, or the policy itself where there is none.
Result<std::string> entry_of(const Desk& desk, const std::string& policy) {
  const std::string_view ending = ".policy";
  const std::string_view of_tests = ".tests.policy";
  if (!policy.ends_with(ending) || policy.ends_with(of_tests)) return policy;
  std::string beside = policy.substr(0, policy.size() - ending.size()).append(of_tests);
  ABIDE_TRY(const bool there, desk.files().exists(beside));
  return there ? beside : policy;
}

std::optional<Tested> read(const Desk& desk, const std::string& policy, Stop& stop) {
  const auto entry = entry_of(desk, policy);
  if (!entry) {
    stop.code = desk.tell(entry.error());
    return std::nullopt;
  }
  auto compiled = desk.read(*entry, stop);
  if (!compiled) return std::nullopt;
  const auto& files = compiled->sources.files;
  if (std::ranges::find(files, policy, &policy::SourceFile::path) == files.end()) {
    stop.code = desk.tell({ErrorCode::refused,
                           fmt::format("`{}` lies beside the policy and does not use it", *entry),
                           fmt::format("write `use \"{}\";` after its first line, or give the file "
                                       "another name",
                                       policy.substr(policy.rfind('/') + 1))});
    return std::nullopt;
  }
  Tested tested{*std::move(compiled), {}, {}};
  tested.rights = policy::rights_of(tested.compiled.sources);
  for (const policy::Diagnostic& one : tested.compiled.diagnostics) {
    tested.codes.push_back(one.code);
  }
  return tested;
}

bool any_failed(const std::vector<ScenarioResult>& results) {
  return std::ranges::any_of(results, [](const ScenarioResult& one) {
    return one.outcome == ScenarioResult::Outcome::failed;
  });
}

/// Those whose name holds `only`; refused when there are none.
Result<std::vector<ScenarioResult>> results_of(const Desk& desk, const Tested& tested,
                                               const std::string& only) {
  const scenarios::Bench bench{tested.model(), tested.rights, tested.codes, tested.opener,
                               desk.files()};
  std::vector<ScenarioResult> results;
  std::vector<std::string> names;
  for (const policy::Scenario& one :
       policy::scenarios_of(tested.compiled.sources, tested.model())) {
    names.push_back(one.name);
    if (one.name.find(only) != std::string::npos) results.push_back(run_scenario(bench, one));
  }
  if (!results.empty()) return results;
  return Error{ErrorCode::not_found,
               only.empty() ? "the policy has no `test` block"
                            : fmt::format("no test of the policy is called `…{}…`", only),
               names.empty() ? std::string{"`docs/testing-policies.md` shows how one is written"}
                             : fmt::format("it has {}", fmt::join(names, ", "))};
}

int plain(const Desk& desk, const TestWords& words, const Tested& tested) {
  const auto results = results_of(desk, tested, words.only);
  if (!results) return desk.tell(results.error());
  const policy::Sources& sources = tested.compiled.sources;
  std::vector<policy::Diagnostic> diagnostics = scenarios::diagnostics_of(*results);
  Json json = scenarios::to_json(*results);
  std::string text = scenarios::to_text(*results);
  if (words.coverage) {
    const auto coverage =
        scenarios::coverage_of(policy::statements_of(sources, tested.model()), *results);
    json["coverage"] = scenarios::to_json(coverage);
    text += scenarios::to_text(coverage);
    const auto unused = scenarios::diagnostics_of(coverage);
    diagnostics.insert(diagnostics.end(), unused.begin(), unused.end());
  }
  json["diagnostics"] = policy::diagnostics_json(diagnostics, sources);
  fmt::print("{}{}", words.json() ? shown(json, 2) : shown(text), words.json() ? "\n" : "");
  return any_failed(*results) ? broken : done;
}

/// A bar on a terminal, nothing elsewhere.
scenarios::Watch bar() {
  if (isatty(STDERR_FILENO) == 0) return {};
  return [](std::size_t of_it, std::size_t all) {
    constexpr std::size_t width = 30;
    const std::string line =
        fmt::format("\r[{:<{}}] {} of {} loosened{}", std::string(width * of_it / all, '='), width,
                    of_it, all, of_it == all ? "\n" : "");
    static_cast<void>(std::fputs(line.c_str(), stderr));
  };
}

/// What is tried, out of how many.
struct Chosen {
  std::vector<policy::Loosening> loosenings;
  std::size_t of = 0;
};
/// Statements whose promise or words hold what `only` says.
Chosen chosen(const TestWords& words, const Tested& tested) {
  auto all = policy::loosenings_of(tested.compiled.sources, tested.model());
  std::erase_if(all, [&](const policy::Loosening& one) {
    return one.under.find(words.only) == std::string::npos &&
           one.sentence.find(words.only) == std::string::npos;
  });
  const int limit = words.limit.value_or(0);
  const std::size_t of = all.size();
  return {scenarios::sample(std::move(all), limit < 0 ? 0 : static_cast<std::size_t>(limit)), of};
}

/// What fails already notices nothing.
int tell_of_failures(const Desk& desk, const std::vector<ScenarioResult>& results) {
  desk.note(shown(scenarios::to_text(results)));
  desk.tell({ErrorCode::refused, "nothing was loosened: tests fail as the policy stands",
             "mend them first: a test that fails anyway notices nothing"});
  return broken;
}

int mutated(const Desk& desk, const TestWords& words, const Tested& tested) {
  const auto results = results_of(desk, tested, "");
  if (!results) return desk.tell(results.error());
  if (any_failed(*results)) return tell_of_failures(desk, *results);
  auto [loosenings, of] = chosen(words, tested);
  if (loosenings.empty()) {
    return desk.tell({ErrorCode::not_found,
                      fmt::format("no statement that can be loosened is called `…{}…`", words.only),
                      "give a promise's id, or words of a statement"});
  }
  const auto mutants =
      scenarios::mutate({tested.compiled.sources, tested.model(), tested.rights, *results,
                         tested.opener, desk.files()},
                        std::move(loosenings), words.json() ? scenarios::Watch{} : bar());
  if (!mutants) return desk.tell(mutants.error());
  if (words.json()) {
    Json json = scenarios::to_json(*mutants, of);
    json["diagnostics"] =
        policy::diagnostics_json(scenarios::diagnostics_of(*mutants), tested.compiled.sources);
    fmt::print("{}\n", shown(json, 2));
  } else {
    fmt::print("{}", shown(scenarios::to_text(*mutants, of)));
  }
  const auto wanted = static_cast<std::size_t>(words.at_least.value_or(noticed_at_least));
  return scenarios::tally(*mutants).percent() >= wanted ? done : broken;
}

}  // namespace

int run_tests(const Desk& desk, const TestWords& words) {
  Stop stop;
  const auto tested = read(desk, words.policy, stop);
  if (!tested) return stop.code;
  return words.mutate ? mutated(desk, words, *tested) : plain(desk, words, *tested);
}

}  // namespace abide::cli
