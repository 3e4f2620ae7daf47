// A backlog against one that is walked day by day and night by night.
#include "engine/watch/backlog.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/properties/runner.hpp"

namespace abide::engine::watch {
namespace {

using properties::Tape;

const Date the_day{std::chrono::year{2026} / 6 / 15};

/// Rows that came due on each of the days before the_day, oldest first, by promise.
struct World {
  std::vector<std::vector<std::uint64_t>> days;
  std::uint64_t limit = 0;
  int asked = 0;
};

Instant noon() { return Zone::utc().start_of(the_day) + std::chrono::hours{12}; }

DueAt due_of(World& world) {
  return [&world](Instant at) -> Result<Due> {
    ++world.asked;
    Due due;
    const auto size = static_cast<std::int64_t>(world.days.size());
    for (std::int64_t i = 0; i < size; ++i) {
      const Date day = add_days(the_day, i - size + 1);
      if (Zone::utc().start_of(day) >= at) break;  // due by the end of the day before
      const auto& rows = world.days[static_cast<std::size_t>(i)];
      for (std::size_t promise = 0; promise < rows.size(); ++promise) {
        due.rows += rows[promise];
        if (rows[promise] > 0) due.by_promise[fmt::format("P{}", promise)] += rows[promise];
      }
    }
    due.fits = due.rows <= world.limit;
    return due;
  };
}

World random_world(Tape& tape) {
  World world;
  const int promises = tape.between(1, 3);
  for (std::size_t i = tape.below(60) + 1; i > 0; --i) {
    world.days.emplace_back();
    for (int p = 0; p < promises; ++p)
      world.days.back().push_back(tape.once_in(2) ? tape.below(40) : 0);
  }
  world.limit = tape.below(120) + 1;
  return world;
}

/// The latest day at whose beginning what is due fits, looked for from the_day backwards.
std::optional<std::pair<Date, std::uint64_t>> walked(World& world) {
  const DueAt due = due_of(world);
  for (std::int64_t back = 0; back < 400; ++back) {
    const Date day = add_days(the_day, -back);
    const auto at = due(Zone::utc().start_of(day));
    if (!at->fits) continue;
    if (at->rows == 0) return std::nullopt;
    return std::pair{day, at->rows};
  }
  return std::nullopt;
}

/// On which day the last row of a promise goes, if so many rows go every day, the oldest first.
Date last_of(const World& world, std::size_t promise, std::uint64_t a_night) {
  std::uint64_t before = 0;
  std::uint64_t last = 0;
  for (const auto& rows : world.days) {
    for (const std::uint64_t one : rows) before += one;
    if (rows[promise] > 0) last = before;
  }
  std::int64_t nights = 0;
  for (std::uint64_t gone = 0; gone < last; gone += a_night) ++nights;
  return add_days(the_day, nights - 1);
}

enum class Twin { none, a_day_later, too_early };

properties::Property holds(Twin twin) {
  return [twin](Tape& tape) -> std::string {
    World world = random_world(tape);
    auto sliced = slice(noon(), Zone::utc(), 1, due_of(world));
    if (!sliced) return sliced.error().message;
    auto judge = walked(world);
    if (twin == Twin::a_day_later && judge) judge->first = add_days(judge->first, 1);
    if (sliced->has_value() != judge.has_value())
      return judge ? "there was an older part" : "there was none";
    if (!judge) return "";
    const Backlog& backlog = **sliced;
    if (backlog.until != Zone::utc().start_of(judge->first) || backlog.rows != judge->second)
      return "another part: " + abide::to_string(backlog.until) + " and " +
             abide::to_string(judge->first);
    for (const KeptBy& one : backlog.kept_by) {
      const auto promise = static_cast<std::size_t>(one.promise[1] - '0');
      Date really = last_of(world, promise, backlog.rows);
      if (twin == Twin::too_early) really = add_days(really, 1);
      if (one.by < really)
        return one.promise + " is promised too early: " + abide::to_string(one.by);
      if (one.by > add_days(the_day, static_cast<std::int64_t>(backlog.nights) - 1))
        return one.promise + " is promised after the end";
    }
    return "";
  };
}

TEST(BacklogProperty, is_the_one_that_is_walked) {
  properties::expect_holds("backlogs", 2000, holds(Twin::none));
}
TEST(BacklogProperty, a_broken_twin_is_noticed) {
  properties::expect_fails("backlogs a day later", 2000, holds(Twin::a_day_later));
  properties::expect_fails("backlogs kept too early", 2000, holds(Twin::too_early));
}

TEST(Backlog, of_years_is_found_with_few_questions) {
  World world{std::vector<std::vector<std::uint64_t>>(3650, {10}), 500, 0};
  const auto sliced = slice(noon(), Zone::utc(), 1, due_of(world));
  ASSERT_TRUE(sliced.ok() && *sliced);
  EXPECT_EQ((*sliced)->rows, 500U);
  EXPECT_EQ((*sliced)->due, 36500U);
  EXPECT_EQ((*sliced)->nights, 73U);
  EXPECT_LT(world.asked, 45);
}
TEST(Backlog, of_one_day_that_is_too_much_is_none) {
  World world{{{5000}, {0}}, 500, 0};
  const auto sliced = slice(noon(), Zone::utc(), 1, due_of(world));
  ASSERT_TRUE(sliced.ok());
  EXPECT_FALSE(*sliced);
}
TEST(Backlog, of_a_store_that_fails_fails) {
  const auto sliced = slice(noon(), Zone::utc(), 1, [](Instant) -> Result<Due> {
    return Error{ErrorCode::unavailable, "silent", "wait"};
  });
  EXPECT_FALSE(sliced.ok());
}

}  // namespace
}  // namespace abide::engine::watch
