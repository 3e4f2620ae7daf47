// Two Models compared by what they decide.
#include "policy/loosen/effect.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/id_sets.hpp"
#include "policy/knowledge.hpp"
#include "policy/loosen/bounds_of_rows.hpp"
#include "policy/storing.hpp"

namespace abide::policy {
namespace {

using loosening::Bounded;
using loosening::BoundsOfRows;

/// Everything that a test names has the same id in both.
bool are_named_alike(const Model& a, const Model& b) {
  const auto same_names = [](const auto& x, const auto& y) {
    return std::ranges::equal(
        x, y, {}, [](const auto& one) { return one.name; },
        [](const auto& one) { return one.name; });
  };
  const auto same_fields = std::ranges::equal(
      a.fields, b.fields,
      [](const Field& x, const Field& y) { return x.table == y.table && x.name == y.name; });
  return same_fields && same_names(a.tables, b.tables) && same_names(a.stores, b.stores) &&
         same_names(a.events, b.events) && same_names(a.subjects, b.subjects) &&
         same_names(a.categories, b.categories) && a.recipients == b.recipients &&
         a.flows.purposes == b.flows.purposes && a.flows.states == b.flows.states;
}

/// `given saved off; `, for every state of which something is known.
std::string given(const Model& model, const KnownStates& states) {
  std::string steps;
  for (std::uint32_t i = 0; i < model.flows.states.size(); ++i) {
    if (states.holds(StateId{i})) steps += fmt::format("given {} on; ", model.flows.states[i]);
    if (!states.may_hold(StateId{i})) steps += fmt::format("given {} off; ", model.flows.states[i]);
  }
  return steps;
}

class Comparing {
 public:
  Comparing(const Model& before, const Model& after) : before_(before), after_(after) {}

  Result<Effect> run() && {
    if (!are_named_alike(before_, after_)) {
      effect_.is_of_other_names = true;
      return std::move(effect_);
    }
    compare_paths();
    compare_bounds();
    compare_storing();
    ABIDE_CHECK(compare_flows());
    make_set(effect_.tables);
    make_set(effect_.events);
    make_set(effect_.leaves);
    return std::move(effect_);
  }

 private:
  void compare_paths() {
    for (std::uint32_t i = 0; i < before_.tables.size(); ++i) {
      const Table& one = before_.tables[i];
      const Table& other = after_.tables[i];
      const bool same_owners = are_alike(one.owners, deciding(one.owners, other.owners));
      if (!is_reached(one) || (same_owners && are_alike(one.mentions, other.mentions))) continue;
      effect_.tables.push_back(TableId{i});
      effect_.whatever_happens = true;
      const std::string name = before_.full_name(TableId{i});
      tell(same_owners
               ? fmt::format("given row {} (…) that names somebody; when NAME is erased; expect {} "
                             "severed for NAME",
                             name, name)
               : fmt::format("given row {} (…) of somebody; when NAME is erased; expect {} erased, "
                             "or what of it is blanked in `expect plan`",
                             name, name));
    }
  }
  /// What no sweep reaches, no test sees.
  [[nodiscard]] bool is_reached(const Table& table) const {
    return !before_.at(table.store).no_reach_because && !table.key.empty();
  }
  /// The owners as they decide: where another owns by the same steps, the row hangs on a row that
  /// goes, and it makes no difference that one of them now only shares it.
  static std::vector<Ownership> deciding(const std::vector<Ownership>& before,
                                         std::vector<Ownership> after) {
    for (std::size_t i = 0; i < after.size() && before.size() == after.size(); ++i) {
      const bool another = std::ranges::any_of(after, [&](const Ownership& one) {
        return &one != &after[i] && one.kind == before[i].kind && one.hops == after[i].hops;
      });
      if (another && after[i].kind == Ownership::Kind::shared) after[i].kind = before[i].kind;
    }
    return after;
  }
  /// The same paths, wherever they stand in the text.
  template <class Path>
  static bool are_alike(const std::vector<Path>& a, const std::vector<Path>& b) {
    return std::ranges::equal(a, b, [](const Path& one, Path other) {
      other.location = one.location;
      return one == other;
    });
  }
  void compare_bounds() {
    const BoundsOfRows before = loosening::bounds_of_rows(before_);
    const BoundsOfRows after = loosening::bounds_of_rows(after_);
    for (const auto& [on, bounds] : before) {
      const auto at = after.find(on);
      if (at == after.end() || at->second != bounds) differs(on, bounds.front());
    }
    for (const auto& [on, bounds] : after) {
      if (!before.contains(on)) differs(on, bounds.front());
    }
  }
  void differs(const Bounded& on, const checks::Bound& bound) {
    if (!is_reached(before_.at(before_.at(on.field).table))) return;
    effect_.tables.push_back(before_.at(on.field).table);
    effect_.events.insert(effect_.events.end(), on.events.begin(), on.events.end());
    tell(words(on, bound));
  }
  [[nodiscard]] std::string words(const Bounded& on, const checks::Bound& bound) const {
    const std::string table = before_.full_name(before_.at(on.field).table);
    const std::string& column = before_.at(on.field).name;
    const std::string& event = before_.at(on.events.front()).name;
    const std::string length = to_string(loosening::length_of(bound));
    if (on.side == checks::Bound::Side::floor) {
      return fmt::format(
          "given row {} (… {}: …); `{}`; when NAME is erased, within {}; expect {} "
          "kept",
          table, column, event, length, table);
    }
    return fmt::format(
        "given row {} (… {}: …); `{}`; {} later expect {} erased, or severed where "
        "a law keeps it",
        table, column, event, length, table);
  }
  void compare_storing() {
    std::vector<StateId> states;
    for (const Model* model : {&before_, &after_}) {
      for (const Prohibition& never : model->flows.prohibitions) {
        if (never.act != Act::store) continue;
        states.insert(states.end(), never.when.begin(), never.when.end());
        states.insert(states.end(), never.unless.begin(), never.unless.end());
      }
    }
    make_set(states);
    for (std::uint32_t i = 0; i < before_.tables.size(); ++i) compare_storing(TableId{i}, states);
  }
  void compare_storing(TableId table, const std::vector<StateId>& states) {
    std::vector<CategoryId> leaves;
    for (const FieldId field : before_.at(table).fields) {
      const auto& held = before_.at(field).categories;
      leaves.insert(leaves.end(), held.begin(), held.end());
    }
    make_set(leaves);
    for (const CategoryId leaf : leaves) {
      each_knowledge(states, [&](const KnownStates& known) {
        const bool may = storing_grounds(before_, table, leaf, known).may_lie();
        if (may == storing_grounds(after_, table, leaf, known).may_lie()) return false;
        effect_.leaves.push_back(leaf);
        tell(fmt::format("{}expect {} {} reach {}", given(before_, known), before_.at(leaf).name,
                         may ? "can" : "cannot", before_.full_name(table)));
        return true;
      });
    }
  }
  Result<void> compare_flows() {
    ABIDE_TRY(const FlowDecisions before, FlowDecisions::of(before_));
    ABIDE_TRY(const FlowDecisions after, FlowDecisions::of(after_));
    const auto first = before.first_difference(after);
    if (!first) return {};
    const bool may = before.allows(first->to, first->purpose, first->leaf, first->states);
    tell(fmt::format("{}expect {} {} reach {} for {}", given(before_, first->states),
                     before_.at(first->leaf).name, may ? "can" : "cannot",
                     before_.recipients[first->to.value],
                     before_.flows.purposes[first->purpose.value]));
    for (std::uint32_t i = 0; i < before_.categories.size(); ++i) {
      if (before_.categories[i].leaf) effect_.leaves.push_back(CategoryId{i});
    }
    return {};
  }
  void tell(std::string expectation) {
    if (effect_.expectation.empty()) effect_.expectation = std::move(expectation);
  }

  const Model& before_;
  const Model& after_;
  Effect effect_;
};

}  // namespace

Result<Effect> effect_of(const Model& before, const Model& after) {
  return Comparing{before, after}.run();
}

}  // namespace abide::policy
