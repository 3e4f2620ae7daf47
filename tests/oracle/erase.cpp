// An erasure, row by row: what dies with a person, what somebody else keeps, what a floor keeps.
#include <algorithm>

#include "tests/oracle/lifetimes.hpp"
#include "tests/oracle/reference.hpp"

namespace abide::oracle {
namespace {

using policy::Hop;
using policy::Mention;
using policy::Model;
using policy::Ownership;

class Erasure {
 public:
  Erasure(const Model& model, const World& world, const Facts& facts, Instant at, const Wish& wish,
          Twist twist)
      : model_(model),
        world_(world),
        facts_(heeded(model, facts, wish)),
        wish_(wish),
        life_(model, world, facts_, at, twist),
        twist_(twist) {}

  Fates fates() {
    Fates all;
    do {
      fates_.clear();
      for (const auto& [table, rows] : world_) {
        for (std::size_t i = 0; in_reach(model_, table) && i < rows.size(); ++i) {
          all[{table, i}] = fate({table, i});
        }
      }
    } while (keep_what_held_rows_hang_on(all));
    return all;
  }

 private:
  /// Open requests of the person themselves do not stand against their own erasure.
  static Facts heeded(const Model& model, Facts facts, const Wish& wish) {
    std::erase_if(facts.keeps, [&](const KeepFact& keep) {
      return keep.reason != KeepFact::Reason::hold && keep.subject &&
             model.at(*keep.subject).identified_by.front() ==
                 model.at(wish.subject).identified_by.front() &&
             wish.keys.contains(keep.key);
    });
    return facts;
  }
  [[nodiscard]] const Walker& walker() const { return life_.walker(); }

  [[nodiscard]] bool held(Place place) const {
    return life_.kept(place) || held_by_others_.contains(place);
  }
  /// Rows that a held one hangs on: at the ends of its owners' first steps, and of the links by
  /// which it names the person.
  [[nodiscard]] std::set<Place> hangs_on(Place place) const {
    std::set<Place> found;
    const auto add = [&](const Hop& hop) {
      if (!walker().counts(place, hop)) return;
      for (const Place end : walker().step(place, hop)) found.insert(end);
    };
    for (const Ownership& owner : model_.at(place.table).owners) {
      if (owner.kind != Ownership::Kind::shared && !owner.hops.empty()) add(owner.hops.front());
    }
    for (const Mention& mention : model_.at(place.table).mentions) {
      const bool erased = mention.on_erase != Mention::OnErase::keep;
      if (mention.subject != wish_.subject || !erased) continue;
      add(mention.hop);
      for (const Place named : walker().step(place, mention.hop)) add_ways(named, found);
    }
    return found;
  }
  /// Rows from one that a link names to the person, by every owner by which it is theirs.
  void add_ways(Place named, std::set<Place>& found) const {
    for (const Ownership& owner : model_.at(named.table).owners) {
      if (!belongs(named, owner)) continue;
      std::set<Place> here{named};
      Ownership rest = owner;
      rest.condition.reset();
      rest.on_the_way.clear();
      while (!rest.hops.empty()) {
        const Hop hop = rest.hops.front();
        rest.hops.erase(rest.hops.begin());
        std::set<Place> ends;
        for (const Place one : here) {
          if (!walker().counts(one, hop)) continue;
          for (const Place end : walker().step(one, hop)) {
            if (belongs(end, rest)) ends.insert(end);
          }
        }
        found.insert(ends.begin(), ends.end());
        here = ends;
      }
    }
  }
  /// A row that is held, and would have changed, keeps what it hangs on as it is, and who the
  /// person is. Whether there was any.
  bool keep_what_held_rows_hang_on(const Fates& all) {
    const TableId home = model_.home_of(wish_.subject);
    std::set<Place> more;
    bool any = false;
    for (const auto& [place, fate] : all) {
      if (!wish_.of.empty() || wish_.row_table) continue;
      const bool named_on_hold = is_held() && links_to_them(place) && !dies_with_them(place);
      if (!named_on_hold && (!held(place) || !is_sought(place))) continue;
      more.merge(hangs_on(place));
      any = true;
    }
    for (const auto& [place, fate] : all) {
      if (any && place.table == home && dies_with_them(place)) more.insert(place);
    }
    std::erase_if(more, [this](Place place) { return held(place); });
    held_by_others_.insert(more.begin(), more.end());
    return !more.empty();
  }
  /// Whether the erasure would change the row if nothing kept it.
  bool is_sought(Place place) {
    return dies_with_them(place) || !leaves_behind(place).empty() || !naming(place).empty() ||
           !hanging(place).pointers.empty();
  }

  /// Of each row once: others hang on it.
  const Fate& fate(Place place) {
    const auto known = fates_.find(place);
    if (known != fates_.end()) return known->second;
    fates_[place] = {};  // until it is known, for rows that hang on themselves
    const Fate judged = judge(place);
    return fates_[place] = judged;
  }
  /// Rows that the owner's first step leads to, and whether each of them goes.
  struct Way {
    bool alive = false;
    bool cut = false;
  };
  Way way(Place place, const Ownership& owner) {
    const Hop& hop = owner.hops.front();
    if (!walker().counts(place, hop)) return {};
    const auto ends = walker().step(place, hop);
    const bool cut = wish_.of.empty() && !wish_.row_table && !ends.empty() &&
                     std::ranges::all_of(ends, [&](Place end) {
                       return in_reach(model_, end.table) && fate(end).goes;
                     });
    return {!ends.empty(), cut};
  }
  /// What a row that goes leaves of one that hangs on it.
  struct Hanging {
    bool lost = false;           ///< it hangs on nothing else
    std::set<FieldId> pointers;  ///< that lead nowhere then
  };
  Hanging hanging(Place place) {
    Hanging found;
    bool stays = false;
    for (const Ownership& owner : model_.at(place.table).owners) {
      if (owner.kind == Ownership::Kind::shared || owner.hops.empty()) continue;
      const Way one = way(place, owner);
      found.lost = found.lost || one.cut;
      stays = stays || (one.alive && !one.cut && !leads_to_them_alone(place, owner.hops.front()));
      if (one.cut) found.pointers.merge(walker().pointers(place.table, owner));
    }
    found.lost = found.lost && !stays && !walker().is_somebody(place);
    return found;
  }

  [[nodiscard]] bool belongs(Place place, const Ownership& owner) const {
    return owner.subject == wish_.subject && owner.kind != Ownership::Kind::shared &&
           std::ranges::any_of(
               wish_.keys, [&](const Cell& key) { return walker().belongs(place, owner, key); });
  }
  /// Somebody else, who is there, owns the row by this owner.
  [[nodiscard]] bool is_others(Place place, const Ownership& owner) const {
    if (owner.kind == Ownership::Kind::shared) return false;
    const FieldId own = model_.at(owner.subject).identified_by.front();
    const auto ends = walker().ends(place, owner.hops, Walker::conditions_of(owner));
    return std::ranges::any_of(ends, [&](Place end) {
      const bool same_kind = owner.subject == wish_.subject;
      return walker().meets(end, Walker::conditions_of(owner)) &&
             !(same_kind && wish_.keys.contains(walker().cell(end, own)));
    });
  }
  [[nodiscard]] bool has_others(Place place, const Hop* by = nullptr) const {
    return std::ranges::any_of(model_.at(place.table).owners, [&](const Ownership& owner) {
      const bool begins = by == nullptr || (!owner.hops.empty() && owner.hops.front() == *by);
      return begins && is_others(place, owner);
    });
  }
  [[nodiscard]] bool dies_with_them(Place place) const {
    return std::ranges::any_of(model_.at(place.table).owners, [&](const Ownership& owner) {
      const bool joint = twist_ != Twist::any_owner_is_enough && walker().is_joint(owner);
      return belongs(place, owner) && (!joint || !has_others(place));
    });
  }

  [[nodiscard]] bool is_asked(FieldId field) const {
    const auto& leaves = model_.at(field).categories;
    return wish_.of.empty() || std::ranges::any_of(wish_.of, [&](CategoryId id) {
             return std::ranges::count(leaves, id) > 0;
           });
  }
  /// Whether the column goes with everything else: it leads to them, or a rule severs it.
  [[nodiscard]] bool leads_on(TableId table, FieldId field) const {
    if (twist_ == Twist::paths_left_in_place) return false;
    for (const RuleId id : model_.rules_of(field)) {
      if (model_.at(id).kind == policy::Rule::Kind::sever) return true;
    }
    return std::ranges::any_of(model_.at(table).owners, [&](const Ownership& owner) {
      return owner.subject == wish_.subject && owner.kind != Ownership::Kind::shared &&
             walker().pointers(table, owner).contains(field);
    });
  }
  [[nodiscard]] bool leads_to_them_alone(Place place, const Hop& hop) const {
    return !has_others(place, &hop) &&
           std::ranges::any_of(model_.at(place.table).owners, [&](const Ownership& owner) {
             return !owner.hops.empty() && owner.hops.front() == hop && belongs(place, owner);
           });
  }
  /// Whether the person's share of a row is given up, and with it the path that this owner is.
  [[nodiscard]] bool is_left(Place place, const Ownership& owner) const {
    return wish_.of.empty() && owner.kind == Ownership::Kind::joint && belongs(place, owner) &&
           !has_others(place, &owner.hops.front());
  }
  /// Columns of somebody else's row that go with the person: their path, and what they leave blank.
  [[nodiscard]] std::set<FieldId> leaves_behind(Place place) const {
    std::set<FieldId> fields;
    for (const Ownership& owner : model_.at(place.table).owners) {
      if (owner.kind != Ownership::Kind::joint || !belongs(place, owner)) continue;
      for (const FieldId blank : owner.blanks) {
        if (is_asked(blank)) fields.insert(blank);
      }
      if (is_left(place, owner)) {
        fields.merge(walker().pointers(place.table, owner));
      }
    }
    return fields;
  }
  /// Columns that name them, in anybody's row.
  [[nodiscard]] std::set<FieldId> naming(Place place) const {
    std::set<FieldId> fields;
    for (const Mention& mention : model_.at(place.table).mentions) {
      if (mention.on_erase != Mention::OnErase::keep && names_them(place, mention)) {
        fields.insert(mention.hop.from.begin(), mention.hop.from.end());
      }
    }
    return fields;
  }
  /// Whether the row names them by a link that is cut when they go.
  [[nodiscard]] bool links_to_them(Place place) const {
    return std::ranges::any_of(model_.at(place.table).mentions, [&](const Mention& mention) {
      return mention.on_erase != Mention::OnErase::keep && points_at_them(place, mention);
    });
  }
  [[nodiscard]] bool names_them(Place place, const Mention& mention) const {
    return wish_.of.empty() && !wish_.row_table && !is_held() && points_at_them(place, mention);
  }
  [[nodiscard]] bool points_at_them(Place place, const Mention& mention) const {
    if (twist_ == Twist::mentions_ignored || mention.subject != wish_.subject) return false;
    const FieldId own = model_.at(wish_.subject).identified_by.front();
    const Hop& hop = mention.hop;
    if (hop.to == std::vector{own} && wish_.keys.contains(walker().cell(place, hop.from.front()))) {
      return true;
    }
    return std::ranges::any_of(walker().step(place, hop), [&](Place named) {
      return std::ranges::any_of(model_.at(named.table).owners,
                                 [&](const Ownership& owner) { return belongs(named, owner); });
    });
  }
  /// A hold on the person keeps whatever names them.
  [[nodiscard]] bool is_held() const {
    return std::ranges::any_of(facts_.keeps, [&](const KeepFact& keep) {
      return keep.reason == KeepFact::Reason::hold && keep.subject == wish_.subject &&
             wish_.keys.contains(keep.key);
    });
  }

  [[nodiscard]] Fate judge(Place place) {
    if (wish_.row_table && !(*wish_.row_table == place.table && is_wished(place))) return {};
    if (held(place)) return {};
    const auto& fields = model_.at(place.table).fields;
    const bool theirs = dies_with_them(place);
    std::set<FieldId> due;
    bool floored = false;
    for (const FieldId field : fields) {
      const bool keeps = life_.of(place, field).floored;
      const bool content = is_asked(field) && is_of_a_person(model_, field);
      const bool path = wish_.of.empty() && leads_on(place.table, field);
      if (theirs && (content || path) && !keeps) due.insert(field);
      floored = floored || keeps;
    }
    std::set<FieldId> emptied = due;
    std::set<FieldId> left = naming(place);
    if (!theirs) left.merge(leaves_behind(place));
    Hanging hangs = theirs ? Hanging{} : hanging(place);
    left.merge(hangs.pointers);
    for (const FieldId field : left) {
      if (!life_.of(place, field).floored) emptied.insert(field);
    }
    keep_clocks(model_, life_, place.table, due);
    keep_clocks(model_, life_, place.table, emptied);
    return fate_of(place, due, emptied, floored, theirs, hangs.lost);
  }

  [[nodiscard]] Fate fate_of(Place place, const std::set<FieldId>& due,
                             const std::set<FieldId>& emptied, bool floored, bool theirs,
                             bool lost) const {
    const auto content = content_of(model_, place.table);
    const auto is_due = [&](FieldId field) { return due.contains(field); };
    const bool named = std::ranges::any_of(model_.at(place.table).mentions, [&](const Mention& m) {
      return m.on_erase == Mention::OnErase::remove && names_them(place, m);
    });
    Fate fate;
    fate.goes = content.empty() ? theirs && wish_.of.empty() : std::ranges::all_of(content, is_due);
    fate.goes = (fate.goes || named || lost) && !floored;
    if (fate.goes) return fate;
    for (const FieldId field : emptied) {
      if (!is_null(walker().cell(place, field))) fate.emptied.insert(field);
    }
    return fate;
  }

  [[nodiscard]] bool is_wished(Place place) const {
    const auto& key = model_.at(place.table).key;
    for (std::size_t i = 0; i < key.size(); ++i) {
      if (walker().cell(place, key[i]) != wish_.row_key.at(i)) return false;
    }
    return true;
  }

  const Model& model_;
  const World& world_;
  const Facts facts_;
  const Wish& wish_;
  Lifetimes life_;
  Twist twist_;
  Fates fates_;
  std::set<Place> held_by_others_;  ///< rows on which held ones hang
};

}  // namespace

Rows people_of(const Model& model, const World& world, SubjectId subject) {
  const Walker walker{model, world};
  const TableId home = model.home_of(subject);
  Rows people;
  for (std::size_t i = 0; i < world.at(home).size(); ++i) {
    const Place place{home, i};
    const bool is_one = std::ranges::any_of(model.at(home).owners, [&](const Ownership& owner) {
      return owner.subject == subject && owner.hops.empty() &&
             walker.meets(place, Walker::conditions_of(owner));
    });
    if (is_one) people.push_back(walker.row(place));
  }
  return people;
}

std::set<FieldId> identifying(const Model& model, SubjectId subject) {
  const policy::Table& home = model.at(model.home_of(subject));
  std::set<FieldId>
      others;  // whom a row names is somebody else, and so is whoever it leads to here
  for (const auto& mention : home.mentions)
    others.insert(mention.hop.from.begin(), mention.hop.from.end());
  for (const Ownership& owner : home.owners)
    if (!owner.hops.empty() && owner.hops.front().table == model.home_of(subject))
      others.insert(owner.hops.front().from.begin(), owner.hops.front().from.end());
  for (const FieldId field : home.fields)
    if (const auto link = model.at(field).links_to;
        link && model.at(*link).table == model.home_of(subject))
      others.insert(field);
  const auto& by = model.at(subject).identified_by;
  std::set<FieldId> all(by.begin(), by.end());
  for (const FieldId field : home.fields)
    if (model.only_identifies(field) && !others.contains(field)) all.insert(field);
  return all;
}

std::set<Cell> accounts_of(const Model& model, const World& world, SubjectId subject,
                           const Cell& key) {
  const Walker walker{model, world};
  const FieldId own = model.at(subject).identified_by.front();
  const TableId home = model.home_of(subject);
  const std::set<FieldId> identifiers = identifying(model, subject);
  std::set<Cell> keys{key};
  const Rows of_kind = people_of(model, world, subject);
  const auto is_one = [&](const Row& row) { return keys.contains(row.at(own)); };
  for (bool grew = true; grew;) {
    grew = false;
    for (const Row& one : of_kind) {
      for (const Row& other : of_kind) {
        if (!is_one(one) || is_one(other)) continue;
        const bool same = std::ranges::any_of(identifiers, [&](FieldId field) {
          return walker.equal({{field}, home, {field}}, one.at(field), other.at(field));
        });
        if (same) {
          keys.insert(other.at(own));
          grew = true;
        }
      }
    }
  }
  return keys;
}

Fates erase(const Model& model, const World& world, const Facts& facts, Instant at,
            const Wish& wish, Twist twist) {
  return Erasure{model, world, facts, at, wish, twist}.fates();
}

}  // namespace abide::oracle
