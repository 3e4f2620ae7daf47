// An erasure leaves exactly what the oracle leaves: of the person nothing but what a floor or a
// hold keeps, of everybody else everything.
#include <gtest/gtest.h>

#include <utility>

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
  bool again = false;
  // The second time by what can still be found out of the person.
  const auto plan = [&]() -> Result<engine::Planned> {
    const auto now = std::exchange(again, true) ? request_of(scenario, stage, wish) : erase;
    if (!now.ok()) return engine::Planned{};
    return stage.plan_erase(heard.at, heard.facts, *now);
  };
  std::string wrong = carried_out_as(
      scenario, stage, expected, plan,
      wish.of.empty() && !wish.row_table ? Again::finds_nothing : Again::may_find_more);
  return wrong.empty() ? wrong : wrong + "\n" + show(scenario.model, wish);
}

constexpr Shape one_store{.tables = 4, .stores = 1, .mentions = true, .kinds_together = true};
constexpr Shape several_stores{
    .tables = 4, .stores = 3, .ways = 2, .mentions = true, .kinds_together = true};

void holds(const std::string& name, int by_default, const Shape& shape) {
  expect_holds(name, by_default, [&](Tape& tape) { return erase_once(tape, shape, Twist::none); });
}

TEST(Erase, leaves_what_the_oracle_leaves_of_one_store) { holds("one store", 300, one_store); }
TEST(Erase, leaves_what_the_oracle_leaves_of_several_stores) {
  holds("several stores", 300, several_stores);
}

TEST(Erase, takes_nothing_of_strangers_whose_address_is_empty_too) {
  Shape shape = several_stores;
  shape.blanks = true;
  holds("blanks", 150, shape);
}

/// What holds and requests kept of an erasure goes with the next one once they end, and the rest
/// with it: as if they had never been.
std::string erased_in_two_goes(Tape& tape, const Shape& shape, Twist twist) {
  Scenario scenario = make_scenario(tape, shape);
  const oracle::Wish wish = make_wish(tape, scenario);
  if (!wish.of.empty() || wish.row_table) return "";
  oracle::Facts free = scenario.facts;
  free.keeps.clear();
  const auto expected = oracle::carried_out(
      scenario.world,
      oracle::erase(scenario.model, scenario.world, free, scenario.at, wish, twist));
  Stage stage{scenario};
  std::string plans;
  for (const oracle::Facts& facts : {scenario.facts, free}) {
    const auto erase = request_of(scenario, stage, wish);
    if (!erase.ok()) return show(scenario) + erase.error().message;
    const auto planned = stage.plan_erase(scenario.at, facts, *erase);
    if (!planned.ok()) return show(scenario) + planned.error().message;
    plans += show(planned->plan);
    if (!stage.carry_out(*planned).all_ran()) return show(scenario) + plans + "not every step ran";
  }
  const auto actual = stage.world();
  return actual == expected
             ? ""
             : show(scenario) + plans + "expected\n" + show(scenario.model, expected) + "actual\n" +
                   show(scenario.model, actual) + show(scenario.model, wish);
}

TEST(Erase, takes_the_rest_once_what_kept_it_has_ended) {
  expect_holds("in two goes", 300,
               [](Tape& tape) { return erased_in_two_goes(tape, several_stores, Twist::none); });
}
TEST(BrokenErasureInTwoGoes, is_found_out) {
  expect_fails("erasure", 3000, [](Tape& tape) {
    return erased_in_two_goes(tape, several_stores, Twist::mentions_ignored);
  });
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
