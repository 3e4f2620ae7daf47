// Which rows an erasure reaches: the person's own, those that name them, and those that hang on
// rows which go.
#include <algorithm>

#include "engine/plan/erase_planner.hpp"

namespace abide::engine {

using policy::Mention;
using policy::Ownership;

bool ErasePlanner::Reach::is_nothing() const {
  return claims.whole.is_never() && claims.leaving.empty() && removed.is_never() && blanks.empty();
}

Result<Claims> ErasePlanner::claims(TableId table) {
  return claims_of(
      model_, table, erase_.identity.subject, [this](FieldId field) { return values_of(field); },
      [this](FieldId field) { return erase_.identity.left_out.contains(field); });
}

Result<ErasePlanner::Reach> ErasePlanner::reach(Draft& draft, TableId table) {
  const bool elsewhere = erase_.row && erase_.row->table != table;
  if (elsewhere) {
    return Reach{};
  }
  Reach reach;
  ABIDE_TRY(reach.claims, claims(table));
  if (erase_.row) {
    const Condition row = rules_.rows(table, {&*erase_.row});
    reach.claims.whole = reach.claims.whole && row;
    for (Claims::Leaving& one : reach.claims.leaving) {
      one.rows = one.rows && row;
      one.cut = one.cut && row;
    }
  } else if (erase_.of.empty()) {
    ABIDE_CHECK(add_mentions(table, reach));
    ABIDE_CHECK(add_hanging(draft, table, reach));
  }
  if (!reach.removed.is_never()) {
    taken_along_.insert(table);
  }
  return reach;
}

/// Whether rows may go at the end of the step while this table's rows, which hang on them, are not
/// the person's by it, or somebody else's as well.
bool ErasePlanner::may_be_left(TableId table, const policy::Hop& hop) const {
  const auto is_theirs = [this](const Ownership& owner) {
    return owner.subject == erase_.identity.subject && owner.kind != Ownership::Kind::shared;
  };
  const auto begins = [&](const Ownership& owner) {
    return !owner.hops.empty() && owner.hops.front() == hop;
  };
  const auto& owners = model_.at(table).owners;
  const bool only_way = std::ranges::all_of(owners, [&](const Ownership& owner) {
    return owner.kind == Ownership::Kind::shared || begins(owner);
  });
  const auto follows = [&](const Ownership& there) {
    const bool alike = only_way && is_joint(model_, hop.table, there);
    return std::ranges::any_of(owners, [&](const Ownership& here) {
      return is_theirs(here) && begins(here) && (alike || !is_joint(model_, table, here)) &&
             std::ranges::equal(std::span{here.hops}.subspan(1), there.hops);
    });
  };
  return taken_along_.contains(hop.table) ||
         std::ranges::any_of(model_.at(hop.table).owners, [&](const Ownership& there) {
           return is_theirs(there) && !follows(there);
         });
}

Result<ErasePlanner::FirstStep> ErasePlanner::first_step(Draft& draft, TableId table,
                                                         const Ownership& owner, Asked asked) {
  const policy::Hop& hop = owner.hops.front();
  const std::span<const policy::Hop> first{&hop, 1};
  FirstStep step{&owner, {}, {}};
  ABIDE_TRY(step.alive, along(model_, table, first, Condition::always(), Pointed::is_there));
  const TableDue* there = planned(hop.table);
  if (there == nullptr || (asked == Asked::left && !may_be_left(table, hop))) {
    return step;
  }
  ABIDE_TRY(const Condition gone, draft.if_any(hop.table, there->goes));
  ABIDE_TRY(step.cut, along(model_, table, first, gone, Pointed::is_there));
  if (!is_unique(model_, hop)) {
    ABIDE_TRY(const Condition left, along(model_, table, first, !gone, Pointed::is_there));
    step.cut = step.cut && !left;
  }
  return step;
}

Result<std::vector<ErasePlanner::FirstStep>> ErasePlanner::first_steps(Draft& draft, TableId table,
                                                                       Asked asked) {
  std::vector<FirstStep> steps;
  for (const Ownership& owner : model_.at(table).owners) {
    const bool cut_on_purpose =
        asked == Asked::all &&
        std::ranges::any_of(pointers(model_, table, owner),
                            [this](FieldId field) { return is_severed(field); });
    if (owner.kind != Ownership::Kind::shared && !owner.hops.empty() && !cut_on_purpose) {
      ABIDE_TRY(FirstStep one, first_step(draft, table, owner, asked));
      steps.push_back(std::move(one));
    }
  }
  return steps;
}

/// With several owners, with the last; the person's own share of them leaves as well. Who somebody
/// else is hangs on nobody.
Condition ErasePlanner::lost(TableId table, const std::vector<FirstStep>& steps,
                             const std::vector<Claims::Leaving>& leaving) const {
  Condition lost;
  for (const FirstStep& one : steps) {
    lost = lost || one.cut;
  }
  for (const FirstStep& one : steps) {
    Condition cut = one.cut;
    for (const Claims::Leaving& share : leaving) {
      const bool same_step = share.owner->hops.front() == one.owner->hops.front();
      cut = same_step ? cut || share.cut : cut;
    }
    lost = lost.is_never() ? lost : lost && !(one.alive && !cut);
  }
  return lost.is_never() ? lost : lost && !somebodys_own(model_, table);
}

/// Other people's rows that hang on a row which goes go with it: nobody could say afterwards whose
/// they were.
Result<void> ErasePlanner::add_hanging(Draft& draft, TableId table, Reach& reach) {
  ABIDE_TRY(const std::vector<FirstStep> steps, first_steps(draft, table, Asked::left));
  const Condition hanging = lost(table, steps, reach.claims.leaving);
  const Condition& theirs = reach.claims.whole;
  for (const FirstStep& one : steps) {
    for (const FieldId field : pointers(model_, table, *one.owner)) {
      if (!one.cut.is_never()) {
        reach.blanks[field] = reach.blanks[field] || (one.cut && !theirs);
      }
    }
  }
  ABIDE_TRY(const Condition some, draft.if_any(table, hanging && !theirs));
  reach.removed = reach.removed || some;
  return {};
}

/// Whether the link is cut when its person goes.
bool ErasePlanner::goes_with_them(const Mention& mention) const {
  return mention.subject == erase_.identity.subject && mention.on_erase != Mention::OnErase::keep;
}

/// Rows that name the subject, whoever owns them.
Result<void> ErasePlanner::add_mentions(TableId table, Reach& reach) {
  const bool held = is_held();
  for (const Mention& mention : model_.at(table).mentions) {
    if (!goes_with_them(mention)) {
      continue;
    }
    ABIDE_TRY(Condition rows,
              named_by(model_, table, mention, [this](FieldId field) { return values_of(field); }));
    if (held) {
      naming_[table] = naming_[table] || (rows && !reach.claims.whole);
      continue;
    }
    if (mention.on_erase == Mention::OnErase::remove) {
      reach.removed = reach.removed || rows;
    }
    for (const FieldId field : mention.hop.from) {
      if (!rows.is_never()) {
        reach.blanks[field] = reach.blanks[field] || rows;
      }
    }
  }
  return {};
}

}  // namespace abide::engine
