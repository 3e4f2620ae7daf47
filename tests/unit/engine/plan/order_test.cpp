// The order of steps whose conditions stand in one another many times over.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/plan/draft.hpp"

namespace abide::engine {
namespace {

Lookup lookup(const std::string& name, SelectorPtr where) {
  return {name, {"id"}, "db", "t", {"id"}, std::move(where), Match::exact};
}

TEST(Order, reads_a_condition_once_that_stands_in_many_others) {
  Step reader;
  reader.store = "db";
  reader.table = reader.live_table = "t";
  reader.operation = Operation::set;
  reader.assignments = {{"note", Value{}}};
  reader.key = {"id"};
  // Each stands twice in the one before: a tree of it would have 2^40 leaves.
  reader.where = share({InParameter{"id", "found:0"}});
  for (int i = 0; i < 40; ++i) {
    const SelectorPtr next = share({InParameter{"id", fmt::format("found:{}", i + 1)}});
    reader.lookups.push_back(
        lookup(fmt::format("found:{}", i), share({Or{{next, share({Not{next}})}}})));
  }
  reader.lookups.push_back(lookup("found:40", share({IsNull{"colour"}})));
  Step writer = reader;
  writer.assignments = {{"colour", Value{}}};
  writer.where = share({IsNull{"note"}});
  writer.lookups.clear();
  std::vector<Step> steps{writer, reader};
  const auto ring = order_steps(steps, {}, {});
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_FALSE(ring.empty()) << "each is chosen by what the other empties";
  steps = {writer, reader};
  steps.front().where = share({IsNull{"other"}});
  EXPECT_TRUE(order_steps(steps, {}, {}).empty());
  EXPECT_EQ(steps.front().assignments.front().first, "note") << "the reader goes first";
}

/// Each is chosen by what the other empties.
std::vector<Step> two_in_a_ring() {
  Step one;
  one.store = "db";
  one.table = one.live_table = "t";
  one.operation = Operation::set;
  one.key = {"id"};
  one.assignments = {{"colour", Value{}}};
  one.where = share({IsNull{"note"}});
  Step other = one;
  other.assignments = {{"note", Value{}}};
  other.where = share({IsNull{"colour"}});
  return {one, other};
}

TEST(Order, what_is_blocked_waits_for_nothing_and_is_waited_for) {
  std::vector<Step> steps = two_in_a_ring();
  ASSERT_EQ(order_steps(steps, {}, {}).size(), 2U);
  steps.front().blocked = "a gap";
  EXPECT_TRUE(order_steps(steps, {}, {}).empty());
  EXPECT_EQ(steps.front().blocked, "a gap") << "what it is chosen by stays until then";
  EXPECT_TRUE(steps.front().after.empty());
  EXPECT_EQ(steps.back().after, std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace abide::engine
