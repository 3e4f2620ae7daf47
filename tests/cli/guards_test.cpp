// What stands between a register that people write and rows that go: holds on single rows, people
// whose key is given again, links that compare otherwise, older copies, odd words.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

/// Bob has closed his account as long ago as Ann.
ShopText both_closed() {
  ShopText text;
  text.rows = with(text.rows, "'Bob Stone', NULL", "'Bob Stone', '2026-05-20T10:00:00Z'");
  return text;
}
TEST(HoldOnARow, KeepsWhatItHangsOnAndNobodyElses) {
  const auto shop = Shop::open(both_closed());
  const std::string claim = shop->hold({"--table", "db.letters", "--key", "10"});
  const Told held = shop->sweep();
  EXPECT_EQ(held.code, 0) << held.all();
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "1\n") << "whose letter it is";
  EXPECT_EQ(shop->rows("SELECT id, user_id FROM letters"), "10|1\n");
  EXPECT_EQ(shop->on({"hold", "release", claim, "--by", "Legal"}).code, 0);
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "") << "the twin without a hold";
}

/// Ann and Bob write to each other, Cid to himself; all have closed their accounts.
ShopText between_two(const std::string& second) {
  ShopText text = both_closed();
  text.policy =
      with(text.policy,
           "owned by customer through user_id to users.id; field body:", second + " field body:");
  text.letters = with(text.letters, "body TEXT", "reader INTEGER REFERENCES users(id), body TEXT");
  text.rows = with(text.rows, "(2, 'bob@people.example'",
                   "(3, 'cid@people.example', 'Cid', '2026-05-20T10:00:00Z'), (2, "
                   "'bob@people.example'");
  text.rows = with(text.rows, "(10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob')",
                   "(10, 1, 2, 'canary-letter-of-ann'), (12, 3, 3, 'canary-letter-of-cid')");
  return text;
}
TEST(HoldOnAPerson, KeepsWhomTheStoreBindsToTheirRowsAndNobodyElse) {
  for (const char* second :
       {"owned jointly by customer through user_id to users.id; owned jointly by customer through "
        "reader to users.id;",
        "owned by customer through user_id to users.id; mentions customer through reader to "
        "users.id, on erase blank, on access hide;"}) {
    const auto shop = Shop::open(between_two(second));
    const std::string claim = shop->hold({"--for", "ann@people.example"});
    const Told held = shop->sweep();
    EXPECT_EQ(held.code, 0) << held.all();
    EXPECT_EQ(shop->rows("SELECT id FROM users ORDER BY id"), "1\n2\n") << held.all();
    EXPECT_EQ(shop->rows("SELECT id, user_id, reader FROM letters"), "10|1|2\n");
    const Told bob = shop->on({"erase", "--by", "N", "--for", "bob@people.example"});
    EXPECT_EQ(bob.code, 4) << bob.all();
    EXPECT_TRUE(holds(bob.out, claim)) << bob.out;
    EXPECT_EQ(shop->on({"hold", "release", claim, "--by", "Legal"}).code, 0);
    EXPECT_EQ(shop->sweep().code, 0);
    EXPECT_EQ(shop->rows("SELECT id FROM users"), "") << "the twin without a hold";
  }
}

TEST(ToldEvent, EndsWithThePersonItIsAbout) {
  const auto shop = Shop::open();
  const auto told = [&] {
    return shop->on({"event", "add", "erasure_requested", "--for", "2", "--at",
                     "2026-06-01T10:00:00Z", "--by", "App"});
  };
  const auto another_bob = [&] {
    shop->sql(
        "DELETE FROM letters WHERE user_id = 2; DELETE FROM payments WHERE user_id = 2;"
        "DELETE FROM users WHERE id = 2");
    EXPECT_EQ(shop->sweep().code, 0) << "sees that he is gone";
    shop->sql("INSERT INTO users VALUES (2, 'bea@people.example', 'Bea', NULL)");
    EXPECT_EQ(shop->sweep().code, 0);
  };
  ASSERT_EQ(told().code, 0);
  another_bob();
  EXPECT_EQ(shop->rows("SELECT email FROM users"), "bea@people.example\n");
  ASSERT_EQ(told().code, 0);
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->rows("SELECT email FROM users"), "") << "the twin: told of her, she goes";
}

TEST(Hold, ThatLeadsToNobodyAnyMoreStopsTheSweep) {
  const auto shop = Shop::open(both_closed());
  shop->hold({"--for", "ann@people.example"});
  shop->sql(
      "UPDATE letters SET user_id = NULL WHERE user_id = 1; UPDATE payments SET user_id = "
      "NULL WHERE user_id = 1; UPDATE users SET id = 7 WHERE id = 1");
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "leads to nobody")) << told.err;
  EXPECT_EQ(shop->rows("SELECT id FROM users ORDER BY id"), "2\n7\n") << "nothing went";
}

/// The store takes `ann` and `ANN` for one in the link and for two in the key.
ShopText by_name(const std::string& collation) {
  ShopText text;
  text.users = "CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT, name TEXT, closed_at TEXT);";
  text.letters = "CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id TEXT" + collation +
                 " REFERENCES users(id), body TEXT);";
  text.payments =
      "CREATE TABLE payments (id INTEGER PRIMARY KEY, user_id TEXT REFERENCES users(id), "
      "amount INTEGER, paid_at TEXT);";
  text.rows =
      "INSERT INTO users VALUES ('ann', 'ann@people.example', 'Ann', '2026-05-20T10:00:00Z');"
      "INSERT INTO letters VALUES (10, 'ann', 'canary-letter-of-ann');";
  return text;
}
TEST(Link, ThatComparesOtherwiseThanItsKeyStopsItsTable) {
  const auto odd = Shop::open(by_name(" COLLATE NOCASE"));
  const Told told = odd->sweep();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1012")) << told.out;
  EXPECT_EQ(odd->rows("SELECT count(*) FROM letters"), "1\n");
  const auto same = Shop::open(by_name(""));
  EXPECT_EQ(same->sweep().code, 0) << "the twin";
  EXPECT_EQ(same->rows("SELECT count(*) FROM letters"), "0\n");
}

TEST(Deployment, ThatBindsAStoreToAbidesOwnFilesIsRefused) {
  const auto shop = Shop::open();
  const std::string keys = shop->read("keys.sqlite");
  for (const char* place : {"keys.sqlite", "control.sqlite", "./keys.sqlite", "anchors/store.db"}) {
    ShopText other;
    other.bindings = fmt::format("    store db is sqlite \"{}\";\n", place);
    shop->write("shop.deploy", other.deployment());
    const Told told = shop->sweep();
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "store `db` is bound to")) << told.all();
  }
  EXPECT_EQ(shop->read("keys.sqlite"), keys);
}

TEST(EraseApart, TakesOneAccountAlone) {
  ShopText text;
  text.rows = with(text.rows, "'bob@people.example'", "'Ann@People.example'");
  const auto shop = Shop::open(text);
  const Told both = shop->on({"erase", "--by", "Support desk", "--for", "1"});
  EXPECT_EQ(both.code, 2) << "two accounts have her address: " << both.all();
  const Told one = shop->on({"erase", "--by", "Support desk", "--for", "1", "--apart"});
  EXPECT_EQ(one.code, 0) << one.all();
  EXPECT_TRUE(holds(one.out, "left out")) << one.out;
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "2\n");
  EXPECT_EQ(shop->rows("SELECT id FROM letters"), "11\n");
}

TEST(OlderCopy, OfTheControlStoreIsRefusedAfterAHold) {
  const auto shop = Shop::open();
  fs::copy_file(shop->path("control.sqlite"), shop->path("older"));
  shop->hold({"--for", "ann@people.example"});
  EXPECT_EQ(shop->on({"hold", "list"}).code, 0) << "the twin";
  fs::remove(shop->path("control.sqlite-wal"));
  fs::remove(shop->path("control.sqlite-shm"));
  fs::copy_file(shop->path("older"), shop->path("control.sqlite"),
                fs::copy_options::overwrite_existing);
  const Told told = shop->sweep();
  EXPECT_NE(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "the ledger has 1 entries, its anchor")) << told.err;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
}

TEST(ErasedPart, LeavesNoRowOfTheirsAsNobodys) {
  const auto shop = Shop::open();
  for (const Words& part : {Words{"--row", "db.users", "--key", "1"}, Words{"--of", "account"}}) {
    const Told told = shop->erase_ann(part);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "nobody's")) << told.err;
    EXPECT_TRUE(holds(told.err, "nothing was done")) << told.err;
    EXPECT_EQ(shop->rows("SELECT user_id FROM letters WHERE id = 10"), "1\n");
  }
  EXPECT_EQ(shop->erase_ann({"--of", "letters"}).code, 0);
  EXPECT_EQ(shop->erase_ann({"--of", "account"}).code, 0)
      << "the twin: payments are cut on purpose";
}

/// Who a person is goes last, and not at all while rows of theirs may lie where nobody can look.
TEST(ErasedPerson, StaysFindableWhileAStoreIsSilent) {
  ShopText text;
  text.policy = with(text.policy, "promise SH-01",
                     "store mail \"Mailbox\" kind sqlite {\n    table messages { key id; owned by "
                     "customer through sender to db.users.email; field sender: account.email; "
                     "field text: letters.body; }\n}\npromise SH-01");
  text.bindings += "    store mail is sqlite \"mail.sqlite\";\n";
  text.mail_sql =
      "CREATE TABLE messages (id INTEGER PRIMARY KEY, sender TEXT, text TEXT);"
      "INSERT INTO messages VALUES (30, 'ann@people.example', 'canary-message')";
  const auto shop = Shop::open(text);
  fs::rename(shop->path("mail.sqlite"), shop->path("away"));
  const Told without = shop->erase_ann();
  EXPECT_EQ(without.code, 1) << without.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters WHERE user_id = 1"), "0\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "1\n") << without.all();
  fs::rename(shop->path("away"), shop->path("mail.sqlite"));
  const Told again = shop->erase_ann();
  EXPECT_EQ(again.code, 0) << again.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "0\n");
  const testing_support::AppDatabase mail{shop->path("mail.sqlite"), ""};
  EXPECT_EQ(mail.rows("SELECT count(*) FROM messages"), "0\n");
}

TEST(ErasedJointRow, LeavesWhatHangsOnItToThoseWhoStay) {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body:",
                     "owned jointly by customer through user_id to users.id; owned jointly by "
                     "customer through reader to users.id; field body:");
  text.policy = with(text.policy, "    table payments",
                     "    table pages { key id; owned by customer through letter_id to letters.id; "
                     "field words: letters.body; }\n    table payments");
  text.letters = with(text.letters, "body TEXT", "reader INTEGER REFERENCES users(id), body TEXT") +
                 "CREATE TABLE pages (id INTEGER PRIMARY KEY, letter_id INTEGER REFERENCES "
                 "letters(id), words TEXT);";
  text.rows = with(text.rows, "(10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob')",
                   "(10, 1, 2, 'both'), (11, 1, 1, 'alone')");
  text.rows += "INSERT INTO pages VALUES (40, 10, 'both'), (41, 11, 'alone');";
  const auto shop = Shop::open(text);
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, user_id, reader FROM letters"), "10|NULL|2\n");
  EXPECT_EQ(shop->rows("SELECT id FROM pages"), "40\n");
}

TEST(HoldOnARow, IsToldOfWhatItHangsOnInAnErasure) {
  const auto shop = Shop::open();
  const std::string claim = shop->hold({"--table", "db.letters", "--key", "10"});
  const Told told = shop->erase_ann({"--row", "db.users", "--key", "1"});
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, claim)) << told.out;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "1\n");
}

TEST(ExplainedRow, TellsNobodyElsesEvents) {
  const auto shop = Shop::open(both_closed());
  ASSERT_EQ(
      shop->on({"request", "open", "erasure", "--for", "ann@people.example", "--by", "N"}).code, 0);
  const Told bobs = shop->on({"explain", "row", "db", "payments", "21"});
  EXPECT_FALSE(holds(bobs.out, "since `erasure_requested`")) << bobs.out;
  const Told anns = shop->on({"explain", "row", "db", "payments", "20"});
  EXPECT_TRUE(holds(anns.out, "since `erasure_requested`")) << anns.out;
}

TEST(ToldEvent, IsWrittenDownWhenItIsTold) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"event", "add", "erasure_requested", "--for", "2", "--at",
                      "2026-01-01T10:00:00Z", "--by", "App"})
                .code,
            0);
  const Told shown = shop->on({"ledger", "show", "--format", "json"});
  EXPECT_FALSE(holds(shown.out, R"("at":"2026-01-01)")) << shown.out;
  EXPECT_TRUE(holds(shown.out, R"("happened":"2026-01-01)")) << shown.out;
}

TEST(LedgerKey, ThatIsNoneIsNoBrokenLedger) {
  const auto shop = Shop::open();
  const Told told = shop->on({"ledger", "verify", "--key", "abc"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_FALSE(holds(told.all(), "BROKEN")) << told.all();
}

TEST(EventFile, WithAKeyOrAKindOfPersonThatIsNoneIsRefusedWhole) {
  const auto shop = Shop::open();
  const std::string sound =
      R"({"event": "erasure_requested", "key": 2, "at": "2026-06-01T10:00:00Z"})";
  for (const char* odd :
       {R"("key": null)", R"("key": true)", R"("key": " ")", R"("key": [2])", R"("key": 2.5)",
        R"("key": 2, "subject": "guest")", R"("key": 2, "subject": 7)",
        R"("key": 18446744073709551615)", R"("key": "nobody@people.example")"}) {
    shop->write("events.jsonl", sound + "\n" + with(sound, R"("key": 2)", odd) + "\n");
    const Told told = shop->on({"event", "import", "events.jsonl", "--by", "App"});
    EXPECT_EQ(told.code, 2) << odd << told.all();
    EXPECT_TRUE(holds(told.err, "events.jsonl:2")) << odd << told.err;
  }
  EXPECT_TRUE(holds(shop->on({"event", "list"}).out, "nothing that was told"));
  shop->write("events.jsonl", sound + "\n" + with(sound, R"("key": 2)", R"("key": "1")") + "\n");
  EXPECT_EQ(shop->on({"event", "import", "events.jsonl", "--by", "App"}).code, 0) << "the twin";
}

TEST(Terminal, ObeysNothingThatPeopleOrStoresWrote) {
  ShopText text;
  text.more_sql = "CREATE TABLE \"odd\x1b[2J\nDone\" (note TEXT);";
  const auto shop = Shop::open(text);
  for (const Words& words :
       {Words{"plan"}, Words{"sweep", "--by", "N"}, Words{"plan", "--format", "json"}}) {
    const Told told = shop->on(words);
    EXPECT_EQ(told.all().find('\x1b'), std::string::npos) << words.front();
    EXPECT_FALSE(holds(told.all(), "\nDone\"")) << words.front();
  }
  for (const char* by : {"Legal\x1b[2J", "Legal\nDone", "Legal\xff"}) {
    const Told told =
        shop->on({"hold", "add", "--for", "ann@people.example", "--reason", "claim", "--by", by});
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_EQ(told.all().find('\x1b'), std::string::npos);
  }
  EXPECT_FALSE(holds(shop->on({"ledger", "show"}).out, "Legal"));
}

}  // namespace
}  // namespace abide::cli_test
