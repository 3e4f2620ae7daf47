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
  EXPECT_EQ(one["requests"],
            Json({{"open", 2}, {"overdue", 1}, {"overdue_by_law", 1}, {"overdue_by_policy", 1}}));
  EXPECT_TRUE(holds(shop->on({"board"}).out,
                    "2 open, 1 of them overdue (the law's last day is over for 1, the policy's own "
                    "term for 1)"));
  EXPECT_EQ(one["holds"], 1);
  EXPECT_EQ(one["rows"]["gone"], 0);
  EXPECT_GT(one["rows"]["overdue"], 0) << "Ann closed her account half a year ago";
  EXPECT_GT(one["promises"]["overdue"], 0);
  const std::string page = shop->read("held.html");
  for (const char* const part :
       {"nothing was begun, the sweep is held", "overdue", "not deleted; nothing was begun"})
    EXPECT_TRUE(holds(page, part)) << part << page;
}

/// A request `days` old, by a policy that answers within `within`.
std::pair<Told, Json> asked_long_ago(const std::string& within, const std::string& regime) {
  ShopText text = answering();
  text.policy =
      with(text.policy, "within 30 days;\n    right erasure", within + ";\n    right erasure");
  text.policy = with(text.policy, "regime uk_gdpr", "regime " + regime);
  const auto shop = Shop::open(text);
  const Told opened = shop->on({"request", "open", "access", "--by", "Support desk", "--for",
                                "bob@people.example", "--received", "2026-03-01"});
  EXPECT_EQ(opened.code, 0) << opened.all();
  EXPECT_EQ(shop->sweep().code, 0);
  return {shop->on({"request", "list"}), snapshots(*shop).back()["requests"]};
}

// A policy cannot promise itself more time than the law gives, and where it promises less, that
// counts.
TEST(Board, CountsByTheLawWhereThePolicyGivesItselfLonger) {
  const auto [list, counts] = asked_long_ago("within 2 years", "uk_gdpr");
  EXPECT_EQ(counts["overdue"], 1) << counts;
  EXPECT_EQ(counts["overdue_by_law"], 1);
  EXPECT_EQ(counts["overdue_by_policy"], 0);
  EXPECT_TRUE(holds(list.out, "OVERDUE since 2026-04-01 by law (uk_gdpr)")) << list.all();
}

TEST(Board, CountsByThePolicyWhereThatIsEarlierOrNoLawIsKnown) {
  const auto [list, counts] = asked_long_ago("within 5 days", "uk_gdpr");
  EXPECT_TRUE(holds(list.out, "OVERDUE since 2026-03-06 by the policy\n")) << list.all();
  EXPECT_EQ(counts["overdue"], 1);
  const auto [other, none] = asked_long_ago("within 2 years", "pci_dss");
  EXPECT_TRUE(holds(other.out, "due 2028-03-01 by the policy\n")) << other.all();
  EXPECT_EQ(none["overdue"], 0) << "no clock is known for that regime";
}

// Before any sweep nobody has looked anywhere; after one its figures stand, and the erasure's own
// are added.
TEST(Board, IsKeptAfterAnErasureToo) {
  const auto shop = Shop::open(answering());
  EXPECT_EQ(shop->erase_ann().code, 0);
  const Json first = snapshots(*shop).back();
  EXPECT_EQ(first["run"], "RUN-2026-0001");
  EXPECT_EQ(first["state"], "erasure complete");
  EXPECT_EQ(first["promises"],
            Json({{"kept", 0}, {"overdue", 0}, {"unproven", 2}, {"elsewhere", 1}}));
  EXPECT_GT(first["rows"]["gone"], 0);
  EXPECT_EQ(shop->sweep().code, 0);
  const Json swept = snapshots(*shop).back();
  EXPECT_EQ(
      shop->on({"request", "open", "access", "--by", "Support desk", "--for", "bob@people.example"})
          .code,
      0);
  EXPECT_EQ(
      shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example", "--unanswered"})
          .code,
      0);
  const Json second = snapshots(*shop).back();
  ASSERT_EQ(snapshots(*shop).size(), 3U);
  EXPECT_EQ(second["promises"], swept["promises"]);
  EXPECT_EQ(second["requests"]["open"], 1) << "opened since the sweep";
  EXPECT_EQ(second["deep_look"]["waiting"], 2);
  EXPECT_GT(second["ledger"]["entries"], swept["ledger"]["entries"]);
  EXPECT_TRUE(holds(shop->on({"board"}).out, "erasure complete"));
}

TEST(Board, ShowsWhatAnErasureLeft) {
  const auto shop = Shop::open();
  EXPECT_EQ(shop->sweep().code, 0);
  shop->sql(
      "CREATE TRIGGER stuck BEFORE DELETE ON letters BEGIN SELECT RAISE(ABORT, 'stuck'); END;");
  EXPECT_NE(shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example"}).code, 0);
  const Json one = snapshots(*shop).back();
  EXPECT_EQ(one["state"], "erasure incomplete");
  EXPECT_GT(one["rows"]["overdue"], 0);
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
        "We delete what we hold of you", "kept", "uk.ct", "31 March 2033", "Looked at: 3 tables",
        "Not for a sweep to judge", "SH-03", "Nightly schedule", "Place in the ledger",
        "What Abide itself keeps"})
    EXPECT_TRUE(holds(page, part)) << part << "\n" << page;
  for (const char* const value : {"people.example", "Hara", "canary"})
    EXPECT_FALSE(holds(page, value)) << value;
  EXPECT_EQ(shop->sweep({"--page", "sweep.html"}).code, 0) << "the next night's takes its place";
  EXPECT_TRUE(holds(shop->read("sweep.html"), "RUN-2026-0002"));
}

// Kept by law until the end of the financial year of its own payment and six years: the first and
// the last day of all rows, counted by hand.
TEST(SweepReport, NamesTheFirstAndTheLastDayOfRowsThatALawKeeps) {
  ShopText text;
  text.rows = with(text.rows, "(20, 1, 4900, '2026-05-08T12:00:00Z')",
                   "(20, 1, 4900, '2026-05-08T12:00:00Z'), (22, 1, 100, '2024-03-31T12:00:00Z'), "
                   "(23, 1, 100, '2024-04-01T12:00:00Z'), (24, 2, 100, '2022-04-01T12:00:00Z')");
  const auto shop = Shop::open(text);
  const Told told = shop->sweep({"--page", "sweep.html"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "2030-03-31 to 2033-03-31")) << told.all();
  EXPECT_TRUE(holds(shop->read("sweep.html"), "31 March 2030 to 31 March 2033"));
}

TEST(SweepReport, NamesTheDayWhateverTheClockIsWrittenIn) {
  ShopText text;
  text.policy = with(text.policy, "clock paid_at;", "clock paid_at as unix;");
  text.payments = with(text.payments, "paid_at TEXT", "paid_at INTEGER");
  text.rows = with(text.rows, "'2026-05-08T12:00:00Z'", "1778241600");
  text.rows = with(text.rows, "'2026-05-09T12:00:00Z'", "1778328000");
  const auto shop = Shop::open(text);
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "2033-03-31")) << told.all();
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
  const Told ledger = shop->on({"ledger", "show", "--format", "json"});
  EXPECT_TRUE(holds(ledger.out, "own_data_ended")) << ledger.all();
  EXPECT_FALSE(holds(ledger.out, "Jo Lead"));
  EXPECT_EQ(shop->on({"ledger", "verify"}).code, 0);
  const Told again = shop->sweep({"--format", "json"});
  EXPECT_EQ(parse_json(again.out)->at("own_data_ended"), Json::array());
}

}  // namespace
}  // namespace abide::cli_test
