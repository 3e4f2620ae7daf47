// Paths from a row to its subject, and what is wrong with those that do not arrive.
#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

std::string names(const Model& model, const std::vector<FieldId>& fields) {
  std::string all;
  for (const FieldId field : fields) {
    all += (all.empty() ? "" : ",") + model.full_name(field);
  }
  return all;
}
std::string path(const Model& model, const std::vector<Hop>& hops) {
  std::string all;
  for (const Hop& hop : hops) {
    all += (all.empty() ? "" : "; ") + names(model, hop.from) + " -> " + names(model, hop.to);
  }
  return all;
}
std::vector<std::string> paths(const Checked& checked, const std::string& table) {
  std::vector<std::string> all;
  const Model& model = checked.model();
  for (const Ownership& owner : model.at(*model.find_table(table)).owners) {
    all.push_back(path(model, owner.hops));
  }
  return all;
}
using Paths = std::vector<std::string>;

TEST(Ownership, ends_at_the_subjects_own_table) {
  const Checked shop =
      Shop{.tables =
               "table lines { key id; owned by customer through order_id to orders.id; field t: "
               "text; }\n"
               "table mail { key id; owned by customer through sender to db.users.email; field "
               "u: text; }\n"
               "table logs { key id; owned by customer through who; field v: text; }"}
          .check();
  ASSERT_EQ(shop.text(), "");
  EXPECT_EQ(paths(shop, "db.users"), (Paths{""}));
  EXPECT_EQ(paths(shop, "db.lines"),
            (Paths{"db.lines.order_id -> db.orders.id; db.orders.user_id -> db.users.id"}));
  EXPECT_EQ(paths(shop, "db.mail"), (Paths{"db.mail.sender -> db.users.email"}));
  EXPECT_EQ(paths(shop, "db.logs"), (Paths{"db.logs.who -> db.users.id"}));
}
TEST(Ownership, may_be_composite_come_from_the_other_row_and_depend_on_a_value) {
  const Checked shop =
      Shop{.tables =
               "table shelves { key shop, nr; owned by customer through keeper to users.id; }\n"
               "table books { key id; owned by customer through (shop, shelf) to (shelves.shop, "
               "shelves.nr) when kind is \"private\"; field t: text; }\n"
               "table cards { key id; owned by customer from users through card_id; field n: "
               "contact.email; }\n"
               "table pages { key id; owned by customer through book to books.id when nr is 7; "
               "field "
               "p: text; }"}
          .check();
  ASSERT_EQ(shop.text(), "");
  EXPECT_EQ(paths(shop, "db.books"), (Paths{"db.books.shop,db.books.shelf -> db.shelves.shop,db."
                                            "shelves.nr; db.shelves.keeper -> db.users.id"}));
  EXPECT_EQ(paths(shop, "db.cards"), (Paths{"db.cards.id -> db.users.card_id"}));
  const Model& model = shop.model();
  const Ownership& page = model.at(*model.find_table("db.pages")).owners.front();
  EXPECT_EQ(std::get<std::int64_t>(page.condition->value), 7);
  ASSERT_EQ(page.on_the_way.size(), 1U);
  EXPECT_EQ(model.full_name(page.on_the_way[0].field), "db.books.kind");
  EXPECT_EQ(std::get<std::string>(page.on_the_way[0].value), "private");
}
TEST(Ownership, follows_every_owner_of_a_table_on_the_way) {
  const Checked shop =
      Shop{.tables =
               "table docs { key id; owned jointly by customer through a to users.id blanks a; "
               "owned jointly by customer through b to users.id; shared with customer through c "
               "to users.id; field t: text; }\n"
               "table pages { key id; owned by customer through doc to docs.id; field p: text; "
               "shared with customer through doc to docs.id; }"}
          .check();
  ASSERT_EQ(shop.text(), "");
  EXPECT_EQ(paths(shop, "db.pages"),
            (Paths{"db.pages.doc -> db.docs.id; db.docs.a -> db.users.id",
                   "db.pages.doc -> db.docs.id; db.docs.b -> db.users.id",
                   "db.pages.doc -> db.docs.id; db.docs.a -> db.users.id",
                   "db.pages.doc -> db.docs.id; db.docs.b -> db.users.id",
                   "db.pages.doc -> db.docs.id; db.docs.c -> db.users.id"}));
  const Model& model = shop.model();
  const auto& docs = model.at(*model.find_table("db.docs")).owners;
  EXPECT_EQ(docs[0].kind, Ownership::Kind::joint);
  EXPECT_EQ(names(model, docs[0].blanks), "db.docs.a");
  EXPECT_EQ(docs[2].kind, Ownership::Kind::shared);
}
TEST(Ownership, mentions_lead_to_the_person_named) {
  const Checked shop =
      Shop{.tables =
               "table notes { key id; owned by customer through author to users.id; mentions "
               "customer through about to users.email, on erase delete, on access show; "
               "mentions customer through cc, on erase keep; mentions customer through ord to "
               "orders.id, on erase blank; field t: text; }"}
          .check();
  ASSERT_EQ(shop.text(), "");
  const Model& model = shop.model();
  const auto& mentions = model.at(*model.find_table("db.notes")).mentions;
  ASSERT_EQ(mentions.size(), 3U);
  EXPECT_EQ(path(model, {mentions[0].hop}), "db.notes.about -> db.users.email");
  EXPECT_EQ(mentions[0].on_erase, Mention::OnErase::remove);
  EXPECT_TRUE(mentions[0].shown_on_access);
  EXPECT_EQ(path(model, {mentions[1].hop}), "db.notes.cc -> db.users.id");
  EXPECT_EQ(mentions[1].on_erase, Mention::OnErase::keep);
  EXPECT_FALSE(mentions[1].shown_on_access);
  EXPECT_EQ(path(model, mentions[2].onward), "db.orders.user_id -> db.users.id");
}
TEST(Ownership, a_self_reference_is_a_link_to_its_own_table) {
  const Checked shop =
      Shop{.tables =
               "table posts { key id; owned by customer through user_id to users.id; link parent "
               "to posts.id; link origin to id; field t: text; }"}
          .check();
  ASSERT_EQ(shop.text(), "");
  const Model& model = shop.model();
  const Table& posts = model.at(*model.find_table("db.posts"));
  EXPECT_EQ(model.full_name(*model.at(posts.fields[0]).links_to), "db.posts.id");
  EXPECT_EQ(model.full_name(*model.at(posts.fields[1]).links_to), "db.posts.id");
}

struct Broken {
  std::string table;
  std::string codes;
};
class BrokenPaths : public testing::TestWithParam<Broken> {};
TEST_P(BrokenPaths, are_refused) {
  const Checked shop = Shop{.tables = GetParam().table}.check();
  EXPECT_EQ(shop.codes(), GetParam().codes) << shop.text();
}
INSTANTIATE_TEST_SUITE_P(
    Ownership, BrokenPaths,
    testing::Values(
        // ends at a table of nobody
        Broken{"table a { key id; } table t { key id; owned by customer through x to a.id; }",
               "E0602"},
        // at one that is only shared
        Broken{"table a { key id; shared with customer through u to users.id; }\n"
               "table t { key id; owned by customer through x to a.id; }",
               "E0602"},
        Broken{"table a { key id; shared with customer through u to users.id; }\n"
               "table t { key id; shared with customer through x to a.id; }",
               ""},
        // in a circle
        Broken{"table t { key id; owned by customer through x to t.id; }", "E0602"},
        Broken{"table a { key id; owned by customer through x to t.id; }\n"
               "table t { key id; owned by customer through y to a.id; }",
               "E0602 E0602"},
        // not the key of the subject
        Broken{"table t { key id; owned by customer through m; field m: contact.email; }", "E0602"},
        Broken{"table t { key id; owned by customer through m; field m: contact.id; }", ""},
        Broken{"table t { key id; owned by customer through (a, b); }", "E0602"},
        // columns that do not pair
        Broken{"table t { key id; owned by customer through (a, b) to (users.id); }", "E0602"},
        Broken{"table t { key id; owned by customer through (a, b) to (users.id, orders.id); }",
               "E0602"},
        Broken{"table t { key a, b; owned by customer from users through c; }", "E0602"},
        // what points here points at columns of this table
        Broken{
            "table t { key a; owned by customer from users through (c, id) to (t.a, users.id); }",
            "E0602"},
        Broken{"table t { key a; owned by customer from users through c to t.a; }", ""},
        Broken{"table t { key a; owned by customer from userz through c; }", "E0201"},
        Broken{"table t { key id; mentions customer through x to a.id, on erase blank; } table a { "
               "key "
               "id; }",
               "E0602"},
        Broken{"table t { key id; link x to t.x; unowned because \"y\"; }", "E0602"},
        Broken{
            "table t { key id; owned by customer through x to users.id; unowned because \"y\"; }",
            "E0206"},
        Broken{"table t { key id; owned by customr through x to users.id; }", "E0201"},
        Broken{"table t { key id; owned by customer through x to users.id when y is 3 days; }",
               "E0206"}));

TEST(Ownership, a_hundred_tables_in_a_row_are_more_than_a_path_may_have) {
  std::string tables;
  std::string before = "users";
  for (int i = 0; i < 100; ++i) {
    const std::string name = "t" + std::to_string(i);
    tables += "table " + name + " { key id; owned by customer through up to " + before + ".id; }\n";
    before = name;
  }
  EXPECT_EQ(codes_of({.tables = tables}).substr(0, 5), "E0602");
}
TEST(Ownership, two_ways_at_every_step_do_not_explode) {
  std::string tables =
      "table t0 { key id; owned jointly by customer through a to users.id; owned "
      "jointly by customer through b to users.id; }\n";
  for (int i = 1; i < 40; ++i) {
    const std::string last = "t" + std::to_string(i - 1);
    tables += "table t" + std::to_string(i) + " { key id; owned jointly by customer through a to " +
              last + ".id; owned jointly by customer through b to " + last + ".id; }\n";
  }
  EXPECT_EQ(codes_of({.tables = tables}).substr(0, 5), "E0602");
}

}  // namespace
}  // namespace abide::policy
