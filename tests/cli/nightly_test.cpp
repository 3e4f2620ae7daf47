// What a night may do while nobody watches: each way in which everything could be deleted by
// mistake is held, with an alert and its exit code, and stands beside the ordinary night that it
// could be taken for.
#include "tests/cli/nights.hpp"

namespace abide::cli_test {
namespace {

TEST(Nightly, AnOrdinaryNightGoes) {
  const NightShop shop;
  shop.settle_in();
  shop.leave(100, 112, 45);
  const Told told = shop.night();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.users(), "288\n");
  EXPECT_EQ(shop.letters(), "288\n");
  EXPECT_EQ(shop.figure("run_held"), "0");
  EXPECT_EQ(shop.figure("backlog_rows"), "0");
  EXPECT_NE(shop.figure("last_success_seconds"), "");
}

TEST(Scare, AMigrationThatClosesEveryAccountIsHeld) {
  const NightShop shop;
  shop.settle_in();
  shop.shop().sql("UPDATE users SET closed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-45 days')");
  const Told told = shop.night();
  expect_held(shop, told, "shared_moment");
  EXPECT_TRUE(holds(told.out, "300 rows share one minute in `db.users.closed_at`")) << told.out;
}
/// As many people as in the ordinary night's twin below, at one minute: it is the minute that
/// tells.
TEST(Scare, APartOfTheAccountsClosedAtOnceIsHeldAndOneByOneIsNot) {
  const NightShop at_once;
  at_once.settle_in();
  at_once.shop().sql(
      "UPDATE users SET closed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-45 days') "
      "WHERE id < 220");
  expect_held(at_once, at_once.night(), "shared_moment");
  const NightShop one_by_one;
  one_by_one.settle_in();
  one_by_one.leave(100, 220, 45);
  const Told told = one_by_one.night();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(one_by_one.users(), "180\n");
}

TEST(Scare, SevenDaysForSevenYearsIsHeld) {
  const NightShop shop;
  shop.settle_in();
  const std::string policy = shop.shop().read("shop.policy");
  shop.shop().write("shop.policy",
                    with(policy, "at most 7 years after written", "at most 7 days after written"));
  const Told published = shop.publish();
  ASSERT_EQ(published.code, 0) << published.all();
  EXPECT_TRUE(holds(published.out, "- keep letters in db at most 7 years after written"))
      << published.out;
  EXPECT_TRUE(holds(published.out, "+ keep letters in db at most 7 days after written"))
      << published.out;
  const Told told = shop.night();
  expect_held(shop, told, "published_change");
  EXPECT_TRUE(holds(told.out, "300 rows are due that by number 1 were not: db.letters delete"))
      << told.out;
  EXPECT_EQ(shop.night().code, 4) << "the second night is no safer than the first";
  EXPECT_EQ(shop.letters(), "300\n");
}
TEST(Scare, SevenDaysThatNobodyPublishedChangesNothing) {
  const NightShop shop;
  shop.settle_in();
  const std::string policy = shop.shop().read("shop.policy");
  shop.shop().write("shop.policy",
                    with(policy, "at most 7 years after written", "at most 7 days after written"));
  const Told told = shop.night();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "says something else than what was published")) << told.err;
  EXPECT_EQ(shop.letters(), "300\n");
}
TEST(Scare, AStricterTermGoesOnAlone) {
  const NightShop shop;
  shop.settle_in();
  shop.leave(100, 112, 45);
  const std::string policy = shop.shop().read("shop.policy");
  shop.shop().write("shop.policy",
                    with(policy, "at most 7 years after written", "at most 8 years after written"));
  ASSERT_EQ(shop.publish().code, 0);
  const Told told = shop.night();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.users(), "288\n");
}

TEST(Scare, AClockAt1970IsHeld) {
  const NightShop shop;
  shop.settle_in();
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z'");
  const Told told = shop.night();
  expect_held(shop, told, "early_clock");
  EXPECT_TRUE(holds(told.out, "300 rows of `db.users.closed_at`")) << told.out;
}
TEST(Scare, AClockFromBeforeTheServiceBeganIsHeld) {
  ShopText text = busy_shop();
  text.limits += "    began 2019-03-01;\n";
  const NightShop shop{text};
  shop.settle_in();
  shop.shop().sql("UPDATE users SET closed_at = '2001-09-09T01:46:40Z' WHERE id = 104");
  expect_held(shop, shop.night(), "early_clock");
  shop.shop().sql("UPDATE users SET closed_at = '2019-09-09T01:46:40Z' WHERE id = 104");
  const Told twin = shop.night();
  EXPECT_EQ(twin.code, 0) << twin.all();
  EXPECT_EQ(shop.users(), "299\n");
}

TEST(Scare, ACountBeyondHistoryIsHeldAndOneNearItIsNot) {
  const NightShop shop;
  shop.settle_in();
  shop.remember_nights("db.users delete", 20);
  shop.remember_nights("db.letters delete", 20);
  shop.leave(100, 260, 45);
  const Told told = shop.night();
  expect_held(shop, told, "beyond_history");
  EXPECT_TRUE(holds(told.out, "160 rows are due, more than 3 times the 20")) << told.out;
  shop.remember_nights("db.users delete", 60);
  shop.remember_nights("db.letters delete", 60);
  const Told twin = shop.night();
  EXPECT_EQ(twin.code, 0) << twin.all();
  EXPECT_EQ(shop.users(), "140\n");
}

TEST(Scare, IsLetPassOnceByAPersonWhoReadThePlan) {
  const NightShop shop;
  shop.settle_in();
  shop.shop().sql(
      "UPDATE users SET closed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-45 days') "
      "WHERE id < 250");
  ASSERT_EQ(shop.night().code, 4);
  const Told plan = shop.shop().on({"plan", "--nightly", "--out", "tonight.plan"});
  EXPECT_EQ(plan.code, 0) << plan.all();
  EXPECT_TRUE(holds(plan.out, "would be held for a person: 150 rows share one minute")) << plan.out;
  EXPECT_EQ(shop.night({"--plan", "tonight.plan"}).code, 4) << "nobody approved it yet";
  EXPECT_EQ(shop.users(), "300\n");
  const Told approved = shop.shop().on(
      {"plan", "approve", "tonight.plan", "--nightly", "--by", "Data protection lead"});
  EXPECT_EQ(approved.code, 0) << approved.all();
  EXPECT_EQ(shop.night().code, 4) << "another plan is not the approved one";
  const Told ran = shop.night({"--plan", "tonight.plan"});
  EXPECT_EQ(ran.code, 0) << ran.all();
  EXPECT_EQ(shop.users(), "150\n");
  EXPECT_EQ(shop.entries("approval_used"), 1);
  EXPECT_TRUE(shop.last_told().starts_with("ok|held shared_moment|shop/test|")) << shop.last_told();
  shop.shop().sql("UPDATE users SET closed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-45 days')");
  EXPECT_EQ(shop.night().code, 4) << "it counted once";
  EXPECT_EQ(shop.users(), "150\n");
}

TEST(Backlog, OfAFirstSweepGoesOverSeveralNightsOldestFirst) {
  ShopText text = busy_shop();
  text.limits += "    limits { rows 150; }\n";
  const NightShop shop{text};
  for (int i = 0; i < 10; ++i) shop.leave(100 + 20 * i, 120 + 20 * i, 400 - 30 * i);
  ASSERT_EQ(shop.publish().code, 0);
  ASSERT_EQ(shop.night().code, 4) << "somebody looks at the first run";
  const Told first = shop.let_pass();
  EXPECT_EQ(first.code, 0) << first.all();
  EXPECT_TRUE(holds(first.out, "Backlog: 120 of 400 rows go tonight")) << first.out;
  EXPECT_TRUE(holds(first.out, "SH-01")) << first.out;
  EXPECT_EQ(shop.users(), "240\n");
  EXPECT_EQ(shop.shop().rows("SELECT min(id) FROM users"), "160\n") << "the oldest first";
  EXPECT_EQ(shop.figure("backlog_rows"), "280");
  EXPECT_EQ(shop.figure("last_success_seconds"), "") << "not everything due is gone";
  EXPECT_TRUE(shop.last_told().starts_with("backlog|held published_change|")) << shop.last_told();
  for (int night = 0; night < 3; ++night) EXPECT_EQ(shop.night().code, 0);
  EXPECT_EQ(shop.users(), "100\n");
  EXPECT_EQ(shop.figure("backlog_rows"), "0");
  EXPECT_TRUE(shop.last_told().starts_with("ok|backlog|")) << shop.last_told();
  EXPECT_EQ(shop.shop().on({"ledger", "verify"}).code, 0);
}
TEST(Backlog, IsForAFirstSweepAlone) {
  ShopText text = busy_shop();
  text.limits += "    limits { rows 150; }\n";
  const NightShop shop{text};
  shop.settle_in();
  for (int i = 0; i < 10; ++i) shop.leave(100 + 20 * i, 120 + 20 * i, 400 - 30 * i);
  const Told told = shop.night();
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, "the limit is 150")) << told.out;
  EXPECT_EQ(shop.users(), "300\n");
}
TEST(Backlog, ThatGrowsIsHeld) {
  ShopText text = busy_shop();
  text.limits += "    limits { rows 60; }\n";
  const NightShop shop{text};
  for (int i = 0; i < 4; ++i) shop.leave(100 + 20 * i, 120 + 20 * i, 400 - 30 * i);
  ASSERT_EQ(shop.publish().code, 0);
  ASSERT_EQ(shop.let_pass().code, 0);
  ASSERT_EQ(shop.users(), "280\n");
  shop.leave(180, 281, 45);
  const Told told = shop.night();
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, "161 rows are due where 60 waited")) << told.out;
  EXPECT_TRUE(holds(told.out, "waited, and a night of the backlog took")) << told.out;
  EXPECT_EQ(shop.users(), "280\n");
  shop.shop().sql("UPDATE users SET closed_at = NULL WHERE id = 280");
  EXPECT_EQ(shop.night().code, 0) << "by no more than a hundred";
}

TEST(CoolOff, LetsADayPassBetweenPlanAndRun) {
  ShopText text = busy_shop();
  text.limits += "    cool_off 1 day;\n";
  const NightShop shop{text};
  shop.settle_in_by_hand();
  shop.leave(100, 112, 45);
  const Told announced = shop.night();
  EXPECT_EQ(announced.code, 0) << announced.all();
  EXPECT_TRUE(holds(announced.out, "Announced: what is due now runs from")) << announced.out;
  const auto board = parse_json(shop.shop().on({"board", "--format", "json"}).out);
  ASSERT_TRUE(board.ok());
  const Json& snapshot = board->at("snapshots").at(0);
  EXPECT_EQ(snapshot.at("state"), "announced");
  EXPECT_EQ(snapshot.at("run"), "");
  EXPECT_EQ(snapshot.at("rows").at("gone"), 0);
  EXPECT_GT(snapshot.at("rows").at("overdue"), 0) << "what the night found, and left";
  EXPECT_EQ(shop.night({"--page", "announced.html"}).code, 0);
  EXPECT_TRUE(holds(shop.shop().read("announced.html"), "what is due is announced"));
  EXPECT_EQ(shop.users(), "300\n") << "the day has not passed";
  shop.leave(112, 116, 28);
  // The same evening, two days ago.
  const testing_support::AppDatabase control{
      shop.shop().path("control.sqlite"),
      "UPDATE kept SET value = replace(value, date('now'), date('now', '-2 days')) WHERE name = "
      "'announced'"};
  const Told ran = shop.night();
  EXPECT_EQ(ran.code, 0) << ran.all();
  EXPECT_EQ(shop.users(), "288\n") << "what was due when it was announced, and no more";
  const Told by_hand = shop.shop().sweep();
  EXPECT_EQ(by_hand.code, 0) << by_hand.all();
  EXPECT_EQ(shop.users(), "284\n") << "more was due by now";
}
TEST(CoolOff, HoldsWhatWasNotAnnounced) {
  ShopText text = busy_shop();
  text.limits += "    cool_off 1 day;\n";
  const NightShop shop{text};
  shop.settle_in_by_hand();
  ASSERT_EQ(shop.night().code, 0);
  const testing_support::AppDatabase control{
      shop.shop().path("control.sqlite"),
      "UPDATE kept SET value = replace(value, date('now'), date('now', '-2 days')) WHERE name = "
      "'announced'"};
  shop.leave(100, 240, 45);
  expect_held(shop, shop.night(), "beyond_announced");
}

}  // namespace
}  // namespace abide::cli_test
