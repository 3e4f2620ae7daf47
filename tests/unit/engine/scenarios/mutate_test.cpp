// What a policy's tests notice: each kind of loosening is seen by a test that speaks of it, and by
// none that does not.
#include "engine/scenarios/mutate.hpp"

#include <algorithm>
#include <map>

#include "engine/scenarios/coverage.hpp"
#include "tests/unit/engine/scenarios/playing.hpp"

namespace abide::engine::scenarios {
namespace {

using Fate = Mutant::Fate;

/// The shop with recipients and states, these statements and these tests.
test::Checked shop(const std::string& statements, const std::string& tests) {
  test::Shop made;
  made.tables =
      "table notes { key id; owned by customer through user_id to users.id; "
      "mentions customer through about to users.email, on erase blank; field body: text; }\n";
  made.more =
      "event left from app;\nevent erasure_requested from requests;\nstate open from app;\n"
      "recipient courier { country GB; role third_party; }\n"
      "recipient printer { country GB; role third_party; }\n"
      "purpose delivery { basis contract; uses orders, text; }\n"
      "purpose billing { basis contract; uses orders, text, receipts; }\n" +
      tests;
  made.statements = statements;
  return made.check();
}

std::vector<Mutant> mutants(const std::string& statements, const std::string& tests) {
  const test::Checked made = shop(statements, tests);
  EXPECT_TRUE(made.result.model.has_value()) << made.text();
  if (!made.result.model) return {};
  const auto results = play_all(made);
  SystemFiles files;
  const OpenStores open = open_sqlite;
  const auto rights = policy::rights_of(made.sources);
  auto found = mutate({made.sources, made.model(), rights, results, open, files},
                      policy::loosenings_of(made.sources, made.model()), {});
  EXPECT_TRUE(found.ok());
  return found ? std::move(*found) : std::vector<Mutant>{};
}

/// What became of one loosened form of a statement.
Fate fate_of(const std::vector<Mutant>& all, const std::string& loosened) {
  const auto at = std::ranges::find_if(
      all, [&](const Mutant& one) { return one.loosening.loosened == loosened; });
  EXPECT_NE(at, all.end()) << loosened;
  return at == all.end() ? Fate::refused : at->fate;
}

const std::string her_row = "given row db.users (id: ada, email: \"ada@mail.example\");\n";

struct Seen {
  std::string statement;
  std::string loosened;
  std::string test;   ///< that notices
  std::string blind;  ///< a test that passes and does not
};
const std::vector<Seen> each_kind{
    {"erase text within 7 days of left;", "erase text within 14 days of left",
     her_row +
         "given row db.notes (id: 1, user_id: ada, body: \"x\");\non 2026-03-01 when left by ada;\n"
         "on 2026-03-08 expect db.notes erased;",
     her_row +
         "given row db.notes (id: 1, user_id: ada, body: \"x\");\non 2026-03-01 when left by ada;\n"
         "on 2027-03-08 expect db.notes erased;"},
    {"erase text promptly after left;", "erase text within 30 days of left",
     her_row +
         "given row db.notes (id: 1, user_id: ada, body: \"x\");\non 2026-03-01 when left by ada;\n"
         "on 2026-03-02 expect db.notes erased;",
     her_row +
         "given row db.notes (id: 1, user_id: ada, body: \"x\");\non 2026-03-01 when left by ada;\n"
         "on 2026-03-31 expect db.notes erased;"},
    {"send text to courier for delivery when open;", "send text to courier for delivery",
     "given open off; expect text cannot reach courier;",
     "given open on; expect text can reach courier;"},
    {"send text to courier for delivery;", "send text to courier, printer for delivery",
     "expect text cannot reach printer;", "expect orders cannot reach printer;"},
    {"send text to courier for delivery;", "send text to courier for delivery, billing",
     "expect text cannot reach courier for billing;", "expect text can reach courier;"},
    {"host text with courier;", "host text with courier, printer",
     "expect text cannot reach printer for billing;", "expect text can reach courier;"},
    {"respond to customer within 30 days;", "respond to customer within 60 days",
     "given customer ada; on 2026-03-02 when request_received by ada; expect due 2026-04-01;",
     "given customer ada; on 2027-02-01 when request_received by ada; expect due 2027-03-01;"},
};

TEST(Mutate, a_test_about_a_statement_notices_when_it_is_loosened) {
  for (const Seen& one : each_kind) {
    const auto all = mutants(one.statement, "test \"t\" {\n" + one.test + "\n}\n");
    EXPECT_EQ(fate_of(all, one.loosened), Fate::killed) << one.loosened;
  }
}
TEST(Mutate, a_test_that_looks_away_does_not) {
  for (const Seen& one : each_kind) {
    const auto all = mutants(one.statement, "test \"t\" {\n" + one.blind + "\n}\n");
    EXPECT_EQ(fate_of(all, one.loosened), Fate::survived) << one.loosened;
  }
}
// The twin of all tests: the same stories with nothing expected notice nothing.
TEST(Mutate, a_story_without_expectations_notices_nothing) {
  for (const Seen& one : each_kind) {
    std::string story = one.test;
    story.resize(story.rfind(";\n") == std::string::npos ? 0 : story.rfind(";\n") + 1);
    const auto all = mutants(one.statement, "test \"t\" {\n" + story + "\n}\n");
    EXPECT_EQ(tally(all).killed, 0U) << one.statement;
    EXPECT_GE(tally(all).survived, 1U) << one.statement;
  }
}
TEST(Mutate, a_path_is_seen_by_an_erasure) {
  const std::string story =
      her_row + "given row db.notes (id: 1, user_id: ada, body: \"x\");\n" +
      "given row db.users (id: bob, email: \"bob@mail.example\");\n"
      "given row db.notes (id: 2, user_id: bob, about: \"ada@mail.example\", body: \"y\");\n";
  const auto all = mutants("erase text within 7 days of left;",
                           "test \"t\" {\n" + story +
                               "on 2026-03-01 when erasure_requested by ada;\n"
                               "expect plan \"delete db.notes 1; set db.notes 2, about null; "
                               "delete db.users ada\";\n}\n");
  std::map<std::string, Fate> fates;
  for (const Mutant& one : all) {
    if (one.loosening.under == "db.notes") fates[one.loosening.how] = one.fate;
  }
  EXPECT_EQ(fates["shared instead of owned"], Fate::killed);
  EXPECT_EQ(fates["kept on erasure"], Fate::killed);
}
TEST(Mutate, what_the_check_refuses_is_counted_apart) {
  const auto all = mutants("send text to courier for delivery; never send text to printer;",
                           "test \"t\" { expect text can reach courier; }\n");
  EXPECT_EQ(fate_of(all, "send text to courier, printer for delivery"), Fate::refused);
  const auto at = std::ranges::find(all, Fate::refused, &Mutant::fate);
  ASSERT_NE(at, all.end());
  EXPECT_EQ(at->by, "E0310");
}
TEST(Mutate, what_makes_no_difference_is_no_success) {
  const auto all =
      mutants("never send text to printer;", "test \"t\" { expect text cannot reach printer; }\n");
  const auto at = std::ranges::find_if(all, [](const Mutant& one) {
    return one.loosening.sentence == "never send text to printer";
  });
  ASSERT_NE(at, all.end());
  EXPECT_EQ(at->fate, Fate::no_other);
  Tally counts = tally(all);
  EXPECT_GE(counts.no_other, 1U);
  counts.no_other = 0;
  EXPECT_EQ(counts.percent(), tally(all).percent());
}
TEST(Mutate, a_test_that_fails_anyway_notices_nothing) {
  const auto all = mutants("send text to courier for delivery;",
                           "test \"t\" { expect text cannot reach courier, printer; }\n");
  EXPECT_EQ(tally(all).killed, 0U);
}
TEST(Mutate, a_survivor_says_what_would_have_shown_it) {
  const auto all = mutants("send text to courier for delivery;",
                           "test \"t\" { expect text can reach courier; }\n");
  const std::string text = to_text(all, all.size());
  EXPECT_NE(text.find("    loosened:     send text to courier, printer for delivery\n"
                      "    a test like:  expect text cannot reach printer for delivery\n"),
            std::string::npos)
      << text;
  const auto told = diagnostics_of(all);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.front().code, "W0804");
  EXPECT_EQ(told.size(), tally(all).survived);
}
TEST(Mutate, a_sample_is_spread_over_the_whole) {
  std::vector<policy::Loosening> all(10);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].under = std::to_string(i);
  const auto some = sample(all, 3);
  ASSERT_EQ(some.size(), 3U);
  EXPECT_EQ(some[0].under + some[1].under + some[2].under, "036");
  EXPECT_EQ(sample(all, 0).size(), 10U);
  EXPECT_EQ(sample(all, 30).size(), 10U);
}

// ── coverage ──────────────────────────────────────────────────────────────────────────────────

Coverage coverage(const std::string& statements, const std::string& tests) {
  const test::Checked made = shop(statements, tests);
  EXPECT_TRUE(made.result.model.has_value()) << made.text();
  return coverage_of(policy::statements_of(made.sources, made.model()), play_all(made));
}
std::vector<std::string> unused(const Coverage& coverage) {
  std::vector<std::string> all;
  for (const PromiseCoverage& promise : coverage.promises) {
    for (const policy::Statement& one : promise.unused) all.push_back(one.sentence);
  }
  return all;
}
bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

TEST(Coverage, tells_used_from_unused_by_every_kind_of_expectation) {
  const std::string erase = "erase text within 7 days of left";
  const std::string send = "send text to courier for delivery";
  const std::string never = "never send text to printer";
  const std::string respond = "respond to customer within 30 days";
  const std::string all = erase + ";" + send + ";" + never + ";" + respond + ";";
  const auto none = unused(coverage(all, "test \"t\" { expect orders cannot reach courier; }\n"));
  for (const std::string& one : {erase, send, never, respond}) EXPECT_TRUE(has(none, one)) << one;
  const std::string story = her_row +
                            "given row db.notes (id: 1, user_id: ada, body: \"x\");\n"
                            "on 2026-03-02 when left by ada;\n"
                            "on 2026-03-09 expect db.notes erased;\n"
                            "when request_received by ada;\nexpect due 2026-04-08;\n"
                            "expect text can reach courier;\nexpect text cannot reach printer;\n";
  const auto some = unused(coverage(all, "test \"t\" {\n" + story + "}\n"));
  for (const std::string& one : {erase, send, never, respond}) EXPECT_FALSE(has(some, one)) << one;
}
TEST(Coverage, counts_apart_what_no_test_can_show_and_what_decides_nothing) {
  const Coverage found =
      coverage("tell customer; may keep text until left; erase text within 7 days of left;",
               "test \"t\" { expect text cannot reach courier; }\n");
  EXPECT_EQ(found.beyond.at("tell"), 1U);
  ASSERT_EQ(found.outdone.size(), 1U);
  EXPECT_EQ(found.outdone.front().kind, "may keep");
  EXPECT_LT(found.used, found.statements);
  const auto told = diagnostics_of(found);
  EXPECT_EQ(told.size(), found.statements - found.used);
  EXPECT_EQ(told.front().code, "W0803");
}

}  // namespace
}  // namespace abide::engine::scenarios
