// Two versions of a policy side by side: what is told, which gate shuts, and for how many rows.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/nights.hpp"

namespace abide::cli_test {
namespace {

/// The shop, and another version of its policy beside it.
class Versions {
 public:
  explicit Versions(const std::string& from = "", const std::string& to = "") {
    const std::string text = shop_->read("shop.policy");
    shop_->write("new.txt", from.empty() ? text : with(text, from, to));
  }
  [[nodiscard]] const Shop& shop() const { return *shop_; }
  [[nodiscard]] Told diff(Words more = {}) const {
    more.insert(more.begin(), {"diff", "shop.policy", "new.txt"});
    return shop_->abide(more);
  }
  [[nodiscard]] Json json(Words more = {}) const {
    more.insert(more.end(), {"--format", "json"});
    const auto read = parse_json(diff(more).out);
    EXPECT_TRUE(read.ok());
    return read ? *read : Json{};
  }

 private:
  std::unique_ptr<Shop> shop_ = Shop::open();
};

const char* const thirty_days = "erase account, letters within 30 days of closed;";

TEST(Diff, OfTheSameIsNothing) {
  const Told told = Versions{}.diff();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "shop.policy to new.txt: nothing changes")) << told.out;
}
TEST(Diff, TellsWhatIsLooserWithBothSentencesAndWhy) {
  const Versions versions{thirty_days, "erase account, letters within 60 days of closed;"};
  const Told told = versions.diff();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "1 looser")) << told.out;
  EXPECT_TRUE(holds(told.out, "- erase account, letters within 30 days of closed")) << told.out;
  EXPECT_TRUE(holds(told.out, "+ erase account, letters within 60 days of closed")) << told.out;
  EXPECT_TRUE(holds(told.out, "= has to be gone 60 days after `closed`, 30 days after"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "new.txt:17, was shop.policy:17")) << told.out;
  const Json json = versions.json();
  EXPECT_EQ(json.at("counts").at("looser"), 1);
  EXPECT_EQ(json.at("changes").at(0).at("judgement"), "looser");
  EXPECT_EQ(json.at("changes").at(0).at("part"), "time");
  EXPECT_EQ(json.at("changes").at(0).at("what"), "SH-01");
  EXPECT_EQ(json.at("gate").at("tripped"), true);
}
TEST(Diff, GatesDecideTheExitCode) {
  const Versions looser{thirty_days, "erase account, letters within 60 days of closed;"};
  EXPECT_EQ(looser.diff({"--gate", "none"}).code, 0);
  EXPECT_EQ(looser.diff({"--gate", "flows"}).code, 0);
  EXPECT_EQ(looser.diff({"--gate", "any"}).code, 1);
  const Versions stricter{thirty_days, "erase account, letters within 20 days of closed;"};
  EXPECT_EQ(stricter.diff().code, 0);
  EXPECT_EQ(stricter.diff({"--gate", "any"}).code, 1);
  EXPECT_EQ(stricter.diff({"--gate", "some"}).code, 2);
}
TEST(Diff, OfWhatDoesNotLoadIsWrongUse) {
  const Versions versions{"of closed;", "of clozed;"};
  const Told told = versions.diff();
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "clozed")) << told.err;
  EXPECT_EQ(versions.shop().abide({"diff", "shop.policy", "nowhere.policy"}).code, 2);
  EXPECT_EQ(versions.diff({"--at", "2026-06-01"}).code, 2) << "no deployment to count on";
}
TEST(Diff, IsAPageAsWell) {
  const Versions versions{thirty_days, "erase account, letters within 60 days of closed;"};
  const Told told = versions.diff({"--format", "html"});
  EXPECT_EQ(told.code, 1);
  EXPECT_TRUE(holds(told.out, "<html")) << told.out;
  EXPECT_TRUE(holds(told.out, "within 60 days of closed")) << told.out;
}

TEST(Diff, IsAPageOfCardsWhereThereIsLittleRoom) {
  const Versions versions{thirty_days, "erase account, letters within 60 days of closed;"};
  const Told told = versions.diff({"--format", "html", "--deploy", "shop.deploy"});
  EXPECT_TRUE(holds(told.out, "<td role=\"cell\" data-name=\"Why it is judged so\">")) << told.out;
  EXPECT_FALSE(holds(told.out, "class=\"wide\"")) << told.out;
}
TEST(Diff, SaysWhatIsToBeDoneAboutAShutGate) {
  const Versions versions{thirty_days, "erase account, letters within 60 days of closed;"};
  EXPECT_TRUE(holds(versions.diff().out,
                    "The gate `loosening` is shut, so the exit code is 1.\n"
                    "  to do: "));
}

// ── on a deployment ───────────────────────────────────────────────────────────────────────────

TEST(DiffRows, AreThoseThatOneVersionTakesAndTheOtherLeaves) {
  const Versions versions{thirty_days, "erase account, letters within 5 days of closed;"};
  const Json tonight =
      versions.json({"--deploy", "shop.deploy", "--at", "2026-06-01"}).at("rows").at("moments");
  ASSERT_EQ(tonight.size(), 2U);
  const Json newer = tonight.at(0).at("newer_alone");
  EXPECT_GE(newer.at("rows"), 2) << newer;
  EXPECT_EQ(newer.at("people"), 1) << "Ann alone closed her account";
  EXPECT_EQ(newer.at("people_are"), "exact");
  bool letters = false;
  for (const Json& part : newer.at("parts"))
    letters = letters || (part.at("table") == "letters" && part.at("rows") == 1 &&
                          part.at("promises") == Json::array({"SH-01"}));
  EXPECT_TRUE(letters) << newer;
  EXPECT_EQ(tonight.at(0).at("older_alone").at("rows"), 0);
  EXPECT_EQ(tonight.at(1).at("newer_alone").at("rows"), 0) << "within a year both take her";
}
TEST(DiffRows, AreAsManyAsTheStoreItselfCounts) {
  const NightShop shop;
  shop.leave(100, 180, 20);  // due by the newer version alone
  shop.leave(200, 230, 50);  // due by both
  shop.shop().write("new.txt", with(shop.shop().read("shop.policy"), thirty_days,
                                    "erase account, letters within 10 days of closed;"));
  const auto read = parse_json(
      shop.shop()
          .abide({"diff", "shop.policy", "new.txt", "--deploy", "shop.deploy", "--format", "json"})
          .out);
  ASSERT_TRUE(read.ok());
  const Json newer = read->at("rows").at("moments").at(0).at("newer_alone");
  const std::string left = shop.shop().rows(
      "SELECT count(*) FROM letters WHERE user_id IN (SELECT id FROM users WHERE closed_at > "
      "date('now', '-30 days'))");
  std::uint64_t letters = 0;
  for (const Json& part : newer.at("parts"))
    if (part.at("table") == "letters") letters += part.at("rows").get<std::uint64_t>();
  EXPECT_EQ(std::to_string(letters) + "\n", left);
  EXPECT_EQ(left, "80\n");
  EXPECT_EQ(newer.at("people"), 80);
  EXPECT_EQ(shop.users(), "300\n");
}
TEST(DiffRows, ReadAndChangeNothing) {
  const Versions versions{thirty_days, "erase account, letters within 5 days of closed;"};
  const auto entries = [&] {
    return versions.shop().on({"ledger", "show", "--format", "json"}).out;
  };
  const std::string before = entries();
  EXPECT_EQ(versions.diff({"--deploy", "shop.deploy", "--at", "2026-06-01"}).code, 0);
  EXPECT_EQ(entries(), before);
  EXPECT_TRUE(versions.shop().untouched());
}
TEST(DiffRows, OfTheOlderVersionAreToldTheSameWay) {
  const Versions versions{thirty_days, "erase account, letters within 60 days of closed;"};
  const Told told = versions.diff({"--deployment", "shop.deploy", "--at", "2026-07-01"});
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "taken by the newer version alone: none")) << told.out;
  EXPECT_TRUE(holds(told.out, "of 1 person, by SH-01")) << told.out;
  EXPECT_TRUE(holds(told.out, "Within a year, 2027-07-01")) << told.out;
  EXPECT_TRUE(holds(told.out, "Counted on the rows as they are now")) << told.out;
}
TEST(DiffRows, WhatAGapKeepsFromASweepIsToldBeforeAnyFigure) {
  const Versions versions{thirty_days, "erase account, letters within 5 days of closed;"};
  const Words on{"--deploy", "shop.deploy", "--at", "2026-06-01"};
  EXPECT_FALSE(holds(versions.diff(on).out, "NOT COMPARED")) << "the twin";
  versions.shop().sql("ALTER TABLE letters RENAME COLUMN body TO words");
  const std::string text = versions.diff(on).out;
  const auto loud = text.find("NOT COMPARED");
  ASSERT_NE(loud, std::string::npos) << text;
  EXPECT_LT(loud, text.find("Tonight, ")) << text;
  EXPECT_TRUE(holds(text, "  ! db.letters, by either version: E1")) << text;
  const Json moment = versions.json(on).at("rows").at("moments").at(0);
  EXPECT_EQ(moment.at("gaps").at(0).at("table"), "db.letters") << moment;
  EXPECT_EQ(moment.at("not_counted").at(0), "db.letters") << moment;
}
TEST(DiffRows, NameOnlyThePromiseThatChanged) {
  ShopText both;
  both.policy +=
      "promise SH-04 \"Again.\" in \"Keeping\" { erase account, letters within 30 days of closed; "
      "}\n";
  const auto shop = Shop::open(both);
  shop->write("new.txt", with(with(shop->read("shop.policy"), "Again.", "Anew."),
                              "    erase account, letters within 30 days of closed;\n",
                              "    erase account, letters within 5 days of closed;\n"));
  const Told told = shop->abide(
      {"diff", "shop.policy", "new.txt", "--deploy", "shop.deploy", "--at", "2026-06-01"});
  EXPECT_TRUE(holds(told.out, "of 1 person, by SH-01\n")) << told.all();
  EXPECT_FALSE(holds(told.out, "may be the reason")) << told.out;
}
TEST(DiffRows, AreOfAMomentToTheSecond) {
  const Told told = Versions{}.diff({"--deploy", "shop.deploy"});
  const auto at = told.out.find("Tonight, ");
  ASSERT_NE(at, std::string::npos) << told.all();
  EXPECT_FALSE(holds(told.out.substr(at, told.out.find('\n', at) - at), ".")) << told.out;
}
TEST(DiffRows, OfOtherStoresAreNotCompared) {
  const Versions versions{
      "store db \"Shop database\" kind sqlite {",
      "store more \"More\" kind sqlite { table t { key id; unowned because \"x\"; } }\n"
      "store db \"Shop database\" kind sqlite {"};
  const Told told = versions.diff({"--deploy", "shop.deploy"});
  EXPECT_TRUE(holds(told.out, "Rows are not compared")) << told.all();
}

// ── published ─────────────────────────────────────────────────────────────────────────────────

/// A shop that promises to tell people when its policy becomes looser.
ShopText telling_shop() {
  ShopText text = busy_shop();
  text.policy +=
      "promise SH-04 \"We tell you before we keep more.\" in \"Changes\" {\n"
      "    notify customer of policy_loosened by email;\n}\n";
  return text;
}
void edit(const NightShop& shop, const std::string& from, const std::string& to) {
  shop.shop().write("shop.policy", with(shop.shop().read("shop.policy"), from, to));
}

TEST(PublishLooser, IsHeldUntilPeopleWereTold) {
  const NightShop shop{telling_shop()};
  ASSERT_EQ(shop.publish().code, 0) << "of the first nobody is told";
  edit(shop, "at most 7 years after written", "at most 9 years after written");
  const Told held = shop.publish();
  EXPECT_EQ(held.code, 4) << held.all();
  EXPECT_TRUE(holds(held.out, "SH-04 says `notify customer of policy_loosened by email`"))
      << held.out;
  EXPECT_TRUE(holds(held.out, "--notified")) << held.out;
  EXPECT_EQ(shop.entries("published"), 1);
  EXPECT_EQ(shop.entries("publication_held"), 1);
  const Told told =
      shop.shop().on({"publish", "--by", "Jo", "--notified", "email to all customers, 3 May 2027"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.entries("published"), 2);
  const std::string ledger = shop.shop().on({"ledger", "show", "--format", "json"}).out;
  EXPECT_TRUE(holds(ledger, "\"notified\":\"email to all customers, 3 May 2027\"")) << ledger;
  EXPECT_TRUE(holds(ledger, "\"events\":[\"policy_changed\",\"policy_loosened\"]")) << ledger;
  EXPECT_EQ(shop.shop().on({"ledger", "verify"}).code, 0);
}
TEST(PublishLooser, IsNotHeldWhereItIsStricterOrNobodyPromisedToTell) {
  const NightShop telling{telling_shop()};
  ASSERT_EQ(telling.publish().code, 0);
  edit(telling, "at most 7 years after written", "at most 6 years after written");
  EXPECT_EQ(telling.publish().code, 0);
  const NightShop silent;
  ASSERT_EQ(silent.publish().code, 0);
  edit(silent, "at most 7 years after written", "at most 9 years after written");
  const Told told = silent.publish();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "1 looser")) << told.out;
}
TEST(PublishLooser, IsHeldByThePromiseThatItDrops) {
  const NightShop shop{telling_shop()};
  ASSERT_EQ(shop.publish().code, 0);
  edit(shop, "    notify customer of policy_loosened by email;\n", "    tell customer;\n");
  EXPECT_EQ(shop.publish().code, 4);
}
TEST(PublishLooser, MakesTheEventHappenThatRulesWaitFor) {
  ShopText text = busy_shop();
  text.policy = with(text.policy, "    erase account, letters within 30 days of closed;",
                     "    erase account, letters within 30 days of closed;\n"
                     "    keep letters at most 1 year after policy_loosened;");
  const NightShop shop{text};
  ASSERT_EQ(shop.publish().code, 0);
  EXPECT_EQ(shop.entries("event"), 0);
  edit(shop, "at most 7 years after written", "at most 9 years after written");
  const Told told = shop.publish();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.entries("event"), 1);
  const Told plan = shop.shop().on({"plan", "--at", "2099-01-01", "--format", "json"});
  EXPECT_TRUE(holds(plan.out, "policy_loosened")) << plan.all();
}

}  // namespace
}  // namespace abide::cli_test
