// What stays findable, and whose it stays: holds on tables and on other people, addresses that two
// accounts share, plans of a part, tables missing in the middle of a path.
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Letters may name a second customer, and have pages.
ShopText with_pages(const std::string& mention) {
  ShopText text;
  text.policy =
      with(text.policy, "field body: letters.body; }",
           mention +
               " field body: letters.body; }\n    table pages { key id; owned by customer "
               "through letter_id to letters.id; field words: letters.body; }");
  text.letters = with(text.letters, "body TEXT", "about INTEGER, body TEXT") +
                 "CREATE TABLE pages (id INTEGER PRIMARY KEY, letter_id INTEGER, words TEXT);";
  text.rows = with(text.rows, "(10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob')",
                   "(10, 1, NULL, 'of ann'), (11, 2, 1, 'of bob about ann')");
  text.rows += "INSERT INTO pages VALUES (40, 10, 'of ann'), (41, 11, 'of bob');";
  return text;
}
const std::string goes_with_whom_it_names =
    "mentions customer through about to users.id, on erase delete;";

TEST(HoldOnATable, CountsInAnErasure) {
  const auto shop = Shop::open(with_pages(goes_with_whom_it_names));
  const std::string claim = shop->hold({"--table", "db.pages"});
  ASSERT_EQ(
      shop->on({"request", "open", "erasure", "--for", "ann@people.example", "--by", "N"}).code, 0);
  const Words by_request{"erase", "--request", "REQ-2026-0001", "--by", "N"};
  const Told told = shop->on(by_request);
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, claim)) << told.out;
  EXPECT_TRUE(holds(told.out, "REQ-2026-0001 stays open")) << told.out;
  EXPECT_EQ(shop->rows("SELECT id FROM letters ORDER BY id"), "10\n11\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "1\n");
  EXPECT_EQ(shop->on({"hold", "release", claim, "--by", "Legal"}).code, 0);
  EXPECT_EQ(shop->on(by_request).code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters"), "0\n") << "his goes with her";
  EXPECT_EQ(shop->rows("SELECT count(*) FROM pages"), "0\n") << "and what hangs on it";
}

TEST(HoldOnAnother, KeepsThePersonWhomTheirRowsName) {
  const auto shop = Shop::open(with_pages(goes_with_whom_it_names));
  const std::string claim = shop->hold({"--for", "bob@people.example"});
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, claim)) << told.out;
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "11\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n") << "who it is about is found by her";
  EXPECT_EQ(shop->on({"hold", "release", claim, "--by", "Legal"}).code, 0);
  EXPECT_EQ(shop->erase_ann().code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters"), "0\n");
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "2\n");
}

TEST(EraseApart, LeavesWhatIsFoundByASharedAddressAlone) {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body:",
                     "owned by customer through sender to users.email; field body:");
  text.letters = "CREATE TABLE letters (id INTEGER PRIMARY KEY, sender TEXT, body TEXT);";
  text.rows = with(text.rows, "'bob@people.example'", "'ann@people.example'");
  text.rows = with(text.rows, "(10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob')",
                   "(10, 'ann@people.example', 'of both')");
  const auto shop = Shop::open(text);
  const Told one = shop->on({"erase", "--by", "N", "--for", "1", "--apart"});
  EXPECT_EQ(one.code, 0) << one.all();
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "2\n");
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "10\n") << "the other account's";
  EXPECT_EQ(shop->on({"erase", "--by", "N", "--for", "2"}).code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters"), "0\n") << "the twin";
}

TEST(PlanOfAPart, IsNotTakenForAnotherPart) {
  const auto shop = Shop::open();
  const auto plan = [&](const Words& part, const std::string& file) {
    Words words{"plan", "erase", "--for", "1", "--out", file};
    words.insert(words.end(), part.begin(), part.end());
    EXPECT_EQ(shop->on(words).code, 0);
  };
  plan({}, "whole.plan");
  plan({"--of", "letters"}, "letters.plan");
  for (const Words& part :
       {Words{"--of", "letters"}, Words{"--row", "db.letters", "--key", "10"}}) {
    Words words{"--plan", "whole.plan"};
    words.insert(words.end(), part.begin(), part.end());
    EXPECT_EQ(shop->erase_ann(words).code, 2);
  }
  EXPECT_EQ(shop->erase_ann({"--plan", "letters.plan"}).code, 2);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters"), "2\n");
  EXPECT_EQ(shop->erase_ann({"--of", "letters", "--plan", "letters.plan"}).code, 0) << "the twin";
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "11\n");
}

TEST(BrokenLink, IsCountedWhereAnAbsenceFurtherOnIsAnEvent) {
  ShopText text = with_pages("");
  text.policy = with(text.policy, "event erasure_requested",
                     "event gone \"The account is gone\" on absence of db.users;\nevent "
                     "erasure_requested");
  text.policy = with(text.policy, "erase account, letters within 30 days of erasure_requested;",
                     "erase account, letters within 30 days of erasure_requested or gone;");
  text.rows += "INSERT INTO pages VALUES (42, 99, 'whose?');";
  const auto shop = Shop::open(text);
  const Told told = shop->on({"plan"});
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1006 db.pages")) << told.all();
}

TEST(MissingTable, InTheMiddleOfAPathIsAGap) {
  const auto shop = Shop::open(with_pages(""));
  shop->sql("ALTER TABLE letters RENAME TO epistles");
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1002 db.letters")) << told.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM pages"), "2\n");
}

/// Bob quotes a letter of Ann's, and the store deletes quotes with what they quote.
ShopText with_quotes(const std::string& owner) {
  ShopText text;
  text.policy = with(text.policy, "    table payments",
                     "    table quotes { key id; " + owner +
                         "link letter_id to letters.id; field words: letters.body; }\n"
                         "    table payments");
  text.letters +=
      "CREATE TABLE quotes (id INTEGER PRIMARY KEY, user_id INTEGER, letter_id INTEGER "
      "REFERENCES letters(id) ON DELETE CASCADE, words TEXT);";
  text.rows += "INSERT INTO quotes VALUES (50, 2, 10, 'as Ann wrote');";
  return text;
}

TEST(Cascade, ThatThePlanCutsBeforeIsNoGap) {
  const std::string owned = "owned by customer through user_id to users.id; ";
  const auto shop = Shop::open(with_quotes(owned));
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_FALSE(holds(told.out, "E1011")) << told.out;
  EXPECT_EQ(shop->rows("SELECT id, user_id, letter_id, words FROM quotes"),
            "50|2|NULL|as Ann wrote\n");
  ShopText strict = with_quotes(owned);
  strict.letters = with(strict.letters, "letter_id INTEGER", "letter_id INTEGER NOT NULL");
  const auto twin = Shop::open(strict);
  const Told refused = twin->erase_ann();
  EXPECT_EQ(refused.code, 1) << refused.all();
  EXPECT_TRUE(holds(refused.out, "E1011 db.letters")) << refused.out;
  EXPECT_EQ(twin->rows("SELECT count(*) FROM quotes"), "1\n");
}

TEST(SharedRow, StaysAndIsToldInAnErasure) {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body:",
                     "owned by customer through user_id to users.id; shared with customer through "
                     "reader to users.id; field body:");
  text.letters = with(text.letters, "body TEXT", "reader INTEGER, body TEXT");
  text.rows = with(text.rows, "(10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob')",
                   "(10, 1, 2, 'to Bob'), (11, 2, 1, 'to Ann'), (12, 1, 1, 'to herself')");
  const auto shop = Shop::open(text);
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "1 row of `db.letters` is only shared with the person and stays"))
      << told.out;
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "11\n");
  const Told bob = shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example"});
  EXPECT_EQ(bob.code, 0) << bob.all();
  EXPECT_FALSE(holds(bob.out, "only shared")) << "the twin, whose letter is gone: " << bob.out;
}

}  // namespace
}  // namespace abide::cli_test
