// Which moments date the due rows, over real tables.
#include "engine/watch/clocks.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/support/temp_store.hpp"

namespace abide::engine::watch {
namespace {

using testing_support::AppDatabase;
using testing_support::TempFolder;

constexpr const char* schema = R"sql(
  CREATE TABLE users (id INTEGER PRIMARY KEY, closed_at TEXT, left_on TEXT, seen INTEGER);
  CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
    INSERT INTO users SELECT i, strftime('%Y-%m-%dT%H:%M:%SZ', '2026-05-01', '+' || (i * 7) || ' minutes'),
      date('2026-05-01', '+' || (i % 20) || ' days'), 1777600000 + i * 60 FROM n;
  INSERT INTO letters SELECT id, id FROM users WHERE id % 3 = 0;
)sql";
const Instant later = *parse_instant("2026-06-01");

class Clocks : public testing::Test {
 protected:
  Clocks() : app_(folder_.file("app.db"), schema) {
    stores_.by_name["db"].connector = app_.connect();
  }
  static Step users(SelectorPtr where) {
    Step step;
    step.store = "db";
    step.table = step.live_table = "users";
    step.key = {"id"};
    step.where = std::move(where);
    step.rows = 1;
    return step;
  }
  static Step letters(SelectorPtr of_users) {
    Step step =
        users(share({Via{{"user_id"}, "users", {"id"}, std::move(of_users), Match::exact}}));
    step.table = step.live_table = "letters";
    return step;
  }
  static SelectorPtr closed() { return share({abide::Before{"closed_at", later}}); }
  DueClocks look(std::vector<Step> steps, std::optional<Instant> began = {}) {
    Plan plan;
    plan.steps = std::move(steps);
    auto found = due_clocks(plan, {}, stores_, began);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
    return found.ok() ? *found : DueClocks{};
  }
  TempFolder folder_;
  AppDatabase app_;
  Stores stores_;
};

TEST_F(Clocks, that_go_minute_by_minute_say_nothing) {
  const DueClocks found = look({users(closed())});
  EXPECT_TRUE(found.shared.empty());
  EXPECT_TRUE(found.early.empty());
}
TEST_F(Clocks, that_a_migration_set_are_found_with_their_minute) {
  app_.run(
      "UPDATE users SET closed_at = '2026-05-20T02:00:' || printf('%02d', id % 60) || 'Z' "
      "WHERE id <= 250");
  const DueClocks found = look({users(closed())});
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared.front(), (Shared{"db.users delete", "db.users.closed_at",
                                          "2026-05-20T02:00:00Z", 250, 300, 300}));
}
TEST_F(Clocks, of_rows_that_are_not_due_do_not_count) {
  app_.run("UPDATE users SET closed_at = '2026-07-20T02:00:00Z' WHERE id <= 250");
  EXPECT_TRUE(look({users(closed())}).shared.empty());
  app_.run("UPDATE users SET closed_at = '2026-05-20T02:00:00Z'");
  const SelectorPtr not_held =
      share({Not{share({In{"id", {Value{std::int64_t{5}}}, Match::exact}})}});
  const DueClocks found = look({users(share({And{{closed(), not_held}}}))});
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared.front().rows, 299U);
}
TEST_F(Clocks, that_forbid_are_not_those_that_make_due) {
  app_.run("UPDATE users SET closed_at = '2026-05-20T02:00:00Z'");
  const SelectorPtr seen = share({abide::Before{"seen", later, TimeEncoding::unix_seconds}});
  EXPECT_TRUE(
      look({users(share({And{{seen, share({Not{share({IsNull{"id"}})}})}}}))}).shared.empty());
  EXPECT_TRUE(look({users(share({And{{seen, share({Not{share({Not{seen}})}})}}}))}).shared.empty());
}
TEST_F(Clocks, of_days_are_counted_by_day) {
  const DueClocks found =
      look({users(share({abide::Before{"left_on", later, TimeEncoding::date}}))});
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_TRUE(found.shared.front().by_day);
  EXPECT_EQ(found.shared.front().rows, 15U);
  const DueClocks as_iso = look({users(share({abide::Before{"left_on", later}}))});
  EXPECT_EQ(as_iso.shared, found.shared) << "days are days however the policy calls them";
}
TEST_F(Clocks, of_the_table_that_rows_point_at_count_those_pointed_at_by_due_rows) {
  app_.run("UPDATE users SET closed_at = '2026-05-20T02:00:00Z' WHERE id <= 90");
  const DueClocks found = look({letters(closed())});
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared.front(), (Shared{"db.letters delete", "db.users.closed_at",
                                          "2026-05-20T02:00:00Z", 30, 100, 300}));
  const DueClocks both = look({letters(closed()), users(closed())});
  ASSERT_EQ(both.shared.size(), 1U) << "told once, of the table that has the clock";
  EXPECT_EQ(both.shared.front().rows, 90U);
}
TEST_F(Clocks, from_before_the_service_began_are_counted) {
  app_.run("UPDATE users SET closed_at = '2001-01-01T00:00:00Z' WHERE id IN (4, 5)");
  const DueClocks found = look({users(closed())}, *parse_instant("2019-03-01"));
  ASSERT_EQ(found.early.size(), 1U);
  EXPECT_EQ(found.early.front(), (Early{"db.users.closed_at", 2}));
  EXPECT_TRUE(look({users(closed())}).early.empty());
}
TEST_F(Clocks, of_a_store_that_is_gone_fail) {
  Plan plan;
  plan.steps = {users(closed())};
  plan.steps.front().store = "mail";
  EXPECT_EQ(due_clocks(plan, {}, stores_, {}).error().code, ErrorCode::unavailable);
}

TEST(Busiest, is_exact_with_few_values_and_near_with_many) {
  std::mt19937 random{7};
  Busiest few{1000};
  Busiest many{50};
  std::map<std::int64_t, std::uint64_t> counts;
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t value = random() % 4 == 0 ? 7 : static_cast<std::int64_t>(random() % 900);
    few.add(value);
    many.add(value);
    ++counts[value];
  }
  EXPECT_EQ(few.top(), (std::pair<std::int64_t, std::uint64_t>{7, counts[7]}));
  ASSERT_TRUE(many.top());
  EXPECT_EQ(many.top()->first, 7);
  EXPECT_LE(many.top()->second, counts[7]);
  EXPECT_GE(many.top()->second + many.total() / 50, counts[7]);
  EXPECT_FALSE(Busiest{3}.top());
}

/// People reported at their own minutes or at one, as a step chooses them.
class Reported : public Clocks {
 protected:
  DueClocks look_at(std::int64_t minutes_between, const SelectorPtr& chosen, bool of_letters,
                    std::optional<Instant> began = {}) {
    policy::Model model;
    model.events.resize(2);
    model.events[0].name = "paid";
    model.events[1].name = "gone";
    std::vector<ToldEvent> told;
    std::vector<Value> keys;
    for (std::int64_t i = 1; i <= 5000; ++i) {
      keys.emplace_back(i);
      const Instant at =
          *parse_instant("2026-05-20T02:00:00Z") + std::chrono::minutes{i * minutes_between};
      told.push_back({EventId{1}, std::nullopt, Sensitive{Value{i}}, at, std::nullopt, {}});
      told.push_back({EventId{0},
                      std::nullopt,
                      Sensitive{Value{i}},
                      *parse_instant("2001-01-01T00:00:00Z"),
                      std::nullopt,
                      {}});
    }
    Plan plan;
    plan.steps = {of_letters ? letters(chosen) : users(chosen)};
    Parameters parameters;
    parameters.emplace("event:gone#2", Sensitive{std::move(keys)});
    const auto found = due_clocks(plan, parameters, stores_, began, reports_of(model, told));
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
    return found.ok() ? *found : DueClocks{};
  }
  static SelectorPtr gone() { return share({InParameter{"id", "event:gone#2", Match::exact}}); }
};

TEST_F(Reported, at_one_minute_are_found_with_their_event_and_counted_by_due_rows) {
  const DueClocks found = look_at(0, gone(), false);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared.front(),
            (Shared{"db.users delete", "gone", "2026-05-20T02:00:00Z", 300, 300, 300, false}));
  EXPECT_TRUE(found.early.empty());
}
TEST_F(Reported, long_ago_and_with_one_row_left_say_nothing) {
  app_.run("DELETE FROM users WHERE id > 1");
  EXPECT_TRUE(look_at(0, gone(), false).shared.empty());
}
TEST_F(Reported, by_what_rows_point_at_are_counted_there) {
  const DueClocks found = look_at(0, gone(), true);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared.front().part, "db.letters delete");
  EXPECT_EQ(found.shared.front().rows, 100U);
}
TEST_F(Reported, at_their_own_minutes_say_nothing) {
  EXPECT_TRUE(look_at(3, gone(), false).shared.empty());
}
TEST_F(Reported, to_keep_rows_say_nothing) {
  EXPECT_TRUE(look_at(0, share({Not{gone()}}), false).shared.empty());
}
TEST_F(Reported, from_before_the_service_began_are_counted) {
  const DueClocks found = look_at(60, gone(), false, parse_instant("2026-05-20T12:00:00Z"));
  ASSERT_EQ(found.early.size(), 1U);
  EXPECT_EQ(found.early.front(), (Early{"gone", 9}));
}

}  // namespace
}  // namespace abide::engine::watch
