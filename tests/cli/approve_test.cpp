// Leave for one plan to pass the limit it was held for: by a named person, for that plan's digest,
// once.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

std::unique_ptr<Shop> shop_with_a_limit() {
  ShopText text;
  text.limits = "    limits { rows 1; }\n";
  return Shop::open(text);
}
Told approve(const Shop& shop, const std::string& file) {
  return shop.on({"plan", "approve", file, "--by", "Data protection lead"});
}
std::size_t entries_of(const Shop& shop, const std::string& kind) {
  const std::string ledger = shop.on({"ledger", "show", "--format", "json"}).out;
  std::size_t count = 0;
  const std::string wanted = "\"kind\":\"" + kind + "\"";
  for (auto at = ledger.find(wanted); at != std::string::npos; at = ledger.find(wanted, at + 1))
    ++count;
  return count;
}

TEST(Approve, LetsThePlanThatWasHeldRunOnce) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  const Told held = shop->sweep({"--plan", "a.plan"});
  EXPECT_EQ(held.code, 4) << held.all();
  EXPECT_TRUE(holds(held.out, "abide plan approve FILE --deploy … --by NAME")) << held.out;
  EXPECT_TRUE(shop->untouched());
  const Told approved = approve(*shop, "a.plan");
  EXPECT_EQ(approved.code, 0) << approved.all();
  EXPECT_TRUE(holds(approved.out, "the limit is 1")) << approved.out;
  const Told ran = shop->sweep({"--plan", "a.plan"});
  EXPECT_EQ(ran.code, 0) << ran.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "1\n");
  EXPECT_TRUE(shop->ann_has_paid());
  EXPECT_EQ(entries_of(*shop, "held"), 1U);
  EXPECT_EQ(entries_of(*shop, "approval"), 1U);
  EXPECT_EQ(entries_of(*shop, "approval_used"), 1U);
  EXPECT_EQ(shop->on({"ledger", "verify"}).code, 0);
}
TEST(Approve, CountsOnce) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  ASSERT_EQ(approve(*shop, "a.plan").code, 0);
  ASSERT_EQ(shop->sweep({"--plan", "a.plan"}).code, 0);
  const Told again = shop->sweep({"--plan", "a.plan"});
  EXPECT_EQ(again.code, 4) << again.all();
  EXPECT_TRUE(holds(again.out, "the limit is 1")) << again.out;
}
TEST(Approve, OfAnotherDigestDoesNotCount) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  ASSERT_EQ(shop->on({"plan", "--out", "b.plan"}).code, 0);
  ASSERT_EQ(approve(*shop, "a.plan").code, 0);
  EXPECT_EQ(shop->sweep({"--plan", "b.plan"}).code, 4);
  EXPECT_EQ(shop->sweep().code, 4) << "a fresh plan is another plan";
  EXPECT_TRUE(shop->untouched());
  EXPECT_EQ(shop->sweep({"--plan", "a.plan"}).code, 0) << "and the approved one still runs";
}
TEST(Approve, OfAnEditedPlanRefuses) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  const std::string plan = shop->read("a.plan");
  shop->write("a.plan", with(plan, "\"kind\": \"sweep\"", "\"kind\": \"sweeq\""));
  const Told told = approve(*shop, "a.plan");
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "not a plan as it was written")) << told.err;
  EXPECT_EQ(entries_of(*shop, "approval"), 0U);
}
TEST(Approve, EditedAfterwardsRefuses) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  ASSERT_EQ(approve(*shop, "a.plan").code, 0);
  const std::string plan = shop->read("a.plan");
  const auto at = plan.find("\"salt\": \"") + 10;
  std::string edited = plan;
  edited[at] = edited[at] == '0' ? '1' : '0';
  shop->write("a.plan", edited);
  EXPECT_EQ(shop->sweep({"--plan", "a.plan"}).code, 2);
  EXPECT_TRUE(shop->untouched());
}
TEST(Approve, NeedsAName) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  EXPECT_EQ(shop->on({"plan", "approve", "a.plan"}).code, 2);
  EXPECT_EQ(shop->on({"plan", "approve", "a.plan", "--by", ""}).code, 2);
  EXPECT_EQ(entries_of(*shop, "approval"), 0U);
}
/// A hold placed after the approval still stops it: the plan is no longer what is to be done.
TEST(Approve, DoesNotBeatAHold) {
  const auto shop = shop_with_a_limit();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  ASSERT_EQ(approve(*shop, "a.plan").code, 0);
  ASSERT_EQ(
      shop->on({"hold", "add", "--table", "db.users", "--reason", "claim 7", "--by", "Legal"}).code,
      0);
  EXPECT_EQ(shop->sweep({"--plan", "a.plan"}).code, 4);
  EXPECT_TRUE(shop->untouched());
}

TEST(PlanErase, IsKeptApprovedAndRun) {
  const auto shop = shop_with_a_limit();
  const Told plan = shop->on({"plan", "erase", "--for", "ann@people.example", "--out", "e.plan"});
  EXPECT_EQ(plan.code, 0) << plan.all();
  EXPECT_FALSE(holds(shop->read("e.plan"), "ann@people.example")) << "a person is a parameter";
  EXPECT_EQ(shop->erase_ann({"--plan", "e.plan"}).code, 4);
  ASSERT_EQ(approve(*shop, "e.plan").code, 0);
  const Told ran = shop->erase_ann({"--plan", "e.plan"});
  EXPECT_EQ(ran.code, 0) << ran.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "0\n");
  EXPECT_TRUE(shop->ann_has_paid());
}
TEST(PlanErase, OfAnotherPersonRefuses) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"plan", "erase", "--for", "bob@people.example", "--out", "e.plan"}).code, 0);
  const Told told = shop->erase_ann({"--plan", "e.plan"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "another person")) << told.err;
  EXPECT_TRUE(shop->untouched());
  const Told sweep = shop->sweep({"--plan", "e.plan"});
  EXPECT_EQ(sweep.code, 2) << "an erasure's plan is no sweep's: " << sweep.all();
  EXPECT_TRUE(shop->untouched());
}

TEST(EventList, ShowsWhatWasToldAndNobodysValues) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"event", "add", "erasure_requested", "--for", "bob@people.example", "--at",
                      "2026-05-01", "--by", "Support desk"})
                .code,
            0);
  const Told told = shop->on({"event", "list"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "erasure_requested  customer ")) << told.out;
  EXPECT_TRUE(holds(told.out, "2026-05-01")) << told.out;
  EXPECT_FALSE(holds(told.out, "bob")) << told.out;
  const auto json = parse_json(shop->on({"event", "list", "--format", "json"}).out);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->size(), 1U);
}

}  // namespace
}  // namespace abide::cli_test
