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

/// The shop with somebody to send things to.
ScenarioResult play_flows(const std::string& steps, const std::string& statements = "") {
  auto results = play(test::Shop{
      .more = "recipient courier { country GB; role third_party; }\n"
              "recipient printer { country GB; role third_party; }\n"
              "state open from app;\n"
              "purpose delivery { basis contract; uses orders, contact; }\n"
              "purpose billing { basis contract; uses orders; }\n"
              "outlet door from server to courier { payload \"a\": orders; purpose delivery; }\n"
              "test \"t\" {\n" +
              steps + "\n}\n",
      .statements = "send orders to courier for delivery when open; "
                    "host contact.email with printer; "
                    "never send contact.id to printer;" +
                    statements}
                          .text());
  EXPECT_EQ(results.size(), 1U);
  return results.empty() ? ScenarioResult{} : std::move(results.front());
}

TEST(ScenarioReach, holds_for_every_leaf_and_place_and_some_purpose) {
  for (const char* const steps :
       {"given open on; expect orders can reach courier;",
        "given open on; expect orders can reach courier for delivery, billing;",
        "given open on; expect orders cannot reach courier for billing;",
        "given open on; expect orders can reach anyone;",
        "given open off; expect orders cannot reach courier;",
        "expect orders cannot reach courier;",  // nobody told
        "expect contact.email can reach printer; expect contact.email cannot reach courier;",
        "given open on; expect text, receipts cannot reach anyone;",
        "expect orders can reach db; expect orders cannot reach db.users;",
        "expect contact can reach db.users;"}) {
    EXPECT_EQ(play_flows(steps).outcome, Outcome::passed) << text_of(play_flows(steps));
  }
}
TEST(ScenarioReach, says_what_goes_where_it_must_not_and_by_which_sentence) {
  const ScenarioResult may =
      play_flows("given open on; expect contact, orders cannot reach courier;");
  ASSERT_EQ(may.failures.size(), 1U) << text_of(may);
  EXPECT_EQ(may.failures.front().expected, "contact, orders cannot reach courier, for any purpose");
  EXPECT_EQ(may.failures.front().found, "orders may go to courier for delivery");
  ASSERT_EQ(may.failures.front().because.size(), 1U);
  EXPECT_TRUE(may.failures.front().because.front().starts_with(
      "INT-001: send orders to courier for delivery when open (test.policy:"))
      << text_of(may);
  const ScenarioResult never = play_flows("expect contact can reach printer;");
  ASSERT_EQ(never.failures.size(), 1U) << text_of(never);
  EXPECT_EQ(never.failures.front().found, "contact.id may not go to printer for any purpose");
  ASSERT_EQ(never.failures.front().because.size(), 1U);
  EXPECT_TRUE(never.failures.front().because.front().starts_with(
      "INT-001: never send contact.id to printer"))
      << text_of(never);
  const ScenarioResult nobody = play_flows("given open on; expect receipts can reach courier;");
  ASSERT_EQ(nobody.failures.size(), 1U);
  EXPECT_EQ(nobody.failures.front().because, std::vector<std::string>{"no promise lets it"});
}
TEST(ScenarioReach, fails_where_only_a_part_may_go) {
  for (const char* const steps :
       {"expect contact can reach printer;", "expect contact cannot reach printer;",
        "expect orders cannot reach db;", "expect receipts can reach db;",
        "given open on; expect orders cannot reach anyone;", "expect receipts can reach anyone;",
        "given open on; expect orders can reach courier for billing;"}) {
    EXPECT_EQ(play_flows(steps).outcome, Outcome::failed) << steps;
  }
}
TEST(ScenarioReach, of_a_store_heeds_what_is_never_stored_there) {
  const std::string never = "never store orders in db unless open;";
  EXPECT_EQ(play_flows("given open on; expect orders can reach db;", never).outcome,
            Outcome::passed);
  EXPECT_EQ(play_flows("given open off; expect orders cannot reach db;", never).outcome,
            Outcome::passed);
  EXPECT_EQ(play_flows("expect orders can reach db;", never).outcome, Outcome::failed);
}
TEST(ScenarioReach, names_are_checked_with_the_policy) {
  const auto codes = [](const std::string& steps) {
    return codes_of(test::Shop{.more = "recipient courier { country GB; role third_party; }\n"
                                       "purpose delivery { basis contract; uses orders; }\n"
                                       "test \"t\" {\n" +
                                       steps + "\n}\n",
                               .statements = "send orders to courier for delivery;"});
  };
  const std::string sound = codes("expect orders can reach courier for delivery;");
  EXPECT_EQ(sound.find('E'), std::string::npos) << sound;
  for (const auto& [steps, code] : std::vector<std::pair<std::string, std::string>>{
           {"expect orders can reach courier for delivry;", "E0201"},
           {"expect orders can reach couriers;", "E0201"},
           {"expect order can reach courier;", "E0201"},
           {"expect orders can reach db.userz;", "E0201"},
           {"expect can reach courier;", "E0104"},
           {"expect orders can reach;", "E0104"},
           {"expect orders can reach courier for;", "E0104"},
           {"expect orders reach courier;", "E"}}) {
    EXPECT_NE(codes(steps).find(code), std::string::npos) << steps << " " << codes(steps);
  }
}

/// The shop with promises of when it answers.
ScenarioResult play_answers(const std::string& steps, const std::string& statements) {
  auto results = play(test::Shop{.more = "event erasure_requested from requests;\n"
                                         "test \"t\" {\ngiven customer ada;\n" +
                                         steps + "\n}\n",
                                 .statements = statements}
                          .text());
  EXPECT_EQ(results.size(), 1U);
  return results.empty() ? ScenarioResult{} : std::move(results.front());
}

TEST(ScenarioDue, is_the_earlier_of_policy_and_law) {
  const std::string thirty = "respond to customer within 30 days;";
  const auto due = [&](const std::string& when, const std::string& day, const std::string& by) {
    return play_answers("on " + when + "; expect due " + day + ";", by);
  };
  for (const ScenarioResult& result :
       {due("2027-02-01 when request_received by ada", "2027-03-01", thirty),  // the law's month
        due("2026-03-02 when request_received by ada", "2026-04-01", thirty),
        due("2026-03-02 given access request by ada", "2026-04-01", thirty),
        due("2026-03-02 when erasure_requested by ada", "2026-03-09",
            thirty + "right erasure for customer via \"a@b.example\" within 7 days;"),
        due("2026-03-02 when request_received by ada", "2026-04-02", "")}) {
    EXPECT_EQ(result.outcome, Outcome::passed) << text_of(result);
    EXPECT_EQ(result.judged, 1U);
  }
}
TEST(ScenarioDue, says_whose_day_it_is_when_it_is_another) {
  const ScenarioResult result =
      play_answers("on 2026-03-02 when request_received by ada; expect due 2026-04-02;",
                   "respond to customer within 30 days;");
  ASSERT_EQ(result.failures.size(), 1U) << text_of(result);
  EXPECT_EQ(result.failures.front().found, "it is due on 2026-04-01");
  const std::string text = text_of(result);
  EXPECT_NE(text.find("by law (uk_gdpr): 2026-04-02"), std::string::npos) << text;
  EXPECT_NE(text.find("INT-001: respond to customer within 30 days (test.policy:"),
            std::string::npos)
      << text;
}
TEST(ScenarioDue, needs_somebody_who_asks) {
  EXPECT_EQ(play_answers("on 2026-03-02 expect due 2026-04-02;", "").outcome, Outcome::failed);
}

TEST(Scenario, what_nothing_judges_yet_is_skipped_and_never_passed) {
  const std::string scrub = "expect scrub door \"a\" gives \"b\";";
  const ScenarioResult result = play_flows(scrub);
  EXPECT_EQ(result.outcome, Outcome::skipped) << text_of(result);
  EXPECT_EQ(result.judged, 0U);
  EXPECT_NE(text_of(result).find("SKIPPED: the scrubber is not built yet"), std::string::npos);
  EXPECT_EQ(play_flows("given open on; expect orders cannot reach courier;" + scrub).outcome,
            Outcome::failed);
}
TEST(Scenario, an_expected_code_of_the_check_needs_no_day) {
  const auto raised = play(
      test::Shop{.more = "event moved from app;\ntest \"t\" { expect error W0215; }\n"}.text());
  ASSERT_EQ(raised.size(), 1U);
  EXPECT_EQ(raised.front().outcome, Outcome::passed) << text_of(raised.front());
  EXPECT_EQ(play_in_shop("expect error W0611;").outcome,
            Outcome::failed);  // no day, and not raised
}
TEST(Scenario, a_failure_is_a_diagnostic_at_its_step) {
  const auto result = play_in_shop(ada + "on 2026-03-03 expect db.users kept;");
  const auto told = diagnostics_of(std::vector{result});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().code, "E0801");
  EXPECT_GT(told.front().span.end, told.front().span.begin);
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
