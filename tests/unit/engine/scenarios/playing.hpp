// Policies written inside tests, whose `test` blocks are run as `abide test` runs them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "connectors/sqlite/connector.hpp"
#include "engine/scenarios/scenarios.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::engine::scenarios {

/// Opens each bound store as the SQLite database that the runner made.
inline Stores open_sqlite(const policy::Model& model, const policy::Deployment& deployment,
                          const std::string& folder, Access access) {
  Stores stores;
  for (const policy::Binding& binding : deployment.bindings) {
    OpenStore& open = stores.by_name[model.at(binding.store).name];
    auto opened = sqlite::SqliteConnector::open(
        folder + "/" + binding.address.text,
        access == Access::change ? sqlite::Access::read_write : sqlite::Access::read_only);
    if (opened) {
      open.connector = std::move(*opened);
    } else {
      open.error = opened.error();
    }
  }
  return stores;
}

inline std::vector<ScenarioResult> play_all(const policy::Sources& sources,
                                            const policy::Model& model,
                                            const std::vector<policy::Diagnostic>& diagnostics) {
  std::vector<ScenarioResult> results;
  std::vector<std::string> codes;
  for (const policy::Diagnostic& one : diagnostics) codes.push_back(one.code);
  SystemFiles files;
  const OpenStores open = open_sqlite;
  const auto rights = policy::rights_of(sources);
  for (const policy::Scenario& one : policy::scenarios_of(sources, model)) {
    results.push_back(run_scenario({model, rights, codes, open, files}, one));
  }
  return results;
}
inline std::vector<ScenarioResult> play_all(const test::Checked& checked) {
  return play_all(checked.sources, checked.model(), checked.result.diagnostics);
}
inline std::vector<ScenarioResult> play(const std::string& text) {
  const test::Checked checked = test::check_policy(text, {.today = parse_date("2026-07-01")});
  EXPECT_TRUE(checked.result.model.has_value()) << checked.text();
  return checked.result.model ? play_all(checked) : std::vector<ScenarioResult>{};
}

/// The shop of the tests with one `test` block of these steps.
inline ScenarioResult play_in_shop(const std::string& steps) {
  auto results = play(test::Shop{.more = "test \"t\" {\n" + steps + "\n}\n"}.text());
  EXPECT_EQ(results.size(), 1U);
  return results.empty() ? ScenarioResult{} : std::move(results.front());
}

}  // namespace abide::engine::scenarios
