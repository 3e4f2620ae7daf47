// Moments that nothing may be destroyed at: ahead of the clock, or by a clock that was set back.
#include "base/time.hpp"

#include <chrono>

#include "base/files.hpp"
#include "engine/control_store.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

std::string day_from_today(int days) {
  return to_string(add_days(Zone::utc().local_date(SystemClock{}.now()), days));
}

/// A shop whose ledger begins at a moment from now.
std::unique_ptr<Shop> shop_whose_ledger_begins(std::chrono::hours ahead) {
  auto shop = std::make_unique<Shop>();
  SystemFiles files;
  EXPECT_TRUE(files.make_folder(shop->path("anchors")).ok());
  auto control = engine::ControlStore::create(
      {shop->path("control.sqlite"), shop->path("keys.sqlite"), {shop->path("anchors")}},
      "shop/test", "Data protection lead", SystemClock{}.now() + ahead, files);
  EXPECT_TRUE(control.ok());
  if (control) {
    EXPECT_TRUE((*control)->checkpoint().ok());
  }
  return shop;
}

TEST(Ahead, SweepOfTomorrowRefuses) {
  const auto shop = Shop::open();
  const Told told = shop->sweep({"--at", day_from_today(1)});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "later than now")) << told.err;
  EXPECT_TRUE(holds(told.err, "abide plan --at")) << told.err;
  EXPECT_TRUE(holds(told.err, "nothing was done")) << told.err;
  EXPECT_TRUE(shop->untouched());
}
TEST(Ahead, TwinOfYesterdayRuns) {
  const auto shop = Shop::open();
  const Told told = shop->sweep({"--at", day_from_today(-1)});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_FALSE(shop->untouched());
}
TEST(Ahead, PlanAndDryRunMayLookAhead) {
  const auto shop = Shop::open();
  const Told plan = shop->on({"plan", "--at", "2099-01-01"});
  EXPECT_EQ(plan.code, 0) << plan.all();
  const Told dry = shop->on({"sweep", "--dry-run", "--at", "2099-01-01"});
  EXPECT_EQ(dry.code, 0) << dry.all();
  EXPECT_TRUE(shop->untouched());
}
TEST(Ahead, PlanFileOfTomorrowRefuses) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"plan", "--at", day_from_today(2), "--out", "plan.json"}).code, 0);
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "later than now")) << told.err;
  EXPECT_TRUE(shop->untouched());
}

TEST(SetBack, SweepAndEraseRefuse) {
  const auto shop = shop_whose_ledger_begins(std::chrono::hours{49});
  for (const Told& told : {shop->sweep(), shop->erase_ann()}) {
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "set back")) << told.err;
    EXPECT_TRUE(holds(told.err, "nothing was done")) << told.err;
    EXPECT_FALSE(holds(told.out, ": complete")) << told.out;
  }
  EXPECT_TRUE(shop->untouched());
}
/// What was told last is dated by when it happened; that does not hide a clock that was set back.
TEST(SetBack, AnOldEventToldSinceDoesNotHideIt) {
  const auto shop = shop_whose_ledger_begins(std::chrono::hours{49});
  ASSERT_EQ(shop->on({"event", "add", "erasure_requested", "--for", "bob@people.example", "--at",
                      "2026-05-01", "--by", "Support desk"})
                .code,
            0);
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(shop->untouched());
}
/// A few hours are a time zone or a leap, not a clock set back.
TEST(SetBack, TwinWithinADayRuns) {
  const auto shop = shop_whose_ledger_begins(std::chrono::hours{20});
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_FALSE(shop->untouched());
}

}  // namespace
}  // namespace abide::cli_test
