// Why a row stays or goes: told aloud, with the dates found in it and nothing else of the person,
// and just what the next sweep then does.
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

Told explain(const Shop& shop, const std::string& table, const std::string& key,
             std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"explain", "row", "db", table, key});
  return shop.on(more);
}
Json story(const Shop& shop, const std::string& table, const std::string& key) {
  const Told told = explain(shop, table, key, {"--format", "json"});
  EXPECT_EQ(told.code, 0) << told.all();
  auto json = parse_json(told.out);
  EXPECT_TRUE(json.ok()) << told.all();
  return json ? *json : Json::object();
}
/// The fate of the column in a story.
Json fate_of(const Json& story, const std::string& field) {
  for (const Json& fate : story.at("fates")) {
    for (const Json& name : fate.at("fields")) {
      if (name == field) return fate;
    }
  }
  return Json::object();
}
void hold_ann(const Shop& shop) {
  ASSERT_EQ(shop.on({"hold", "add", "--for", "ann@people.example", "--reason", "claim 7", "--by",
                     "Legal"})
                .code,
            0);
}

TEST(ExplainRow, SaysWhichSentenceCondemnsIt) {
  const auto shop = Shop::open();
  const Told told = explain(*shop, "letters", "10");
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(told.out.starts_with("A row of db.letters, looked at ")) << told.out;
  EXPECT_TRUE(holds(told.out, "erase account, letters within 30 days of closed (SH-01, "))
      << told.out;
  EXPECT_TRUE(holds(told.out, "We delete what we hold of you within 30 days")) << told.out;
  EXPECT_TRUE(holds(told.out, "must be gone by 2026-06-19, since `closed` was on 2026-05-20"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "A sweep at this moment deletes this row")) << told.out;
  EXPECT_TRUE(holds(told.out, "its user_id names a row of db.users")) << told.out;
  EXPECT_FALSE(holds(told.out, "canary")) << "the letter itself is not told: " << told.out;
  EXPECT_FALSE(holds(told.out, "ann@")) << told.out;
}
TEST(ExplainRow, SaysWhatItWaitsFor) {
  const auto shop = Shop::open();
  const Told told = explain(*shop, "letters", "11");
  EXPECT_TRUE(holds(told.out, "`closed` has not happened (db.users.closed_at is empty)"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "leaves this row as it is")) << told.out;
  EXPECT_EQ(fate_of(story(*shop, "letters", "11"), "body").at("fate"), "waits");
}
TEST(ExplainRow, SaysWhatTheLawKeepsAndUntilWhen) {
  const auto shop = Shop::open();
  const Json payment = story(*shop, "payments", "20");
  EXPECT_EQ(payment.at("sweep"), "emptied");
  EXPECT_EQ(payment.at("emptied"), Json::array({"user_id"}));
  const Json amount = fate_of(payment, "amount");
  EXPECT_EQ(amount.at("fate"), "later");
  // Paid on 8 May 2026: the financial year ends on 31 March 2027, six years on is 31 March 2033,
  // seven years after the payment is 8 May 2033.
  bool floor = false;
  bool ceiling = false;
  for (const Json& one : amount.at("sentences")) {
    floor = floor || (one.at("bound") == "keeps" && one.at("day") == "2033-03-31" &&
                      one.at("law") == "uk.ct");
    ceiling = ceiling || (one.at("bound") == "ends" && one.at("day") == "2033-05-08");
  }
  EXPECT_TRUE(floor && ceiling) << amount.dump(1);
  EXPECT_EQ(fate_of(payment, "user_id").at("fate"), "goes");
  const Told told = explain(*shop, "payments", "20");
  EXPECT_TRUE(holds(told.out, "must stay until 2033-03-31")) << told.out;
  EXPECT_TRUE(holds(told.out, "because uk.ct (")) << told.out;
}
TEST(ExplainRow, NamesTheHoldAndTheRequestThatStopIt) {
  const auto shop = Shop::open();
  hold_ann(*shop);
  ASSERT_EQ(
      shop->on({"request", "open", "access", "--for", "ann@people.example", "--by", "Support"})
          .code,
      0);
  const Json letter = story(*shop, "letters", "10");
  EXPECT_EQ(letter.at("sweep"), "stays");
  EXPECT_EQ(letter.at("keeps").size(), 2U) << letter.dump(1);
  EXPECT_EQ(fate_of(letter, "body").at("fate"), "held");
  const Told told = explain(*shop, "letters", "10");
  EXPECT_TRUE(holds(told.out, "HOLD-")) << told.out;
  EXPECT_TRUE(holds(told.out, "REQ-")) << told.out;
  EXPECT_EQ(story(*shop, "letters", "11").at("keeps").size(), 0U) << "Bob's letter is not held";
}
TEST(ExplainRow, SaysThatALinkWasCut) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->sweep().code, 0);
  const Told told = explain(*shop, "payments", "20");
  EXPECT_TRUE(holds(told.out, "an erasure or a sweep cut the link")) << told.out;
  EXPECT_EQ(story(*shop, "payments", "20").at("sweep"), "stays");
}
TEST(ExplainRow, OfARowThatIsNotThereRefuses) {
  const auto shop = Shop::open();
  const Told told = explain(*shop, "letters", "999");
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "no such row")) << told.err;
  const Told near = explain(*shop, "leters", "10");
  EXPECT_EQ(near.code, 2);
  EXPECT_TRUE(holds(near.err, "did you mean `db.letters`?")) << near.err;
}
TEST(ExplainRow, SaysThatAGapKeepsTheSweepAway) {
  ShopText text;
  text.payments =
      with(text.payments, "REFERENCES users(id)", "REFERENCES users(id) ON DELETE CASCADE");
  const auto shop = Shop::open(text);
  const Json user = story(*shop, "users", "1");
  EXPECT_EQ(user.at("sweep"), "stays");
  EXPECT_TRUE(holds(user.at("blocked"), "E1011")) << user.dump(1);
  EXPECT_EQ(fate_of(user, "name").at("fate"), "blocked");
}
TEST(ExplainRow, ToldAtAnotherMoment) {
  const auto shop = Shop::open();
  const Told told = explain(*shop, "letters", "10", {"--at", "2026-05-25", "--format", "json"});
  const auto json = parse_json(told.out);
  ASSERT_TRUE(json.ok()) << told.all();
  EXPECT_EQ(json->at("sweep"), "stays");
  EXPECT_EQ(fate_of(*json, "body").at("fate"), "later");
}

/// Rows of every kind: closed long ago, just closed, open, held, paid lately and long ago, asked to
/// be erased, orphaned, narrowed by nothing.
ShopText many_fates() {
  ShopText text;
  text.rows =
      "INSERT INTO users VALUES (1, 'a@p.example', 'A', '2026-05-20T10:00:00Z'), (2, "
      "'b@p.example', "
      "'B', NULL), (3, 'c@p.example', 'C', strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-3 days')), "
      "(4, 'd@p.example', 'D', '2026-01-01T00:00:00Z'), (5, 'e@p.example', 'E', NULL), (6, "
      "'f@p.example', NULL, '2019-01-01T00:00:00Z');"
      "INSERT INTO letters VALUES (10, 1, 'x'), (11, 2, 'x'), (12, 3, 'x'), (13, 4, 'x'), (14, 5, "
      "'x'), (15, 6, NULL), (16, 6, 'x');"
      "INSERT INTO payments VALUES (20, 1, 1, '2026-05-08T12:00:00Z'), (21, 2, 1, "
      "'2012-05-09T12:00:00Z'), (22, 3, 1, '2018-05-09'), (23, 4, 1, '2026-05-09T12:00:00Z'), (24, "
      "5, "
      "1, '2019-11-20T12:00:00Z'), (25, 6, 1, '2016-01-01T00:00:00Z'), (26, 4, 1, "
      "'2012-01-01T00:00:00Z');";
  return text;
}
const std::vector<std::pair<std::string, std::string>> tables{
    {"users", "name"}, {"letters", "body"}, {"payments", "amount"}};

/// What the stories say of every row: `letters 10 deleted`.
std::set<std::string> told_of_all(const Shop& shop) {
  std::set<std::string> all;
  for (const auto& [table, content] : tables) {
    std::istringstream keys{shop.rows("SELECT id FROM " + table)};
    for (std::string key; std::getline(keys, key);) {
      const Json told = story(shop, table, key);
      all.insert(table + " " + key + " " + told.at("sweep").get<std::string>());
    }
  }
  return all;
}
/// What became of every row, by looking before and after.
std::set<std::string> seen_of_all(const Shop& shop) {
  std::map<std::string, std::string> before;
  const auto read = [&] {
    std::map<std::string, std::string> rows;
    for (const auto& [table, content] : tables) {
      std::istringstream lines{shop.rows("SELECT * FROM " + table)};
      for (std::string line; std::getline(lines, line);)
        rows[table + " " + line.substr(0, line.find('|'))] = line;
    }
    return rows;
  };
  before = read();
  EXPECT_EQ(shop.sweep().code, 0);
  const auto after = read();
  std::set<std::string> all;
  for (const auto& [row, content] : before) {
    const auto at = after.find(row);
    all.insert(row + (at == after.end()       ? " deleted"
                      : at->second == content ? " stays"
                                              : " emptied"));
  }
  return all;
}

TEST(ExplainRow, SaysOfEveryRowWhatTheSweepThenDoes) {
  const auto shop = Shop::open(many_fates());
  ASSERT_EQ(
      shop->on({"hold", "add", "--for", "d@p.example", "--reason", "claim 7", "--by", "Legal"})
          .code,
      0);
  ASSERT_EQ(shop->on({"event", "add", "erasure_requested", "--for", "e@p.example", "--at",
                      "2026-05-01", "--by", "Support desk"})
                .code,
            0);
  const auto told = told_of_all(*shop);
  EXPECT_EQ(told, seen_of_all(*shop));
  for (const std::string some :
       {"letters 10 deleted", "letters 11 stays", "letters 13 stays", "letters 14 deleted",
        "payments 21 deleted", "payments 20 emptied"})
    EXPECT_TRUE(told.contains(some)) << some;
}
/// The twin: stories told before something changed are not what the sweep does.
TEST(ExplainRow, TwinToldBeforeAHoldDiffers) {
  const auto shop = Shop::open();
  const auto told = told_of_all(*shop);
  hold_ann(*shop);
  EXPECT_NE(told, seen_of_all(*shop));
}

TEST(ExplainErase, TellsTableByTable) {
  const auto shop = Shop::open();
  const Told told = shop->on({"explain", "erase", "of", "customer"});
  EXPECT_EQ(told.code, 0) << told.all();
  const auto payments = told.out.find("db.payments: their rows stay");
  const auto letters = told.out.find("db.letters: their rows go");
  const auto users = told.out.find("db.users: their rows go");
  EXPECT_LT(payments, letters) << told.out;
  EXPECT_LT(letters, users) << told.out;
  EXPECT_NE(users, std::string::npos) << told.out;
  EXPECT_TRUE(holds(told.out, "kept until 6 years after the end of the financial year of paid"))
      << told.out;
  EXPECT_TRUE(
      holds(told.out, "user_id: emptied, so that no path leads from what is kept to the person"))
      << told.out;
}
TEST(ExplainErase, OfAPersonShowsTheirPlanToo) {
  const auto shop = Shop::open();
  const Told told = shop->on({"explain", "erase", "of", "customer", "--for", "bob@people.example"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "Today, for customer ")) << told.out;
  EXPECT_TRUE(holds(told.out, "until 2033-03-31")) << told.out;
  EXPECT_TRUE(holds(told.out, "due: asked for by this erasure")) << told.out;
  EXPECT_FALSE(holds(told.out, "bob")) << told.out;
  const Told json = shop->on({"explain", "erase", "of", "customer", "--format", "json"});
  EXPECT_TRUE(parse_json(json.out).ok()) << json.all();
}
TEST(ExplainErase, OfNoSuchSubjectNamesTheOnesThereAre) {
  const auto shop = Shop::open();
  const Told told = shop->on({"explain", "erase", "of", "custmer"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "customer")) << told.err;
}

TEST(ExplainCode, PrintsItsPage) {
  const Shop shop;
  for (const char* code : {"E0602", "W0215", "E1011", "e1011"}) {
    const Told told = shop.abide({"explain", code});
    EXPECT_EQ(told.code, 0) << told.all();
    EXPECT_TRUE(holds(told.out, "Why: ")) << told.out;
  }
  EXPECT_TRUE(holds(shop.abide({"explain", "W0215"}).out, "\nWaive: `waive W0215 on NAME because"));
  EXPECT_TRUE(holds(shop.abide({"explain", "E0602"}).out, "\nWaive: it cannot be waived"));
  EXPECT_TRUE(shop.abide({"explain", "E0602"}).out.starts_with("# E0602: "));
}
TEST(ExplainCode, UnknownNamesTheNearest) {
  const Shop shop;
  const Told told = shop.abide({"explain", "E0620"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "there is no code or topic `E0620`")) << told.err;
  EXPECT_TRUE(holds(told.err, "the nearest is E0")) << told.err;
  EXPECT_TRUE(holds(shop.abide({"explain", "stetes"}).err, "did you mean `abide explain states`?"));
}
TEST(ExplainCode, UnlikeAnyOtherNamesNoneAsNear) {
  const Shop shop;
  for (const char* const asked : {"banana", "foo", "E99999"}) {
    const Told told = shop.abide({"explain", asked});
    EXPECT_EQ(told.code, 2);
    EXPECT_TRUE(holds(told.err, "there is no code or topic `" + std::string{asked} + "`"))
        << told.err;
    EXPECT_TRUE(holds(told.err, "`abide explain` lists them all")) << told.err;
    EXPECT_FALSE(holds(told.err, "nearest")) << told.err;
  }
}
TEST(ExplainCode, APromiseWithoutAPolicyIsAskedForIt) {
  const Told told = Shop{}.abide({"explain", "SH-01"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "`SH-01` is a promise's id, and no policy was given")) << told.err;
  EXPECT_TRUE(holds(told.err, "`abide explain SH-01 shop.policy`")) << told.err;
}
TEST(ExplainCode, EachCodeOfTheProgramHasAPage) {
  const Shop shop;
  const Told all = shop.abide({"explain"});
  EXPECT_EQ(all.code, 0);
  for (int code = 1001; code <= 1011; ++code)
    EXPECT_TRUE(holds(all.out, "E" + std::to_string(code) + "  ")) << code;
  const auto json = parse_json(shop.abide({"explain", "--format", "json"}).out);
  ASSERT_TRUE(json.ok());
  EXPECT_GE(json->size(), 50U);
}

}  // namespace
}  // namespace abide::cli_test
