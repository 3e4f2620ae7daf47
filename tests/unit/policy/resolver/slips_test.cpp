// Slips that no name gives away, and warnings that would be noise.
#include <gtest/gtest.h>

#include "policy/compile.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

TEST(Slips, in_the_column_of_an_event_or_a_state_are_told_where_another_is_spelt_so) {
  const auto at = [](const std::string& declared) {
    return Shop{.tables =
                    "table notes { key id; clock written_at; owned by customer through u to "
                    "users.id; field t: text; }",
                .more = declared}
        .check();
  };
  const std::string used = " promise INT-002 { keep text in db.notes at most 9 days after wrote; }";
  const Checked slip = at("event wrote at db.notes.writen_at;" + used);
  ASSERT_EQ(slip.codes(), "W0216") << slip.text();
  EXPECT_EQ(slip.find("W0216")->help,
            "say `db.notes.written_at` if that is meant, or declare the column: `field writen_at: "
            "CATEGORY;`");
  EXPECT_EQ(at("event wrote at db.notes.written_at;" + used).codes(), "");
  EXPECT_EQ(at("event wrote at db.notes.posted_on;" + used).codes(), "") << "like none of them";
  EXPECT_EQ(at("state seen at db.notes.writen_at; promise INT-002 { never sell text when seen; }")
                .codes(),
            "W0216");
}
TEST(Slips, of_vocabulary_are_answered_with_our_own_word) {
  const auto help = [](const std::string& statement) {
    const Checked checked = Shop{.statements = statement}.check();
    const Diagnostic* const unknown = checked.find("E0104");
    return unknown == nullptr ? checked.text() : unknown->help;
  };
  EXPECT_EQ(help("delete text at closed;"), "did you mean `erase`?");
  EXPECT_EQ(help("disclose text to press;"), "did you mean `send`?");
  EXPECT_EQ(help("frobnicate text;"), "");
}
TEST(Severance, of_a_key_cannot_be) {
  const auto severed = [](const std::string& key) {
    return codes_of({.tables = "table cards { key " + key +
                               "; owned by customer through u to users.id; field r: receipts; }",
                     .statements =
                         "keep receipts at most 1 year after closed; sever db.cards.u from "
                         "db.users.id at closed so receipts cannot identify text;"});
  };
  EXPECT_EQ(severed("u"), "E0612");
  EXPECT_EQ(severed("id"), "");
}

constexpr const char* asked = "event erasure_requested \"Asked\" from requests;\n";
std::string answered(const std::string& right, const std::string& erase,
                     const std::string& more = "") {
  return codes_of({.tables = "table notes { key id; owned by customer through u to users.id; field "
                             "t: text; }",
                   .more = asked +
                           std::string{"staff dpo \"D\" {}\npromise P-1 { attest \"x\" by "
                                       "dpo every 1 year; right erasure "} +
                           right + " }\npromise P-2 { " + erase + " }\n" + more});
}
TEST(Erasures, later_than_the_answer_are_told) {
  const std::string month = "for customer via \"a@shop.example\" within 1 month;";
  EXPECT_EQ(answered(month, "erase text within 90 days of erasure_requested;"), "W0510");
  EXPECT_EQ(answered(month, "erase text within 30 days of erasure_requested;"), "");
  EXPECT_EQ(answered(month, "erase text within 31 days of erasure_requested;"), "")
      << "not later from every day";
  EXPECT_EQ(answered("over orders " + month, "erase text within 90 days of erasure_requested;"), "")
      << "another matter";
  EXPECT_EQ(answered(month,
                     "erase text within 90 days of erasure_requested; erase text within 9 "
                     "days of erasure_requested;"),
            "W0504")
      << "ended in time by another";
  EXPECT_EQ(answered(month, "erase text within 90 days of erasure_requested;",
                     "waive W0510 on P-2 because \"x\" by dpo until 2099-01-01;"),
            "");
}
TEST(Erasures, later_than_the_answer_are_decided_by_a_ruling_that_is_one_of_the_two) {
  EXPECT_EQ(answered("for customer via \"a@shop.example\" within 1 month;", "tell customer;",
                     "ruling R-G1 between P-1 \"which\" { erase text within 90 days of "
                     "erasure_requested; decide by dpo before 2030-01-01; }"),
            "");
}

TEST(Outlets, are_not_asked_for_what_lies_with_the_recipient_anyway) {
  const auto sent = [](const std::string& keeper) {
    return codes_of(
        {.more = "processor host \"Host\" { country GB; agreement dpa; }\n"
                 "recipient press \"Press\" { country GB; }\n"
                 "purpose care \"Care\" { basis contract; uses text; }\n"
                 "outlet wire from server to press { payload \"a\": text; purpose care; }\n"
                 "store shelf kind sqlite { " +
                 keeper +
                 " table notes { key id; owned by customer through u to db.users.id; field t: "
                 "text; } }\n",
         .statements = "send text to press for care; send text to host for care;"});
  };
  EXPECT_EQ(sent("run by host;"), "");
  EXPECT_EQ(sent(""), "W0316");
}
TEST(Complaints, to_the_regulator_have_no_period_of_ours) {
  const auto with = [](const std::string& channel) {
    return codes_of({.more = "controller us \"The shop\" { country GB; contact \"a@shop.example\"; "
                             "regulator \"The Commission\", \"regulator.example\"; }\n",
                     .statements = "right complaint for customer via \"" + channel + "\";"});
  };
  EXPECT_EQ(with("regulator.example"), "");
  EXPECT_EQ(with("a@shop.example"), "W0506");
}
TEST(Complaints, that_nobody_is_told_of_are_helped_with_a_statement_that_holds) {
  std::string text =
      Shop{.more =
               "controller us \"The shop\" { country GB; contact \"a\"; address \"b\"; }\n"
               "purpose care \"Care\" { basis contract; uses personal; }\n",
           .statements =
               "right access for customer via app \"x\"; right rectification for "
               "customer via app \"x\"; right erasure for customer via app \"x\"; right "
               "restriction for customer via app \"x\"; right portability for customer "
               "via app \"x\"; collect personal from customer for care;"}
          .text();
  text.replace(text.find("regime uk_gdpr;"), 15, "notice \"n.txt\"; regime uk_gdpr;");
  const Checked checked = test::check_policy(text, {.today = parse_date("2026-07-01")});
  const Diagnostic* const told = checked.find("W0408");
  ASSERT_NE(told, nullptr) << checked.text();
  EXPECT_EQ(told->help,
            "add `right complaint for customer via \"…\" acknowledged within 30 days;`");
}

DeploymentResult deployed_with(const std::string& quote, const std::string& points) {
  const Checked checked =
      Shop{.more = "promise INT-002 \"" + quote +
                   "\" { sever db.orders.user_id from db.users.id at closed so orders cannot "
                   "identify text; }\n"}
          .check();
  EXPECT_TRUE(checked.result.model.has_value()) << checked.text();
  Sources sources;
  sources.files.emplace_back("test.deploy",
                             "abide 1;\ndeploy demo for shop {\n  store db is sqlite "
                             "\"db.sqlite\";\n" +
                                 points + "\n}\n");
  sources.trees.push_back(parse(sources.files.front()).file);
  return resolve_deployment(sources, checked.model());
}
TEST(Deployment, without_hooks_acts_no_sooner_than_the_next_sweep) {
  const auto codes = [](const std::string& quote, const std::string& points) {
    std::string all;
    for (const Diagnostic& one : deployed_with(quote, points).diagnostics) all += one.code;
    return all;
  };
  const std::string moment = "The link is cut at the point of deletion.";
  EXPECT_EQ(codes(moment, ""), "W0509");
  EXPECT_EQ(codes(moment, "point events;"), "");
  EXPECT_EQ(codes("The link is cut when you leave.", ""), "");
  EXPECT_TRUE(deployed_with(moment, "").deployment.has_value());
}

}  // namespace
}  // namespace abide::policy
