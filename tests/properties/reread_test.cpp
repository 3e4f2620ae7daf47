// The look afterwards finds nothing after a sweep or an erasure that the oracle does not know of,
// and finds a row that is put back.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/identity/identity.hpp"
#include "tests/properties/reading.hpp"
#include "tests/properties/runner.hpp"
#include "tests/properties/verdict.hpp"

namespace abide::properties {
namespace {

using LookNow = std::function<Result<reread::Look>(const reread::Input&)>;

/// Empty when the look finds something exactly where it must, and nothing where it may not.
std::string look(const Scenario& scenario, const Stage& stage, const oracle::Residue& known,
                 const LookNow& now) {
  const engine::Stores readers = stage.readers();
  const auto found = now(input_of(scenario, readers));
  if (!found.ok()) return show(scenario) + found.error().message;
  const bool fails = found->failures() > 0;
  if ((fails && !known.may) || (!fails && known.must)) {
    return show(scenario) + "there\n" + show(scenario.model, stage.world()) +
           reread::to_text(*found) + (fails ? "finds too much" : "finds too little");
  }
  return "";
}

/// The first row that is gone, in the world that is left.
struct Gone {
  TableId table;
  oracle::Row row;
};
std::optional<Gone> some_row_gone(const Scenario& scenario, const oracle::Fates& fates,
                                  const std::function<bool(TableId, const oracle::Row&)>& fits) {
  for (const auto& [place, fate] : fates) {
    const oracle::Row& row = scenario.world.at(place.table)[place.row];
    if (fate.goes && fits(place.table, row)) return Gone{place.table, row};
  }
  return std::nullopt;
}

enum class Blind { no, yes };

std::string look_after_sweep(Tape& tape, const Shape& shape, Blind blind) {
  const Scenario scenario = make_scenario(tape, shape);
  Stage stage{scenario};
  const auto planned = stage.plan_sweep(scenario.at, scenario.facts);
  if (!planned.ok()) return show(scenario) + planned.error().message;
  if (blind == Blind::no && !stage.carry_out(*planned).all_ran())
    return show(scenario) + show(planned->plan) + "not every step ran";
  const auto residue = [&](const oracle::World& world) {
    return oracle::residue_of_sweep(scenario.model, world, scenario.facts, scenario.at);
  };
  const LookNow now = [](const reread::Input& input) { return reread::look_after_sweep(input); };
  // Blind: nothing was carried out, and the oracle is asked of the world as it should be.
  const auto fates = oracle::sweep(scenario.model, scenario.world, scenario.facts, scenario.at);
  const auto left = oracle::carried_out(scenario.world, fates);
  if (auto wrong = look(scenario, stage, residue(left), now); !wrong.empty()) return wrong;
  const auto gone =
      some_row_gone(scenario, fates, [](TableId, const oracle::Row&) { return true; });
  if (!gone || blind == Blind::yes) return "";
  stage.plant(gone->table, gone->row);
  return look(scenario, stage, residue(stage.world()), now);
}

std::string look_after_erasure(Tape& tape, const Shape& shape, Blind blind) {
  const Scenario scenario = make_scenario(tape, shape);
  const oracle::Wish wish = make_wish(tape, scenario);
  Stage stage{scenario};
  const auto identity =
      engine::resolve_identity(scenario.model, stage.stores(), wish.subject, {value_of(wish.asked)},
                               engine::Sharing::same_person);
  if (!identity.ok() || !wish.of.empty() || wish.row_table) return "";
  const engine::EraseRequest erase{*identity, "member M-1", {}, std::nullopt};
  const auto planned = stage.plan_erase(scenario.at, scenario.facts, erase);
  if (!planned.ok()) return show(scenario) + planned.error().message;
  if (blind == Blind::no && !stage.carry_out(*planned).all_ran())
    return show(scenario) + show(planned->plan) + "not every step ran";
  const reread::Person person{wish.subject, identity->values, {}, std::nullopt, {}};
  const LookNow now = [&](const reread::Input& input) {
    return reread::look_for_subject(input, person);
  };
  const auto residue = [&](const oracle::World& world) {
    return oracle::residue_of_person(scenario.model, scenario.world, world, scenario.facts,
                                     scenario.at, wish);
  };
  const auto fates =
      oracle::erase(scenario.model, scenario.world, scenario.facts, scenario.at, wish);
  const auto left = oracle::carried_out(scenario.world, fates);
  if (auto wrong = look(scenario, stage, residue(left), now); !wrong.empty()) return wrong;
  const auto& home = scenario.model.home_of(wish.subject);
  const FieldId own = scenario.model.at(wish.subject).identified_by.front();
  const auto gone = some_row_gone(scenario, fates, [&](TableId table, const oracle::Row& row) {
    return table == home && wish.keys.contains(row.at(own));
  });
  if (!gone || blind == Blind::yes) return "";
  stage.plant(gone->table, gone->row);
  return look(scenario, stage, {.may = true, .must = true}, now);
}

constexpr Shape one_store{.tables = 4, .stores = 1, .kinds_together = true};
constexpr Shape several_stores{
    .tables = 4, .stores = 3, .ways = 2, .mentions = true, .kinds_together = true};

TEST(Reread, knows_what_a_sweep_leaves_and_finds_what_is_put_back) {
  expect_holds("look after a sweep", 200,
               [](Tape& tape) { return look_after_sweep(tape, one_store, Blind::no); });
}
TEST(Reread, knows_what_an_erasure_leaves_and_finds_what_is_put_back) {
  expect_holds("look after an erasure", 200,
               [](Tape& tape) { return look_after_erasure(tape, several_stores, Blind::no); });
}
TEST(BrokenReread, a_sweep_that_was_not_carried_out_is_found_out) {
  expect_fails("look after a sweep", 3000,
               [](Tape& tape) { return look_after_sweep(tape, one_store, Blind::yes); });
}
TEST(BrokenReread, an_erasure_that_was_not_carried_out_is_found_out) {
  expect_fails("look after an erasure", 3000,
               [](Tape& tape) { return look_after_erasure(tape, several_stores, Blind::yes); });
}

}  // namespace
}  // namespace abide::properties
