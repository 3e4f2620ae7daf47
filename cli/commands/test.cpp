// abide test: the policy's own tests.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/shown.hpp"
#include "engine/scenarios/scenarios.hpp"

namespace abide::cli {
namespace {

using engine::scenarios::Access;
using engine::scenarios::ScenarioResult;

engine::Stores open(const policy::Model& model, const policy::Deployment& deployment,
                    const std::string& folder, Access access) {
  return open_stores(model, deployment, folder, access == Access::change ? Use::change : Use::look);
}

struct TestWords : Words {
  std::string only;
  bool coverage = false;
};

void print(const TestWords& words, const policy::Model& model,
           const std::vector<ScenarioResult>& results) {
  const auto untested = engine::scenarios::untested(model, results);
  if (words.json()) {
    Json all = engine::scenarios::to_json(results);
    if (words.coverage) {
      all["untested"] = Json::array();
      for (const engine::Why& why : untested) {
        all["untested"].push_back({{"promise", why.promise},
                                   {"sentence", why.sentence},
                                   {"file", why.file},
                                   {"line", why.line}});
      }
    }
    fmt::print("{}\n", shown(all, 2));
    return;
  }
  fmt::print("{}", shown(engine::scenarios::to_text(results)));
  if (!words.coverage) return;
  fmt::print("Statements about time that no test put to use: {} of {}\n", untested.size(),
             model.rules.size());
  for (const engine::Why& why : untested) fmt::print("  {}\n", engine::scenarios::words_of(why));
}

int act(const Desk& desk, const TestWords& words) {
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  std::vector<std::string> codes;
  for (const policy::Diagnostic& one : compiled->diagnostics) codes.push_back(one.code);
  const engine::scenarios::OpenStores opener = open;
  const engine::scenarios::Bench bench{*compiled->model, codes, opener, desk.files()};
  std::vector<ScenarioResult> results;
  std::vector<std::string> names;
  for (const policy::Scenario& one : policy::scenarios_of(compiled->sources, *compiled->model)) {
    names.push_back(one.name);
    if (one.name.find(words.only) != std::string::npos) results.push_back(run_scenario(bench, one));
  }
  if (results.empty()) {
    return desk.tell(
        {ErrorCode::not_found,
         words.only.empty() ? "the policy has no `test` block"
                            : fmt::format("no test of the policy is called `…{}…`", words.only),
         names.empty() ? std::string{"`docs/testing-policies.md` shows how one is written"}
                       : fmt::format("it has {}", fmt::join(names, ", "))});
  }
  print(words, *compiled->model, results);
  const auto failed = [](const ScenarioResult& one) {
    return one.outcome == ScenarioResult::Outcome::failed;
  };
  return std::ranges::any_of(results, failed) ? broken : done;
}

}  // namespace

void add_test(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("test", "run the tests that a policy holds")
                        .footer(
                            "Exit codes: 0 every test passed or was skipped aloud, 1 one failed, 2 "
                            "wrong usage or policy.\n"
                            "Example: abide test shop.policy --only \"29 February\"");
  auto words = std::make_shared<TestWords>();
  verb.take("POLICY", words->policy, "the policy").require();
  verb.take("--only", words->only, "tests whose name holds this");
  verb.take("--coverage", words->coverage,
            "list the statements about time that no test put to use");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
