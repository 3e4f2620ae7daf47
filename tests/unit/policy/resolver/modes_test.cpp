// What each kind of statement is worth, what weakens it, and claims beyond it (E0701).
#include <gtest/gtest.h>

#include "policy/compile.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

/// The shop with somebody to send to, by a server and by a browser.
std::string world(const std::string& more) {
  return "staff dpo \"Data protection lead\" {}\n"
         "processor mailer { country GB; agreement dpa; }\n"
         "processor counter { country GB; agreement dpa; }\n"
         "purpose mail { basis contract; uses contact; }\n"
         "purpose counting { basis contract; uses orders; }\n"
         "transform blur \"Blur\" { takes contact; gives text; by field_map; }\n"
         "state open at db.users.open;\n"
         "store memory \"Memory\" kind memory { reach none because \"lives in the process\";\n"
         "  topic live { key id; owned by customer through user_id to db.users.id; field draft: "
         "text; } }\n"
         "outlet post from server to mailer { payload \"to\": contact.email; purpose mail; }\n"
         "outlet page from browser to counter { payload \"**\": orders; purpose counting; }\n"
         "promise INT-010 { send contact.email to mailer for mail; send orders to counter for "
         "counting; "
         "}\n" +
         more;
}
std::string computed_of(const std::string& statements) {
  const test::Checked checked =
      test::Shop{.more = world("promise INT-002 { " + statements + " }\n")}.check();
  if (!checked.result.model) return checked.text();
  for (const Promise& promise : checked.model().promises) {
    if (promise.id == "INT-002") {
      return promise.computed ? std::string{word_of(*promise.computed)} : "nothing";
    }
  }
  return "no such promise";
}

struct Row {
  const char* statements;
  const char* mode;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.statements; }
class Modes : public testing::TestWithParam<Row> {};
TEST_P(Modes, AreThoseOfTheTable) {
  EXPECT_EQ(computed_of(GetParam().statements), GetParam().mode);
}
INSTANTIATE_TEST_SUITE_P(
    Statements, Modes,
    testing::Values(
        Row{"send contact.email to mailer for mail;", "enforced"},
        Row{"send orders to counter for counting;", "detected"},
        Row{"never send receipts to mailer;", "enforced"},
        Row{"never send receipts to counter;", "detected"},
        Row{"never send receipts to anyone except mailer;", "detected"},
        Row{"never share receipts with mailer;", "enforced"},
        Row{"never include receipts in post;", "enforced"},
        Row{"never include receipts in page;", "detected"},
        Row{"scrub contact from post by blur;", "enforced"},
        Row{"scrub contact from page by blur;", "detected"},
        Row{"may keep contact until closed;", "enforced"},
        Row{"erase contact within 30 days of closed;", "enforced"},
        Row{"erase text in memory within 30 days of closed;", "detected"},
        Row{"right access for customer via app \"profile page\" within 1 month;", "enforced"},
        Row{"right access for customer via \"a@shop.example\" within 1 month;", "evidenced"},
        Row{"never collect receipts;", "detected"}, Row{"never store receipts;", "detected"},
        Row{"never use receipts for mail;", "detected"},
        Row{"use orders only for counting;", "detected"},
        Row{"collect orders from customer;", "detected"},
        Row{"confine receipts to db;", "detected"},
        Row{"probe schema_drift on db every 1 day;", "detected"},
        Row{"host contact with mailer;", "evidenced"}, Row{"file dpa with mailer;", "evidenced"},
        Row{"transfer to mailer under idta;", "evidenced"},
        Row{"notify customer of closed by email;", "evidenced"},
        Row{"respond to customer within 30 days;", "evidenced"},
        Row{"attest \"All is well\" by dpo every 12 months;", "attested"},
        Row{"never sell receipts;", "attested"}, Row{"never train on receipts;", "attested"},
        Row{"tell customer;", "stated"}, Row{"tell customer; as INT-001;", "enforced"},
        Row{"tell customer; attest \"All is well\" by dpo every 12 months; host orders with "
            "mailer;",
            "evidenced"}));

std::string codes_with(const std::string& promise) {
  return test::Shop{.more = world(promise)}.check().codes();
}
TEST(Overclaims, AreErrorsAndUnderstatementsAreNot) {
  const auto claim = [](const std::string& mode, const std::string& statement) {
    const std::string codes = codes_with("promise INT-002 " + mode + " { " + statement + " }\n");
    return codes.find("E0701") != std::string::npos;
  };
  EXPECT_TRUE(claim("enforced", "send orders to counter for counting;"));
  EXPECT_TRUE(claim("enforced", "attest \"All is well\" by dpo every 12 months;"));
  EXPECT_TRUE(claim("attested", "tell customer;"));
  EXPECT_FALSE(claim("attested", "attest \"All is well\" by dpo every 12 months;"));
  EXPECT_FALSE(claim("stated", "send contact.email to mailer for mail;"));
  EXPECT_FALSE(claim("", "tell customer;"));
}
TEST(Overclaims, PointAtTheModeAndSayWhatItComesTo) {
  const test::Checked checked =
      test::Shop{.more = world("promise INT-002 enforced { tell customer; }\n")}.check();
  const Diagnostic* const found = checked.find("E0701");
  ASSERT_NE(found, nullptr) << checked.text();
  EXPECT_EQ(checked.at(*found), "enforced");
  EXPECT_EQ(found->message,
            "`INT-002` claims to be enforced, and what stands under it is stated at most");
}

/// What a deployment with those points says of the policy's claims.
std::string deployed(const std::string& promise, const std::string& points) {
  const test::Checked checked = test::Shop{.more = world(promise)}.check();
  if (!checked.result.model) return checked.text();
  const auto reader = [&](const std::string&) -> Result<std::string> {
    return "abide 1;\ndeploy one for shop { store db is sqlite \"a\"; control sqlite \"b\"; keys "
           "\"c\"; anchor \"d\"; " +
           points + " }\n";
  };
  const auto deployment = compile_deployment("one.deploy", reader, checked.model());
  std::string told;
  for (const Diagnostic& one : deployment->diagnostics) told += one.code + " " + one.message + "\n";
  return told;
}
TEST(Overclaims, NeedTheirPointInADeployment) {
  const std::string right =
      "promise INT-002 enforced { right access for customer via app \"page\" within 1 month; }\n";
  const std::string send = "promise INT-003 enforced { never send receipts to mailer; }\n";
  EXPECT_EQ(deployed(right + send, "point gateway, rights;"), "");
  EXPECT_EQ(deployed(right + send, "point guard;"),
            "E0703 INT-002 claims to be enforced, and this deployment has no point `rights`\n");
  EXPECT_EQ(deployed(send, ""),
            "E0703 INT-003 claims to be enforced, and this deployment has no point `gateway`\n");
  EXPECT_EQ(
      deployed("promise INT-002 enforced { may keep contact until closed; never send receipts "
               "to mailer; }\n",
               ""),
      "")
      << "the sweep carries it";
  EXPECT_EQ(deployed("promise INT-003 { never send receipts to mailer; }\n", ""), "")
      << "nothing is claimed";
}

}  // namespace
}  // namespace abide::policy
