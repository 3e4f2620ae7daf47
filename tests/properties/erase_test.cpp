// An erasure leaves exactly what the oracle leaves: of the person nothing but what a floor or a
// hold keeps, of everybody else everything.
#include <gtest/gtest.h>

#include "engine/identity/identity.hpp"
#include "tests/properties/runner.hpp"
#include "tests/properties/verdict.hpp"

namespace abide::properties {
namespace {

using oracle::Twist;

Result<engine::EraseRequest> request_of(const Scenario& scenario, Stage& stage,
                                        const oracle::Wish& wish) {
  engine::EraseRequest erase{{}, "member M-1", wish.of, std::nullopt};
  erase.leaves_alone = true;  // which the oracle has no opinion on
  ABIDE_TRY(erase.identity,
            engine::resolve_identity(scenario.model, stage.stores(), wish.subject,
                                     {value_of(wish.asked)}, engine::Sharing::same_person));
  if (wish.row_table) {
    Row key;
    for (const oracle::Cell& cell : wish.row_key) key.push_back(value_of(cell));
    erase.row = engine::RowKey{*wish.row_table, Sensitive{std::move(key)}};
  }
  return erase;
}

std::string erase_once(Tape& tape, const Shape& shape, Twist twist, Lost lost = Lost::nothing) {
  const Scenario scenario = make_scenario(tape, shape);
  const oracle::Wish wish = make_wish(tape, scenario);
  const Scenario heard = without(scenario, lost);
  Stage stage{heard};
  const auto expected = oracle::carried_out(
      scenario.world,
      oracle::erase(scenario.model, scenario.world, scenario.facts, scenario.at, wish, twist));
  const auto erase = request_of(scenario, stage, wish);
  if (!erase.ok()) return show(scenario) + erase.error().message;
  std::string wrong = carried_out_as(
      scenario, stage, expected, [&] { return stage.plan_erase(heard.at, heard.facts, *erase); },
      wish.of.empty() && !wish.row_table ? Again::finds_nothing : Again::may_find_more);
  return wrong.empty() ? wrong : wrong + "\n" + show(scenario.model, wish);
}

constexpr Shape one_store{.tables = 4, .stores = 1, .mentions = true};
constexpr Shape several_stores{.tables = 4, .stores = 3, .ways = 2, .mentions = true};

void holds(const std::string& name, int by_default, const Shape& shape) {
  expect_holds(name, by_default, [&](Tape& tape) { return erase_once(tape, shape, Twist::none); });
}

TEST(Erase, leaves_what_the_oracle_leaves_of_one_store) { holds("one store", 300, one_store); }
TEST(Erase, leaves_what_the_oracle_leaves_of_several_stores) {
  holds("several stores", 300, several_stores);
}

class BrokenErasure : public testing::TestWithParam<Twist> {};
TEST_P(BrokenErasure, is_found_out) {
  expect_fails("erasure", 3000,
               [&](Tape& tape) { return erase_once(tape, one_store, GetParam()); });
}
INSTANTIATE_TEST_SUITE_P(Twins, BrokenErasure,
                         testing::Values(Twist::floors_ignored, Twist::holds_ignored,
                                         Twist::any_owner_is_enough, Twist::paths_left_in_place,
                                         Twist::mentions_ignored));

class DeafErasure : public testing::TestWithParam<Lost> {};
TEST_P(DeafErasure, is_found_out) {
  expect_fails("erasure", 3000, [&](Tape& tape) {
    return erase_once(tape, several_stores, Twist::none, GetParam());
  });
}
INSTANTIATE_TEST_SUITE_P(Twins, DeafErasure, testing::Values(Lost::floors, Lost::holds));

}  // namespace
}  // namespace abide::properties
