// What a look afterwards must find, and what it may.
#include <algorithm>

#include "tests/oracle/lifetimes.hpp"
#include "tests/oracle/reference.hpp"

namespace abide::oracle {
namespace {

using policy::Model;
using policy::Ownership;

/// Whether some own clock of the row asks for what it holds, by a rule no floor of which stands in
/// the way.
bool is_plainly_due(const Model& model, const Lifetimes& life, Place place) {
  const auto floored = [&](const policy::Rule& rule) {
    return std::ranges::any_of(rule.fields, [&](FieldId field) {
      return model.at(field).table == place.table && life.of(place, field).floored;
    });
  };
  return std::ranges::any_of(model.rules, [&](const policy::Rule& rule) {
    if (!rule.is_ceiling() || floored(rule)) return false;
    return std::ranges::any_of(rule.fields, [&](FieldId field) {
      return model.at(field).table == place.table && !is_null(life.walker().cell(place, field)) &&
             life.overdue_by_own_clock(place, rule);
    });
  });
}

bool is_asked(const Model& model, const Lifetimes& life, Place place) {
  return std::ranges::any_of(model.at(place.table).fields, [&](FieldId field) {
    return !is_null(life.walker().cell(place, field)) && life.of(place, field).asked;
  });
}

}  // namespace

Residue residue_of_sweep(const Model& model, const World& world, const Facts& facts, Instant at) {
  const Lifetimes life{model, world, facts, at, Twist::none};
  Residue found;
  for (const auto& [table, rows] : world) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Place place{table, i};
      if (!in_reach(model, table) || life.kept(place)) continue;
      found.may = found.may || is_asked(model, life, place);
      found.must = found.must || is_plainly_due(model, life, place);
    }
  }
  return found;
}

Residue residue_of_person(const Model& model, const World& before, const World& after,
                          const Facts& facts, Instant at, const Wish& wish) {
  const Lifetimes life{model, before, facts, at, Twist::none};
  const Walker& walker = life.walker();
  const Walker now{model, after};
  const auto theirs = [&](Place place) {
    return std::ranges::any_of(model.at(place.table).owners, [&](const Ownership& owner) {
      return owner.subject == wish.subject && owner.kind != Ownership::Kind::shared &&
             std::ranges::any_of(
                 wish.keys, [&](const Cell& key) { return walker.belongs(place, owner, key); });
    });
  };
  const FieldId own = model.at(wish.subject).identified_by.front();
  /// The step leads to what was theirs, whether it is there any more or not.
  const auto points = [&](const Row& row, const policy::Hop& hop) {
    if (hop.to == std::vector{own} && wish.keys.contains(row.at(hop.from.front()))) return true;
    const Rows& rows = before.at(hop.table);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      bool all = true;
      for (std::size_t c = 0; c < hop.to.size(); ++c) {
        all = all && walker.equal(hop, row.at(hop.from[c]), rows[i].at(hop.to[c]));
      }
      if (all && theirs({hop.table, i})) return true;
    }
    return false;
  };
  Residue found;
  for (const auto& [table, rows] : after) {
    for (const Row& row : rows) {
      for (const Ownership& owner : model.at(table).owners) {
        if (owner.subject != wish.subject || owner.kind == Ownership::Kind::shared) continue;
        const bool leads =
            owner.hops.empty() ? wish.keys.contains(row.at(own)) : points(row, owner.hops.front());
        found.may = found.may || leads;
      }
      for (const policy::Mention& mention : model.at(table).mentions) {
        found.may = found.may || (mention.subject == wish.subject && points(row, mention.hop));
      }
      for (const FieldId field : model.at(table).fields) {
        found.may = found.may || (model.only_identifies(field) && !is_null(row.at(field)));
      }
    }
  }
  return found;
}

}  // namespace abide::oracle
