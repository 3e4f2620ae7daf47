// What a person is shown, row by row.
#include <algorithm>

#include "tests/oracle/paths.hpp"
#include "tests/oracle/reference.hpp"

namespace abide::oracle {
namespace {

using policy::Mention;
using policy::Model;
using policy::Ownership;

class Showing {
 public:
  Showing(const Model& model, const World& world, const Wish& wish)
      : model_(model), wish_(wish), walker_(model, world) {}

  [[nodiscard]] std::optional<Shown> of(Place place) const {
    const policy::Table& table = model_.at(place.table);
    const auto by = [&](bool shared) {
      return std::ranges::any_of(table.owners, [&](const Ownership& owner) {
        return (owner.kind == Ownership::Kind::shared) == shared && belongs(place, owner);
      });
    };
    if (by(false)) return has_others(place) ? Shown::joint : Shown::theirs;
    if (by(true)) return Shown::shared;
    const bool named = std::ranges::any_of(table.mentions, [&](const Mention& mention) {
      return mention.shown_on_access && points_at_them(place, mention);
    });
    return named ? std::optional{Shown::naming} : std::nullopt;
  }

 private:
  [[nodiscard]] bool belongs(Place place, const Ownership& owner) const {
    return owner.subject == wish_.subject && std::ranges::any_of(wish_.keys, [&](const Cell& key) {
             return walker_.belongs(place, owner, key);
           });
  }
  /// Somebody else, who is there, owns the row.
  [[nodiscard]] bool has_others(Place place) const {
    return std::ranges::any_of(model_.at(place.table).owners, [&](const Ownership& owner) {
      if (owner.kind == Ownership::Kind::shared) return false;
      const FieldId own = model_.at(owner.subject).identified_by.front();
      const auto conditions = Walker::conditions_of(owner);
      return std::ranges::any_of(walker_.ends(place, owner.hops, conditions), [&](Place end) {
        return walker_.meets(end, conditions) &&
               !(owner.subject == wish_.subject && wish_.keys.contains(walker_.cell(end, own)));
      });
    });
  }
  [[nodiscard]] bool points_at_them(Place place, const Mention& mention) const {
    if (mention.subject != wish_.subject) return false;
    const FieldId own = model_.at(wish_.subject).identified_by.front();
    if (mention.hop.to == std::vector{own} &&
        wish_.keys.contains(walker_.cell(place, mention.hop.from.front())))
      return true;
    return std::ranges::any_of(walker_.step(place, mention.hop), [&](Place named) {
      return std::ranges::any_of(model_.at(named.table).owners, [&](const Ownership& owner) {
        return owner.kind != Ownership::Kind::shared && belongs(named, owner);
      });
    });
  }

  const Model& model_;
  const Wish& wish_;
  Walker walker_;
};

}  // namespace

std::map<Place, Shown> shown(const Model& model, const World& world, const Wish& wish) {
  const Showing showing{model, world, wish};
  std::map<Place, Shown> all;
  for (const auto& [table, rows] : world) {
    for (std::size_t i = 0; in_reach(model, table) && i < rows.size(); ++i) {
      if (const auto one = showing.of({table, i})) all[{table, i}] = *one;
    }
  }
  return all;
}

}  // namespace abide::oracle
