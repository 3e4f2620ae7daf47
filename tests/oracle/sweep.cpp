// A sweep, by the sentences of the language page alone.
#include <algorithm>

#include "tests/oracle/lifetimes.hpp"
#include "tests/oracle/reference.hpp"

namespace abide::oracle {
namespace {

using policy::Hop;
using policy::Model;
using policy::Ownership;

class Sweep {
 public:
  Sweep(const Model& model, const World& world, const Facts& facts, Instant at, Twist twist)
      : model_(model), world_(world), life_(model, world, facts, at, twist), twist_(twist) {
    life_.look_past(
        [this](Place from, const Hop& hop, Place to) { return leads_on(from, hop, to); });
  }

  Fates fates() {
    Fates all;
    for (const auto& [table, rows] : world_) {
      for (std::size_t i = 0; in_reach(model_, table) && i < rows.size(); ++i) {
        all[{table, i}] = of({table, i}).fate;
      }
    }
    for (auto& [place, fate] : all) {
      if (!fate.goes && !life_.kept(place)) fate.emptied.merge(naming(place));
    }
    return all;
  }

 private:
  struct Verdict {
    Fate fate;
    bool orphaned = false;  ///< stays, and no path to its subject is left
  };
  /// One way to an owner, for a row for which it counts.
  struct Path {
    const Ownership* owner;
    bool alive = false;  ///< it leads to a row, or is cut right here
    bool cut = false;
    bool left = false;  ///< by one of those whom it leads to at least
  };

  /// Whether the step is still there afterwards: its columns are, and so is the row.
  bool leads_on(Place from, const Hop& hop, Place to) {
    const Fate here = of(from).fate;
    const Fate there = of(to).fate;
    return !there.goes &&
           std::ranges::none_of(hop.from, [&](FieldId f) { return here.emptied.contains(f); }) &&
           std::ranges::none_of(hop.to, [&](FieldId f) { return there.emptied.contains(f); });
  }

  const Verdict& of(Place place) {
    const auto known = verdicts_.find(place);
    if (known != verdicts_.end()) return known->second;
    verdicts_[place] = {};  // a row that hangs on itself does not decide its own fate
    Verdict verdict = judge(place);
    return verdicts_[place] = std::move(verdict);
  }
  /// Pointers that the row's own rules empty. An owner who leaves frees what waited for them.
  void cut_pointers(Place place) {
    std::set<FieldId>& emptied = verdicts_[place].fate.emptied;
    for (std::size_t known = emptied.size() + 1; known != emptied.size();) {
      known = emptied.size();
      for (const Ownership& owner : model_.at(place.table).owners) {
        for (const FieldId field : life_.walker().pointers(place.table, owner)) {
          if (due_by_rules(place, field) && !is_null(life_.walker().cell(place, field))) {
            emptied.insert(field);
          }
        }
      }
    }
  }

  [[nodiscard]] bool due_by_rules(Place place, FieldId field) const {
    const Lifetime life = life_.of(place, field);
    return life.asked && !life.floored;
  }
  /// Whether the row's own rules empty the columns by which it points at its owner.
  [[nodiscard]] bool cut_here(Place place, const Ownership& owner) const {
    return std::ranges::any_of(life_.walker().pointers(place.table, owner), [&](FieldId field) {
      return due_by_rules(place, field) && !is_null(life_.walker().cell(place, field));
    });
  }
  [[nodiscard]] bool is_gone(Place parent, const Hop& hop) {
    const Verdict& verdict = of(parent);
    return verdict.fate.goes || verdict.orphaned || std::ranges::any_of(hop.to, [&](FieldId to) {
             return verdict.fate.emptied.contains(to);
           });
  }

  std::vector<Path> paths(Place place) {
    std::vector<Path> found;
    for (const Ownership& owner : model_.at(place.table).owners) {
      const bool plain = owner.kind != Ownership::Kind::shared && !owner.hops.empty();
      const bool counts = twist_ == Twist::conditions_ignored || !owner.condition ||
                          life_.walker().meets(place, {*owner.condition});
      if (!plain || !counts) continue;
      const Hop& hop = owner.hops.front();
      Path path{&owner, false, cut_here(place, owner)};
      const auto parents = life_.walker().step(place, hop);
      path.alive = path.cut || !parents.empty();
      if (!path.cut && !parents.empty()) {
        const auto gone = [&](Place parent) { return is_gone(parent, hop); };
        path.left = std::ranges::any_of(parents, gone);
        path.cut =
            twist_ == Twist::any_owner_is_enough ? path.left : std::ranges::all_of(parents, gone);
      }
      path.left = path.left || path.cut;
      found.push_back(path);
    }
    return found;
  }

  Verdict judge(Place place) {
    Verdict verdict;
    if (life_.kept(place)) {
      verdict.orphaned = lost(place, paths_of_kept(place));
      return verdict;
    }
    cut_pointers(place);
    const std::vector<Path> ways = paths(place);
    const bool lost_now = lost(place, ways);
    std::set<FieldId> due;
    bool floored = false;
    for (const FieldId field : model_.at(place.table).fields) {
      const Lifetime life = life_.of(place, field);
      const bool by_loss = lost_now && !life.stands_alone && is_of_a_person(model_, field);
      if ((life.asked || by_loss) && !life.floored) due.insert(field);
      floored = floored || life.floored;
    }
    std::set<FieldId> emptied = due;
    for (const FieldId field : left_behind(place, ways)) {
      if (!life_.of(place, field).floored) emptied.insert(field);
    }
    keep_clocks(model_, life_, place.table, due);
    keep_clocks(model_, life_, place.table, emptied);
    const auto content = content_of(model_, place.table);
    const auto is_due = [&](FieldId field) { return due.contains(field); };
    const bool whole = content.empty() ? lost_now : std::ranges::all_of(content, is_due);
    verdict.fate.goes = !floored && (whole || goes_with_named(place));
    if (verdict.fate.goes) return verdict;
    for (const FieldId field : emptied) {
      if (!is_null(life_.walker().cell(place, field))) verdict.fate.emptied.insert(field);
    }
    verdict.orphaned = lost_now;
    return verdict;
  }

  /// Columns that lead nowhere any more: pointers along a path that is cut, and what a joint owner
  /// leaves blank.
  [[nodiscard]] std::set<FieldId> left_behind(Place place, const std::vector<Path>& ways) const {
    std::set<FieldId> fields;
    for (const Path& path : ways) {
      if (!path.alive || twist_ == Twist::paths_left_in_place) continue;
      if (path.cut) fields.merge(life_.walker().pointers(place.table, *path.owner));
      if (path.left && path.owner->kind == Ownership::Kind::joint) {
        fields.insert(path.owner->blanks.begin(), path.owner->blanks.end());
      }
    }
    return fields;
  }

  /// Whether all that the row names by it goes, or loses what it is named by.
  bool names_who_goes(Place place, const policy::Mention& mention) {
    if (mention.on_erase == policy::Mention::OnErase::keep || twist_ == Twist::mentions_ignored) {
      return false;
    }
    const auto named = life_.walker().step(place, mention.hop);
    return !named.empty() && std::ranges::all_of(named, [&](Place who) {
      const Fate fate = of(who).fate;
      return fate.goes || std::ranges::any_of(mention.hop.to, [&](FieldId to) {
               return fate.emptied.contains(to);
             });
    });
  }
  /// Columns that name somebody who goes, once that is settled of everybody.
  std::set<FieldId> naming(Place place) {
    std::set<FieldId> fields;
    for (const policy::Mention& mention : model_.at(place.table).mentions) {
      if (!names_who_goes(place, mention)) continue;
      for (const FieldId field : mention.hop.from) {
        const bool stays = says_more(place.table, mention.hop, field) ||
                           life_.of(place, field).floored ||
                           is_null(life_.walker().cell(place, field));
        if (!stays) fields.insert(field);
      }
    }
    return fields;
  }
  /// Whether the column also leads elsewhere.
  [[nodiscard]] bool says_more(TableId table, const Hop& hop, FieldId field) const {
    const auto uses = [&](const Hop& other) {
      return other != hop && std::ranges::count(other.from, field) > 0;
    };
    const policy::Table& of = model_.at(table);
    return std::ranges::any_of(of.owners,
                               [&](const Ownership& owner) {
                                 return !owner.hops.empty() && uses(owner.hops.front());
                               }) ||
           std::ranges::any_of(of.mentions,
                               [&](const policy::Mention& one) { return uses(one.hop); });
  }
  bool goes_with_named(Place place) {
    return !life_.walker().is_somebody(place) &&
           std::ranges::any_of(model_.at(place.table).mentions, [&](const policy::Mention& one) {
             return one.on_erase == policy::Mention::OnErase::remove && names_who_goes(place, one);
           });
  }

  /// A kept row's own path stays; what it hangs on may go all the same.
  std::vector<Path> paths_of_kept(Place place) {
    std::vector<Path> ways = paths(place);
    for (Path& path : ways) {
      if (cut_here(place, *path.owner)) {
        const auto parents = life_.walker().step(place, path.owner->hops.front());
        path.alive = !parents.empty();
        path.cut = std::ranges::all_of(
            parents, [&](Place parent) { return is_gone(parent, path.owner->hops.front()); });
      }
    }
    return ways;
  }

  [[nodiscard]] bool lost(Place place, const std::vector<Path>& ways) const {
    return !life_.walker().is_somebody(place) &&
           std::ranges::any_of(ways, [](const Path& p) { return p.alive; }) &&
           std::ranges::all_of(ways, [](const Path& p) { return !p.alive || p.cut; });
  }

  const Model& model_;
  const World& world_;
  Lifetimes life_;
  Twist twist_;
  std::map<Place, Verdict> verdicts_;
};

}  // namespace

std::vector<FieldId> content_of(const Model& model, TableId table) {
  std::vector<FieldId> categorised;
  for (const FieldId field : model.at(table).fields) {
    if (!model.at(field).categories.empty()) categorised.push_back(field);
  }
  std::vector<FieldId> personal;
  std::ranges::copy_if(categorised, std::back_inserter(personal),
                       [&](FieldId field) { return model.is_personal(field); });
  std::vector<FieldId> content;
  std::ranges::copy_if(personal, std::back_inserter(content),
                       [&](FieldId field) { return !model.only_identifies(field); });
  return !content.empty() ? content : !personal.empty() ? personal : categorised;
}

bool is_of_a_person(const Model& model, FieldId field) {
  if (model.at(field).categories.empty()) return false;
  const auto personal = [&](FieldId one) { return model.is_personal(one); };
  return personal(field) || std::ranges::none_of(model.at(model.at(field).table).fields, personal);
}

/// A clock goes with the last column of its row that counts from it, not before.
void keep_clocks(const Model& model, const Lifetimes& life, TableId table, std::set<FieldId>& due) {
  for (bool again = true; again;) {
    again = false;
    for (const policy::Rule& rule : model.rules) {
      for (const FieldId field : rule.fields) {
        if (model.at(field).table != table || due.contains(field) || !rule.is_ceiling()) continue;
        again = std::erase_if(due,
                              [&](FieldId clock) {
                                return clock != field && life.counts_from(table, rule, clock);
                              }) > 0 ||
                again;
      }
    }
  }
}

bool in_reach(const Model& model, TableId table) {
  return !model.at(model.at(table).store).no_reach_because && !model.at(table).key.empty();
}

Fates sweep(const Model& model, const World& world, const Facts& facts, Instant at, Twist twist) {
  return Sweep{model, world, facts, at, twist}.fates();
}

World carried_out(const World& world, const Fates& fates) {
  World left;
  for (const auto& [table, rows] : world) {
    Rows& kept = left[table];
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto fate = fates.find({table, i});
      if (fate == fates.end()) {
        kept.push_back(rows[i]);
        continue;
      }
      if (fate->second.goes) continue;
      Row row = rows[i];
      for (const FieldId field : fate->second.emptied) row[field] = Cell{};
      kept.push_back(std::move(row));
    }
  }
  return left;
}

}  // namespace abide::oracle
