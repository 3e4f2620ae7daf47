// What is decided otherwise between two policies, and what only looks so.
#include "policy/loosen/effect.hpp"

#include <gtest/gtest.h>

#include "tests/unit/policy/loosen/shop.hpp"

namespace abide::policy {
namespace {

Effect effect(const test::Shop& before, const test::Shop& after) {
  const test::Checked one = before.check();
  const test::Checked other = after.check();
  EXPECT_TRUE(one.result.model && other.result.model) << one.text() << other.text();
  if (!one.result.model || !other.result.model) return {};
  return effect_of(one.model(), other.model()).value();
}
Effect effect(const std::string& before, const std::string& after) {
  return effect(loose_shop(before), loose_shop(after));
}

TEST(Effect, of_the_same_policy_is_none) {
  const std::string all =
      "erase text within 7 days of left; send text to courier for delivery when open; "
      "never store text in db unless fast;";
  EXPECT_TRUE(effect(all, all).is_none());
}
TEST(Effect, of_a_bound_is_on_its_tables_at_its_events) {
  const Effect found =
      effect("erase text within 7 days of left;", "erase text within 14 days of left;");
  EXPECT_TRUE(found.is_of_rows());
  EXPECT_FALSE(found.is_of_reach());
  EXPECT_EQ(found.tables.size(), 1U);
  EXPECT_EQ(found.events.size(), 1U);
  EXPECT_EQ(found.expectation,
            "given row db.notes (… body: …); `left`; 7 days later expect db.notes erased, or "
            "severed where a law keeps it");
}
TEST(Effect, of_a_bound_behind_a_stricter_one_is_none) {
  const std::string strict = "erase text within 7 days of left;";
  EXPECT_TRUE(effect(strict + "keep text at most 30 days after left;", strict).is_none());
  EXPECT_TRUE(
      effect(strict + "keep text at most 7 days after end of year of left;", strict).is_none());
  EXPECT_TRUE(effect(strict + strict, strict).is_none());
  // The twin: the laxer one is no match for the stricter.
  EXPECT_FALSE(effect(strict + "keep text at most 30 days after left;",
                      "keep text at most 30 days after left;")
                   .is_none());
  EXPECT_FALSE(effect(strict, "erase text within 7 days of end of year of left;").is_none());
}
TEST(Effect, of_a_longer_floor_beside_a_shorter_one_is_none) {
  const std::string six = "must keep receipts at least 6 years after left because law uk.ct;";
  const std::string three = "must keep receipts at least 3 years after left because law uk.ct;";
  EXPECT_TRUE(effect(six + three, six).is_none());
  EXPECT_FALSE(effect(six + three, three).is_none());
}
TEST(Effect, of_periods_that_cannot_be_compared_is_told) {
  EXPECT_FALSE(effect("erase text within 30 days of left; keep text at most 1 month after left;",
                      "erase text within 30 days of left;")
                   .is_none());
}
TEST(Effect, of_a_link_cut_on_a_day_on_which_it_is_emptied_anyway_is_none) {
  const auto shop = [](const std::string& statements) {
    test::Shop made = loose_shop(statements);
    made.tables +=
        "table visits { key id; owned by customer through user_id to users.id; "
        "field user_id: contact.id; field place: trips; }\n";
    made.more += "category trips;\n";
    return made;
  };
  const std::string sever =
      "sever db.visits.user_id from db.users.id at left so trips cannot identify contact;";
  const std::string erase = "erase contact promptly after left;";
  EXPECT_TRUE(effect(shop(erase + sever), shop(erase)).is_none());
  EXPECT_FALSE(effect(shop(sever), shop("")).is_none());  // the twin: nothing else empties it
}
TEST(Effect, of_a_path_is_on_its_table_whatever_happens) {
  test::Shop shared = loose_shop("");
  const std::string owned = "owned by customer through user_id to users.id; mentions";
  shared.tables.replace(shared.tables.find(owned), owned.size(),
                        "shared with customer through user_id to users.id; mentions");
  const Effect found = effect(loose_shop(""), shared);
  EXPECT_TRUE(found.whatever_happens);
  EXPECT_TRUE(found.is_of_rows());
}
TEST(Effect, of_a_flow_is_an_expectation_to_write) {
  EXPECT_EQ(
      effect("send text to courier for delivery;", "send text to courier, printer for delivery;")
          .expectation,
      "expect text cannot reach printer for delivery");
  EXPECT_EQ(
      effect("send text to courier for delivery when open;", "send text to courier for delivery;")
          .expectation,
      "expect text cannot reach courier for delivery");
}
TEST(Effect, of_what_nothing_permits_anyway_is_none) {
  EXPECT_TRUE(effect("never send text to printer;", "").is_none());
  EXPECT_TRUE(
      effect("only send text to courier for delivery;", "send text to courier for delivery;")
          .is_none());
}
TEST(Effect, of_a_state_is_seen_where_it_decides) {
  const Effect found =
      effect("never store text in db unless open, fast;", "never store text in db unless fast;");
  EXPECT_TRUE(found.is_of_reach());
  EXPECT_FALSE(found.is_of_rows());
  EXPECT_EQ(found.expectation, "given fast on; expect text cannot reach db.notes");
}
TEST(Effect, of_rows_that_no_sweep_reaches_is_none) {
  const auto shop = [](const std::string& statements) {
    test::Shop made = loose_shop(statements);
    made.more +=
        "store browser kind browser { reach none because \"elsewhere\"; "
        "table drafts { key id; owned by customer through user_id to db.users.id; field body: "
        "text; } }\n";
    return made;
  };
  EXPECT_TRUE(effect(shop("keep text in browser at most 7 days after left;"), shop("")).is_none());
}
TEST(Effect, of_other_names_is_told_as_such) {
  test::Shop more = loose_shop("");
  more.more += "state new from app;\n";
  EXPECT_TRUE(effect(loose_shop(""), more).is_of_other_names);
}

}  // namespace
}  // namespace abide::policy
