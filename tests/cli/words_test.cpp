// What people type about holds and requests: what must not stay in the ledger, what is not there,
// and by when they are answered.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Ann has an own key and a second identifier that no one types.
ShopText with_phone() {
  ShopText text;
  text.policy = with(text.policy, "category name;", "category name; category phone is identifier;");
  text.policy = with(text.policy, "field name: account.name;",
                     "field name: account.name; field phone: account.phone;");
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, phone TEXT");
  text.rows = with(text.rows, "INSERT INTO users VALUES",
                   "INSERT INTO users (id, email, name, closed_at) VALUES");
  text.rows += "UPDATE users SET phone = '07700-900123' WHERE id = 1;";
  return text;
}
void refused(const Told& told, const std::string& value) {
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "would stay in the ledger")) << told.all();
  EXPECT_FALSE(holds(told.all(), value)) << told.all();
}
std::string this_years(const std::string& kind, int number) {
  return kind + "-" + to_string(SystemClock{}.now()).substr(0, 4) + "-000" + std::to_string(number);
}

TEST(FreeText, NamesNobodyWhomItIsAbout) {
  const auto shop = Shop::open(with_phone());
  for (const char* value : {"Ann@People.Example", "07700-900123"}) {
    const std::string text = std::string{"claim of "} + value + ", by post";
    const Words ann{"--for", "ann@people.example"};
    const auto said = [&](Words words, const char* option) {
      words.insert(words.end(), ann.begin(), ann.end());
      words.insert(words.end(), {option, text});
      refused(shop->on(words), value);
    };
    said({"hold", "add", "--by", "Legal"}, "--reason");
    said({"hold", "add", "--reason", "claim 7"}, "--by");
    said({"request", "open", "access"}, "--by");
    said({"event", "add", "erasure_requested"}, "--by");
    said({"erase"}, "--by");
  }
  refused(
      shop->on({"hold", "add", "--for", "1", "--reason", "user 1 has a claim", "--by", "Legal"}),
      "user 1");
  EXPECT_EQ(
      shop->on({"hold", "add", "--for", "1", "--reason", "claim 2026-1", "--by", "Legal"}).code, 0)
      << "the twin names her not";
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
  EXPECT_FALSE(holds(shop->on({"ledger", "show", "--format", "json"}).out, "People.Example"));
}
TEST(FreeText, OfWhatEndsNamesNobodyEither) {
  const auto shop = Shop::open(with_phone());
  ASSERT_EQ(shop->on({"request", "open", "access", "--for", "1", "--by", "Support"}).code, 0);
  ASSERT_EQ(shop->on({"hold", "add", "--for", "1", "--reason", "claim 7", "--by", "Legal"}).code,
            0);
  const std::string text = "sent to ANN@people.example";
  const Words close{"request", "close", this_years("REQ", 1)};
  const auto end = [&](const std::string& how, const std::string& by) {
    return shop->on({"request", "close", this_years("REQ", 1), "--how", how, "--by", by});
  };
  refused(end(text, "Support"), "ANN");
  refused(end("sent", text), "ANN");
  refused(shop->on({"hold", "release", this_years("HOLD", 1), "--by", text}), "ANN");
  EXPECT_EQ(end("sent", "Support").code, 0);
  EXPECT_EQ(shop->on({"hold", "release", this_years("HOLD", 1), "--by", "Legal"}).code, 0);
}
TEST(FreeText, OfARowNamesNotItsOwner) {
  const auto shop = Shop::open();
  const auto on_row = [&](const std::string& reason) {
    return shop->on({"hold", "add", "--table", "db.letters", "--key", "10", "--reason", reason,
                     "--by", "Legal"});
  };
  refused(on_row("letter by Ann@people.example"), "Ann@");
  EXPECT_EQ(on_row("letter of the claim").code, 0);
}
TEST(FreeText, IsNotBlank) {
  const auto shop = Shop::open();
  const Words hold{"hold", "add", "--table", "db.letters"};
  const auto with_words = [&](const std::string& reason, const std::string& by) {
    Words words = hold;
    words.insert(words.end(), {"--reason", reason, "--by", by});
    return shop->on(words);
  };
  for (const Told& told :
       {with_words("  ", "Legal"), with_words("claim", " \t"),
        shop->on({"request", "open", "access", "--for", "1", "--by", " "}),
        shop->on({"event", "add", "erasure_requested", "--for", "1", "--by", " "}),
        shop->on({"sweep", "--by", " "}), shop->erase_ann({"--by", " "})}) {
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(told.err.starts_with("error: ")) << told.err;
  }
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
}

TEST(HoldAdd, OfWhatIsNotThereSaysWhatIs) {
  const auto shop = Shop::open();
  const auto add = [&](Words words) {
    words.insert(words.begin(), {"hold", "add", "--reason", "claim 7", "--by", "Legal"});
    return shop->on(words);
  };
  const Told table = add({"--table", "db.leters"});
  EXPECT_EQ(table.code, 2) << table.all();
  EXPECT_TRUE(holds(table.err, "did you mean `db.letters`?")) << table.err;
  const Told row = add({"--table", "db.letters", "--key", "999"});
  EXPECT_EQ(row.code, 2) << row.all();
  EXPECT_TRUE(holds(row.err, "has no such row")) << row.err;
  EXPECT_TRUE(holds(row.err, "--to-come")) << row.err;
  EXPECT_EQ(add({"--table", "db.letters", "--key", "10", "--key", "11"}).code, 2);
  EXPECT_EQ(add({"--key", "10"}).code, 2);
  EXPECT_EQ(add({"--for", "1", "--table", "db.letters"}).code, 2) << "one of the two";
  EXPECT_EQ(add({"--table", "db.letters", "--key", "10"}).code, 0) << "the twin is there";
  EXPECT_EQ(add({"--table", "db.letters", "--key", "999", "--to-come"}).code, 0);
  const auto listed = parse_json(shop->on({"hold", "list", "--format", "json"}).out);
  ASSERT_TRUE(listed.ok());
  EXPECT_EQ(listed->size(), 2U);
}

TEST(RequestOpen, IsWrittenDownNowAndReceivedThen) {
  const auto shop = Shop::open();
  const Told told = shop->on({"request", "open", "erasure", "--for", "1", "--by", "Support",
                              "--received", "2026-01-15T12:00:00Z", "--format", "json"});
  ASSERT_EQ(told.code, 0) << told.all();
  const auto json = parse_json(told.out);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->at("due"), "2026-02-14") << "30 days, as the policy says";
  const std::string today = to_string(SystemClock{}.now()).substr(0, 10);
  const std::string ledger = shop->on({"ledger", "show", "--format", "json"}).out;
  int found = 0;
  std::istringstream lines{ledger};
  for (std::string line; std::getline(lines, line);) {
    if (!holds(line, "\"kind\":\"request_opened\"")) continue;
    ++found;
    EXPECT_TRUE(holds(line, "\"at\":\"" + today)) << line;
    EXPECT_TRUE(holds(line, "\"received\":\"2026-01-15T12:00:00Z\"")) << line;
  }
  EXPECT_EQ(found, 1) << ledger;
  EXPECT_EQ(shop->on({"ledger", "verify"}).code, 0);
  EXPECT_TRUE(holds(shop->on({"request", "list"}).out, "OVERDUE since 2026-02-14"));
  ASSERT_EQ(shop->on({"request", "open", "access", "--for", "1", "--by", "Support"}).code, 0);
  const auto listed = parse_json(shop->on({"request", "list", "--format", "json"}).out);
  EXPECT_EQ(listed->at(0).at("due_by"), Json::array({"policy"}));
  EXPECT_EQ(listed->at(1).at("due_by"), Json::array({"law"})) << "the policy says no period for it";
}
TEST(RequestOpen, TwiceOfOneKindWarns) {
  const auto shop = Shop::open();
  const auto open = [&](const std::string& kind, const std::string& who) {
    const Told told = shop->on({"request", "open", kind, "--for", who, "--by", "Support"});
    EXPECT_EQ(told.code, 0) << told.all();
    return told;
  };
  EXPECT_EQ(open("access", "1").err, "");
  EXPECT_EQ(open("erasure", "1").err, "") << "of another kind";
  EXPECT_EQ(open("access", "2").err, "") << "of another person";
  const Told again = open("access", "ann@people.example");
  EXPECT_TRUE(holds(again.err, this_years("REQ", 1))) << again.err;
  EXPECT_TRUE(holds(again.err, "open already")) << again.err;
}

TEST(Errors, AreJsonWhenItIsAskedFor) {
  const auto shop = Shop::open();
  shop->write("other.policy", with(ShopText{}.policy, "letters.body; }", "letters.bodi; }"));
  for (Words words : {Words{"swep", "--deploy", "shop.deploy"},
                      Words{"sweep", "--deploy", "shop.deploy", "--bye"},
                      Words{"erase", "--deploy", "shop.deploy", "--by", "N", "--for", "nobody"},
                      Words{"plan", "--deploy", "no-such.deploy"},
                      Words{"plan", "--deploy", "shop.deploy", "--policy", "other.policy"}}) {
    words.insert(words.end(), {"--format", "json"});
    const Told told = shop->abide(words);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_EQ(told.out, "");
    const auto json = parse_json(told.err);
    ASSERT_TRUE(json.ok()) << told.err;
    EXPECT_FALSE(json->value("error", "").empty()) << told.err;
  }
}
TEST(Errors, OfAnOptionNameTheNearest) {
  const auto shop = Shop::open();
  for (const Words& words : {Words{"hold", "add", "--reasn", "x"}, Words{"hold", "--reasn", "x"},
                             Words{"--versoin"}, Words{"plan", "--deplo", "shop.deploy"}}) {
    const Told told = shop->abide(words);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_FALSE(holds(told.err, "is not a command")) << told.err;
    EXPECT_TRUE(holds(told.err, "has no option `--")) << told.err;
  }
  EXPECT_TRUE(holds(shop->abide({"hold", "add", "--reasn", "x"}).err, "did you mean `--reason`?"));
}
TEST(Errors, RepeatNobodysAddress) {
  const auto shop = Shop::open();
  const std::string ann = "ann@people.example";
  for (const Words& words :
       {Words{"erase", ann}, Words{"erase", "--for", "2", "Ann O'Hara"},
        Words{"ledger", "find", ann}, Words{"erase", "--person=" + ann},
        Words{"request", "open", ann, "--by", "N", "--for", "1"},
        Words{"hold", "release", ann, "--by", "N"}, Words{"explain", "erase", "of", ann},
        Words{"erase", "--request", ann, "--by", "N"}, Words{ann}}) {
    const Told told = shop->on(words);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_FALSE(holds(told.all(), ann) || holds(told.all(), "O'Hara")) << told.all();
    EXPECT_TRUE(holds(told.err, "retry:")) << told.all();
  }
}
TEST(Version, IsToldAndExitsZero) {
  const Shop shop;
  const Told told = shop.abide({"--version"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(told.out.starts_with("abide 0.")) << told.out;
}
TEST(Check, OfAFolderExitsTwoAndNamesThePolicyInIt) {
  const Shop shop;
  const Told told = shop.abide({"check", "."});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "is a folder")) << told.err;
  EXPECT_TRUE(holds(told.err, "shop.policy")) << told.err;
}

}  // namespace
}  // namespace abide::cli_test
