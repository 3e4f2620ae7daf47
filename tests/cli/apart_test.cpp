// What an erasure keeps apart from its person must not lead back to them over the data itself.
#include <string>

#include "base/digest.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// A shop whose payments have a reference, and whose partners keep an order of their own that names
/// the customer who brought it.
ShopText with_references() {
  ShopText text;
  const auto replace = [](std::string& in, const std::string& what, const std::string& with) {
    const auto at = in.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    in.replace(at, what.size(), with);
  };
  replace(text.policy, "field amount: payment.amount;",
          "field amount: payment.amount; field reference: payment.reference;");
  replace(text.policy, "category payment \"Payments\" { category amount; }",
          "category payment \"Payments\" { category amount; category reference; }\n"
          "subject partner \"Partner\" { identified by db.partners.id; }\n"
          "category trade \"Trade\" { category partner is identifier; category order_code; }\n"
          "event ended \"Partnership ended\" at db.partners.ended_at;");
  replace(text.policy, "must keep payment.amount in db", "must keep payment in db");
  replace(
      text.policy, "    table payments",
      "    table partners { key id; owned by partner through id; field id: trade.partner; field "
      "ended_at: trade.order_code; }\n"
      "    table orders { key id; owned by partner through partner_id to partners.id; mentions "
      "customer through brought_by to users.id, on erase keep; field code: trade.order_code; }\n"
      "    table payments");
  text.policy +=
      "promise SH-04 \"Partners are gone a month after.\" in \"Keeping\" { erase trade within 30 "
      "days of ended; }\n";
  replace(text.payments, "amount INTEGER, paid_at TEXT)",
          "amount INTEGER, reference TEXT, paid_at TEXT)");
  text.more_sql =
      "CREATE TABLE partners (id INTEGER PRIMARY KEY, ended_at TEXT);"
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, partner_id INTEGER, brought_by INTEGER, code "
      "TEXT); CREATE INDEX orders_by ON orders (brought_by);"
      "INSERT INTO partners VALUES (7, NULL);";
  text.rows =
      "INSERT INTO users VALUES (1, 'ann@people.example', 'Ann O''Hara', NULL), "
      "(2, 'bob@people.example', 'Bob Stone', NULL);"
      "INSERT INTO letters VALUES (10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob');"
      "INSERT INTO payments VALUES (20, 1, 4900, 'for the lessons', '2026-05-08T12:00:00Z'), "
      "(21, 2, 1700, 'for the lessons', '2026-05-09T12:00:00Z');"
      "INSERT INTO orders VALUES (30, 7, 1, 'GB'), (31, 7, 2, 'GB'), (32, 7, NULL, 'GB');";
  return text;
}

Told erased_with(const std::string& reference, const std::string& more = "") {
  const auto shop = Shop::open(with_references());
  shop->sql("UPDATE payments SET reference = '" + reference + "' WHERE id = 20;" + more);
  const Told told = shop->erase_ann({"--subject", "customer"});
  EXPECT_EQ(shop->rows("SELECT user_id, amount FROM payments WHERE id = 20"), "NULL|4900\n")
      << told.all();
  EXPECT_FALSE(holds(told.all(), "people.example")) << told.all();
  return told;
}

TEST(Apart, APaymentThatSaysNothingOfThemIsApart) {
  const Told told = erased_with("for the lessons");
  EXPECT_EQ(told.code, 0) << told.all();
}

TEST(Apart, AHashOfTheirAddressLeadsBack) {
  const auto hashes = common_hashes("ann@people.example");
  for (const std::size_t which : {0U, 3U, 4U}) {
    const Told told = erased_with("https://faces.example/" + hashes[which] + "?s=80");
    EXPECT_EQ(told.code, 1) << told.all();
    EXPECT_TRUE(holds(told.out, "a hash of one")) << told.out;
  }
}

TEST(Apart, HashesAreThoseThatEverybodyMakes) {
  const auto hashes = common_hashes("abc");
  ASSERT_EQ(hashes.size(), 8U);
  EXPECT_EQ(hashes[0], "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hashes[1], "kAFQmDzST7DWlj99KOF/cg");
  EXPECT_EQ(hashes[2], "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hashes[4], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(hashes[6].starts_with("ddaf35a193617abacc417349ae204131"));
}

/// A hash of somebody else, and what is too short to say anything.
TEST(Apart, TwinsThatLeadToNobody) {
  EXPECT_EQ(erased_with(common_hashes("bob@people.example")[4]).code, 0);
  EXPECT_EQ(erased_with("GB").code, 0);
}

TEST(Apart, AValueOfARowThatNamesThemLeadsBack) {
  const std::string orders =
      "WITH RECURSIVE n(i) AS (SELECT 40 UNION ALL SELECT i + 1 FROM n WHERE i < 65) INSERT INTO "
      "orders SELECT i, 7, NULL, 'GB' FROM n; UPDATE orders SET code = 'ORDER-' || id;";
  const Told told = erased_with("ORDER-30", orders);
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out,
                    "db.payments: 1 row, kept apart, and `reference` holds the same value as in "
                    "`db.orders.code`, in a row that names them"))
      << told.out;
  EXPECT_EQ(erased_with("ORDER-31", orders).code, 0) << "of a row that names somebody else";
  EXPECT_EQ(
      erased_with("ORDER-30", orders + "UPDATE orders SET code = 'ORDER-30' WHERE id = 31;").code,
      0)
      << "two rows hold it";
}

}  // namespace
}  // namespace abide::cli_test
