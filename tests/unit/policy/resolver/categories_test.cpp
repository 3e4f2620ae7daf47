// Categories: marks and flags go down the tree and may only rise; sets and exceptions.
#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

const Category& named(const Model& model, const std::string& name) {
  for (const Category& category : model.categories) {
    if (category.name == name) {
      return category;
    }
  }
  throw std::logic_error(name);
}

TEST(Categories, children_inherit_marks_and_flags) {
  const Checked shop =
      Shop{.more =
               "category health \"Health\" is special, confidential alias \"dpv:Health\" {\n"
               "  category notes; category group { category inner is identifier; }\n}\n"
               "category plain { category masked is pseudonymous; category counts is anonymous; }\n"
               "category plain.late;",
           .statements = "never process health, plain;"}
          .check();
  ASSERT_EQ(shop.text(), "");
  const Model& model = shop.model();
  EXPECT_EQ(named(model, "health.group.inner").mark, Mark::special);
  EXPECT_TRUE(named(model, "health.group.inner").identifier);
  EXPECT_TRUE(named(model, "health.notes").confidential);
  EXPECT_FALSE(named(model, "health.notes").identifier);
  EXPECT_FALSE(named(model, "health.group").leaf);
  EXPECT_TRUE(named(model, "health.notes").leaf);
  EXPECT_EQ(named(model, "plain.masked").mark, Mark::pseudonymous);
  EXPECT_EQ(named(model, "plain.late").mark, Mark::personal);
  EXPECT_EQ(named(model, "plain.late").parent, named(model, "plain.masked").parent);
  EXPECT_EQ(named(model, "health").aliases, (std::vector<std::string>{"dpv:Health"}));
}
TEST(Categories, a_mark_below_the_parents_needs_a_transform) {
  const std::string health =
      "category health is special { category notes; category summary is pseudonymous; }\n";
  EXPECT_EQ(codes_of({.more = health, .statements = "never process health;"}), "E0212");
  EXPECT_EQ(
      codes_of({.more = health + "transform t { takes health.notes; gives health.summary; by "
                                 "shorten; }\nrecipient r { country GB; }",
                .statements = "never process health.notes; send health.summary to r through t;"}),
      "");
}
TEST(Categories, unknown_marks_and_parents_are_refused) {
  EXPECT_EQ(codes_of({.more = "category x is identfier;", .statements = "never sell x;"}), "E0206");
  EXPECT_EQ(codes_of({.more = "category x is personal, special;", .statements = "never sell x;"}),
            "E0206");
  EXPECT_EQ(codes_of({.more = "category contct.phone;", .statements = "never sell contct.phone;"}),
            "E0201");
}
TEST(Categories, a_field_says_what_it_holds) {
  const std::string table = "table t { key id; owned by customer through user_id to users.id; ";
  EXPECT_EQ(codes_of({.tables = table + "field a; }"}), "E0213");
  EXPECT_EQ(codes_of({.tables = table + "link a to users.id; }"}), "");
  EXPECT_EQ(codes_of({.tables = table + "link a; }"}), "E0205");
  const Checked group = Shop{.tables = table + "field a as \"A b\": contact; }"}.check();
  ASSERT_EQ(group.text(), "");
  const Table& t = group.model().at(*group.model().find_table("db.t"));
  EXPECT_EQ(group.model().at(t.fields[0]).categories.size(), 2U);
  EXPECT_EQ(group.model().at(t.fields[0]).column, "A b");
}
TEST(Categories, sets_and_exceptions_choose_leaves) {
  const Checked shop =
      Shop{.tables =
               "table t { key id; owned by customer through user_id to users.id; field a: h; "
               "field b: stats; field c: text; }",
           .more = "category h is special; category stats is anonymous;",
           .statements =
               "keep personal in db.t at most 20 years after closed;\n"
               "keep everything in db.t at most 21 years after closed except h;\n"
               "keep special at most 19 years after closed;"}
          .check();
  ASSERT_TRUE(shop.result.model.has_value()) << shop.text();
  const Model& model = shop.model();
  const auto reached = [&](std::size_t rule) {
    std::string names;
    for (const FieldId field : model.rules[rule].fields) {
      names += model.at(field).name + " ";
    }
    return names;
  };
  EXPECT_EQ(reached(2), "a c ");
  EXPECT_EQ(reached(3), "b c ");
  EXPECT_EQ(reached(4), "a ");
}
TEST(Categories, anonymity_is_not_had_by_hashing) {
  const auto transform = [](const std::string& by) {
    return codes_of({.more = "category stats is anonymous; recipient r { country GB; }\n"
                             "transform t { takes contact.email; gives stats; by " +
                             by + "; }",
                     .statements = "send stats to r through t;"});
  };
  EXPECT_EQ(transform("sha256"), "E0214 W0421");
  EXPECT_EQ(transform("hmac_sha256; rotates 1 day"), "E0214");
  EXPECT_EQ(transform("k_threshold_1"), "E0214");
  EXPECT_EQ(transform("magic"), "E0214");
  EXPECT_EQ(transform("k_threshold_10"), "");
  EXPECT_EQ(transform("truncate_year"), "");
}
TEST(Categories, a_hash_without_a_rotating_key_can_be_reversed) {
  const auto transform = [](const std::string& by) {
    return codes_of({.more = "category tag is pseudonymous; recipient r { country GB; }\n"
                             "transform t { takes contact.email; gives tag; by " +
                             by + "; }",
                     .statements = "send tag to r through t;"});
  };
  EXPECT_EQ(transform("sha256"), "W0421");
  EXPECT_EQ(transform("hmac_sha256"), "W0421");
  EXPECT_EQ(transform("hmac_sha256; rotates 1 day"), "");
}

}  // namespace
}  // namespace abide::policy
