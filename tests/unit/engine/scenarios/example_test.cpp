// The example's own tests hold, and they can fail: each loosened rule makes one of them fail.
#include <algorithm>

#include "tests/support/corpora.hpp"
#include "tests/unit/engine/scenarios/playing.hpp"

namespace abide::engine::scenarios {
namespace {

using Outcome = ScenarioResult::Outcome;

std::string example(const std::string& name, const std::string& ending) {
  return test::read_text(std::string{ABIDE_SOURCE_DIR} + "/docs/examples/" + name + "/" + name +
                         ending);
}
/// The example as one text: the policy, and the tests that use it.
std::string example(const std::string& name) {
  const std::string tests = example(name, ".tests.policy");
  return example(name, ".policy") + tests.substr(tests.find("\ntest \""));
}
std::ptrdiff_t count(const std::vector<ScenarioResult>& results, Outcome outcome) {
  return std::ranges::count(results, outcome, &ScenarioResult::outcome);
}

void expect_to_pass(const std::string& name, std::ptrdiff_t at_least) {
  const auto results = play(example(name));
  EXPECT_EQ(count(results, Outcome::failed), 0) << to_text(results);
  EXPECT_GE(count(results, Outcome::passed), at_least) << to_text(results);
  for (const ScenarioResult& result : results) {
    if (result.outcome == Outcome::skipped) {
      EXPECT_NE(result.why.find("the scrubber is not built yet"), std::string::npos) << result.why;
    }
  }
}

/// The policy with the one test of this name.
std::string with_one_test(const std::string& text, const std::string& name) {
  const std::string opening = "\ntest \"";
  const std::size_t at = text.find(opening + name + "\"");
  EXPECT_NE(at, std::string::npos) << name;
  const std::size_t end = text.find(opening, at + 1);
  return text.substr(0, text.find(opening)) + text.substr(at, end - at);
}

/// Puts `to` where the words `from` stand, over whichever lines they are laid out.
bool replace_words(std::string& text, const std::string& from, const std::string& to) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\n'; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t end = at;
    const bool here = std::ranges::all_of(from, [&](char c) {
      if (c != ' ') return end < text.size() && text[end++] == c;
      const std::size_t begin = end;
      while (end < text.size() && is_blank(text[end])) ++end;
      return end > begin;
    });
    if (here) {
      text.replace(at, end - at, to);
      return true;
    }
  }
  return false;
}

/// A rule and a looser one in its place, and the test that must fail then.
struct Loosened {
  std::string from;
  std::string to;
  std::string test;
};
void expect_to_notice(const std::string& name, const std::vector<Loosened>& rules) {
  for (const auto& [from, to, test] : rules) {
    std::string text = with_one_test(example(name), test);
    ASSERT_TRUE(replace_words(text, from, to)) << from;
    EXPECT_EQ(count(play(text), Outcome::failed), 1) << to;
  }
}

TEST(ScenarioExample, every_test_of_the_interview_studio_passes_or_says_what_is_not_built) {
  expect_to_pass("interview-studio", 34);
}
TEST(ScenarioExample, every_test_of_the_career_mentor_passes_or_says_what_is_not_built) {
  expect_to_pass("career-mentor", 50);
}

TEST(ScenarioExample, a_loosened_rule_of_the_interview_studio_makes_a_test_fail) {
  expect_to_notice(
      "interview-studio",
      {{"erase personal within 30 days of account_deleted",
        "erase personal within 90 days of account_deleted",
        "a payment record outlives the account and no longer points at the person"},
       {"account.user_id in db.purchases at most 7 years after paid",
        "account.user_id in db.purchases at most 8 years after paid",
        "29 February: a payment stays six years from the end of March, and goes after seven"},
       {"erase personal promptly after child_reported",
        "erase personal within 30 days of child_reported",
        "a reported child's data goes the next night, payment records stay without a name"}});
}
TEST(ScenarioExample, a_loosened_rule_of_the_career_mentor_makes_a_test_fail) {
  const std::string leaves =
      "a candidate goes: the team keeps that something was handed in, and no word of it";
  expect_to_notice(
      "career-mentor",
      {{"within 30 days of account_deleted", "within 90 days of account_deleted",
        "a candidate's account is gone from Clerk: what was handed in loses its words"},
       {"erase personal within 30 days of erasure_requested",
        "erase personal within 60 days of erasure_requested",
        "a request for full deletion is met in every store, and the invoice stays"},
       {"erase practice, metrics in db promptly after session_expired;",
        "erase practice, metrics in db within 30 days of session_expired;",
        "a session that nobody saved is gone the day after it ended"},
       {"blanks overall_score, decision", "blanks overall_score", leaves},
       {"owned jointly by hiring_manager from team_members",
        "owned by hiring_manager from team_members",
        "one of two hiring managers leaves: the team's work stays, and no longer names her"}});
}

}  // namespace
}  // namespace abide::engine::scenarios
