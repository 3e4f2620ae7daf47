// What support staff and operators meet at the desk: what was told by mistake, who a list is about,
// parts that the law keeps, plans that would be held, why something is erased.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

Told tell(const Shop& shop, const std::string& person) {
  return shop.on({"event", "add", "erasure_requested", "--for", person, "--at",
                  "2026-06-01T10:00:00Z", "--by", "App"});
}

TEST(ToldByMistake, IsTakenBackAndNothingGoes) {
  const auto shop = Shop::open();
  const Told told = tell(*shop, "2");
  ASSERT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "EVT-2026-0001: `erasure_requested` of customer ")) << told.out;
  const auto withdraw = [&](const std::string& id, const std::string& reason) {
    return shop->on({"event", "withdraw", id, "--reason", reason, "--by", "Support desk"});
  };
  EXPECT_EQ(withdraw("EVT-2026-0009", "wrong account").code, 2);
  for (const char* naming : {"meant customer 2", "it was BOB@people.example"}) {
    EXPECT_EQ(withdraw("EVT-2026-0001", naming).code, 2) << "it names the person";
  }
  const Told back = withdraw("EVT-2026-0001", "wrong account");
  EXPECT_EQ(back.code, 0) << back.all();
  EXPECT_TRUE(holds(shop->on({"event", "list"}).out, "nothing that was told"));
  EXPECT_TRUE(holds(shop->on({"ledger", "show"}).out, "event_withdrawn"));
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 2"), "1\n");
  ASSERT_EQ(tell(*shop, "2").code, 0);
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 2"), "0\n") << "the twin";
}

TEST(ToldByARequest, EndsWithTheRequest) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"request", "open", "erasure", "--for", "2", "--by", "N"}).code, 0);
  const Told told =
      shop->on({"event", "withdraw", "EVT-2026-0001", "--reason", "wrong", "--by", "N"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "abide request close REQ-2026-0001")) << told.err;
}

TEST(ErasureRequest, ClosedByHandSaysThatNothingWasErased) {
  const auto shop = Shop::open();
  for (const char* kind : {"erasure", "access"})
    ASSERT_EQ(shop->on({"request", "open", kind, "--for", "2", "--by", "N"}).code, 0);
  const auto close = [&](const char* id) {
    return shop->on({"request", "close", id, "--how", "answered", "--by", "N"});
  };
  EXPECT_TRUE(holds(close("REQ-2026-0001").err, "none was run for it"));
  EXPECT_FALSE(holds(close("REQ-2026-0002").err, "none was run")) << "the twin";
}

TEST(Plan, ForADayToComeIsNotApproved) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"plan", "--at", "2099-01-15", "--out", "later.json"}).code, 0);
  const Told told = shop->on({"plan", "approve", "later.json", "--by", "N"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "has not come")) << told.err;
}

/// A table that nobody declared may hold rows of anybody's.
TEST(ErasedPerson, StaysFindableWhileATableIsUndeclared) {
  ShopText text;
  text.more_sql = "CREATE TABLE photos (id INTEGER PRIMARY KEY, user_id INTEGER, image TEXT);";
  const auto shop = Shop::open(text);
  const Told first = shop->erase_ann({"--certificate", "first.json"});
  EXPECT_EQ(first.code, 1) << first.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM letters WHERE user_id = 1"), "0\n");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "1\n");
  EXPECT_TRUE(holds(first.out, "not looked at: db.photos")) << first.out;
  EXPECT_EQ(shop->on({"reread"}).code, 1);
  shop->sql("DROP TABLE photos");
  EXPECT_EQ(shop->erase_ann().code, 0) << "the same command finds the rest";
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "0\n");
}

TEST(MisspeltOwner, IsAGapOfItsTableAlone) {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body:",
                     "owned by customer through sent_by to users.id; field body:");
  const auto shop = Shop::open(text);
  const Told told = shop->on({"plan"});
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E1002 db.letters.sent_by")) << told.all();
}

TEST(Lists, CanBeOfOnePerson) {
  const auto shop = Shop::open();
  for (const char* who : {"1", "2"}) {
    ASSERT_EQ(shop->on({"hold", "add", "--for", who, "--reason", "claim", "--by", "Legal"}).code,
              0);
    ASSERT_EQ(shop->on({"request", "open", "access", "--for", who, "--by", "N"}).code, 0);
  }
  for (const char* list : {"hold", "request"}) {
    const Told of_ann = shop->on({list, "list", "--for", "ann@people.example"});
    EXPECT_EQ(of_ann.code, 0) << of_ann.all();
    EXPECT_TRUE(holds(of_ann.out, "-0001")) << of_ann.out;
    EXPECT_FALSE(holds(of_ann.out, "-0002")) << of_ann.out;
    EXPECT_TRUE(holds(shop->on({list, "list"}).out, "-0002"));
  }
}

TEST(ErasedPart, ThatTheLawKeepsIsNoResidue) {
  const auto shop = Shop::open();
  const Told told = shop->erase_ann({"--of", "payment"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "the law asks that they be kept")) << told.out;
  EXPECT_TRUE(shop->ann_has_paid());
  const Told row = shop->erase_ann({"--row", "db.payments", "--key", "20"});
  EXPECT_EQ(row.code, 0) << row.all();
  shop->sql("UPDATE payments SET paid_at = '2012-05-08T12:00:00Z'");
  const Told past = shop->erase_ann({"--of", "payment"});
  EXPECT_EQ(past.code, 0) << past.all();
}

TEST(Erasure, QuotesWhatWasAskedForAndNothingElse) {
  ShopText text;
  text.policy = with(text.policy, "event erasure_requested",
                     "event child_found \"A customer is a child\" from requests;\nevent "
                     "erasure_requested");
  text.policy = with(text.policy, "promise SH-03",
                     "promise SH-04 \"We delete what children gave us.\" in \"Children\" { erase "
                     "account, letters promptly after child_found; }\npromise SH-03");
  const auto shop = Shop::open(text);
  const Told told = shop->erase_ann({"--dry-run"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_FALSE(holds(told.out, "SH-04")) << told.out;
  EXPECT_TRUE(holds(told.out, "SH-01")) << told.out;
  ASSERT_EQ(shop->on({"request", "open", "child_found", "--for", "1", "--by", "N"}).code, 0);
  const Told asked = shop->on({"erase", "--by", "N", "--request", "REQ-2026-0001", "--dry-run"});
  EXPECT_TRUE(holds(asked.out, "SH-04")) << asked.all();
}

TEST(Erasure, SaysWhereItsProofIs) {
  const auto shop = Shop::open();
  const Told told = shop->erase_ann({"--certificate", "certificate.json"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "Proof: entries of RUN-")) << told.out;
  EXPECT_TRUE(holds(told.out, "Certificate: `certificate.json`")) << told.out;
  const auto json = parse_json(shop->read("certificate.json"));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->value("by", ""), "Support desk");
  EXPECT_EQ(json->value("deployment", ""), "test");
  for (const Json& step : json->at("steps")) {
    EXPECT_EQ(step.at("operation") == "empty", !step.at("columns").empty()) << step.dump();
  }
}

TEST(DryRun, SaysThatARunWouldBeHeld) {
  ShopText text;
  text.limits = "    limits { rows 1; }\n";
  const auto shop = Shop::open(text);
  for (const Words& words : {Words{"plan"}, Words{"sweep", "--dry-run"}}) {
    EXPECT_TRUE(holds(shop->on(words).out, "would be held")) << words.front();
  }
  const auto within = Shop::open();
  EXPECT_FALSE(holds(within->on({"plan"}).out, "would be held")) << "the twin";
}

TEST(PolicyBeside, IsTheOnlyOneThatIsNoFileOfTests) {
  const auto shop = Shop::open();
  shop->write("shop.tests.policy", "abide 1;\nuse \"shop.policy\";\n");
  EXPECT_EQ(shop->on({"publish", "--by", "Jo"}).code, 0);
  shop->write("other.policy", shop->read("shop.policy"));
  const Told told = shop->on({"publish", "--by", "Jo"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "but 2: `other.policy`, `shop.policy`")) << told.err;
}
TEST(PolicyBeside, WithoutALedgerSaysHowOneIsBegun) {
  const Shop shop;
  const Told told = shop.abide({"diff", "shop.policy", "shop.policy", "--deploy", "shop.deploy"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(
      holds(told.err, "abide ledger init --deploy shop.deploy --policy shop.policy --by NAME"))
      << told.err;
}

}  // namespace
}  // namespace abide::cli_test
