// What a test may say, what of it is judged, and that a wrong one fails.
#include "engine/scenarios/scenarios.hpp"

#include <nlohmann/json.hpp>

#include "tests/unit/engine/scenarios/playing.hpp"

namespace abide::engine::scenarios {
namespace {

using Outcome = ScenarioResult::Outcome;

const std::string ada =
    "given row db.users (id: ada, email: \"ada@mail.example\", closed_at: 2026-02-01);\n"
    "given row db.orders (id: 1, user_id: ada, items: \"Lamp\", paid_at: 2026-01-10);\n";

std::string text_of(const ScenarioResult& result) { return to_text({result}); }

TEST(Scenario, holds_when_the_engine_does_what_is_said) {
  const ScenarioResult result = play_in_shop(ada +
                                             "on 2026-02-20 expect db.users kept;\n"
                                             "on 2026-03-03 expect db.users erased for ada;\n"
                                             "on 2026-03-03 expect db.orders severed for ada;\n"
                                             "on 2026-03-03 expect db.orders kept;\n"
                                             "on 2032-03-31 expect db.orders kept;\n");
  EXPECT_EQ(result.outcome, Outcome::passed) << text_of(result);
  EXPECT_EQ(result.expectations, 5U);
  EXPECT_EQ(result.judged, 5U);
}

TEST(Scenario, a_table_without_rows_has_the_types_of_what_it_points_at) {
  const ScenarioResult result = play_in_shop(
      "given row db.users (id: 7, email: \"ada@mail.example\", closed_at: 2026-02-01);\n"
      "on 2026-03-03 expect db.users erased for 7;\n");
  EXPECT_EQ(result.outcome, Outcome::passed) << text_of(result);
}

TEST(Scenario, each_wrong_expectation_fails_and_says_why) {
  for (const auto& [step, expected] : std::vector<std::pair<std::string, std::string>>{
           {"on 2026-02-20 expect db.users erased for ada", "it is still there"},
           {"on 2026-03-03 expect db.users kept", "it is gone"},
           {"on 2026-03-03 expect db.orders erased", "it is still there"},
           {"on 2026-02-20 expect db.orders severed", "`user_id` still says whose it is"},
           {"on 2026-02-20 expect db.orders absent", "it is still there"},
           {"on 2026-02-20 expect plan \"delete db.users 1 row\"", "it does 0 of 1"},
           {"on 2026-03-03 expect plan \"\"", "it would also delete db.users, id ada"},
           {"on 2026-03-03 expect error E1001", "neither a finding nor a gap"},
           {"on 2026-03-03 expect db.users erased for bob", "no row of it that belongs to bob"}}) {
    const ScenarioResult result = play_in_shop(ada + step + ";");
    ASSERT_EQ(result.outcome, Outcome::failed) << step;
    ASSERT_EQ(result.failures.size(), 1U) << text_of(result);
    EXPECT_NE(result.failures.front().found.find(expected), std::string::npos) << text_of(result);
    EXPECT_EQ(result.failures.front().sentence, step);
    EXPECT_GT(result.failures.front().location.line, result.location.line);
  }
}

TEST(Scenario, a_failure_cites_the_sentence_that_did_it) {
  const ScenarioResult gone = play_in_shop(ada + "on 2026-03-03 expect db.users kept;");
  const std::string text = text_of(gone);
  EXPECT_NE(text.find("deleted on 2026-03-03, by"), std::string::npos) << text;
  EXPECT_NE(text.find("INT-001: erase contact, text within 30 days of closed (test.policy:"),
            std::string::npos)
      << text;
  const ScenarioResult stays = play_in_shop(ada + "on 2026-03-03 expect db.orders erased;");
  EXPECT_NE(text_of(stays).find("uk.ct"), std::string::npos) << text_of(stays);
}

TEST(Scenario, what_nothing_judges_yet_is_skipped_and_never_passed) {
  const ScenarioResult result = play_in_shop(
      "given customer ada;\non 2027-02-01 when request_received by ada;\nexpect due 2027-03-01;");
  EXPECT_EQ(result.outcome, Outcome::skipped) << text_of(result);
  EXPECT_EQ(result.judged, 0U);
  EXPECT_NE(text_of(result).find("SKIPPED: the working of request deadlines is not built yet"),
            std::string::npos);
  const ScenarioResult both =
      play_in_shop(ada + "on 2026-03-03 expect db.users kept;\nexpect due 2027-03-01;");
  EXPECT_EQ(both.outcome, Outcome::failed);
}

TEST(Scenario, a_test_that_proves_nothing_fails) {
  EXPECT_EQ(play_in_shop(ada).outcome, Outcome::failed);
  EXPECT_EQ(play_in_shop("on 2026-03-03 expect db.users erased;").outcome, Outcome::failed);
  EXPECT_EQ(play_in_shop(ada + "expect db.users kept;").outcome, Outcome::failed);
  EXPECT_EQ(play_in_shop(ada + "on 2026-03-03 expect db.users erased;\n"
                               "on 2026-03-02 expect db.users erased;")
                .outcome,
            Outcome::failed);
}

TEST(Scenario, absent_speaks_of_rows_that_were_never_given) {
  EXPECT_EQ(play_in_shop("on 2026-03-03 expect db.users absent;").outcome, Outcome::passed);
}

TEST(Scenario, gaps_and_findings_answer_an_expected_code) {
  EXPECT_EQ(play_in_shop("given row db.orders (id: 1, user_id: nobody, items: \"Lamp\");\n"
                         "on 2026-03-03 expect error E1006;")
                .outcome,
            Outcome::passed);
}

TEST(Scenario, json_tells_the_same) {
  const auto result = play_in_shop(ada + "on 2026-03-03 expect db.users kept;");
  const Json json = to_json({result});
  EXPECT_EQ(json["tests"][0]["outcome"], "failed");
  EXPECT_EQ(json["tests"][0]["failures"][0]["found"], "it is gone");
  EXPECT_EQ(json["tests"][0]["failures"][0]["step"], "on 2026-03-03 expect db.users kept");
}

TEST(ScenarioNames, are_checked_with_the_policy) {
  const auto codes = [](const std::string& steps) {
    return codes_of(test::Shop{.more = "test \"t\" {\n" + steps + "\n}\n"});
  };
  EXPECT_EQ(codes("given row db.users (id: 1, emial: \"a@mail.example\");"), "E0802");
  EXPECT_EQ(codes("given row db.users (email: \"a@mail.example\");"), "E0802");
  EXPECT_EQ(codes("on 2026-01-01 given hold for ada;"), "");
  EXPECT_EQ(codes("on 2026-01-01 given hold for db.users of 1;"), "");
  EXPECT_EQ(codes("on 2026-01-01 given hold for db.usres of 1;"), "E0201");
  EXPECT_EQ(codes("on 2026-01-01 given hold upon ada;"), "E0104");
  EXPECT_EQ(codes("on 2026-01-01 when hold for ada ends;"), "");
  EXPECT_EQ(codes("on 2026-01-01 given access request by ada;"), "");
  EXPECT_EQ(codes("on 2026-01-01 given acces request by ada;"), "E0104");
  EXPECT_EQ(codes("on 2026-01-01 when ada is erased;"), "");
  EXPECT_EQ(codes("on 2026-01-01 when ada is gone;"), "E0104");
}

}  // namespace
}  // namespace abide::engine::scenarios
