// Plans kept in files: run as they were made, refused when anything in them was edited, and only
// where their rows are unchanged.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Ann wrote enough letters for three ranges of rows.
ShopText many_letters() {
  ShopText text;
  text.rows +=
      "WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 3499) "
      "INSERT INTO letters SELECT i, 1, 'letter ' || i FROM n;";
  return text;
}
std::string plan_of(const Shop& shop) {
  const Told told = shop.on({"plan", "--out", "plan.json"});
  EXPECT_EQ(told.code, 0) << told.all();
  return shop.read("plan.json");
}
std::string letters_left(const Shop& shop) { return shop.rows("SELECT count(*) FROM letters"); }

TEST(PlanFile, RunsAsItWasMade) {
  const auto shop = Shop::open(many_letters());
  plan_of(*shop);
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(letters_left(*shop), "1\n");
  EXPECT_TRUE(shop->ann_has_paid());
}

TEST(PlanFile, OneEditedByteRefuses) {
  const auto shop = Shop::open();
  const std::string plan = plan_of(*shop);
  for (int part = 0; part < 24; ++part) {
    std::string edited = plan;
    const std::size_t at = (plan.size() - 2) * static_cast<std::size_t>(part) / 24 + 1;
    edited[at] = edited[at] == '7' ? '8' : '7';
    shop->write("plan.json", edited);
    const Told told = shop->sweep({"--plan", "plan.json"});
    EXPECT_EQ(told.code, 2) << "byte " << at << ": " << told.all();
    EXPECT_TRUE(holds(told.err, "nothing was done")) << "byte " << at << ": " << told.err;
    EXPECT_FALSE(holds(told.all(), ": complete"));
  }
  for (const std::string& edited : {plan + " ", " " + plan, plan.substr(0, plan.size() - 1)}) {
    shop->write("plan.json", edited);
    const Told told = shop->sweep({"--plan", "plan.json"});
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "edited")) << told.err;
  }
  EXPECT_EQ(letters_left(*shop), "2\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
  shop->write("plan.json", plan);
  EXPECT_EQ(shop->sweep({"--plan", "plan.json"}).code, 0) << "the twin that nobody edited runs";
}

TEST(PlanFile, ChangedRowsAreLeftAndTheRestRuns) {
  const auto shop = Shop::open(many_letters());
  plan_of(*shop);
  // A letter of the second range becomes Bob's: nothing asks for it any more.
  shop->sql("UPDATE letters SET user_id = 2 WHERE id = 2500");
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "no longer those that were planned")) << told.out;
  EXPECT_FALSE(holds(told.out, ": complete")) << told.out;
  EXPECT_EQ(shop->rows("SELECT user_id FROM letters WHERE id = 2500"), "2\n");
  EXPECT_EQ(letters_left(*shop), "1001\n") << "the other two ranges went, the changed one stays";
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "1\n")
      << "the letters that stay are found through her row";
  EXPECT_TRUE(shop->ann_has_paid());
  const Told again = shop->sweep();
  EXPECT_EQ(again.code, 0) << again.all();
  EXPECT_EQ(letters_left(*shop), "2\n");
}

TEST(PlanFile, AHoldPlacedSinceKeepsItBack) {
  const auto shop = Shop::open();
  plan_of(*shop);
  ASSERT_EQ(shop->on({"hold", "add", "--for", "ann@people.example", "--reason", "claim 7", "--by",
                      "Legal"})
                .code,
            0);
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.err, "plan again")) << told.err;
  EXPECT_EQ(letters_left(*shop), "2\n");
}

/// A fault that came after the plan was made is not overlooked because the plan does not name it.
TEST(PlanFile, AGapOpenedSinceRefuses) {
  const auto shop = Shop::open();
  plan_of(*shop);
  shop->sql("ALTER TABLE users ADD COLUMN nickname TEXT");
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_NE(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "E1001 db.users.nickname")) << told.err;
  EXPECT_FALSE(holds(told.all(), ": complete"));
  EXPECT_EQ(letters_left(*shop), "2\n");
}

TEST(PlanFile, OfAnotherPolicyRefuses) {
  const auto shop = Shop::open();
  plan_of(*shop);
  shop->write("shop.policy",
              with(ShopText{}.policy, "within 30 days of closed", "within 90 days of closed"));
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "another policy")) << told.err;
  EXPECT_EQ(letters_left(*shop), "2\n");
}

/// Whoever has the file alone can compute every digest in it, and not its mark.
TEST(PlanFile, MadeElsewhereRefuses) {
  const auto shop = Shop::open();
  const auto other = Shop::open();
  plan_of(*other);
  shop->write("plan.json", other->read("plan.json"));
  const Told told = shop->sweep({"--plan", "plan.json"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "not made with this control store")) << told.err;
  EXPECT_EQ(letters_left(*shop), "2\n");
}

TEST(PlanFile, OneThatIsNotThereIsSaid) {
  const auto shop = Shop::open();
  const Told told = shop->sweep({"--plan", "no-such.json"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "no-such.json")) << told.err;
  EXPECT_EQ(letters_left(*shop), "2\n");
}

}  // namespace
}  // namespace abide::cli_test
