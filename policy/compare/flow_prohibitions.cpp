// What a version says that it forbids: a prohibition is given up where some case of it is under no
// other of the newer version, at every moment at which it was forbidden.
#include <fmt/format.h>

#include "policy/compare/flow_sides.hpp"

namespace abide::policy::compare {
namespace {

/// What is done, as it stands after `ruled out`: what, with whom, for what.
std::string leaving(const Cases& cases) {
  return fmt::format("{} leaving {}", listed(cases.leaves), listed(cases.parties));
}
std::string anything_else(const Cases& cases) {
  return fmt::format("sending anything else to {}", listed(cases.parties));
}
/// `never process` is about several acts at once, and is told once.
std::string processing(const Cases& cases) {
  return fmt::format("processing {}{}", listed(cases.leaves),
                     cases.parties.empty() ? "" : " involving " + listed(cases.parties));
}
template <Act act>
std::string doing(const Cases& cases) {
  const std::string leaves = listed(cases.leaves);
  const auto with = [&](std::string_view word, std::string_view nobody_named) {
    return cases.parties.empty() ? std::string{nobody_named}
                                 : fmt::format(" {} {}", word, listed(cases.parties));
  };
  if constexpr (act == Act::collect) {
    return fmt::format("collecting {}{}", leaves, with("from", ""));
  } else if constexpr (act == Act::generate) {
    return fmt::format("making {}", leaves);
  } else if constexpr (act == Act::store) {
    return fmt::format("storing {}{}", leaves, with("in", ""));
  } else if constexpr (act == Act::send) {
    return fmt::format("sending {}{}", leaves, with("to", " to anybody"));
  } else if constexpr (act == Act::host) {
    return fmt::format("leaving {} with others", leaves);
  } else if constexpr (act == Act::use) {
    return fmt::format("using {}", leaves);
  } else if constexpr (act == Act::set) {
    return fmt::format("storing {} in the browser", leaves);
  } else {
    return fmt::format("letting {} leave by an outlet", leaves);
  }
}

using Tell = std::string (*)(const Cases&);
template <Tell what>
std::string told_of(std::string_view begin, const Cases& cases) {
  return fmt::format("{}: {}{}", begin, what(cases),
                     cases.purposes.empty() ? "" : " for " + listed(cases.purposes));
}
template <Tell what>
std::string given_up(const Cases& cases) {
  return told_of<what>("no longer ruled out", cases);
}
template <Tell what>
std::string taken_up(const Cases& cases) {
  return told_of<what>("ruled out now", cases);
}

/// What is said if a prohibition is given up, and if it is new.
struct Ruled {
  Tell looser, stricter;
};
template <Tell what>
constexpr Ruled ruled{given_up<what>, taken_up<what>};

Ruled ruled_by(const Prohibition& one) {
  if (one.sentence.starts_with("never process")) return ruled<processing>;
  switch (one.act) {
    case Act::collect:
      return ruled<doing<Act::collect>>;
    case Act::generate:
      return ruled<doing<Act::generate>>;
    case Act::store:
      return ruled<doing<Act::store>>;
    case Act::send:
      return ruled<doing<Act::send>>;
    case Act::host:
      return ruled<doing<Act::host>>;
    case Act::use:
      return ruled<doing<Act::use>>;
    case Act::set:
      return ruled<doing<Act::set>>;
    case Act::include:
      break;
  }
  return ruled<doing<Act::include>>;
}

/// Whether a set of one version holds what has this id there; what has none is in it where it is
/// all but some.
template <class Id>
bool has(const Several<Id>& several, std::optional<Id> id) {
  return id ? several.has(*id) : several.all_but;
}

/// One row of a dimension: who it is in either version. Neither: everybody else.
template <class Id>
struct Row {
  std::optional<Id> before, after;
  std::string name;
};
template <class Id>
std::vector<Row<Id>> rows_of(const Both<Id>& both) {
  std::vector<Row<Id>> rows;
  for (std::uint32_t i = 0; i < both.size(); ++i)
    rows.push_back({both.before(i), both.after(i), both.name(i)});
  rows.push_back({{}, {}, ""});
  return rows;
}

class Prohibited {
 public:
  Prohibited(const Named& before, const Named& after, Gathered& into)
      : before_(before),
        after_(after),
        old_sentences_(before),
        new_sentences_(after),
        sides_(before.names, after.names),
        into_(into) {}

  void run() {
    for (const Prohibition& one : before_.model.flows.prohibitions) given_up_of(one);
    for (const Confinement& one : before_.model.flows.confinements) released(one);
    for (const Permission& one : before_.model.flows.permissions)
      if (one.only) no_longer_only(one);
  }

 private:
  /// A leaf of the older version in the newer one.
  [[nodiscard]] std::optional<CategoryId> now(CategoryId leaf) const {
    return sides_.leaves.after(sides_.leaves.of_before(leaf));
  }
  /// Leaves that both versions have; where there are none, all of them.
  [[nodiscard]] std::vector<CategoryId> considered(const std::vector<CategoryId>& leaves) const {
    std::vector<CategoryId> common;
    for (const CategoryId leaf : leaves)
      if (now(leaf)) common.push_back(leaf);
    return common.empty() ? leaves : common;
  }
  [[nodiscard]] std::set<std::uint32_t> old_states(const std::vector<StateId>& states) const {
    std::set<std::uint32_t> all;
    for (const StateId state : states) all.insert(sides_.states.of_before(state));
    return all;
  }
  [[nodiscard]] std::set<std::uint32_t> new_states(const std::vector<StateId>& states) const {
    std::set<std::uint32_t> all;
    for (const StateId state : states) all.insert(sides_.states.of_after(state));
    return all;
  }
  /// `held` asks for no more than `wanted`, and is ended by no less.
  [[nodiscard]] bool holds_whenever(const Prohibition& wanted, const Prohibition& held) const {
    const auto when = new_states(held.when);
    const auto unless = new_states(held.unless);
    const auto wanted_when = old_states(wanted.when);
    const auto wanted_unless = old_states(wanted.unless);
    const bool begins = std::ranges::includes(wanted_when, when);
    const bool lasts =
        unless.empty() || (!wanted_unless.empty() && std::ranges::includes(unless, wanted_unless));
    return begins && lasts;
  }
  [[nodiscard]] bool same_kind(const Prohibition& wanted, const Prohibition& held) const {
    if (wanted.act != held.act || wanted.outlet.has_value() != held.outlet.has_value())
      return false;
    if (wanted.outlet &&
        sides_.outlets.of_before(*wanted.outlet) != sides_.outlets.of_after(*held.outlet))
      return false;
    if (held.made_of.empty()) return true;
    std::set<std::uint32_t> made_of;
    for (const CategoryId leaf : held.made_of) made_of.insert(sides_.leaves.of_after(leaf));
    return !wanted.made_of.empty() && std::ranges::all_of(wanted.made_of, [&](CategoryId leaf) {
      return made_of.contains(sides_.leaves.of_before(leaf));
    });
  }

  /// Dimensions that say nothing about an act have one row: everybody.
  template <class Id>
  [[nodiscard]] static std::vector<Row<Id>> asked(const Both<Id>& both, bool counts,
                                                  const Several<Id>& of) {
    if (!counts) return {{{}, {}, ""}};
    std::vector<Row<Id>> rows = rows_of(both);
    std::erase_if(rows, [&](const Row<Id>& row) { return !has(of, row.before); });
    return rows;
  }

  void given_up_of(const Prohibition& one) {
    std::vector<const Prohibition*> held;
    for (const Prohibition& other : after_.model.flows.prohibitions)
      if (same_kind(one, other) && holds_whenever(one, other)) held.push_back(&other);
    const std::vector<CategoryId> leaves = considered(one.leaves);
    const bool to_others = one.act == Act::send || one.act == Act::collect;
    const bool in_places = one.act == Act::store;
    const auto people = asked(sides_.subjects, one.act == Act::collect, one.subjects);
    const auto parties = asked(sides_.recipients, to_others, one.recipients);
    const auto purposes = asked(sides_.purposes, true, one.purposes);
    const auto tables = asked(sides_.tables, in_places, one.tables);
    const auto covers_all = [&](const Prohibition& other) {
      const auto in = [](const auto& rows, const auto& several) {
        return std::ranges::all_of(rows, [&](const auto& row) { return has(several, row.after); });
      };
      return (one.act != Act::collect || in(people, other.subjects)) &&
             (!to_others || in(parties, other.recipients)) && in(purposes, other.purposes) &&
             (!in_places || in(tables, other.tables)) &&
             std::ranges::all_of(leaves, [&](CategoryId leaf) {
               const auto there = now(leaf);
               return there && std::ranges::binary_search(other.leaves, *there);
             });
    };
    if (std::ranges::any_of(held, [&](const Prohibition* other) { return covers_all(*other); }))
      return;
    const auto each = [&](const Row<PurposeId>& purpose, const Row<TableId>& table) {
      for (const auto& row : people)
        if (one.act == Act::collect)
          missing(one, leaves, held, row.name, purpose.name, [&](const Prohibition& other) {
            return has(other.subjects, row.after) && has(other.purposes, purpose.after);
          });
      for (const auto& row : parties)
        missing(one, leaves, held, in_places ? table.name : row.name, purpose.name,
                [&](const Prohibition& other) {
                  return (!to_others || has(other.recipients, row.after)) &&
                         has(other.purposes, purpose.after) &&
                         (!in_places || has(other.tables, table.after));
                });
    };
    for (const auto& purpose : purposes)
      for (const auto& table : tables) each(purpose, table);
  }

  /// Leaves of one case that no prohibition of the newer version is about.
  template <class Covers>
  void missing(const Prohibition& one, const std::vector<CategoryId>& leaves,
               const std::vector<const Prohibition*>& held, const std::string& party,
               const std::string& purpose, const Covers& covers) {
    std::vector<const Prohibition*> here;
    for (const Prohibition* other : held)
      if (covers(*other)) here.push_back(other);
    for (const CategoryId leaf : leaves) {
      const auto there = now(leaf);
      const bool still = there && std::ranges::any_of(here, [&](const Prohibition* other) {
                           return std::ranges::binary_search(other->leaves, *there);
                         });
      if (still) continue;
      Cases& cases = of(one.promise, one.sentence, one.location, ruled_by(one));
      cases.leaves.insert(before_.names.of(leaf));
      if (!party.empty() && !one.recipients.is_everything()) cases.parties.insert(party);
      if (!purpose.empty() && !one.purposes.is_everything()) cases.purposes.insert(purpose);
    }
  }
  Cases& of(PromiseId promise, const std::string& sentence, const Location& location, Ruled ruled) {
    const std::string& what = before_.names.of(promise);
    const auto instead = new_sentences_.missing_in(old_sentences_, what);
    return into_.of({.what = what,
                     .before = {sentence},
                     .after = instead,
                     .was_at = location,
                     .stands_at = new_sentences_.place_of(instead),
                     .looser = ruled.looser,
                     .stricter = ruled.stricter});
  }

  void released(const Confinement& one) {
    const auto held = [&](const Confinement& other, CategoryId leaf) {
      const auto there = now(leaf);
      const bool same_store = before_.names.of(one.store) == after_.names.of(other.store);
      const bool as_close = !one.table || (other.table && before_.names.of(*one.table) ==
                                                              after_.names.of(*other.table));
      return there && same_store && as_close && std::ranges::binary_search(other.leaves, *there);
    };
    for (const CategoryId leaf : considered(one.leaves)) {
      const bool still =
          std::ranges::any_of(after_.model.flows.confinements,
                              [&](const Confinement& other) { return held(other, leaf); });
      if (still) continue;
      Cases& cases = of(one.promise, one.sentence, one.location, ruled<leaving>);
      cases.leaves.insert(before_.names.of(leaf));
      cases.parties.insert(before_.names.of(one.store));
    }
  }

  void no_longer_only(const Permission& one) {
    for (const RecipientId to : one.recipients) {
      const std::string& name = before_.names.of(to);
      const bool still =
          std::ranges::any_of(after_.model.flows.permissions, [&](const Permission& other) {
            return other.only && reaches(other, name) && serves_as_much(other, one);
          });
      if (still) continue;
      Cases& cases = of(*one.promise, one.sentence, one.location, ruled<anything_else>);
      cases.parties.insert(name);
      for (const PurposeId purpose : one.purposes) cases.purposes.insert(before_.names.of(purpose));
    }
  }
  [[nodiscard]] bool reaches(const Permission& one, const std::string& name) const {
    return std::ranges::any_of(one.recipients,
                               [&](RecipientId to) { return after_.names.of(to) == name; });
  }
  [[nodiscard]] bool serves_as_much(const Permission& other, const Permission& one) const {
    if (other.purposes.empty()) return true;
    std::set<std::string> served;
    for (const PurposeId purpose : other.purposes) served.insert(after_.names.of(purpose));
    return !one.purposes.empty() && std::ranges::all_of(one.purposes, [&](PurposeId purpose) {
      return served.contains(before_.names.of(purpose));
    });
  }

  const Named& before_;
  const Named& after_;
  Sentences old_sentences_, new_sentences_;
  Sides sides_;
  Gathered& into_;
};

}  // namespace

void forbid_looser(const Named& before, const Named& after, Gathered& into) {
  Prohibited{before, after, into}.run();
}

}  // namespace abide::policy::compare
