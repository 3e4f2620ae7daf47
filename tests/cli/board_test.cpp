// The board, the report of a sweep as a page, and what Abide itself keeps, by the real program.
#include <nlohmann/json.hpp>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// The snapshots that the board gives, oldest first.
Json snapshots(const Shop& shop, const std::string& since = "2026-01-01") {
  const Told told = shop.on({"board", "--since", since, "--format", "json"});
  EXPECT_EQ(told.code, 0) << told.all();
  const auto json = parse_json(told.out);
  return json ? json->at("snapshots") : Json::array();
}

/// A shop that answers requests for a copy within 30 days.
ShopText answering() {
  ShopText text;
  text.policy = with(text.policy, "    right erasure over personal",
                     "    right access over personal for customer via \"privacy@shop.example\" "
                     "within 30 days;\n    right erasure over personal");
  return text;
}

TEST(Board, ShowsWhatTheLastSweepFoundAndNothingOfADryRun) {
  const auto shop = Shop::open(answering());
  EXPECT_EQ(shop->on({"board"}).code, 2);
  EXPECT_EQ(shop->sweep({"--dry-run"}).code, 0);
  EXPECT_TRUE(holds(shop->on({"board"}).err, "no sweep has run yet"));
  EXPECT_EQ(shop->sweep().code, 0);
  const Json all = snapshots(*shop);
  ASSERT_EQ(all.size(), 1U);
  const Json& one = all[0];
  EXPECT_EQ(one["run"], "RUN-2026-0001");
  EXPECT_EQ(one["state"], "complete");
  EXPECT_EQ(one["promises"],
            Json({{"kept", 2}, {"overdue", 0}, {"unproven", 0}, {"elsewhere", 1}}));
  EXPECT_EQ(one["rows"], Json({{"gone", 3}, {"overdue", 0}, {"due", 0}, {"kept", 1}}));
  EXPECT_EQ(one["gaps"], Json({{"open", 0}, {"waived", 0}}));
  EXPECT_EQ(one["ledger"]["root"].get<std::string>().size(), 64U);
  const Told words = shop->on({"board"});
  EXPECT_TRUE(holds(words.out, "2 kept, 0 overdue, 0 not proven; 1 not judged")) << words.all();
}

TEST(Board, CountsRequestsHoldsAndWhatIsOverdue) {
  const auto shop = Shop::open([] {
    ShopText text = answering();
    text.limits = "    limits { rows 1; }\n";
    return text;
  }());
  const Words open{"request",           "open", "access", "--by", "Support desk", "--for",
                   "bob@people.example"};
  Words long_ago = open;
  long_ago.insert(long_ago.end(), {"--received", "2026-03-01"});
  EXPECT_EQ(shop->on(open).code, 0);
  EXPECT_EQ(shop->on(long_ago).code, 0);
  shop->hold({"--for", "bob@people.example"});
  EXPECT_EQ(shop->sweep({"--page", "held.html"}).code, 4) << "a limit holds it";
  const Json one = snapshots(*shop).back();
  EXPECT_EQ(one["state"], "held");
  EXPECT_EQ(one["run"], "");
  EXPECT_EQ(one["requests"], Json({{"open", 2}, {"overdue", 1}}));
  EXPECT_EQ(one["holds"], 1);
  EXPECT_EQ(one["rows"]["gone"], 0);
  EXPECT_GT(one["rows"]["overdue"], 0) << "Ann closed her account half a year ago";
  EXPECT_GT(one["promises"]["overdue"], 0);
  const std::string page = shop->read("held.html");
  for (const char* const part :
       {"nothing was begun, the sweep is held", "overdue", "not deleted; nothing was begun"})
    EXPECT_TRUE(holds(page, part)) << part << page;
}

TEST(Board, AGapCountsAgainstThePromisesOfItsPlaceAlone) {
  const auto shop = Shop::open();
  shop->sql("ALTER TABLE letters ADD COLUMN mood TEXT");
  EXPECT_EQ(shop->sweep().code, 1) << "nobody classified a column of the letters";
  const Json one = snapshots(*shop).back();
  EXPECT_EQ(one["gaps"]["open"], 1);
  EXPECT_EQ(one["promises"]["unproven"], 1) << "SH-01 speaks of letters";
  EXPECT_EQ(one["promises"]["kept"], 1) << "SH-02 does not";
}

TEST(Board, ShowsItsCourseAsLinesAndAsAPage) {
  const auto shop = Shop::open();
  for (int night = 0; night < 3; ++night) EXPECT_EQ(shop->sweep().code, 0);
  const Told course = shop->on({"board", "--since", "2026-01-01"});
  EXPECT_TRUE(holds(course.out, "requests: open overdue")) << course.all();
  EXPECT_EQ(snapshots(*shop).size(), 3U);
  EXPECT_EQ(shop->on({"board", "--since", "2999-01-01"}).code, 2);
  EXPECT_EQ(shop->on({"board", "--since", "yesterday"}).code, 2);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(shop->on({"board", "--page", "board.html"}).code, 0) << "the newer one stands";
  const std::string page = shop->read("board.html");
  EXPECT_TRUE(holds(page, "<svg") && holds(page, "role=\"img\"")) << page;
  shop->write("mine.html", "<!doctype html><title>My own</title>");
  EXPECT_EQ(shop->on({"board", "--page", "mine.html"}).code, 2);
}

TEST(SweepReport, IsAPageThatTellsTableByTableAndPromiseByPromise) {
  const auto shop = Shop::open();
  EXPECT_EQ(shop->sweep({"--page", "sweep.html"}).code, 0);
  const std::string page = shop->read("sweep.html");
  for (const char* const part :
       {"Sweep report of Shop privacy policy", "RUN-2026-0001", "db.letters", "deleted", "SH-01",
        "We delete what we hold of you", "kept", "uk.ct", "each row's own date",
        "Looked at: 3 tables", "Not for a sweep to judge", "SH-03", "Nightly schedule",
        "Place in the ledger", "What Abide itself keeps"})
    EXPECT_TRUE(holds(page, part)) << part << "\n" << page;
  for (const char* const value : {"people.example", "Hara", "canary"})
    EXPECT_FALSE(holds(page, value)) << value;
  EXPECT_EQ(shop->sweep({"--page", "sweep.html"}).code, 0) << "the next night's takes its place";
  EXPECT_TRUE(holds(shop->read("sweep.html"), "RUN-2026-0002"));
}

TEST(SweepReport, TakesThePlaceOfNothingElse) {
  const auto shop = Shop::open();
  shop->write("mine.html", "<!doctype html><title>My own</title>");
  EXPECT_EQ(shop->sweep({"--page", "mine.html"}).code, 2);
  EXPECT_EQ(shop->sweep({"--page", "shop.sqlite"}).code, 2);
  EXPECT_TRUE(shop->untouched());
}

TEST(OwnData, IsShownByItsPolicyAndByItsTables) {
  const auto shop = Shop::open();
  shop->hold({"--for", "ann@people.example"});
  const Told shown = shop->on({"own", "--format", "json"});
  const auto json = parse_json(shown.out);
  ASSERT_TRUE(json) << shown.all();
  for (const Json& one : json->at("tables")) {
    const bool holds_one = one["table"] == "control.holds" || one["table"] == "keys.subjects";
    const bool counted = holds_one || one["table"] == "control.ledger";
    EXPECT_TRUE(counted ? one["rows"] > 0 : one["rows"] == 0) << one["table"];
  }
  const Told text = shop->abide({"own"});
  EXPECT_EQ(text.code, 0) << text.all();
  shop->write("own.policy", text.out);
  const Told checked = shop->abide({"check", "own.policy"});
  EXPECT_EQ(checked.code, 0) << checked.all();
  EXPECT_TRUE(holds(checked.out, "abide_own: sound")) << checked.all();
}

TEST(OwnData, EndsWithEverySweepAndIsToldAndWrittenDown) {
  const auto shop = Shop::open();
  {
    const testing_support::AppDatabase control{shop->path("control.sqlite"),
                                               "INSERT INTO approvals VALUES ('d', 'Jo Lead', 1)"};
  }
  const auto approvals = [&] {
    return testing_support::AppDatabase{shop->path("control.sqlite"), ""}.rows(
        "SELECT count(*) FROM approvals");
  };
  EXPECT_EQ(shop->sweep({"--dry-run"}).code, 0);
  EXPECT_EQ(approvals(), "1\n");
  const Told told = shop->sweep({"--page", "sweep.html"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "control.approvals: 1 row ended (OWN-08)")) << told.all();
  EXPECT_TRUE(holds(shop->read("sweep.html"), "control.approvals"));
  EXPECT_EQ(approvals(), "0\n");
  const Told ledger = shop->on({"ledger", "show"});
  EXPECT_TRUE(holds(ledger.out, "own_data_ended")) << ledger.all();
  EXPECT_FALSE(holds(ledger.out, "Jo Lead"));
  EXPECT_EQ(shop->on({"ledger", "verify"}).code, 0);
  const Told again = shop->sweep({"--format", "json"});
  EXPECT_EQ(parse_json(again.out)->at("own_data_ended"), Json::array());
}

}  // namespace
}  // namespace abide::cli_test
