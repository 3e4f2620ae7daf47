// What the nightly run looks at besides counts and moments: which rows, which policy, which clock;
// and who is told.
#include "base/files.hpp"
#include "engine/control_store.hpp"
#include "tests/cli/nights.hpp"

namespace abide::cli_test {
namespace {

/// An entry of the ledger from a clock that was a year ahead.
void note_ahead(const Shop& shop) {
  SystemFiles files;
  auto control = engine::ControlStore::open(
      {shop.path("control.sqlite"), shop.path("keys.sqlite"), {shop.path("anchors")}}, files);
  ASSERT_TRUE(control.ok()) << control.error().message;
  const Instant later = SystemClock{}.now() + std::chrono::days{365};
  ASSERT_TRUE((*control)->note("exported", "Somebody", later, Json::object()).ok());
  ASSERT_TRUE((*control)->commit().ok());
  ASSERT_TRUE((*control)->checkpoint().ok());
}

/// As many letters as before, and others: those of people who stay.
TEST(Scare, AsManyRowsThatAreOtherRowsAreHeld) {
  const NightShop shop;
  shop.settle_in();
  shop.leave(100, 112, 45);
  shop.shop().sql(
      "UPDATE letters SET written_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-4 "
      "years', '+' || id || ' hours') WHERE id >= 300 AND id < 312");
  const std::string policy =
      with(shop.shop().read("shop.policy"), "account, letters within 30 days of closed",
           "account, letters within 60 days of closed");
  shop.shop().write("shop.policy",
                    with(policy, "at most 7 years after written", "at most 3 years after written"));
  ASSERT_EQ(shop.publish().code, 0);
  const Told told = shop.night();
  expect_held(shop, told, "published_change");
  EXPECT_TRUE(holds(told.out, "12 rows are due that by number 1 were not: db.letters delete"))
      << told.out;
  const Told ran = shop.let_pass();
  EXPECT_EQ(ran.code, 0) << ran.all();
  EXPECT_EQ(shop.letters(), "288\n");
}
TEST(Scare, TheFirstRunOfAllIsHeldWhereItWouldDeleteAndGoesAloneAfterwards) {
  const NightShop shop;
  shop.leave(100, 112, 45);
  ASSERT_EQ(shop.publish().code, 0);
  const Told told = shop.night();
  expect_held(shop, told, "published_change");
  EXPECT_TRUE(
      holds(told.out, "no sweep has finished here by a published policy yet, and 12 rows are due"))
      << told.out;
  const Told ran = shop.let_pass();
  EXPECT_EQ(ran.code, 0) << ran.all();
  EXPECT_EQ(shop.users(), "288\n");
  shop.leave(120, 130, 45);
  EXPECT_EQ(shop.night().code, 0);
  EXPECT_EQ(shop.users(), "278\n");
}
TEST(Scare, AClockThatLeapsAheadIsHeldAndIsNotBelievedTheNextNightEither) {
  const NightShop shop;
  shop.settle_in();
  shop.leave(100, 104, 45);
  const testing_support::AppDatabase control{
      shop.shop().path("control.sqlite"),
      "UPDATE published SET at = at - 864000000000;"
      "UPDATE kept SET value = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-10 days') WHERE name = "
      "'last_night'"};
  const Told told = shop.night();
  expect_held(shop, told, "clock_leap");
  EXPECT_TRUE(holds(told.out, "either nobody started it, or the clock is wrong")) << told.out;
  EXPECT_EQ(shop.night().code, 4);
  EXPECT_EQ(shop.let_pass().code, 0) << "nobody had started it, and a person says so";
  EXPECT_EQ(shop.users(), "296\n");
  shop.leave(110, 114, 45);
  EXPECT_EQ(shop.night().code, 0) << "from then on the nights are ordinary";
}
/// Neither a plan that cannot be read nor a new publication makes such a clock right.
TEST(Scare, AClockThatLeapsAheadIsNotBelievedForWhatElseIsDone) {
  const NightShop shop;
  shop.settle_in();
  shop.leave(100, 104, 45);
  shop.keep("last_night", "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-60 days')");
  ASSERT_EQ(shop.night().code, 4);
  shop.shop().write("typo.plan", "{");
  EXPECT_NE(shop.night({"--plan", "typo.plan"}).code, 0);
  EXPECT_EQ(shop.night().code, 4);
  shop.shop().write("shop.policy", shop.shop().read("shop.policy") + "// Read again.\n");
  ASSERT_EQ(shop.publish().code, 0);
  EXPECT_EQ(shop.night().code, 4);
  EXPECT_EQ(shop.users(), "300\n");
}
TEST(Scare, NightsOfWhichNobodyCouldBeToldWereMade) {
  const NightShop shop;
  shop.settle_in();
  shop.keep("last_night", "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-6 days')");
  shop.shop().write("tell.sh", "#!/bin/sh\nexit 1\n");
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z' WHERE id < 110");
  ASSERT_EQ(shop.night().code, 4);
  const testing_support::AppDatabase control{shop.shop().path("control.sqlite"), ""};
  EXPECT_EQ(control.rows("SELECT value > date('now', '-1 day') FROM kept WHERE name = "
                         "'last_night'"),
            "1\n");
}
TEST(Scare, AnOpenGapKeepsNoOtherTableWaitingForAPerson) {
  const NightShop shop;
  shop.shop().sql("ALTER TABLE users ADD COLUMN nickname TEXT");
  shop.leave(100, 112, 45);
  ASSERT_EQ(shop.publish().code, 0);
  ASSERT_EQ(shop.night().code, 4);
  EXPECT_EQ(shop.let_pass().code, 1) << "the gap is open";
  const std::string left = shop.users();
  shop.leave(200, 210, 45);
  const Told told = shop.night();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_NE(shop.letters(), "300\n");
  EXPECT_FALSE(holds(told.out, "no sweep has finished here")) << told.out;
}
TEST(Scare, APolicyThatAnotherVersionUnderstoodOtherwiseIsPublishedAgain) {
  const NightShop shop;
  shop.settle_in();
  const testing_support::AppDatabase control{
      shop.shop().path("control.sqlite"),
      "UPDATE published SET digest = replace(digest, substr(digest, 1, 8), '00000000')"};
  ASSERT_EQ(shop.night().code, 3);
  const Told published = shop.publish();
  EXPECT_EQ(published.code, 0) << published.all();
  EXPECT_TRUE(holds(published.out, "as number 2")) << published.out;
  const Told told = shop.night();
  EXPECT_EQ(told.code, 0) << told.all();
}
TEST(Scare, AnOlderPolicyChangedInTheControlStoreHidesNothing) {
  const NightShop shop;
  shop.settle_in();
  const std::string seven_years = shop.shop().read("shop.policy");
  shop.shop().write("shop.policy", with(seven_years, "at most 7 years after written",
                                        "at most 7 days after written"));
  ASSERT_EQ(shop.publish().code, 0);
  const testing_support::AppDatabase control{
      shop.shop().path("control.sqlite"),
      "UPDATE published SET texts = replace(texts, 'at most 7 years after written', 'at most 7 "
      "days after written')"};
  const Told told = shop.night();
  expect_held(shop, told, "published_change");
  EXPECT_TRUE(holds(told.out, "cannot be told: what was kept of it")) << told.out;
}
TEST(Scare, AnEntryFromAClockThatWasAheadIsPutRightByName) {
  const NightShop shop;
  shop.settle_in();
  const Told nothing = shop.shop().on({"ledger", "clock", "--by", "Data protection lead"});
  EXPECT_EQ(nothing.code, 2) << nothing.all();
  note_ahead(shop.shop());
  const Told refused = shop.night();
  EXPECT_EQ(refused.code, 2) << refused.all();
  EXPECT_TRUE(holds(refused.err, "abide ledger clock")) << refused.err;
  const Told right = shop.shop().on({"ledger", "clock", "--by", "Data protection lead"});
  EXPECT_EQ(right.code, 0) << right.all();
  EXPECT_EQ(shop.night().code, 0);
  EXPECT_EQ(shop.entries("clock_corrected"), 1);
  EXPECT_EQ(shop.shop().on({"ledger", "verify"}).code, 0);
}

TEST(Scare, APolicyChangedInTheControlStoreIsNotFollowed) {
  const NightShop shop;
  shop.settle_in();
  const testing_support::AppDatabase control{
      shop.shop().path("control.sqlite"),
      "UPDATE published SET texts = replace(texts, 'at most 7 years after written', 'at most 7 "
      "days after written')"};
  const Told told = shop.night();
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_TRUE(holds(told.err, "does not mean what was published")) << told.err;
  EXPECT_EQ(shop.letters(), "300\n");
}
TEST(Scare, ADeploymentThatSaysSomethingElseIsTold) {
  const NightShop shop;
  shop.settle_in();
  EXPECT_FALSE(holds(shop.night().err, "something else than on the last nightly run"));
  const std::string deployment = shop.shop().read("shop.deploy");
  shop.shop().write("shop.deploy", with(deployment, "Engineering on-call", "Somebody else"));
  const Told told = shop.night();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "`shop.deploy` says something else than on the last nightly run"))
      << told.err;
  EXPECT_FALSE(holds(shop.night().err, "something else than on the last nightly run"));
}

TEST(Alert, OfOtherReasonsIsToldAgainAndOneThatWasLostIsToldLater) {
  const NightShop shop;
  shop.settle_in();
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z' WHERE id < 110");
  ASSERT_EQ(shop.night().code, 4);
  const std::string first = shop.last_told();
  ASSERT_EQ(shop.night().code, 4);
  EXPECT_EQ(shop.shop().read("told.txt").find("held early_clock|held"), std::string::npos)
      << "nothing is new";
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z' WHERE id < 120");
  ASSERT_EQ(shop.night().code, 4);
  EXPECT_TRUE(shop.last_told().starts_with("held early_clock|held early_clock|"))
      << shop.last_told();
  EXPECT_NE(shop.last_told(), first);
  const std::string program = shop.shop().read("tell.sh");
  shop.shop().write("tell.sh", "#!/bin/sh\nexit 1\n");
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z' WHERE id < 130");
  ASSERT_EQ(shop.night().code, 4);
  shop.shop().sql("UPDATE users SET closed_at = NULL");
  EXPECT_EQ(shop.night().code, 3) << "nor that it is well again";
  shop.shop().write("tell.sh", program);
  EXPECT_EQ(shop.night().code, 0);
  EXPECT_TRUE(shop.last_told().starts_with("ok|held early_clock|")) << shop.last_told();
  EXPECT_TRUE(holds(shop.last_told(), "that it was `held early_clock` before could not be told"))
      << shop.last_told();
}

TEST(CoolOff, IsNotPassedByAPlanInAFileUnlessSomebodySaysSo) {
  ShopText text = busy_shop();
  text.limits += "    cool_off 1 day;\n";
  const NightShop shop{text};
  shop.settle_in_by_hand();
  ASSERT_EQ(shop.night().code, 0);
  EXPECT_NE(shop.figure("run_held"), "") << "a night that announces leaves figures too";
  shop.leave(100, 112, 45);
  ASSERT_EQ(shop.shop().on({"plan", "--nightly", "--out", "early.plan"}).code, 0);
  const Told held = shop.night({"--plan", "early.plan"});
  EXPECT_EQ(held.code, 4) << held.all();
  EXPECT_TRUE(holds(held.out, "was not announced long enough ago")) << held.out;
  EXPECT_EQ(shop.users(), "300\n");
  const std::string days_ago = to_string(SystemClock{}.now() - std::chrono::days{3});
  ASSERT_EQ(shop.shop().on({"plan", "--at", days_ago, "--out", "past.plan"}).code, 0);
  EXPECT_EQ(shop.night({"--plan", "past.plan"}).code, 4) << "what is dated back was not announced";
  EXPECT_EQ(shop.users(), "300\n");
  EXPECT_EQ(shop.let_pass().code, 0);
  EXPECT_EQ(shop.users(), "288\n");
}

}  // namespace
}  // namespace abide::cli_test
