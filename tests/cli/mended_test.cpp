// What once went wrong, as the program tells it: links of several columns, tables that nothing may
// leave, columns that are gone under a hold, keys that are given again, commands given twice.
#include <filesystem>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Letters may be pointed at by more tables.
ShopText with_table(const std::string& policy, const std::string& sql, const std::string& rows) {
  ShopText text;
  text.policy = with(text.policy, "    table payments", "    " + policy + "\n    table payments");
  text.letters += sql;
  text.rows += rows;
  return text;
}

TEST(LinkOfSeveralColumns, IsCutByTheOneThatSaysNothingElse) {
  ShopText text = with_table(
      "table replies { key id; owned by customer through user_id to users.id; link "
      "letter_id to letters.id; field words: letters.body; }",
      "CREATE UNIQUE INDEX letters_both ON letters (user_id, id); CREATE TABLE replies (id INTEGER "
      "PRIMARY KEY, user_id INTEGER, letter_id INTEGER, words TEXT, FOREIGN KEY (user_id, "
      "letter_id) REFERENCES letters (user_id, id));",
      "INSERT INTO replies VALUES (50, 1, 10, 'of ann to herself');");
  const auto shop = Shop::open(text);
  const Told told = shop->erase_ann({"--row", "db.letters", "--key", "10"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "11\n");
  EXPECT_EQ(shop->rows("SELECT id, user_id, letter_id FROM replies"), "50|1|NULL\n");
  EXPECT_EQ(shop->erase_ann().code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM replies"), "0\n") << "still known to be hers";
}

TEST(RefusedTable, LeavesWhatOnlyItsGoingWouldChange) {
  const std::string quotes =
      "table quotes { key id; owned by customer through user_id to users.id; link letter_id to "
      "letters.id; field words: letters.body; }";
  const std::string quotes_sql =
      "CREATE TABLE quotes (id INTEGER PRIMARY KEY, user_id INTEGER, letter_id INTEGER REFERENCES "
      "letters(id), words TEXT);";
  const std::string quote = "INSERT INTO quotes VALUES (50, 2, 10, 'as Ann wrote');";
  const auto shop = Shop::open(with_table(
      quotes + "\n    table pins { key id; owned by customer through user_id to users.id; link "
               "letter_id to letters.id; field words: letters.body; }",
      quotes_sql + "CREATE TABLE pins (id INTEGER PRIMARY KEY, user_id INTEGER, letter_id INTEGER "
                   "NOT NULL REFERENCES letters(id), words TEXT);",
      quote + "INSERT INTO pins VALUES (60, 2, 10, 'read this');"));
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1011 db.letters")) << told.out;
  EXPECT_EQ(shop->rows("SELECT id FROM letters ORDER BY id"), "10\n11\n");
  EXPECT_EQ(shop->rows("SELECT letter_id FROM quotes"), "10\n") << "the letter stays, so the link";
  const auto twin = Shop::open(with_table(quotes, quotes_sql, quote));
  EXPECT_EQ(twin->erase_ann().code, 0);
  EXPECT_EQ(twin->rows("SELECT letter_id FROM quotes"), "NULL\n");
}

TEST(HeldRows, WhoseColumnIsGoneKeepWhatTheyMayHangOn) {
  const auto text = [] {
    return with_table(
        "table threads { key id; owned by customer through starter to users.id; field title: "
        "letters.body; }\n    table messages { key id; owned jointly by customer through author to "
        "users.id; owned jointly by customer through thread_id to threads.id; field words: "
        "letters.body; }",
        "CREATE TABLE threads (id INTEGER PRIMARY KEY, starter INTEGER, title TEXT); CREATE TABLE "
        "messages (id INTEGER PRIMARY KEY, author INTEGER, thread_id INTEGER, words TEXT);",
        "INSERT INTO threads VALUES (7, 2, 'of bob'); INSERT INTO messages VALUES (70, 1, 7, 'ann "
        "to bob');");
  };
  const auto shop = Shop::open(text());
  shop->hold({"--for", "ann@people.example"});
  shop->sql("ALTER TABLE messages RENAME COLUMN author TO writer");
  const Words bob{"erase", "--by", "Support desk", "--for", "bob@people.example"};
  const Told told = shop->on(bob);
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1002 db.threads")) << told.out;
  EXPECT_EQ(shop->rows("SELECT id FROM threads"), "7\n");
  const auto twin = Shop::open(text());
  twin->sql("DELETE FROM messages");
  EXPECT_EQ(twin->on(bob).code, 0);
  EXPECT_EQ(twin->rows("SELECT count(*) FROM threads"), "0\n");
}

/// Bob's account goes because it names a letter of Ann's; hers is held.
TEST(JointRow, WhoseLastOtherOwnerGoesAsWellIsLeftToNobody) {
  ShopText text = with_table(
      "table notes { key id; owned jointly by customer through one to users.id; owned jointly by "
      "customer through other to users.id; field words: letters.body; }",
      "CREATE TABLE notes (id INTEGER PRIMARY KEY, one INTEGER, other INTEGER, words TEXT);",
      "INSERT INTO notes VALUES (80, 1, 2, 'of both');");
  text.policy = with(text.policy, "field name: account.name;",
                     "field name: account.name; mentions customer through quotes to letters.id, on "
                     "erase delete;");
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, quotes INTEGER");
  text.rows = with(text.rows, "'2026-05-20T10:00:00Z')", "NULL, NULL)");
  text.rows = with(text.rows, "'Bob Stone', NULL)", "'Bob Stone', NULL, 10)");
  const auto shop = Shop::open(text);
  const std::string claim = shop->hold({"--table", "db.users", "--key", "1"});
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM notes WHERE one IS NULL AND other IS NULL"), "0\n")
      << told.out;
  EXPECT_EQ(shop->on({"hold", "release", claim, "--by", "Legal"}).code, 0);
  EXPECT_EQ(shop->erase_ann().code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM notes"), "0\n");
}

// A child is somebody, whoever else the row belonged to.
TEST(RowOfSomebodyElse, StaysWhenOneWhomItBelongsToGoesAsWell) {
  ShopText text;
  text.policy = with(text.policy, "store db",
                     "subject child \"Child\" { identified by db.children.id; }\n"
                     "category school { category number is identifier; category year; }\n"
                     "event grown at db.children.grown_at;\nstore db");
  text.policy = with(text.policy, "    table letters",
                     "    table children { key id; owned by child through id; owned jointly by "
                     "customer through parent to users.id; field number: school.number; field "
                     "year: school.year; }\n    table letters");
  text.policy = with(text.policy, "promise SH-03",
                     "promise SH-04 \"Children stay until they have grown.\" in \"Keeping\" {\n"
                     "    keep school at most 1 year after grown;\n}\npromise SH-03");
  text.more_sql =
      "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, number TEXT, "
      "year INTEGER, grown_at TEXT);";
  text.rows += "INSERT INTO children VALUES (7, 1, 'S7', 4, NULL), (8, 2, 'S8', 5, NULL);";
  const auto shop = Shop::open(text);
  const Told told = shop->on(
      {"erase", "--by", "Support desk", "--for", "ann@people.example", "--subject", "customer"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, parent, number, year FROM children ORDER BY id"),
            "7|NULL|S7|4\n8|2|S8|5\n")
      << told.all();
}

TEST(RequestOfSomebodyErased, FallsOnNobodyWhoIsGivenTheSameKey) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"request", "open", "erasure", "--for", "bob@people.example", "--by", "Desk",
                      "--received", "2026-05-01T10:00:00Z"})
                .code,
            0);
  const Told told = shop->on({"erase", "--for", "bob@people.example", "--by", "Desk"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "REQ-2026-0001 is closed")) << told.out;
  shop->sql("INSERT INTO users VALUES (2, 'dan@people.example', 'Dan', NULL)");
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->rows("SELECT name FROM users WHERE id = 2"), "Dan\n");
  const Told again = shop->on({"erase", "--request", "REQ-2026-0001", "--by", "Desk"});
  EXPECT_EQ(again.code, 2) << again.all();
  EXPECT_TRUE(holds(again.err, "was closed at")) << again.err;
  EXPECT_EQ(shop->rows("SELECT name FROM users WHERE id = 2"), "Dan\n");
}

TEST(SomebodyErased, IsSaidToBeSoWhateverIsAskedOfThem) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->erase_ann().code, 0);
  for (const Words& words : {Words{"request", "list", "--for", "ann@people.example"},
                             Words{"hold", "list", "--for", "ANN@people.example"},
                             Words{"request", "open", "access", "--for", "1", "--by", "Desk"}}) {
    const Told told = shop->on(words);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "it was erased at")) << told.err;
  }
  const Told other = shop->on({"request", "list", "--for", "an@people.example"});
  EXPECT_TRUE(holds(other.err, "has what was given")) << "the twin: " << other.err;
}

TEST(Hold, ThatEndsNamesWhatMayGoNow) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"request", "open", "erasure", "--for", "1", "--by", "Desk"}).code, 0);
  const std::string claim = shop->hold({"--for", "1"});
  ASSERT_EQ(shop->on({"erase", "--request", "REQ-2026-0001", "--by", "Desk"}).code, 4);
  const Told told = shop->on({"hold", "release", claim, "--by", "Legal"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "REQ-2026-0001")) << told.err;
  const Told twice = shop->on({"hold", "release", claim, "--by", "Legal"});
  EXPECT_EQ(twice.code, 2) << twice.all();
  EXPECT_TRUE(holds(twice.err, "it has ended, or never was")) << twice.err;
}

TEST(ControlStore, ThatIsGoneIsToBePutBackAndNotBegunAnew) {
  const auto shop = Shop::open();
  std::filesystem::remove(shop->path("control.sqlite"));
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "put back its newest copy")) << told.err;
  EXPECT_FALSE(holds(told.err, "ledger init")) << told.err;
  const Shop fresh;
  const Told never = fresh.sweep();
  EXPECT_TRUE(holds(never.err, "ledger init")) << "the twin: " << never.err;
}

TEST(HeldBack, IsSignedAtOnce) {
  ShopText text;
  text.limits = "    limits { rows 1; }\n";
  const auto shop = Shop::open(text);
  ASSERT_EQ(shop->sweep().code, 4);
  const Told told = shop->on({"ledger", "verify"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_FALSE(holds(told.out, "nobody's signature")) << told.out;
}

}  // namespace
}  // namespace abide::cli_test
