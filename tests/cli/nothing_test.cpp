// Values of nothing: they name nobody and join nobody to anybody.
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Letters known by their writer's address alone; one names a second person.
ShopText by_address() {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body:",
                     "owned by customer through writer to users.email; mentions customer through "
                     "copied to users.email, on erase blank, on access hide; field writer: "
                     "account.email; field copied: account.email; field body:");
  text.letters =
      "CREATE TABLE letters (id INTEGER PRIMARY KEY, writer TEXT, copied TEXT, body TEXT);";
  text.rows =
      "INSERT INTO users VALUES (1, '', 'Ann O''Hara', '2026-05-20T10:00:00Z'), "
      "(2, 'bob@people.example', 'Bob Stone', NULL);"
      "INSERT INTO letters VALUES (10, '', NULL, 'of a stranger'), (11, ' ', NULL, 'of another'), "
      "(12, 'bob@people.example', '', 'of Bob');"
      "INSERT INTO payments VALUES (20, 1, 4900, '2026-05-08T12:00:00Z');";
  return text;
}

TEST(EmptyAddress, JoinsNoStrangerToAPersonWithoutOne) {
  for (const bool by_sweep : {true, false}) {
    const auto shop = Shop::open(by_address());
    const Told told =
        by_sweep ? shop->sweep() : shop->on({"erase", "--by", "Support desk", "--for", "1"});
    EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "0\n") << told.all();
    EXPECT_EQ(shop->rows("SELECT id, copied FROM letters"), "10|NULL\n11|NULL\n12|\n")
        << told.all();
    EXPECT_EQ(by_sweep, holds(told.out, "E1006 db.letters: rows that belong to nobody: their link"))
        << told.all();
  }
}

TEST(EmptyAddress, JoinsWhereItIsOne) {
  ShopText text = by_address();
  text.rows = with(text.rows, "(1, '',", "(1, 'ann@people.example',");
  text.rows = with(text.rows, "(10, '',", "(10, ' ANN@people.example',");
  const auto shop = Shop::open(text);
  const Told told = shop->sweep();
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "11\n12\n") << told.all();
}

TEST(EmptyValue, NamesNobody) {
  const auto shop = Shop::open(by_address());
  for (const char* value : {"", " ", "\t\n"}) {
    for (const Words& verb : {Words{"erase", "--by", "Support desk"}, Words{"ledger", "find"},
                              Words{"hold", "add", "--reason", "claim", "--by", "Legal"}}) {
      Words words = verb;
      words.insert(words.end(), {"--for", "-", "--deploy", "shop.deploy"});
      const Told told = shop->abide(words, {}, value);
      EXPECT_EQ(told.code, 2) << told.all();
      EXPECT_TRUE(holds(told.err, "an empty value names nobody")) << told.all();
    }
  }
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
}

}  // namespace
}  // namespace abide::cli_test
