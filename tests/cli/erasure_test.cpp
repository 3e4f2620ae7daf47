// Erasures asked for by requests, kept back by holds, or of a part of a person: what is closed,
// what stays open, and what is said of it.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// The shop with a request for letters alone.
ShopText with_letters_request() {
  ShopText text;
  text.policy = with(text.policy, "store db \"Shop database\"",
                     "event letters_requested \"Customer asks for letters to be deleted\" from "
                     "requests;\nstore db \"Shop database\"");
  text.policy = with(text.policy, "erase account, letters within 30 days of erasure_requested;",
                     "erase account, letters within 30 days of erasure_requested;\n"
                     "    erase letters within 30 days of letters_requested;");
  return text;
}
/// Opens one and gives its name.
std::string request(const Shop& shop, const std::string& kind,
                    const std::string& person = "ann@people.example") {
  const Told told = shop.on(
      {"request", "open", kind, "--for", person, "--by", "Support desk", "--format", "json"});
  EXPECT_EQ(told.code, 0) << told.all();
  const auto json = parse_json(told.out);
  return json ? json->value("request", "") : "";
}
bool is_open(const Shop& shop, const std::string& id) {
  const auto json = parse_json(shop.on({"request", "list", "--format", "json"}).out);
  EXPECT_TRUE(json.ok());
  for (const Json& one : json ? *json : Json::array()) {
    if (one.at("request") == id) return one.at("closed").is_null();
  }
  ADD_FAILURE() << "no " << id;
  return false;
}
Told erase(const Shop& shop, Words more) {
  more.insert(more.begin(), {"erase", "--by", "Support desk"});
  return shop.on(more);
}
std::string ann(const Shop& shop) { return shop.rows("SELECT count(*) FROM users WHERE id = 1"); }

TEST(EraseRequest, OfAnotherKindRefuses) {
  const auto shop = Shop::open();
  for (const char* kind : {"access", "portability", "rectification", "restriction", "complaint"}) {
    const std::string id = request(*shop, kind);
    const Told told = erase(*shop, {"--request", id});
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, kind)) << told.err;
    EXPECT_TRUE(holds(told.err, "asks for no erasure")) << told.err;
    EXPECT_TRUE(is_open(*shop, id)) << kind;
    EXPECT_EQ(shop->on({"plan", "erase", "--request", id}).code, 2);
  }
  EXPECT_EQ(ann(*shop), "1\n");
}
TEST(EraseRequest, OfErasureErasesAllAndIsClosed) {
  const auto shop = Shop::open();
  const std::string id = request(*shop, "erasure");
  const Told told = erase(*shop, {"--request", id});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, id + " is closed")) << told.out;
  EXPECT_FALSE(is_open(*shop, id));
  EXPECT_EQ(ann(*shop), "0\n");
}
TEST(EraseRequest, OfAnEventErasesWhatThePolicySaysOfIt) {
  const auto shop = Shop::open(with_letters_request());
  const std::string id = request(*shop, "letters_requested");
  const Told dry = erase(*shop, {"--request", id, "--dry-run"});
  EXPECT_TRUE(holds(dry.out, id + " covers letters.body alone")) << dry.out;
  const Told other = erase(*shop, {"--request", id, "--of", "account"});
  EXPECT_EQ(other.code, 2) << other.all();
  EXPECT_TRUE(holds(other.err, "does not ask for")) << other.err;
  const Told told = erase(*shop, {"--request", id});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_FALSE(is_open(*shop, id));
  EXPECT_EQ(ann(*shop), "1\n") << "she did not ask to be erased";
  EXPECT_EQ(shop->rows("SELECT email FROM users WHERE id = 1"), "ann@people.example\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters WHERE body LIKE '%ann%'"), "0\n");
}
TEST(EraseRequest, OfAnEventInOneTableAsksWhatIsMeant) {
  ShopText text = with_letters_request();
  text.policy = with(text.policy, "field email: account.email;",
                     "field email: account.email; field note: letters.body;");
  text.policy = with(text.policy, "erase letters within 30 days of letters_requested;",
                     "erase letters in db.letters within 30 days of letters_requested;");
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, note TEXT");
  text.rows = with(text.rows, "INSERT INTO users VALUES",
                   "INSERT INTO users (id, email, name, closed_at) VALUES");
  const auto shop = Shop::open(text);
  const std::string id = request(*shop, "letters_requested");
  const Told told = erase(*shop, {"--request", id});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "--of letters.body")) << told.err;
  EXPECT_TRUE(is_open(*shop, id));
}

TEST(EraseRequest, StaysOpenUnderAHold) {
  const auto shop = Shop::open();
  const std::string id = request(*shop, "erasure");
  const std::string claim = shop->hold({"--for", "ann@people.example"});
  const Told told = erase(*shop, {"--request", id});
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, "Nothing was erased")) << told.out;
  EXPECT_TRUE(holds(told.out, claim + " keeps it")) << told.out;
  EXPECT_TRUE(holds(told.out, id + " stays open")) << told.out;
  EXPECT_FALSE(holds(told.out, "overwritten")) << told.out;
  EXPECT_TRUE(is_open(*shop, id));
  EXPECT_EQ(ann(*shop), "1\n");
}
TEST(EraseRequest, StaysOpenWhenAHoldKeepsAPart) {
  const auto shop = Shop::open();
  const std::string id = request(*shop, "erasure");
  const std::string claim = shop->hold({"--table", "db.letters", "--key", "10"});
  const std::string others = shop->hold({"--table", "db.letters", "--key", "11"});
  const Told told = erase(*shop, {"--request", id});
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, claim + " keeps")) << told.out;
  EXPECT_FALSE(holds(told.out, others)) << "Bob's row is not hers: " << told.out;
  EXPECT_TRUE(is_open(*shop, id));
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters WHERE id = 10"), "1\n");
}
TEST(EraseRequest, StaysOpenWhenOnlyAPartIsErased) {
  for (const Words& part :
       {Words{"--of", "letters"}, Words{"--row", "db.letters", "--key", "10"}}) {
    const auto shop = Shop::open();
    const std::string id = request(*shop, "erasure");
    Words words{"--request", id};
    words.insert(words.end(), part.begin(), part.end());
    const Told told = erase(*shop, words);
    EXPECT_EQ(told.code, 0) << told.all();
    EXPECT_TRUE(holds(told.out, id + " stays open: it asks for more")) << told.out;
    EXPECT_TRUE(is_open(*shop, id));
  }
}

/// Whoever is still there is not said to be gone.
TEST(Remembered, AreOnlyThoseWhoAreGone) {
  const auto shop = Shop::open();
  const auto remembered = [&] {
    const testing_support::AppDatabase control{shop->path("control.sqlite"), ""};
    return control.rows("SELECT count(*) FROM erased");
  };
  EXPECT_EQ(shop->erase_ann({"--of", "letters"}).code, 0);
  EXPECT_EQ(remembered(), "0\n") << "a part of her went";
  const std::string claim = shop->hold({"--for", "ann@people.example"});
  EXPECT_EQ(shop->erase_ann().code, 4);
  EXPECT_EQ(remembered(), "0\n") << "a hold keeps her";
  EXPECT_EQ(shop->on({"hold", "release", claim, "--by", "Legal"}).code, 0);
  EXPECT_EQ(shop->erase_ann().code, 0);
  EXPECT_NE(remembered(), "0\n") << "the twin who is gone is remembered";
  const Told again = shop->erase_ann();
  EXPECT_EQ(again.code, 2);
  EXPECT_TRUE(holds(again.err, "it was erased at")) << again.err;
}
TEST(Remembered, AreNoAnswerToATypo) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->erase_ann().code, 0);
  shop->sql("INSERT INTO users VALUES (1, 'ann@people.example', 'Ann', NULL)");
  for (const Words& typo : {Words{"--of", "leters"}, Words{"--row", "db.leters", "--key", "10"},
                            Words{"--row", "db.letters", "--key", "999"}}) {
    const Told told = shop->erase_ann(typo);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_FALSE(holds(told.err, "it was erased")) << told.err;
    EXPECT_TRUE(holds(told.err, "nothing was done")) << told.err;
  }
}
TEST(Remembered, AreTheyHoweverTheAddressIsWritten) {
  ShopText text;
  text.rows = with(text.rows, "(1, 'ann@people.example'", "(1, 'Ann@People.Example'");
  const auto shop = Shop::open(text);
  ASSERT_EQ(shop->erase_ann().code, 0);
  for (const char* spelling : {"ann@people.example", "ANN@people.example", "1"}) {
    const Told again = shop->on({"erase", "--by", "Support desk", "--for", spelling});
    EXPECT_EQ(again.code, 2) << again.all();
    EXPECT_TRUE(holds(again.err, "it was erased at")) << again.err;
  }
  const Told nobody = shop->on({"erase", "--by", "Support desk", "--for", "anne@people.example"});
  EXPECT_FALSE(holds(nobody.err, "it was erased at")) << "the twin: " << nobody.err;
}

TEST(EraseRow, ThatIsNotThereOrNotTheirsRefuses) {
  const auto shop = Shop::open();
  const Told none = shop->erase_ann({"--row", "db.letters", "--key", "999"});
  EXPECT_EQ(none.code, 2) << none.all();
  EXPECT_TRUE(holds(none.err, "has no such row")) << none.err;
  const Told bobs = shop->erase_ann({"--row", "db.letters", "--key", "11"});
  EXPECT_EQ(bobs.code, 2) << bobs.all();
  EXPECT_TRUE(holds(bobs.err, "nothing of this person")) << bobs.err;
  EXPECT_EQ(shop->on({"plan", "erase", "--for", "ann@people.example", "--row", "db.letters",
                      "--key", "11"})
                .code,
            2);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters"), "2\n");
  EXPECT_EQ(shop->erase_ann({"--row", "db.letters", "--key", "10"}).code, 0) << "the twin is hers";
}
/// Without the row that says who a person is, nobody would find what could not be emptied.
TEST(EraseColumn, ThatCannotBeEmptiedKeepsThePersonUntilItCan) {
  ShopText text;
  text.payments =
      "CREATE TABLE payments (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, amount INTEGER, "
      "paid_at TEXT);";
  const auto shop = Shop::open(text);
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1005 db.payments.user_id")) << told.out;
  EXPECT_EQ(told.out.find("E1005 db.payments.user_id"), told.out.rfind("E1005 db.payments.user_id"))
      << "said once\n"
      << told.out;
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "1\n2\n") << told.out;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters WHERE user_id = 1"), "0\n");
  shop->sql(
      "CREATE TABLE kept (id INTEGER PRIMARY KEY, user_id INTEGER, amount INTEGER, paid_at TEXT);"
      "INSERT INTO kept SELECT * FROM payments; DROP TABLE payments;"
      "ALTER TABLE kept RENAME TO payments");
  const Told again = shop->erase_ann();
  EXPECT_EQ(again.code, 0) << again.all();
  EXPECT_EQ(shop->rows("SELECT id FROM users"), "2\n");
  EXPECT_EQ(shop->rows("SELECT id, user_id FROM payments"), "20|NULL\n21|2\n");
}

TEST(PlannedErasure, SaysThatItWouldBeHeld) {
  const auto shop = Shop::open();
  const auto planned = [&] {
    return shop->on({"plan", "erase", "--for", "bob@people.example", "--format", "json"});
  };
  const auto reason = [&] { return parse_json(planned().out)->value("would_be_held", "none"); };
  EXPECT_EQ(reason(), "");
  const std::string hold = shop->hold({"--for", "bob@people.example"});
  EXPECT_TRUE(holds(reason(), hold + " keeps something of it")) << planned().all();
  EXPECT_EQ(shop->on({"hold", "release", hold, "--by", "Legal"}).code, 0);
  EXPECT_EQ(shop->on({"request", "open", "access", "--for", "2", "--by", "Support"}).code, 0);
  EXPECT_TRUE(holds(reason(), "(access) of this person is open")) << planned().all();
  const Told dry =
      shop->on({"erase", "--dry-run", "--for", "bob@people.example", "--by", "Support"});
  EXPECT_TRUE(holds(dry.out, "would be held for a person: REQ-")) << dry.all();
}

TEST(EraseNothing, SaysSo) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->erase_ann({"--of", "letters"}).code, 0);
  const Told again = shop->erase_ann({"--of", "letters"});
  EXPECT_EQ(again.code, 0) << again.all();
  EXPECT_TRUE(holds(again.out, "Nothing was there to erase")) << again.out;
  EXPECT_FALSE(holds(again.out, "overwritten")) << again.out;
  EXPECT_FALSE(holds(again.out, "Done")) << again.out;
  ASSERT_EQ(shop->sweep().code, 0);
  const Told sweep = shop->sweep();
  EXPECT_TRUE(holds(sweep.out, "nothing was due")) << sweep.out;
}

TEST(OpenRequests, ThatCanNoLongerBeAnsweredAreNamed) {
  const auto shop = Shop::open();
  const std::string copy = request(*shop, "access");
  const std::string bobs = request(*shop, "access", "bob@people.example");
  const Told plan = shop->on({"plan", "erase", "--for", "ann@people.example"});
  EXPECT_TRUE(holds(plan.out, copy + " (access)")) << plan.out;
  EXPECT_TRUE(holds(plan.out, "can no longer be answered")) << plan.out;
  EXPECT_FALSE(holds(plan.out, bobs)) << plan.out;
  const Told waits = shop->erase_ann({"--certificate", "ann.json"});
  EXPECT_EQ(waits.code, 4) << waits.all();
  EXPECT_TRUE(holds(waits.err, "abide request close " + copy)) << waits.err;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
  const Told told = shop->erase_ann({"--certificate", "ann.json", "--unanswered"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, copy + " is open and can no longer be answered")) << told.out;
  const auto certificate = parse_json(shop->read("ann.json"));
  ASSERT_TRUE(certificate.ok());
  EXPECT_EQ(certificate->at("unanswerable"), Json::array({copy}));
}

TEST(DryRun, HasTheExitCodeOfThePlan) {
  ShopText text;
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, nickname TEXT");
  text.rows = with(text.rows, "INSERT INTO users VALUES",
                   "INSERT INTO users (id, email, name, closed_at) VALUES");
  text.rows += "UPDATE users SET nickname = 'canary';";
  const auto gap = Shop::open(text);
  const auto sound = Shop::open();
  const auto both = [&](const Words& words, int with_gap) {
    EXPECT_EQ(gap->on(words).code, with_gap) << words.front();
    EXPECT_EQ(sound->on(words).code, 0) << words.front();
  };
  both({"plan"}, 1);
  both({"sweep", "--dry-run"}, 1);
  both({"plan", "erase", "--for", "ann@people.example"}, 1);
  both({"erase", "--dry-run", "--for", "ann@people.example"}, 1);
}

}  // namespace
}  // namespace abide::cli_test
