// A sweep leaves exactly what the oracle leaves, changes as many rows as it planned, and finds
// nothing the second time.
#include <gtest/gtest.h>

#include "tests/properties/runner.hpp"
#include "tests/properties/verdict.hpp"

namespace abide::properties {
namespace {

using oracle::Twist;

std::string sweep_once(Tape& tape, const Shape& shape, Twist twist, Lost lost = Lost::nothing) {
  const Scenario scenario = make_scenario(tape, shape);
  const Scenario heard = without(scenario, lost);
  Stage stage{heard};
  const auto expected = oracle::carried_out(
      scenario.world,
      oracle::sweep(scenario.model, scenario.world, scenario.facts, scenario.at, twist));
  return carried_out_as(scenario, stage, expected,
                        [&] { return stage.plan_sweep(heard.at, heard.facts); });
}

constexpr Shape one_table{.tables = 1, .stores = 1};
constexpr Shape one_store{
    .tables = 4, .stores = 1, .mentions = true, .swept = true, .kinds_together = true};
constexpr Shape several_stores{
    .tables = 4, .stores = 3, .ways = 2, .mentions = true, .swept = true, .kinds_together = true};
constexpr Shape winding_paths{.tables = 5, .stores = 2, .ways = 3, .dark_paths = true};

void holds(const std::string& name, int by_default, const Shape& shape) {
  expect_holds(name, by_default, [&](Tape& tape) { return sweep_once(tape, shape, Twist::none); });
}

TEST(Sweep, leaves_what_the_oracle_leaves_of_one_table) { holds("one table", 200, one_table); }
TEST(Sweep, takes_nothing_of_strangers_whose_address_is_empty_too) {
  Shape shape = several_stores;
  shape.blanks = true;
  holds("blanks", 150, shape);
}
TEST(Sweep, leaves_what_the_oracle_leaves_of_one_store) { holds("one store", 200, one_store); }
TEST(Sweep, leaves_what_the_oracle_leaves_of_several_stores) {
  holds("several stores", 200, several_stores);
}

TEST(Sweep, leaves_what_the_oracle_leaves_along_paths_that_cross_stores_more_than_once) {
  holds("paths across stores", 150, winding_paths);
}

class BrokenSweep : public testing::TestWithParam<Twist> {};
TEST_P(BrokenSweep, is_found_out) {
  // Days on which it matters which way a floor rounds are rare.
  const bool is_rare = GetParam() == Twist::floors_round_down;
  const Shape& shape = is_rare ? one_table : one_store;
  expect_fails("sweep", is_rare ? 40000 : 3000,
               [&](Tape& tape) { return sweep_once(tape, shape, GetParam()); });
}
INSTANTIATE_TEST_SUITE_P(Twins, BrokenSweep,
                         testing::Values(Twist::floors_ignored, Twist::floors_round_down,
                                         Twist::lead_ignored, Twist::holds_ignored,
                                         Twist::any_owner_is_enough, Twist::paths_left_in_place,
                                         Twist::conditions_ignored, Twist::mentions_ignored));

class DeafSweep : public testing::TestWithParam<Lost> {};
TEST_P(DeafSweep, is_found_out) {
  expect_fails("sweep", 3000, [&](Tape& tape) {
    return sweep_once(tape, several_stores, Twist::none, GetParam());
  });
}
INSTANTIATE_TEST_SUITE_P(Twins, DeafSweep, testing::Values(Lost::floors, Lost::holds));

}  // namespace
}  // namespace abide::properties
