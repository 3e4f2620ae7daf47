// abide test as it is typed: with what the tests put to use, against loosened statements, with the
// tests in a file of their own.
#include <algorithm>
#include <filesystem>

#include "tests/cli/shop.hpp"
#include "tests/support/golden.hpp"

namespace abide::cli_test {
namespace {

const std::filesystem::path golden{ABIDE_SOURCE_DIR "/tests/golden/testing"};

Told test_policy(std::vector<std::string> words) {
  words.insert(words.begin(), {"test", "weakly_tested.policy"});
  return run_abide(words, {golden.string(), {}, {}});
}
Json printed_json(const Told& told) {
  auto json = parse_json(told.out);
  EXPECT_TRUE(json.ok()) << told.all();
  return json ? std::move(*json) : Json::object();
}

TEST(Testing, TellsWhatTheTestsPutToUse) {
  const Told told = test_policy({"--coverage"});
  EXPECT_EQ(told.code, 0) << told.all();
  test::expect_golden(golden / "weakly_tested.coverage.expect", told.out);
}
TEST(Testing, TellsWhatTheTestsWouldNotNotice) {
  const Told told = test_policy({"--mutate"});
  EXPECT_EQ(told.code, 1) << told.all();
  test::expect_golden(golden / "weakly_tested.mutate.expect", told.out);
  EXPECT_EQ(told.err, "");  // no bar where nobody looks
}
TEST(Testing, SaysTheSameAsDiagnostics) {
  const Json coverage = printed_json(test_policy({"--coverage", "--format", "json"}));
  const Json& unused = coverage["diagnostics"];
  ASSERT_FALSE(unused.empty());
  EXPECT_EQ(unused[0]["code"], "W0803");
  EXPECT_EQ(unused[0]["severity"], "warning");
  EXPECT_EQ(unused[0]["file"], "weakly_tested.policy");
  EXPECT_GT(unused[0]["line"], 1);
  const Json mutants = printed_json(test_policy({"--mutate", "--format", "json"}));
  EXPECT_EQ(mutants["diagnostics"].size(), mutants["survived"]);
  EXPECT_EQ(mutants["diagnostics"][0]["code"], "W0804");
  EXPECT_EQ(mutants["mutants"].size(),
            mutants["killed"].get<int>() + mutants["refused"].get<int>() +
                mutants["survived"].get<int>() + mutants["no_other"].get<int>());
}
TEST(Testing, TakesOnlySomeStatementsAndAnotherFigure) {
  const Json some = printed_json(test_policy({"--mutate", "--only", "SH-04", "--format", "json"}));
  for (const Json& one : some["mutants"]) EXPECT_EQ(one["under"], "SH-04");
  EXPECT_EQ(
      printed_json(test_policy({"--mutate", "--limit", "3", "--format", "json"}))["mutants"].size(),
      3U);
  EXPECT_TRUE(holds(test_policy({"--mutate", "--limit", "3"}).out, "\n3 of 21 tried: "));
  EXPECT_EQ(test_policy({"--mutate", "--at-least", "10"}).code, 0);
  const Told none = test_policy({"--mutate", "--only", "SH-99"});
  EXPECT_EQ(none.code, 2) << none.all();
  EXPECT_TRUE(holds(none.err, "SH-99")) << none.err;
  EXPECT_EQ(test_policy({"--mutate", "--coverage"}).code, 2);
}
TEST(Testing, DrawsABarOnATerminal) {
  const Told told = run_abide({"test", "weakly_tested.policy", "--mutate", "--limit", "3"},
                              {golden.string(), {}, {}, true});
  EXPECT_TRUE(holds(told.err, "3 of 3 loosened")) << told.err;
}

/// A shop with a file of tests beside its policy.
std::unique_ptr<Shop> shop_with_tests(const std::string& first_lines, const std::string& outcome) {
  auto shop = std::make_unique<Shop>(ShopText{});
  shop->write("shop.tests.policy",
              first_lines +
                  "test \"the letter goes with the account\" {\n"
                  "    given row db.users (id: 1, email: \"a@mail.example\");\n"
                  "    given row db.letters (id: 1, user_id: 1, body: \"x\");\n"
                  "    on 2026-03-01 when closed by 1;\n"
                  "    on 2026-03-31 expect db.letters " +
                  outcome + ";\n}\n");
  return shop;
}

TEST(TestsBeside, AreRunWithTheirPolicyAndByThemselves) {
  const auto shop = shop_with_tests("abide 1;\nuse \"shop.policy\";\n", "erased");
  for (const char* const file : {"shop.policy", "shop.tests.policy"}) {
    const Told told = shop->abide({"test", file});
    EXPECT_EQ(told.code, 0) << told.all();
    EXPECT_TRUE(holds(told.out, "1 passed")) << told.out;
  }
  const Told checked = shop->abide({"check", "shop.policy"});
  EXPECT_EQ(checked.code, 0) << checked.all();
  EXPECT_FALSE(holds(checked.all(), "shop.tests.policy")) << checked.all();
}
TEST(TestsBeside, FailLikeAnyOther) {
  const auto shop = shop_with_tests("abide 1;\nuse \"shop.policy\";\n", "kept");
  const Told told = shop->abide({"test", "shop.policy", "--format", "json"});
  EXPECT_EQ(told.code, 1) << told.all();
  const Json json = printed_json(told);
  EXPECT_EQ(json["diagnostics"][0]["code"], "E0801");
  EXPECT_EQ(json["diagnostics"][0]["file"], "shop.tests.policy");
  const Told mutated = shop->abide({"test", "shop.policy", "--mutate"});
  EXPECT_EQ(mutated.code, 1);
  EXPECT_TRUE(holds(mutated.err, "nothing was loosened: tests fail as the policy stands"))
      << mutated.err;
  EXPECT_TRUE(holds(mutated.err, "✗ the letter goes with the account")) << mutated.err;
  EXPECT_TRUE(holds(mutated.err, "0 passed, 1 failed, 0 skipped")) << mutated.err;
}
TEST(TestsBeside, ThatUseAnotherPolicyAreRefused) {
  const auto shop = shop_with_tests("abide 1;\nuse \"other.policy\";\n", "erased");
  shop->write("other.policy", ShopText{}.policy);
  const Told told = shop->abide({"test", "shop.policy"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "does not use it")) << told.err;
  EXPECT_TRUE(holds(told.err, "use \"shop.policy\";")) << told.err;
}

}  // namespace
}  // namespace abide::cli_test
