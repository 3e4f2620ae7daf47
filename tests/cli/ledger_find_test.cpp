// The entries of one person, found again by whoever holds the keys.
#include <nlohmann/json.hpp>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Kinds of the entries found, in order.
std::vector<std::string> kinds(const Told& told) {
  EXPECT_EQ(told.code, 0) << told.all();
  std::vector<std::string> all;
  const auto json = parse_json(told.out);
  EXPECT_TRUE(json) << told.out;
  for (const Json& entry : json ? *json : Json::array()) all.push_back(entry.at("kind"));
  return all;
}
Told find(const Shop& shop, const std::string& whom) {
  return shop.on({"ledger", "find", "--for", whom, "--format", "json"});
}
Told erase_bob(const Shop& shop) {
  return shop.on({"erase", "--by", "Support desk", "--for", "bob@people.example"});
}

TEST(LedgerFind, FindsWhatIsAboutAPersonByWhateverIdentifiesThem) {
  const auto shop = Shop::open();
  const std::string hold = shop->hold({"--for", "bob@people.example"});
  EXPECT_EQ(shop->on({"hold", "release", hold, "--by", "Legal"}).code, 0);
  const std::vector<std::string> about{"hold", "hold_released"};
  EXPECT_EQ(kinds(find(*shop, "2")), about);
  EXPECT_EQ(kinds(find(*shop, " BOB@people.example")), about);
  EXPECT_TRUE(kinds(find(*shop, "1")).empty()) << "the other person";
}

TEST(LedgerFind, FindsThemOnceTheyAreErased) {
  const auto shop = Shop::open();
  const std::string hold = shop->hold({"--for", "bob@people.example"});
  EXPECT_EQ(shop->on({"hold", "release", hold, "--by", "Legal"}).code, 0);
  ASSERT_EQ(erase_bob(*shop).code, 0);
  ASSERT_EQ(shop->erase_ann().code, 0);
  const auto about = kinds(find(*shop, "bob@people.example"));
  ASSERT_GT(about.size(), 5U);
  EXPECT_EQ(about.front(), "hold");
  EXPECT_EQ(std::ranges::count(about, "run_started"), 1) << "Ann's erasure is not his";
  EXPECT_EQ(std::ranges::count(about, "run_finished"), 1);
  EXPECT_EQ(std::ranges::count(about, "certificate"), 1);
}

TEST(LedgerFind, KeepsWhoeverHasTheAddressNowApartFromNobody) {
  const auto shop = Shop::open();
  ASSERT_EQ(erase_bob(*shop).code, 0);
  shop->sql("INSERT INTO users VALUES (7, 'bob@people.example', 'Bob Other', NULL)");
  shop->hold({"--for", "7"});
  const auto both = kinds(find(*shop, "bob@people.example"));
  EXPECT_EQ(std::ranges::count(both, "run_started"), 1);
  EXPECT_EQ(std::ranges::count(both, "hold"), 1);
  EXPECT_EQ(kinds(find(*shop, "7")), std::vector<std::string>{"hold"});
}

TEST(LedgerFind, FindsEveryErasureOfAnAddressAndSaysThatItLeadsToSeveral) {
  const auto shop = Shop::open();
  ASSERT_EQ(erase_bob(*shop).code, 0);
  shop->sql("INSERT INTO users VALUES (7, 'bob@people.example', 'Bob Other', NULL)");
  ASSERT_EQ(erase_bob(*shop).code, 0);
  const auto both = kinds(find(*shop, "bob@people.example"));
  EXPECT_EQ(std::ranges::count(both, "run_started"), 2);
  EXPECT_EQ(std::ranges::count(both, "certificate"), 2);
  const Told told = shop->on({"ledger", "find", "--for", "bob@people.example"});
  EXPECT_TRUE(holds(told.err, "leads to 2 accounts")) << told.all();
  EXPECT_EQ(kinds(find(*shop, "7")).size() * 2, both.size()) << "the twin: by key, one of them";
}

TEST(LedgerFind, FindsEachAccountOfOnePerson) {
  const auto shop = Shop::open();
  shop->sql("INSERT INTO users VALUES (7, 'bob@people.example', 'Bob too', NULL)");
  const std::string hold = shop->hold({"--for", "7"});
  EXPECT_EQ(shop->on({"hold", "release", hold, "--by", "Legal"}).code, 0);
  ASSERT_EQ(
      shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example", "--same-person"})
          .code,
      0);
  for (const char* whom : {"7", "bob@people.example"}) {
    const auto about = kinds(find(*shop, whom));
    EXPECT_EQ(std::ranges::count(about, "hold"), 1) << whom;
    EXPECT_EQ(std::ranges::count(about, "run_started"), 1) << whom;
  }
}

TEST(LedgerFind, FindsWhomASweepTookByTheirKey) {
  const auto shop = Shop::open();
  const std::string hold = shop->hold({"--for", "2"});
  EXPECT_EQ(shop->on({"hold", "release", hold, "--by", "Legal"}).code, 0);
  shop->sql("DELETE FROM users WHERE id = 2");
  EXPECT_EQ(kinds(find(*shop, "2")), (std::vector<std::string>{"hold", "hold_released"}));
  EXPECT_EQ(shop->on({"ledger", "find", "--for", "3"}).code, 2) << "the twin: never there";
}

TEST(LedgerFind, AsksWithoutLeavingATrace) {
  const auto shop = Shop::open();
  const auto subjects = [&] {
    return testing_support::AppDatabase{shop->path("keys.sqlite"), ""}.rows(
        "SELECT count(*) FROM subjects");
  };
  const std::string before = subjects();
  EXPECT_TRUE(holds(shop->on({"ledger", "find", "--for", "2"}).out, "has no entry"));
  EXPECT_EQ(subjects(), before);
  shop->hold({"--for", "2"});
  EXPECT_NE(subjects(), before) << "the twin";
}

TEST(LedgerFind, SaysWhereThereIsNobody) {
  const auto shop = Shop::open();
  const Told told = shop->on({"ledger", "find", "--for", "nobody@people.example"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_FALSE(holds(told.all(), "nobody@people.example")) << told.all();
  EXPECT_TRUE(holds(shop->on({"ledger", "find", "--for", "2"}).out, "has no entry"));
}

}  // namespace
}  // namespace abide::cli_test
