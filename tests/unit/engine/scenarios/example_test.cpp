// The example's own tests hold, and they can fail: each loosened rule makes one of them fail.
#include <algorithm>

#include "tests/support/corpora.hpp"
#include "tests/unit/engine/scenarios/playing.hpp"

namespace abide::engine::scenarios {
namespace {

using Outcome = ScenarioResult::Outcome;

std::string example() {
  return test::read_text(std::string{ABIDE_SOURCE_DIR} +
                         "/docs/examples/interview-studio/interview-studio.policy");
}
std::ptrdiff_t count(const std::vector<ScenarioResult>& results, Outcome outcome) {
  return std::ranges::count(results, outcome, &ScenarioResult::outcome);
}

TEST(ScenarioExample, every_test_passes_or_says_what_is_not_built) {
  const auto results = play(example());
  EXPECT_EQ(count(results, Outcome::failed), 0) << to_text(results);
  EXPECT_GE(count(results, Outcome::passed), 5) << to_text(results);
  for (const ScenarioResult& result : results) {
    if (result.outcome == Outcome::skipped) {
      EXPECT_NE(result.why.find("not built yet"), std::string::npos) << result.why;
    }
  }
}

TEST(ScenarioExample, a_loosened_rule_makes_a_test_fail) {
  const std::pair<std::string, std::string> loosened[] = {
      {"erase personal within 30 days of account_deleted",
       "erase personal within 90 days of account_deleted"},
      {"account.user_id in db.purchases at most 7 years after paid",
       "account.user_id in db.purchases at most 8 years after paid"},
      {"erase personal promptly after child_reported",
       "erase personal within 30 days of child_reported"}};
  for (const auto& [from, to] : loosened) {
    std::string text = example();
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    EXPECT_GE(count(play(text), Outcome::failed), 1) << to;
  }
}

}  // namespace
}  // namespace abide::engine::scenarios
