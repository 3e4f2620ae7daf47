// abide explain PROMISE: what stands under a promise, what it comes to, who names it.
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

TEST(ExplainPromise, TellsQuoteSentencesAndTables) {
  const auto shop = Shop::open({});
  const Told told = shop->abide({"explain", "SH-02", "shop.policy"});
  EXPECT_EQ(told.code, 0) << told.all();
  for (const char* part :
       {"SH-02 (shop.policy:", "  what stands under it comes to enforced\n",
        "\"We keep records of payments for as long as tax law asks.\"",
        "in the notice's \"Keeping\"",
        "  must keep payment.amount in db at least 6 years after end of financial_year of paid "
        "because law uk.ct\n      stays until 6 years after the end of the financial year of "
        "`paid` at least, because ",
        "      gone within 7 years of `paid`\n      db.payments (", "the row stays"}) {
    EXPECT_TRUE(holds(told.out, part)) << part << "\n" << told.out;
  }
}
TEST(ExplainPromise, TellsStatementsOfOneLineApart) {
  ShopText text;
  text.policy +=
      "promise SH-05 { erase account within 20 days of closed; erase letters within 25 "
      "days of closed; }\n";
  const auto shop = Shop::open(text);
  const Told told = shop->abide({"explain", "SH-05", "shop.policy"});
  for (const char* part :
       {"  erase account within 20 days of closed\n      gone within 20 days of `closed`\n",
        "  erase letters within 25 days of closed\n      gone within 25 days of `closed`\n"}) {
    EXPECT_TRUE(holds(told.out, part)) << part << "\n" << told.all();
  }
}
TEST(ExplainPromise, TellsWhoNamesIt) {
  ShopText text;
  text.policy +=
      "staff dpo \"Data protection lead\" {}\npromise SH-04 \"And so on.\" { as SH-01; }\n"
      "ruling SH-G01 between SH-01, SH-03 \"What a month is.\" { as SH-03; decide by dpo before "
      "2999-12-31; }\n";
  const auto shop = Shop::open(text);
  const Told told = shop->abide({"explain", "sh-01", "shop.policy"});
  EXPECT_TRUE(holds(told.out, "SH-04 restates it\n  SH-G01 decides about it")) << told.all();
  const Told ruling = shop->abide({"explain", "SH-G01", "shop.policy"});
  EXPECT_TRUE(holds(ruling.out, "to be decided by dpo before 2999-12-31")) << ruling.all();
  const Told json = shop->abide({"explain", "SH-01", "shop.policy", "--format", "json"});
  EXPECT_EQ(nlohmann::json::parse(json.out)["statements"].size(), 2U) << json.all();
}
TEST(ExplainPromise, NamesTheNearestAndAsksForThePolicy) {
  const auto shop = Shop::open({});
  const Told far = shop->abide({"explain", "SH-10", "shop.policy"});
  EXPECT_EQ(far.code, 2);
  EXPECT_TRUE(holds(far.err, "no promise `SH-10`") && holds(far.err, "did you mean `SH-0"))
      << far.err;
  const Told alone = shop->abide({"explain", "SH-01"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_TRUE(holds(alone.err, "abide explain SH-01 ")) << alone.err;
}

}  // namespace
}  // namespace abide::cli_test
