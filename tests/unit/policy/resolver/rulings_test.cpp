// What rulings decide of flows, columns and purposes: what they speak of, and no more.
#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::codes_of;
using test::Shop;

constexpr const char* parties =
    "staff dpo \"D\" {}\nrecipient press \"Press\" { country GB; }\n"
    "purpose care \"Care\" { basis contract; uses text, orders; }\n"
    "outlet wire from server to press { payload \"a\": text, orders; purpose care; }\n";
std::string ruling(const std::string& between, const std::string& says) {
  return "ruling R-G1 between " + between + " \"which\" { " + says +
         " decide by dpo before 2030-01-01; }\n";
}
std::string of(const std::string& promises) {
  return codes_of({.more = std::string{parties} + promises});
}

TEST(Rulings, decide_of_two_promises_only_the_data_that_they_speak_of) {
  const std::string both =
      "promise P-1 { send text, orders to press for care; }\n"
      "promise P-2 { never send text, orders to press; }\n";
  EXPECT_EQ(of(both), "W0215 E0310");
  EXPECT_EQ(of(both + ruling("P-1, P-2", "send text, orders to press for care;")), "");
  const test::Checked half =
      Shop{.more = parties + both + ruling("P-1, P-2", "send text to press for care;")}.check();
  ASSERT_EQ(half.codes(), "E0310") << half.text();
  EXPECT_NE(half.find("E0310")->message.find("`orders`"), std::string::npos);
  EXPECT_EQ(half.find("E0310")->message.find("`text`"), std::string::npos);
}
TEST(Rulings, of_one_promise_permit_what_a_purpose_uses_and_an_outlet_carries) {
  const std::string never =
      "promise P-1 { send text, orders to press for care; }\n"
      "promise P-2 { never use text for care; }\n";
  EXPECT_NE(of(never).find("E0310"), std::string::npos);
  EXPECT_EQ(of(never + ruling("P-1, P-2", "send text to press for care;")), "");
  EXPECT_NE(of(never + ruling("P-1, P-2", "send orders to press for care;")).find("E0310"),
            std::string::npos);
}
TEST(Rulings, that_say_how_long_a_column_is_kept_let_it_be_there) {
  const auto stored = [](const std::string& more) {
    return codes_of({.tables = "table notes { key id; owned by customer through u to users.id; "
                               "field t: text; }",
                     .more = "staff dpo \"D\" {}\npromise P-1 { never store text; attest \"x\" by "
                             "dpo every 1 year; }\n" +
                             more});
  };
  EXPECT_EQ(stored(""), "E0310");
  EXPECT_EQ(stored(ruling("P-1", "keep text in db.notes at most 20 days after closed;")), "");
  EXPECT_EQ(stored(ruling("P-1", "tell customer;")), "E0310");
}
TEST(Rulings, decide_over_only_and_over_what_is_confined) {
  const std::string only =
      "promise P-1 { only send text to press for care; }\n"
      "promise P-2 { send orders to press for care; }\n";
  EXPECT_EQ(of(only), "W0215 E0312");
  EXPECT_EQ(of(only + ruling("P-1, P-2", "send orders to press for care;")), "");
  EXPECT_EQ(of(only + ruling("P-1, P-2", "tell customer;")), "E0312");
  const std::string confined =
      "promise P-1 { confine text to db; }\n"
      "promise P-2 { send text, orders to press for care; }\n";
  EXPECT_EQ(of(confined), "W0215 E0313");
  EXPECT_EQ(of(confined + ruling("P-1, P-2", "send text to press for care;")), "");
}
TEST(Flows, without_a_purpose_are_for_more_than_the_only_one) {
  const auto sent = [](const std::string& more) {
    return codes_of({.more = std::string{"recipient press \"Press\" { country GB; }\n"
                                         "purpose care \"Care\" { basis contract; uses text; }\n"
                                         "promise P-1 { use text only for care; }\n"} +
                             "promise P-2 { " + more + " }\n"});
  };
  EXPECT_EQ(sent("send text to press for care;"), "");
  EXPECT_EQ(sent("send text to press;"), "E0318");
  EXPECT_EQ(sent("host text with press;"), "") << "a means, not a purpose";
}

}  // namespace
}  // namespace abide::policy
