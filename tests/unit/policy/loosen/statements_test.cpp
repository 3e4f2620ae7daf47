// The list of statements, and what kind of expectation can see each.
#include "policy/statements.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/sentences.hpp"
#include "policy/storing.hpp"
#include "tests/unit/policy/loosen/shop.hpp"

namespace abide::policy {
namespace {

Statement only(const std::string& statement) {
  const test::Checked shop = loose_shop(statement).check();
  EXPECT_TRUE(shop.result.model.has_value()) << shop.text();
  if (!shop.result.model) return {};
  const auto all = statements_of(shop.sources, shop.model());
  const auto at = std::ranges::find_if(
      all, [&](const Statement& one) { return one.sentence + ";" == statement; });
  EXPECT_NE(at, all.end()) << statement;
  return at == all.end() ? Statement{} : *at;
}

TEST(Statements, say_what_can_show_them) {
  EXPECT_EQ(only("erase text within 7 days of left;").seen_by, SeenBy::rows);
  EXPECT_EQ(only("send text to courier for delivery;").seen_by, SeenBy::reach);
  EXPECT_EQ(only("host orders with courier;").seen_by, SeenBy::reach);
  EXPECT_EQ(only("never store text in db unless open;").seen_by, SeenBy::reach);
  EXPECT_EQ(only("use text only for delivery, billing;").seen_by, SeenBy::reach);
  EXPECT_EQ(only("confine receipts to db;").seen_by, SeenBy::reach);
  EXPECT_EQ(only("respond to customer within 30 days;").seen_by, SeenBy::due);
  EXPECT_EQ(only("never collect text from courier;").seen_by, SeenBy::nothing);
  EXPECT_EQ(only("tell customer;").seen_by, SeenBy::nothing);
  EXPECT_EQ(only("right access for customer via \"a@b.example\";").seen_by, SeenBy::nothing);
}
TEST(Statements, that_are_forbidden_a_purpose_nobody_has_decide_nothing_a_test_could_see) {
  EXPECT_EQ(only("never train on text;").seen_by, SeenBy::nothing);
}
TEST(Statements, that_give_way_do_not_decide) {
  const std::string may = "may keep text until left;";
  EXPECT_TRUE(only(may).decides);
  const test::Checked shop = loose_shop(may + "erase text within 7 days of left;").check();
  const auto all = statements_of(shop.sources, shop.model());
  const auto at = std::ranges::find(all, "may keep", &Statement::kind);
  ASSERT_NE(at, all.end());
  EXPECT_FALSE(at->decides);
}
TEST(Statements, are_one_line_without_comments) {
  EXPECT_EQ(sentence_of("erase  text // all of it\n  within 7 days\nof left ;"),
            "erase text within 7 days of left");
  EXPECT_EQ(sentence_of("attest \"a  // b\" by dpo;"), "attest \"a  // b\" by dpo");
}

TEST(Storing, is_by_columns_and_by_what_forbids_it) {
  const test::Checked shop =
      loose_shop("never store text in db unless open; confine receipts to db.notes;").check();
  ASSERT_TRUE(shop.result.model.has_value()) << shop.text();
  const Model& model = shop.model();
  const auto decisions = FlowDecisions::of(model);
  const TableId notes = *model.find_table("db.notes");
  const CategoryId text = *decisions->find_category("text");
  KnownStates states;
  EXPECT_FALSE(storing_grounds(model, notes, text, states).may_lie());
  states.hold(*decisions->find_state("open"));
  EXPECT_TRUE(storing_grounds(model, notes, text, states).may_lie());
  const CategoryId receipts = *decisions->find_category("receipts");
  EXPECT_TRUE(storing_grounds(model, notes, receipts, states).may_lie());
  const auto elsewhere = storing_grounds(model, *model.find_table("db.orders"), receipts, states);
  EXPECT_TRUE(elsewhere.columns.empty());
  EXPECT_EQ(elsewhere.forbids.size(), 1U);
}

TEST(FlowGrounds, tell_every_sentence_and_decide_as_the_bits_do) {
  const test::Checked sound =
      loose_shop(
          "send text to courier for delivery when open; "
          "never send text to anyone unless open; never send text to anyone for billing;")
          .check();
  ASSERT_TRUE(sound.result.model.has_value()) << sound.text();
  const Model& model = sound.model();
  const auto decisions = FlowDecisions::of(model);
  const RecipientId courier = *decisions->find_recipient("courier");
  const CategoryId text = *decisions->find_category("text");
  const FlowGrounds grounds{model};
  for (const char* const purpose : {"delivery", "billing"}) {
    for (const bool open : {false, true}) {
      KnownStates states;
      if (open) states.hold(*decisions->find_state("open"));
      const auto all = grounds.of(courier, *decisions->find_purpose(purpose), text, states);
      EXPECT_EQ(!all.permits.empty() && all.forbids.empty(),
                decisions->allows(courier, *decisions->find_purpose(purpose), text, states));
    }
  }
  EXPECT_EQ(grounds.of(courier, *decisions->find_purpose("billing"), text, {}).forbids.size(), 2U);
}

}  // namespace
}  // namespace abide::policy
