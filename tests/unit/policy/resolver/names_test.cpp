// Names: found, refused with the name that was meant, or refused for what they are.
#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

TEST(Names, the_shop_has_nothing_wrong_with_it) {
  const Checked shop = Shop{}.check();
  EXPECT_EQ(shop.text(), "");
  ASSERT_TRUE(shop.result.model.has_value());
  EXPECT_EQ(shop.model().name, "shop");
}
TEST(Names, an_unknown_name_gets_the_nearest_and_nothing_loads) {
  const Checked shop = Shop{.statements = "erase contat within 30 days of closed;"}.check();
  EXPECT_EQ(shop.codes(), "E0201");
  EXPECT_FALSE(shop.result.model.has_value());
  EXPECT_EQ(shop.find("E0201")->message, "category `contat` is not declared");
  EXPECT_EQ(shop.find("E0201")->help, "did you mean `contact`?");
  EXPECT_EQ(shop.at(*shop.find("E0201")), "contat");
}
TEST(Names, several_faults_are_found_in_one_run) {
  EXPECT_EQ(codes_of({.more = "purpose p { basis contract; uses ordrs; }",
                      .statements = "erase orders within 30 days of clsed; tell custmer;"}),
            "E0201 E0201 E0201");
}
TEST(Names, tables_and_columns_are_suggested_whole) {
  const auto help = [](const std::string& statement) {
    const Checked shop = Shop{.statements = statement}.check();
    return shop.codes() + ": " +
           (shop.result.diagnostics.empty() ? "" : shop.result.diagnostics[0].help);
  };
  EXPECT_EQ(help("keep orders in db.ordes at most 9 years after paid;"),
            "E0201: did you mean `db.orders`?");
  EXPECT_EQ(help("keep orders in bd at most 9 years after paid;").substr(0, 5), "E0201");
  EXPECT_EQ(help("keep orders in db.orders.items at most 9 years after paid;"),
            "E0203: name the table, `db.orders`");
  EXPECT_EQ(help("keep orders in orders at most 9 years after paid;"), ": ");
}
TEST(Names, a_target_column_has_to_be_declared) {
  const Checked shop =
      Shop{.tables = "table notes { key id; owned by customer through user_id to users.ids; }"}
          .check();
  ASSERT_EQ(shop.codes(), "E0201");
  EXPECT_EQ(shop.find("E0201")->message, "table `db.users` declares no column `ids`");
  EXPECT_EQ(shop.find("E0201")->labels.size(), 1U);
  EXPECT_EQ(codes_of({.tables = "table notes { key id; owned by customer through user_id to "
                                "users.id; }"}),
            "");
}
TEST(Names, a_part_of_a_longer_name_is_recognised) {
  const auto help = [](const Shop& written) {
    const Checked shop = written.check();
    return shop.codes() + ": " +
           (shop.result.diagnostics.empty() ? "" : shop.result.diagnostics[0].help);
  };
  const std::string nested = "category home { category street; category town; }";
  EXPECT_EQ(help({.more = nested, .statements = "erase street within 30 days of closed;"}),
            "E0201: did you mean `home.street`?");
  EXPECT_EQ(help({.tables = "table notes { key id; link author to users; owned by customer through "
                            "author to users.id; }"}),
            "E0203: name a column of it, `users.id`");
}
TEST(Names, duplicates_show_both_places) {
  const Checked shop = Shop{.more = "category orders;"}.check();
  ASSERT_EQ(shop.codes(), "E0202");
  ASSERT_EQ(shop.find("E0202")->labels.size(), 1U);
  EXPECT_LT(shop.find("E0202")->labels[0].span.begin, shop.find("E0202")->span.begin);
  EXPECT_EQ(codes_of({.more = "event orders from app of db.orders;",
                      .statements = "erase orders promptly after orders;"})
                .substr(0, 5),
            "E0501");  // an event may be called as a category is
  EXPECT_EQ(codes_of({.tables = "table orders { key id; }"}), "E0202");
  EXPECT_EQ(codes_of({.tables = "table t { key id; field a: orders; field a: contact.id; owned by "
                                "customer through b; }"}),
            "E0202");
  EXPECT_EQ(codes_of({.more = "recipient customer { country GB; }"}), "E0202");
  EXPECT_EQ(codes_of({.more = "event request_received from app;"}), "E0202");
  EXPECT_EQ(codes_of({.more = "category personal;"}), "E0202");
}

struct WrongKind {
  std::string statement;
  std::string codes;
};
class Positions : public testing::TestWithParam<WrongKind> {};

TEST_P(Positions, take_only_the_kinds_of_the_table) {
  const Shop shop{
      .more =
          "staff dpo \"D\" {}\n"
          "recipient post { country GB; }\nprocessor host { country GB; agreement dpa; }\n"
          "purpose selling { basis contract; uses orders; }\n"
          "transform mask { takes contact.email; gives contact.id; by zeroes; }\n"
          "state eager from app;\nevent said from app;\n"
          "outlet mail from server to host at \"x\" { purpose selling; }\n"
          "outlet wire from server to host { payload \"a\": orders; purpose selling; }",
      .statements =
          "tell post; notify customer of said by email; send orders to host "
          "through mask when eager; attest \"x\" by dpo every 1 month; " +
          GetParam().statement};
  EXPECT_EQ(shop.check().codes(), GetParam().codes) << shop.check().text();
}

INSTANTIATE_TEST_SUITE_P(
    Names, Positions,
    testing::Values(
        WrongKind{"collect orders from customer, post for selling;", ""},
        WrongKind{"collect orders from host;", "E0203"},
        WrongKind{"collect customer from customer;", "E0203"},
        WrongKind{"collect orders from anyone;", "E0203"},
        WrongKind{"collect orders from customer for eager;", "E0203"},
        WrongKind{"generate orders from contact;", ""},
        WrongKind{"generate orders from customer;", "E0203"},
        WrongKind{"send orders to customer;", "E0203"},
        WrongKind{"send orders to anyone;", "E0203"},
        WrongKind{"send orders to post through eager;", "E0203"},
        WrongKind{"send orders to post when said;", "E0203"},
        WrongKind{"never send personal to anyone except post, safeguarded;", ""},
        WrongKind{"never send personal to anyone except orders;", ""},
        WrongKind{"never send personal to anyone except selling;", "E0203"},
        WrongKind{"never send personal to anyone unless said;", "E0203"},
        WrongKind{"never store orders in post;", "E0203"},
        WrongKind{"never include orders in db;", "E0203"},
        WrongKind{"never include orders in mail;", ""},
        WrongKind{"never use orders for training;", ""},
        WrongKind{"never use orders for eager;", "E0203"},
        WrongKind{"never collect orders from anyone except customer;", ""},
        WrongKind{"never derive orders from contact;", ""},
        WrongKind{"never derive orders from customer;", "E0203"},
        WrongKind{"never sell orders except anyone;", "E0203"},
        WrongKind{"may keep contact until eager;", "E0203"},
        WrongKind{"keep orders in selling at most 9 years after paid;", "E0203"},
        WrongKind{"scrub orders from mail by mask;", ""},
        WrongKind{"scrub orders from host by mask;", "E0203"},
        WrongKind{"scrub orders from mail by selling;", "E0203"},
        WrongKind{"right access over orders for post via app \"x\";", "E0203"},
        WrongKind{"respond to dpo within 1 month;", "E0203"},
        WrongKind{"use orders only for mask;", "E0203"},
        WrongKind{"confine orders to db;", "E0313"}, WrongKind{"confine orders to post;", "E0203"},
        WrongKind{"host orders with customer;", "E0203"}, WrongKind{"file dpa with dpo;", "E0203"},
        WrongKind{"transfer to customer under idta;", "E0203"},
        WrongKind{"notify customer of eager by email;", "E0203"},
        WrongKind{"cookie post essential;", "E0203"},
        WrongKind{"cookie orders essential by customer;", "E0203"},
        WrongKind{"attest \"x\" by customer every 1 year;", "E0203"},
        WrongKind{"sever db.orders from db.users.id at closed so orders cannot identify contact;",
                  "E0203"}));

TEST(Names, as_stands_for_another_promise) {
  const std::string other = "promise INT-002 { as INT-001; }\n";
  const Checked shop = Shop{.more = other}.check();
  EXPECT_EQ(shop.codes(), "");
  EXPECT_EQ(shop.model().rules.size(), 4U);
  EXPECT_EQ(codes_of({.more = other, .statements = "as INT-002;"}), "E0207");
  EXPECT_EQ(codes_of({.statements = "as INT-001;"}), "E0207");
  EXPECT_EQ(codes_of({.statements = "as INT-003;"}), "E0201");
}
TEST(Names, a_long_row_of_as_neither_overflows_nor_repeats) {
  std::string rows;
  for (int i = 2; i < 3000; ++i) {
    rows += "promise INT-" + std::to_string(i) + " { as INT-" + std::to_string(i - 1) +
            "; as INT-" + std::to_string(i - 1) + "; }\n";
  }
  std::string text = Shop{.more = rows}.text();
  text.replace(text.rfind("INT-001"), 7, "INT-1");
  const Checked shop = test::check_policy(text);
  EXPECT_EQ(shop.codes(), "");
  EXPECT_EQ(shop.model().rules.size(), 2U * 2999U);
}
TEST(Names, an_id_stands_for_one_sentence) {
  EXPECT_EQ(codes_of({.more = "promise INT-009 \"a\" { tell customer; }\n"
                              "promise INT-009 \"b\" { tell customer; }"}),
            "E0705");
  EXPECT_EQ(codes_of({.more = "promise INT-009 \"a\" { tell customer; }\n"
                              "promise INT-009 \"a\" { tell customer; }"}),
            "E0202");
}
TEST(Names, a_text_without_a_policy_or_with_two_is_refused) {
  EXPECT_EQ(test::check_policy("abide 1;").codes(), "E0205");
  EXPECT_EQ(codes_of({.more = "policy other \"x\" { regime uk_gdpr; }"}), "E0202");
}

}  // namespace
}  // namespace abide::policy
