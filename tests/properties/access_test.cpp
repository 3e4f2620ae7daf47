// A person is shown exactly what the oracle says is theirs, shared with them or names them, and of
// rows that others have too no identifier but their own.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"
#include "engine/access/cells.hpp"
#include "engine/access/names.hpp"
#include "engine/identity/identity.hpp"
#include "tests/properties/runner.hpp"
#include "tests/properties/verdict.hpp"

namespace abide::properties {
namespace {

using engine::access::Whose;
using oracle::Shown;

/// What is taken from the oracle or the engine, so that a property is seen to fail.
enum class Blind { nothing, shared, mentions, others, masks };

std::string word(const Value& value) {
  if (is_null(value)) return "NULL";
  const auto* number = std::get_if<std::int64_t>(&value);
  const auto* text = std::get_if<std::string>(&value);
  return number != nullptr ? std::to_string(*number) : text != nullptr ? *text : "?";
}

std::string line(const policy::Model& model, TableId table, int whose,
                 const std::vector<std::string>& values) {
  return fmt::format("{} {} {}", model.full_name(table), whose, fmt::join(values, "|"));
}

std::multiset<std::string> expected(const Scenario& scenario, const oracle::Wish& wish) {
  std::multiset<std::string> lines;
  for (const auto& [place, whose] : oracle::shown(scenario.model, scenario.world, wish)) {
    std::vector<std::string> values;
    for (const FieldId field : scenario.model.at(place.table).fields)
      values.push_back(word(value_of(scenario.world.at(place.table)[place.row].at(field))));
    lines.insert(line(scenario.model, place.table, static_cast<int>(whose), values));
  }
  return lines;
}

/// Identifiers that stand in rows which are the person's alone, their keys, the keys of rows that
/// are others' too, and what says who the person is where their own row is another's as well.
std::set<std::string> own_identifiers(const Scenario& scenario, const oracle::Wish& wish) {
  std::set<std::string> own;
  for (const oracle::Cell& key : wish.keys) own.insert(folded(word(value_of(key))));
  for (const auto& [place, whose] : oracle::shown(scenario.model, scenario.world, wish)) {
    const policy::Table& table = scenario.model.at(place.table);
    if (whose != Shown::theirs && whose != Shown::joint) continue;
    const oracle::Row& row = scenario.world.at(place.table)[place.row];
    const auto insert = [&](FieldId field) { own.insert(folded(word(value_of(row.at(field))))); };
    std::ranges::for_each(whose == Shown::theirs ? table.fields : table.key, insert);
    const FieldId key = scenario.model.at(wish.subject).identified_by.front();
    if (scenario.model.home_of(wish.subject) == place.table && wish.keys.contains(row.at(key)))
      std::ranges::for_each(oracle::identifying(scenario.model, wish.subject), insert);
  }
  return own;
}

bool identifies(const policy::Model& model, FieldId field) {
  return model.only_identifies(field) && !model.at(field).categories.empty();
}

struct Seen {
  std::multiset<std::string> lines;
  std::string strange;  ///< an identifier that is shown and is not the person's
};

Result<Seen> seen(const Scenario& scenario, const oracle::Wish& wish, Stage& stage,
                  const engine::Identity& identity, Blind blind) {
  const policy::Model& model = scenario.model;
  ABIDE_TRY(const auto plan, stage.plan_access(scenario.at, identity));
  ABIDE_TRY(const auto words, engine::access::known_words(model, plan, identity, stage.stores()));
  const std::set<std::string> own = own_identifiers(scenario, wish);
  Seen found;
  for (const engine::access::Part& part : plan.parts) {
    const engine::access::Cells cells{model, part, identity, words, Bytes(32, 7)};
    ABIDE_CHECK(engine::access::read(
        part, stage.stores(), plan.parameters, [&](std::span<const Value> row) -> Result<void> {
          std::vector<std::string> values;
          for (std::size_t i = 0; i < row.size(); ++i) {
            values.push_back(word(row[i]));
            if (part.whose == Whose::theirs || !identifies(model, part.fields[i]) ||
                is_null(row[i]))
              continue;
            const auto judged = cells.judge(i, row[i]);
            const bool whole =
                judged.as == engine::access::Judged::As::whole || blind == Blind::masks;
            if (whole && !own.contains(folded(values.back())))
              found.strange = model.full_name(part.fields[i]) + " " + values.back();
          }
          found.lines.insert(line(model, part.table, static_cast<int>(part.whose), values));
          return {};
        }));
  }
  return found;
}

std::string shown_once(Tape& tape, const Shape& shape, Blind blind) {
  Scenario scenario = make_scenario(tape, shape);
  for (policy::Table& table : scenario.model.tables)
    for (policy::Mention& mention : table.mentions) mention.shown_on_access = true;
  const oracle::Wish wish = make_wish(tape, scenario);
  const auto whole = expected(scenario, wish);
  if (blind == Blind::mentions || blind == Blind::shared || blind == Blind::others) {
    for (policy::Table& table : scenario.model.tables) {
      if (blind == Blind::mentions) table.mentions.clear();
      if (blind == Blind::shared)
        std::erase_if(table.owners, [](const policy::Ownership& owner) {
          return owner.kind == policy::Ownership::Kind::shared;
        });
      if (blind == Blind::others)
        for (policy::Ownership& owner : table.owners)
          if (owner.kind == policy::Ownership::Kind::shared)
            owner.kind = policy::Ownership::Kind::joint;
    }
  }
  Stage stage{scenario};
  const auto identity =
      engine::resolve_identity(scenario.model, stage.stores(), wish.subject, {value_of(wish.asked)},
                               engine::Sharing::same_person);
  if (!identity.ok()) return show(scenario) + identity.error().message;
  const auto found = seen(scenario, wish, stage, *identity, blind);
  if (!found.ok()) return show(scenario) + found.error().message;
  if (!found->strange.empty()) return show(scenario) + "shown: " + found->strange;
  if (found->lines == whole) return "";
  return fmt::format("{}{}\nexpected\n{}\nshown\n{}", show(scenario), show(scenario.model, wish),
                     fmt::join(whole, "\n"), fmt::join(found->lines, "\n"));
}

constexpr Shape one_store{.tables = 4, .stores = 1, .mentions = true, .kinds_together = true};
constexpr Shape several_stores{
    .tables = 4, .stores = 3, .ways = 2, .mentions = true, .kinds_together = true};

void holds(const std::string& name, const Shape& shape) {
  expect_holds(name, 300, [&](Tape& tape) { return shown_once(tape, shape, Blind::nothing); });
}

TEST(Access, shows_what_the_oracle_shows_in_one_store) { holds("one store", one_store); }
TEST(Access, shows_what_the_oracle_shows_in_several_stores) { holds("several", several_stores); }
TEST(Access, shows_no_stranger_whose_address_is_empty_too) {
  Shape shape = several_stores;
  shape.blanks = true;
  holds("blanks", shape);
}

class BlindAccess : public testing::TestWithParam<Blind> {};
TEST_P(BlindAccess, is_found_out) {
  expect_fails("access", 3000, [&](Tape& tape) { return shown_once(tape, one_store, GetParam()); });
}
INSTANTIATE_TEST_SUITE_P(Twins, BlindAccess,
                         testing::Values(Blind::shared, Blind::mentions, Blind::others,
                                         Blind::masks));

}  // namespace
}  // namespace abide::properties
