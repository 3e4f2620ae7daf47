// What waits for a person: the scares one by one, each beside an ordinary night, and the decision
// against an oracle over random nights.
#include "engine/watch/decision.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/properties/runner.hpp"
#include "tests/unit/engine/watch/oracle.hpp"

namespace abide::engine::watch {
namespace {

using oracle::Named;
using oracle::Slip;
using properties::Tape;

const Date today{std::chrono::year{2026} / 6 / 15};

std::vector<Night> nights(const std::string& part, const std::vector<std::uint64_t>& rows) {
  std::vector<Night> all;
  for (const std::uint64_t one : rows) {
    all.push_back({add_days(today, -static_cast<std::int64_t>(all.size()) - 1), {}});
    if (one > 0) all.back().rows[part] = one;
  }
  return all;
}

std::vector<std::string> kinds_of(const Sight& sight) {
  std::vector<std::string> kinds;
  const Decision decision = decide(sight);
  if (const auto* held = std::get_if<Held>(&decision)) {
    for (const Reason& reason : held->reasons) kinds.emplace_back(to_string(reason.kind));
  }
  return kinds;
}
using Kinds = std::vector<std::string>;

const std::string users = "db.users delete";

TEST(Decision, an_ordinary_night_goes) {
  Sight sight{
      {{users, 220}}, nights(users, std::vector<std::uint64_t>(14, 200)), {}, {}, {}, {}, {}, 0, 1};
  sight.shared.push_back({users, "db.users.closed_at", "2026-05-15T10:00:00Z", 3, 220, 90000});
  sight.early.push_back({"db.users.closed_at", 0});
  EXPECT_EQ(decide(sight), Decision{Go{}});
}
TEST(Decision, a_first_night_goes_since_nothing_is_usual_yet) {
  EXPECT_EQ(kinds_of({{{users, 100000}}, {}, {}, {}, {}, {}, {}, 0, 1}), Kinds{});
}
TEST(Decision, more_than_three_usual_nights_wait) {
  const auto history = nights(users, std::vector<std::uint64_t>(14, 200));
  EXPECT_EQ(kinds_of({{{users, 600}}, history, {}, {}, {}, {}, {}, 0, 1}), Kinds{});
  EXPECT_EQ(kinds_of({{{users, 601}}, history, {}, {}, {}, {}, {}, 0, 1}), Kinds{"beyond_history"});
}
TEST(Decision, a_rule_that_never_did_anything_has_a_history_too) {
  const auto history = nights(users, std::vector<std::uint64_t>(14, 0));
  EXPECT_EQ(kinds_of({{{users, 100}}, history, {}, {}, {}, {}, {}, 0, 1}), Kinds{});
  EXPECT_EQ(kinds_of({{{users, 101}}, history, {}, {}, {}, {}, {}, 0, 1}), Kinds{"beyond_history"});
}
TEST(Decision, a_few_great_nights_are_not_usual) {
  const auto history = nights(users, {9000, 9000, 9000, 10, 10, 10, 10});
  EXPECT_EQ(median_of(users, history), 10U);
  EXPECT_EQ(kinds_of({{{users, 9000}}, history, {}, {}, {}, {}, {}, 0, 1}),
            Kinds{"beyond_history"});
}
TEST(Decision, a_migration_that_closes_every_account_waits) {
  Sight sight{{{users, 60}}, nights(users, {2, 1, 3, 2}), {}, {}, {}, {}, {}, 0, 1};
  sight.shared.push_back({users, "db.users.closed_at", "2026-05-15T02:00:00Z", 58, 60, 60});
  EXPECT_EQ(kinds_of(sight), Kinds{"shared_moment"});
  sight.shared.front().rows = 2;
  EXPECT_EQ(kinds_of(sight), Kinds{});
}
TEST(Decision, a_job_that_always_writes_at_once_is_usual) {
  const std::string log = "db.log delete";
  Sight sight{{{log, 500}}, nights(log, {500, 510, 490}), {}, {}, {}, {}, {}, 0, 1};
  sight.shared.push_back({log, "db.log.written_at", "2026-05-15T03:00:00Z", 500, 500, 520});
  EXPECT_EQ(kinds_of(sight), Kinds{});
  sight.history.clear();
  EXPECT_EQ(kinds_of(sight), Kinds{"shared_moment"});
}
TEST(Decision, days_are_shared_by_many_every_night) {
  Sight sight{{{users, 400}}, {}, {}, {}, {}, {}, {}, 0, 1};
  sight.shared.push_back({users, "db.users.closed_on", "2026-05-15", 400, 400, 90000, true});
  EXPECT_EQ(kinds_of(sight), Kinds{});
  sight.shared.front().rows = 9001;
  EXPECT_EQ(kinds_of(sight), Kinds{"shared_moment"});
}
TEST(Decision, seven_days_for_seven_years_waits_and_a_stricter_policy_does_not) {
  Sight sight;
  sight.parts = {{users, 4}};
  sight.newly = NewlyDue{1, {{users, 1}}, ""};
  EXPECT_EQ(kinds_of(sight), Kinds{"published_change"});
  sight.newly->parts = {{users, 0}};
  EXPECT_EQ(kinds_of(sight), Kinds{});
  sight.newly = NewlyDue{1, {}, "a store was silent"};
  EXPECT_EQ(kinds_of(sight), Kinds{"published_change"}) << "what cannot be compared is not passed";
}
TEST(Decision, the_first_run_of_all_waits_where_it_would_do_something) {
  Sight sight;
  sight.parts = {{users, 4}};
  sight.newly = NewlyDue{0, {{users, 4}}, ""};
  EXPECT_EQ(kinds_of(sight), Kinds{"published_change"});
  sight.newly->parts.clear();
  EXPECT_EQ(kinds_of(sight), Kinds{});
}
TEST(Decision, a_backlog_that_shrinks_goes_and_one_part_that_grows_waits) {
  Sight sight;
  sight.parts = {{users, 900}, {"db.letters delete", 300}};
  sight.backlog = OpenBacklog{{{users, 900}, {"db.letters delete", 300}}, 150};
  EXPECT_EQ(kinds_of(sight), Kinds{});
  sight.parts = {{users, 400}, {"db.letters delete", 450}};
  EXPECT_EQ(kinds_of(sight), Kinds{}) << "by as much as a night takes";
  sight.parts = {{users, 0}, {"db.letters delete", 451}};
  EXPECT_EQ(kinds_of(sight), Kinds{"beyond_history"}) << "what the one lost hides nothing";
}
TEST(Decision, a_week_without_a_run_makes_the_clock_doubtful) {
  Sight sight;
  sight.quiet_days = 7;
  EXPECT_EQ(kinds_of(sight), Kinds{});
  sight.quiet_days = 8;
  EXPECT_EQ(kinds_of(sight), Kinds{"clock_leap"});
  sight.sweep_days = 7;
  sight.quiet_days = 21;
  EXPECT_EQ(kinds_of(sight), Kinds{});
}
TEST(Decision, every_reason_is_told) {
  Sight sight;
  sight.parts = {{users, 900}};
  sight.history = nights(users, {1, 1, 1});
  sight.early = {{"db.users.closed_at", 7}};
  sight.newly = NewlyDue{3, {{users, 900}}, ""};
  sight.announced = std::vector<Part>{};
  sight.quiet_days = 400;
  sight.shared.push_back({users, "db.users.closed_at", "1970-01-01T00:00:00Z", 900, 900, 1000});
  EXPECT_EQ(kinds_of(sight), (Kinds{"published_change", "shared_moment", "early_clock",
                                    "beyond_history", "beyond_announced", "clock_leap"}));
}

// ── against the oracle ────────────────────────────────────────────────────────────────────────

std::uint64_t some_rows(Tape& tape) {
  const std::uint64_t around = tape.one_of<std::uint64_t>({0, 10, 33, 34, 100, 300, 1000});
  const std::uint64_t rows = around + tape.below(5);
  return rows > 2 ? rows - 2 : rows;
}
const std::vector<std::string> names{"t0 delete", "t1 delete", "t2 empty a"};

std::vector<Part> some_parts(Tape& tape) {
  std::vector<Part> parts;
  for (const std::string& name : names) {
    if (tape.below(3) != 0) parts.push_back({name, some_rows(tape)});
  }
  return parts;
}

Sight random_sight(Tape& tape) {
  Sight sight;
  sight.parts = some_parts(tape);
  const std::size_t nights = tape.one_of<std::size_t>({0, 1, 2, 3, 4, 13, 14, 15, 16});
  for (std::size_t i = 0; i < nights; ++i) {
    Night night{add_days(today, -static_cast<std::int64_t>(i) - 1), {}};
    for (const Part& part : some_parts(tape)) night.rows[part.name] = part.rows;
    sight.history.push_back(std::move(night));
  }
  for (std::size_t i = tape.below(3); i > 0; --i) {
    Shared shared{tape.one_of(names), fmt::format("s{}.at", i), "then", some_rows(tape), 0, 0};
    shared.due = shared.rows + tape.one_of<std::uint64_t>({0, 1, shared.rows * 9, 5000});
    shared.table_rows = shared.rows + tape.one_of<std::uint64_t>({0, shared.rows, 1000, 9000});
    shared.by_day = tape.once_in(2);
    sight.shared.push_back(std::move(shared));
  }
  if (tape.once_in(3)) sight.early.push_back({"e.at", tape.below(3)});
  if (tape.once_in(2))
    sight.newly = NewlyDue{tape.below(2), some_parts(tape), tape.once_in(5) ? "silent" : ""};
  if (tape.once_in(4)) sight.backlog = OpenBacklog{some_parts(tape), some_rows(tape)};
  sight.sweep_days = tape.one_of<std::int64_t>({1, 7, 31});
  sight.quiet_days = tape.one_of<std::int64_t>({0, 1, 3, 4, 7, 8, 21, 22, 93, 94, 3650});
  if (tape.once_in(3)) sight.announced = some_parts(tape);
  return sight;
}

/// The part or column that a reason's words speak of.
std::string subject_of(const Reason& reason) {
  for (const char* name : {"t0 delete", "t1 delete", "t2 empty a", "s1.at", "s2.at", "e.at"}) {
    if (reason.words.find(name) != std::string::npos) return name;
  }
  return "";
}

std::string show(const std::vector<Named>& reasons) {
  std::string text;
  for (const auto& [kind, name] : reasons) text += fmt::format("{} {}, ", to_string(kind), name);
  return text.empty() ? "go" : text;
}

properties::Property agrees_with(Slip slip, std::map<std::string, int>* tally = nullptr) {
  return [slip, tally](Tape& tape) -> std::string {
    const Sight sight = random_sight(tape);
    std::vector<Named> engine;
    const Decision decision = decide(sight);
    if (const auto* held = std::get_if<Held>(&decision)) {
      if (held->reasons.empty()) return "held for nothing";
      for (const Reason& reason : held->reasons)
        engine.emplace_back(reason.kind, subject_of(reason));
    }
    std::ranges::sort(engine);
    const auto judge = oracle::reasons_to_hold(sight, slip);
    if (tally != nullptr && judge.empty()) ++(*tally)["go"];
    for (const auto& [kind, name] : judge) {
      if (tally != nullptr) ++(*tally)[std::string{to_string(kind)}];
    }
    return engine == judge ? "" : "engine: " + show(engine) + "\njudge: " + show(judge);
  };
}

TEST(DecisionOracle, agrees_on_random_nights) {
  std::map<std::string, int> tally;
  properties::expect_holds("nights", 4000, agrees_with(Slip::none, &tally));
  EXPECT_EQ(tally.size(), 7U) << "every reason and none come up";
}

TEST(DecisionOracle, a_broken_twin_is_noticed) {
  const std::map<std::string, Slip> slips{
      {"twice is too much", Slip::twice_is_too_much},
      {"fifteen nights", Slip::fifteen_nights},
      {"any history counts", Slip::any_history_counts},
      {"the upper median", Slip::upper_median},
      {"nights without rows are no nights", Slip::nights_without_rows_are_no_nights},
      {"few rows count", Slip::few_rows_count},
      {"a first run is no change", Slip::a_first_run_is_no_change},
      {"no row is a change", Slip::no_row_is_a_change},
      {"half of the table is most", Slip::half_of_the_table_is_most},
      {"a tenth of the due days", Slip::a_tenth_of_the_due_days},
      {"usual moments are told", Slip::usual_moments_are_told},
      {"no table is emptied", Slip::no_table_is_emptied},
      {"a backlog has history", Slip::a_backlog_has_history},
      {"a backlog may grow", Slip::a_backlog_may_grow},
      {"a backlog grows by few", Slip::a_backlog_grows_by_few},
      {"a backlog is one sum", Slip::a_backlog_is_one_sum},
      {"a week is too long", Slip::a_week_is_too_long},
      {"a month is as a day", Slip::a_month_is_as_a_day},
      {"no early clock", Slip::no_early_clock},
      {"announced to the row", Slip::announced_to_the_row}};
  for (const auto& [name, slip] : slips)
    properties::expect_fails("nights: " + name, 20000, agrees_with(slip));
}

}  // namespace
}  // namespace abide::engine::watch
