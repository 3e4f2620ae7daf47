// Looking again: what is found is told once, not once for each promise that repeats another.
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

Told look_with(const std::string& promise) {
  ShopText text;
  text.policy += promise;
  const auto shop = Shop::open(text);
  return shop->on({"reread"});
}

TEST(Reread, TellsAResidueOnceForAPromiseThatSaysAsAnother) {
  const Told told = look_with("promise SH-04 \"We mean it.\" in \"Keeping\" { as SH-01; }\n");
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_EQ(times_in(told.out, "db.letters: 1 row"), 1U) << told.out;
  EXPECT_TRUE(holds(told.out, "(SH-01: ")) << told.out;
  EXPECT_FALSE(holds(told.out, "SH-04")) << told.out;
}
/// The twin: a sentence of its own is told as well.
TEST(Reread, TwinWithASentenceOfItsOwnIsToldToo) {
  const Told told = look_with(
      "promise SH-04 \"We mean it.\" in \"Keeping\" { erase letters within 40 days of closed; }\n");
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_EQ(times_in(told.out, "db.letters: 1 row"), 2U) << told.out;
  EXPECT_TRUE(holds(told.out, "SH-04")) << told.out;
}
TEST(Reread, AfterASweepFindsNothing) {
  const auto shop = Shop::open();
  EXPECT_EQ(shop->on({"reread"}).code, 1);
  ASSERT_EQ(shop->sweep().code, 0);
  const Told told = shop->on({"reread"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "nothing is left that should be gone")) << told.out;
  EXPECT_FALSE(holds(told.out, "--deep")) << told.out;
}
TEST(Reread, AfterAnErasureSaysWhoLooksForThem) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->erase_ann().code, 0);
  const Told told = shop->on({"reread"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out,
                    "one person erased lately is not looked for here: `abide reread "
                    "--deep` does it"))
      << told.out;
}

}  // namespace
}  // namespace abide::cli_test
