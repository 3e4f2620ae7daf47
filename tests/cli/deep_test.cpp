// The deep look: what paths cannot find of people who are gone, and what is destroyed afterwards.
#include <algorithm>
#include <map>

#include "base/time.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// A shop with a table that is nobody's by its sentence.
ShopText with_logs() {
  ShopText text;
  text.more_sql = "CREATE TABLE outbox (id INTEGER PRIMARY KEY, note TEXT);";
  const std::string at = "    table payments";
  text.policy.insert(text.policy.find(at),
                     "    table outbox { key id; unowned because \"Mail is logged without "
                     "addresses.\"; field note: letters.body; }\n");
  return text;
}
/// After the erasure, with a table that came since and that the policy says nothing of.
std::unique_ptr<Shop> without_ann(const ShopText& text = with_logs()) {
  auto shop = Shop::open(text);
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 0) << told.all();
  shop->sql("CREATE TABLE queue (id INTEGER PRIMARY KEY, job BLOB, user INTEGER);");
  return shop;
}
Told look(const Shop& shop, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"reread", "--deep", "--by", "Nightly schedule"});
  return shop.on(more);
}
Json residue_of(const Told& told) {
  const auto json = parse_json(told.out);
  return json ? json->value("residue", Json::array()) : Json{};
}

TEST(Deep, FindsWhatIsInNoColumnOfTheirs) {
  const auto shop = without_ann();
  shop->sql(
      "INSERT INTO outbox VALUES (1, 'sent to <Ann@People.example>, 250 OK');"
      "INSERT INTO queue VALUES (1, CAST('{\"to\":\"ann%40people.example\"}' AS BLOB), 1);"
      "INSERT INTO letters VALUES (12, 2, 'my sister is ann@people.example')");
  const Told told = look(*shop, {"--format", "json"});
  EXPECT_EQ(told.code, 1) << told.all();
  std::map<std::string, std::string> kinds;
  for (const Json& one : residue_of(told))
    kinds[one.value("table", "") + "." + one["fields"][0].get<std::string>()] =
        one.value("kind", "");
  const std::map<std::string, std::string> expected{
      {"outbox.note", "remains"}, {"queue.job", "remains"}, {"letters.body", "possible"}};
  EXPECT_EQ(kinds, expected) << told.all();
  EXPECT_FALSE(holds(told.all(), "people.example")) << told.all();
}

TEST(Deep, TwinWithNothingLeftFindsNothing) {
  const auto shop = without_ann();
  shop->sql("INSERT INTO outbox VALUES (1, 'sent to <joann@people.example>, 250 OK')");
  const Told told = look(*shop);
  EXPECT_TRUE(holds(told.out, "nothing is left that should be gone")) << told.all();
  EXPECT_TRUE(holds(told.out, "Looked for 1 erased person in every column of 5 tables"))
      << told.out;
}

/// A number alone says nothing; in a column that points at people it does.
TEST(Deep, FindsANumberOnlyWhereItPointsAtThem) {
  const auto shop = without_ann();
  shop->sql("INSERT INTO queue VALUES (1, 'x', 1); INSERT INTO outbox VALUES (1, '1')");
  EXPECT_EQ(residue_of(look(*shop, {"--format", "json"})).size(), 0U);
  shop->sql("PRAGMA foreign_keys=OFF; INSERT INTO letters VALUES (13, 1, 'late')");
  const Json residue = residue_of(look(*shop, {"--format", "json"}));
  ASSERT_EQ(residue.size(), 1U);
  EXPECT_EQ(residue[0]["table"], "letters");
  EXPECT_EQ(residue[0]["kind"], "remains");
}

TEST(Deep, LeavesAloneWhoCameBack) {
  const auto shop = without_ann();
  shop->sql(
      "INSERT INTO users VALUES (7, 'ann@people.example', 'Ann', NULL);"
      "INSERT INTO outbox VALUES (1, 'sent to ann@people.example')");
  const Told told = look(*shop, {"--format", "json"});
  EXPECT_EQ(residue_of(told).size(), 0U) << told.all();
}

/// A new account may be given the number of one that is gone; the same address as well makes it
/// theirs.
TEST(Deep, TellsAReusedNumberFromAnAccountThatIsStillThere) {
  const auto shop = without_ann();
  shop->sql(
      "INSERT INTO users VALUES (1, 'cleo@people.example', 'Cleo', NULL);"
      "INSERT INTO letters VALUES (13, 1, 'of Cleo')");
  const Told given_again = look(*shop);
  EXPECT_EQ(given_again.code, 0) << given_again.all();
  EXPECT_TRUE(holds(given_again.out, "the key of somebody who was erased, given again"));
  shop->sql("UPDATE users SET email = 'ann@people.example' WHERE id = 1");
  const Told told = look(*shop, {"--format", "json"});
  EXPECT_EQ(told.code, 1) << told.all();
  const Json residue = residue_of(told);
  EXPECT_TRUE(std::ranges::any_of(residue, [](const Json& one) {
    return one.value("table", "") == "users" && one.value("kind", "") == "remains";
  })) << told.all();
}

TEST(Deep, IsWrittenDownAndItsKeyDestroyedADayLater) {
  const auto shop = without_ann();
  const auto keys = [&] {
    return testing_support::AppDatabase{shop->path("keys.sqlite"), ""}.rows(
        "SELECT count(*) FROM seals");
  };
  EXPECT_EQ(keys(), "1\n");
  const Told first = look(*shop);
  EXPECT_TRUE(holds(first.out, "destroyed for 0 of 1")) << first.out;
  EXPECT_EQ(keys(), "1\n") << "it is looked for again after a day";
  const testing_support::AppDatabase control{shop->path("control.sqlite"), ""};
  control.run("UPDATE sought SET since = since - 90000000000");  // a day and an hour
  const Told second = look(*shop);
  EXPECT_TRUE(holds(second.out, "destroyed for 1 of 1")) << second.out;
  EXPECT_EQ(keys(), "0\n");
  EXPECT_TRUE(holds(look(*shop).out, "is destroyed for 0 of 0")) << look(*shop).all();
  EXPECT_EQ(shop->on({"ledger", "verify"}).code, 0) << "the entries stay";
}

TEST(Deep, IsNotEndedWhileSomethingIsLeft) {
  const auto shop = without_ann();
  shop->sql("INSERT INTO outbox VALUES (1, 'ann@people.example')");
  const testing_support::AppDatabase control{shop->path("control.sqlite"), ""};
  control.run("UPDATE sought SET since = since - 90000000000");
  EXPECT_TRUE(holds(look(*shop).out, "destroyed for 0 of 1"));
  control.run("UPDATE sought SET since = since - 700000000000");  // beyond a week in all
  EXPECT_EQ(shop->sweep().code, 1) << "a table is undeclared";
  EXPECT_TRUE(holds(look(*shop).out, "is destroyed for 0 of 0"));
}

TEST(Deep, IsAskedForByTheNightUntilItIsDone) {
  const auto shop = without_ann();
  const Told told = shop->sweep();
  EXPECT_TRUE(holds(told.err, "1 erased person waits for the deep look")) << told.all();
  EXPECT_TRUE(holds(told.err, "abide reread --deep --deploy shop.deploy")) << told.err;
}

/// Ann is gone for longer than she is looked for by what she was known by.
std::unique_ptr<Shop> long_without_ann() {
  auto shop = without_ann();
  const testing_support::AppDatabase control{shop->path("control.sqlite"), ""};
  control.run("UPDATE sought SET since = since - 90000000000");
  EXPECT_TRUE(holds(look(*shop).out, "destroyed for 1 of 1"));
  shop->sql("DROP TABLE queue");
  return shop;
}

TEST(Restored, AccountsAreFoundAndErasedAgain) {
  const auto shop = long_without_ann();
  EXPECT_EQ(look(*shop).code, 0);
  shop->sql(
      "INSERT INTO users VALUES (1, 'ANN@people.example', 'Ann O''Hara', NULL);"
      "INSERT INTO letters VALUES (10, 1, 'canary-letter-of-ann')");
  const Told told = look(*shop);
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "erased at")) << told.out;
  const std::string run =
      "RUN-" + to_string(Zone::utc().local_date(SystemClock{}.now())).substr(0, 4) + "-0001";
  EXPECT_TRUE(holds(told.out, "abide erase --again " + run + " --from-backup")) << told.out;
  EXPECT_TRUE(holds(told.out, "whether a backup brought them back or they came by themselves"));
  EXPECT_FALSE(holds(told.all(), "people.example")) << told.all();
  const Told untold = shop->on({"erase", "--again", run, "--by", "Support desk"});
  EXPECT_EQ(untold.code, 2) << untold.all();
  EXPECT_TRUE(holds(untold.err, "it is not said how they came to be there again")) << untold.err;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n") << "nobody said which it is";
  EXPECT_EQ(shop->on({"erase", "--for", "1", "--from-backup", "--by", "Support desk"}).code, 2);
  const Words once_more{"erase", "--again", run, "--from-backup", "--by", "Support desk"};
  const Told again = shop->on(once_more);
  EXPECT_EQ(again.code, 0) << again.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters"), "1\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "1\n");
  EXPECT_EQ(shop->on(once_more).code, 2);
}

/// Where the policy has a clock in their row, it tells: what a backup brings back began before.
TEST(Restored, WhoBeganAnewAfterTheErasureIsNoBackup) {
  ShopText text = with_logs();
  text.policy = with(text.policy, "table users { key id;", "table users { key id; clock joined;");
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, joined TEXT");
  text.rows = with(text.rows, "'2026-05-20T10:00:00Z')", "'2026-05-20T10:00:00Z', '2025-01-01')");
  text.rows = with(text.rows, "'Bob Stone', NULL)", "'Bob Stone', NULL, '2025-01-01')");
  const auto shop = without_ann(text);
  const testing_support::AppDatabase control{shop->path("control.sqlite"), ""};
  control.run("UPDATE sought SET since = since - 90000000000");
  shop->sql("DROP TABLE queue");
  EXPECT_TRUE(holds(look(*shop).out, "destroyed for 1 of 1"));
  shop->sql("INSERT INTO users VALUES (1, 'ann@people.example', 'Ann', NULL, '2099-01-01')");
  const Told anew = look(*shop);
  EXPECT_EQ(anew.code, 0) << anew.all();
  EXPECT_TRUE(holds(anew.out, "theirs anew")) << anew.out;
  shop->sql("UPDATE users SET joined = '2025-01-01' WHERE id = 1");
  const Told back = look(*shop);
  EXPECT_EQ(back.code, 1) << back.all();
  EXPECT_TRUE(holds(back.out, "--from-backup")) << back.out;
}

/// Twins: somebody new under the old number, and somebody with the old address.
TEST(Restored, TwinsWhoAreNewAreLetAlone) {
  const auto shop = long_without_ann();
  shop->sql(
      "INSERT INTO users VALUES (1, 'cleo@people.example', 'Cleo', NULL), "
      "(9, 'ann@people.example', 'Ann', NULL)");
  const Told told = look(*shop);
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "given again")) << told.out;
  EXPECT_EQ(
      shop->on({"erase", "--again", "RUN-2026-0001", "--from-backup", "--by", "Support desk"}).code,
      2);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "3\n");
}

TEST(Deep, WithNobodyNamedWritesNothing) {
  const auto shop = without_ann();
  const std::string before = shop->on({"ledger", "show", "--format", "json"}).out;
  const Told told = shop->on({"reread", "--deep"});
  EXPECT_FALSE(holds(told.out, "destroyed")) << told.out;
  EXPECT_EQ(shop->on({"ledger", "show", "--format", "json"}).out, before);
}

}  // namespace
}  // namespace abide::cli_test
