// Which looser forms each kind of statement has, read as a person would write them.
#include "policy/loosen/loosening.hpp"

#include <gtest/gtest.h>

#include "tests/unit/policy/loosen/shop.hpp"

namespace abide::policy {
namespace {

/// What the statement is loosened to, one a line; a dash where it is left out.
std::string loosened(const std::string& statement) {
  const test::Checked shop = loose_shop(statement).check();
  EXPECT_TRUE(shop.result.model.has_value()) << statement << "\n" << shop.text();
  if (!shop.result.model) return "";
  std::string all;
  for (const Loosening& one : loosenings_of(shop.sources, shop.model())) {
    if (one.sentence + ";" != statement) continue;
    all += (one.loosened.empty() ? "-" : one.loosened) + "\n";
  }
  return all;
}

TEST(Loosening, of_what_may_be_kept) {
  EXPECT_EQ(loosened("may keep text until closed or left review every 12 months;"),
            "-\n"
            "may keep text until left review every 12 months\n"
            "may keep text until closed review every 12 months\n");
  EXPECT_EQ(loosened("may keep text, receipts in db until left;"),
            "-\nmay keep text, receipts in db until left except text\n");
}
TEST(Loosening, of_what_must_be_kept) {
  EXPECT_EQ(
      loosened("must keep receipts at least 6 years after end of year of left because law uk.ct;"),
      "-\n"
      "must keep receipts at least 3 years after end of year of left because law uk.ct\n"
      "must keep receipts at least 6 years after left because law uk.ct\n");
  EXPECT_EQ(loosened("must keep receipts for 1 year after left because law uk.ct;"),
            "-\nmust keep receipts for 2 years after left because law uk.ct\n");
}
TEST(Loosening, of_what_goes) {
  EXPECT_EQ(loosened("keep text in db at most 30 days after closed;"),
            "-\n"
            "keep text in db at most 60 days after closed\n"
            "keep text in db at most 30 days after end of year of closed\n");
  EXPECT_EQ(loosened("erase text, receipts within 1 month of left except receipts;"),
            "-\n"
            "erase text, receipts within 2 months of left except receipts\n"
            "erase text, receipts within 1 month of end of year of left except receipts\n");
  EXPECT_EQ(loosened("erase text, receipts within 7 days of left because law uk.ct;"),
            "-\n"
            "erase text, receipts within 14 days of left because law uk.ct\n"
            "erase text, receipts within 7 days of end of year of left because law uk.ct\n"
            "erase text, receipts within 7 days of left except text because law uk.ct\n");
  EXPECT_EQ(loosened("erase text promptly after left;"),
            "-\n"
            "erase text within 30 days of left\n"
            "erase text promptly after end of year of left\n");
  EXPECT_EQ(loosened("erase text at end of year of left;"),
            "-\nerase text within 30 days of end of year of left\n");
  EXPECT_EQ(
      loosened("sever db.orders.user_id from db.users.id at closed or left so orders cannot "
               "identify contact;"),
      "-\n"
      "sever db.orders.user_id from db.users.id at left so orders cannot identify contact\n"
      "sever db.orders.user_id from db.users.id at closed so orders cannot identify contact\n");
}
TEST(Loosening, of_what_is_sent) {
  EXPECT_EQ(loosened("only send text to courier for delivery when open;"),
            "send text to courier for delivery when open\n"
            "only send text to courier for delivery\n"
            "only send text to courier, printer for delivery when open\n"
            "only send text to courier for delivery, billing when open\n");
  EXPECT_EQ(loosened("host orders with courier;"), "host orders with courier, printer\n");
}
TEST(Loosening, of_what_is_forbidden) {
  EXPECT_EQ(loosened("never send text to anyone except courier unless open, fast;"),
            "-\n"
            "never send text to anyone except courier, printer unless open, fast\n"
            "never send text to anyone except courier unless fast\n"
            "never send text to anyone except courier unless open\n");
  EXPECT_EQ(loosened("never store personal in db except contact, orders, text unless open;"),
            "-\nnever store personal in db except contact, orders, text, receipts unless open\n");
  EXPECT_EQ(loosened("use text only for delivery, billing;"), "-\n");
  EXPECT_EQ(loosened("use receipts only for billing;"),
            "-\nuse receipts only for billing, delivery\n");
  EXPECT_EQ(loosened("confine receipts to db;"), "-\n");
}
TEST(Loosening, of_answers) {
  EXPECT_EQ(loosened("respond to customer within 30 days;"),
            "respond to customer within 60 days\n");
  EXPECT_EQ(loosened("right access over personal for customer via \"a@b.example\" within 1 month;"),
            "right access over personal for customer via \"a@b.example\" within 2 months\n");
  EXPECT_EQ(loosened("right access for customer via \"a@b.example\";"), "");
}
TEST(Loosening, of_what_no_test_can_show_there_is_none) {
  for (const char* const statement :
       {"tell customer;", "collect text from customer;", "generate text from orders;"}) {
    EXPECT_EQ(loosened(statement), "") << statement;
  }
}
TEST(Loosening, of_paths) {
  const test::Checked shop = loose_shop("").check();
  ASSERT_TRUE(shop.result.model.has_value()) << shop.text();
  std::string paths;
  for (const Loosening& one : loosenings_of(shop.sources, shop.model())) {
    if (one.under.find('.') != std::string::npos) paths += one.under + ": " + one.loosened + "\n";
  }
  EXPECT_EQ(paths,
            "db.orders: shared with customer through user_id to users.id\n"
            "db.notes: shared with customer through user_id to users.id\n"
            "db.notes: mentions customer through about_id to users.id, on erase keep\n");
}
TEST(Loosening, leaves_a_promise_that_still_loads) {
  const test::Checked shop = test::check_policy(
      loose_shop("").text() + "promise INT-002 enforced { erase text within 7 days of left; }\n");
  ASSERT_TRUE(shop.result.model.has_value()) << shop.text();
  Loosener loosener{shop.sources, shop.model()};
  std::size_t left_out = 0;
  for (const Loosening& one : loosenings_of(shop.sources, shop.model())) {
    if (one.under != "INT-002" || !one.loosened.empty()) continue;
    const Loosened made = loosener.with(one);
    ASSERT_TRUE(made.result.model.has_value());
    ++left_out;
  }
  EXPECT_EQ(left_out, 1U);
}
TEST(Loosening, is_put_back_after_each) {
  const test::Checked shop = loose_shop("erase text within 7 days of left;").check();
  Loosener loosener{shop.sources, shop.model()};
  const auto all = loosenings_of(shop.sources, shop.model());
  ASSERT_GE(all.size(), 3U);
  const auto digest = [&](const Loosening& one) {
    return meaning_digest(loosener.with(one).result.model.value());
  };
  const Digest first = digest(all.front());
  EXPECT_NE(digest(all.back()), first);
  EXPECT_EQ(digest(all.front()), first);
}

}  // namespace
}  // namespace abide::policy
