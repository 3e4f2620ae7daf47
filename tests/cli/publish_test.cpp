// A policy in force: who put it there, what it changed, and that the nightly run goes by it alone.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/nights.hpp"

namespace abide::cli_test {
namespace {

TEST(Publish, IsAnEntryOfTheLedgerWithWhoWhatAndDigest) {
  const NightShop shop;
  const Told told = shop.publish();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "Data protection lead publishes `shop` as number 1")) << told.out;
  EXPECT_EQ(shop.entries("published"), 1);
  const std::string ledger = shop.shop().on({"ledger", "show", "--format", "json"}).out;
  EXPECT_TRUE(holds(ledger, "\"by\":\"Data protection lead\"")) << ledger;
  EXPECT_TRUE(holds(ledger, "\"files\":{\"shop.policy\":\"")) << ledger;
  EXPECT_EQ(shop.shop().on({"ledger", "verify"}).code, 0);
  const std::string lines = shop.shop().on({"ledger", "show"}).out;
  EXPECT_TRUE(holds(lines, "`shop` was published as number 1, with ")) << lines;
  EXPECT_TRUE(holds(lines, ", by Data protection lead\n")) << lines;
}
TEST(Publish, OfTheSameAgainChangesNothing) {
  const NightShop shop;
  ASSERT_EQ(shop.publish().code, 0);
  const Told again = shop.publish();
  EXPECT_EQ(again.code, 0) << again.all();
  EXPECT_TRUE(holds(again.out, "Nothing to publish")) << again.out;
  EXPECT_EQ(shop.entries("published"), 1);
}
TEST(Publish, NeedsANameAndASoundPolicy) {
  const NightShop shop;
  EXPECT_EQ(shop.shop().on({"publish"}).code, 2);
  shop.shop().write("shop.policy",
                    with(shop.shop().read("shop.policy"), "of closed;", "of clozed;"));
  const Told told = shop.publish();
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "clozed")) << told.err;
  EXPECT_EQ(shop.entries("published"), 0);
}
TEST(Publish, IsWhatANightGoesByWithoutItsFile) {
  const NightShop shop;
  shop.settle_in();
  shop.leave(100, 112, 45);
  shop.shop().write("shop.policy", "abide 1;\nthis is being edited");
  const Told told = shop.night();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "cannot be read; this goes by the policy that Data protection lead"))
      << told.err;
  EXPECT_EQ(shop.users(), "288\n");
}
TEST(Publish, KeepsWhatThePolicyImports) {
  const NightShop shop;
  const std::string whole = shop.shop().read("shop.policy");
  const auto at = whole.find("promise SH-02");
  shop.shop().write("shop.policy",
                    with(whole.substr(0, at), "abide 1;\n", "abide 1;\nuse \"more.policy\";\n"));
  shop.shop().write("more.policy", "abide 1;\n" + whole.substr(at));
  const Told told = shop.shop().on({"publish", "--policy", "shop.policy", "--by", "Jo"});
  ASSERT_EQ(told.code, 0) << told.all();
  std::filesystem::remove(shop.shop().path("more.policy"));
  std::filesystem::remove(shop.shop().path("shop.policy"));
  const Told night = shop.night();
  EXPECT_EQ(night.code, 0) << night.all();
}
TEST(Publish, IsNeededByTheNight) {
  const NightShop shop;
  const Told told = shop.night();
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "no policy was published")) << told.err;
  EXPECT_EQ(shop.night({"--at", "2026-01-01"}).code, 2);
}
TEST(Publish, WithAnAnchorThatTakesNothingIsDoneAndSaysSo) {
  const NightShop shop;
  std::filesystem::rename(shop.shop().path("anchors"), shop.shop().path("elsewhere"));
  const Told told = shop.publish();
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_EQ(shop.entries("published"), 0) << "nothing opens without its anchors";
  std::filesystem::rename(shop.shop().path("elsewhere"), shop.shop().path("anchors"));
  EXPECT_EQ(shop.publish().code, 0);
  EXPECT_EQ(shop.entries("published"), 1);
}
TEST(Publish, TellsInJson) {
  const NightShop shop;
  const auto first = parse_json(shop.shop().on({"publish", "--by", "Jo", "--format", "json"}).out);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->at("number"), 1);
  shop.shop().write("shop.policy",
                    with(shop.shop().read("shop.policy"), "at most 7 years after written",
                         "at most 6 years after written"));
  const auto second = parse_json(shop.shop().on({"publish", "--by", "Jo", "--format", "json"}).out);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->at("changes").size(), 1U);
  EXPECT_EQ(second->at("changes").at(0).at("what"), "SH-01");
}

// ── whom it concerns ──────────────────────────────────────────────────────────────────────────

TEST(Alert, ComesOnAChangeOfStateAndNotEveryNight) {
  const NightShop shop;
  shop.settle_in();
  EXPECT_EQ(shop.shop().read("told.txt"), "ok|none|shop/test|everything due is gone|\n");
  EXPECT_EQ(shop.night().code, 0);
  EXPECT_EQ(shop.shop().read("told.txt"), "ok|none|shop/test|everything due is gone|\n");
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z'");
  EXPECT_EQ(shop.night().code, 4);
  EXPECT_EQ(shop.night().code, 4);
  const std::string told = shop.shop().read("told.txt");
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 2) << told;
  EXPECT_FALSE(holds(told, "people.example")) << "no value of a person";
}
TEST(Alert, IsNoShellsAndSeesNoSecrets) {
  ShopText text = busy_shop();
  text.limits = "    notify \"tell me; touch broken.txt.sh\";\n";
  const NightShop shop{text};
  shop.shop().write("tell me; touch broken.txt.sh", shop.shop().read("tell.sh"));
  std::filesystem::permissions(shop.shop().path("tell me; touch broken.txt.sh"),
                               std::filesystem::perms::owner_all);
  ASSERT_EQ(shop.publish().code, 0);
  const Told told =
      shop.shop().abide({"sweep", "--nightly", "--deploy", "shop.deploy", "--by", "Jo"},
                        {{"DATABASE_URL", "canary-secret"}});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(shop.last_told(), "ok|none|")) << shop.last_told();
  EXPECT_FALSE(std::filesystem::exists(shop.shop().path("broken.txt.sh")));
  EXPECT_FALSE(holds(shop.shop().read("env.txt"), "canary-secret"));
}
TEST(Alert, ThatCannotBeGivenIsGivenTheNextNight) {
  const NightShop shop;
  const std::string script = shop.shop().read("tell.sh");
  shop.shop().write("tell.sh", "#!/bin/sh\nexit 7\n");
  ASSERT_EQ(shop.publish().code, 0);
  const Told told = shop.night();
  EXPECT_EQ(told.code, 3) << "the work is done, and nobody was told";
  EXPECT_TRUE(holds(told.err, "nobody was told that the nightly run is `ok`")) << told.err;
  shop.shop().write("tell.sh", script);
  EXPECT_EQ(shop.night().code, 0);
  EXPECT_TRUE(shop.last_told().starts_with("ok|none|")) << shop.last_told();
}
TEST(Alert, OfWhatIsHeldKeepsItsExitCodeWhenNobodyListens) {
  ShopText text = busy_shop();
  text.limits = "    notify \"/nowhere/at/all\";\n";
  const NightShop shop{text};
  ASSERT_EQ(shop.publish().code, 0);
  shop.shop().sql("UPDATE users SET closed_at = '1970-01-01T00:00:00Z'");
  EXPECT_EQ(shop.night().code, 4);
  EXPECT_EQ(shop.users(), "300\n");
}

}  // namespace
}  // namespace abide::cli_test
