// The algebra of conditions: disjunctive normal form over selectors and lookups.
#include "engine/plan/condition.hpp"

#include <algorithm>

namespace abide::engine {
namespace {

bool is_all(const SelectorPtr& selector) {
  return selector && std::holds_alternative<All>(selector->node);
}

/// Branches of an And (or Or), or the selector itself as the only one.
std::vector<SelectorPtr> conjuncts(const SelectorPtr& selector) {
  if (const auto* node = std::get_if<And>(&selector->node)) {
    return node->all;
  }
  return {selector};
}
std::vector<SelectorPtr> disjuncts(const SelectorPtr& selector) {
  if (const auto* node = std::get_if<Or>(&selector->node)) {
    return node->any;
  }
  return {selector};
}

bool holds(const std::vector<SelectorPtr>& branches, const SelectorPtr& one) {
  return std::ranges::any_of(branches, [&](const SelectorPtr& other) { return same(one, other); });
}

/// Whether every row that `narrow` selects is selected by `wide`, as far as can be told without
/// looking.
bool implies(const SelectorPtr& narrow, const SelectorPtr& wide) {
  if (same(narrow, wide) || is_all(wide)) {
    return true;
  }
  const auto* a = std::get_if<Before>(&narrow->node);
  const auto* b = std::get_if<Before>(&wide->node);
  if (a != nullptr && b != nullptr) {
    return a->column == b->column && a->encoding == b->encoding && a->cutoff <= b->cutoff;
  }
  const auto* v = std::get_if<Via>(&narrow->node);
  const auto* w = std::get_if<Via>(&wide->node);
  if (v != nullptr && w != nullptr) {
    return v->columns == w->columns && v->table == w->table &&
           v->target_columns == w->target_columns && v->match == w->match &&
           implies(v->where, w->where);
  }
  if (const auto* any = std::get_if<Or>(&narrow->node)) {
    return std::ranges::all_of(any->any,
                               [&](const SelectorPtr& one) { return implies(one, wide); });
  }
  if (const auto* any = std::get_if<Or>(&wide->node)) {
    return std::ranges::any_of(any->any,
                               [&](const SelectorPtr& one) { return implies(narrow, one); });
  }
  if (const auto* all = std::get_if<And>(&wide->node)) {
    return std::ranges::all_of(all->all,
                               [&](const SelectorPtr& one) { return implies(narrow, one); });
  }
  if (const auto* all = std::get_if<And>(&narrow->node)) {
    return std::ranges::any_of(all->all,
                               [&](const SelectorPtr& one) { return implies(one, wide); });
  }
  return false;
}

/// Whether some lookup is asked for and ruled out at once.
bool contradicts_itself(const std::vector<Lookup>& lookups) {
  return std::ranges::any_of(lookups, [&](Lookup turned) {
    turned.sense =
        turned.sense == Lookup::Sense::must ? Lookup::Sense::must_not : Lookup::Sense::must;
    return std::ranges::find(lookups, turned) != lookups.end();
  });
}

/// Whether every row that `narrow` chooses is chosen by `wide`.
bool special_case(const Alternative& narrow, const Alternative& wide) {
  return implies(narrow.where, wide.where) &&
         std::ranges::all_of(wide.lookups, [&](const Lookup& lookup) {
           return std::ranges::find(narrow.lookups, lookup) != narrow.lookups.end();
         });
}

}  // namespace

SelectorPtr both(const SelectorPtr& a, const SelectorPtr& b) {
  if (!a || !b) {
    return nullptr;
  }
  std::vector<SelectorPtr> kept;
  auto parts = conjuncts(a);
  const auto more = conjuncts(b);
  parts.insert(parts.end(), more.begin(), more.end());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // Of two equal branches the first stays; of two where one decides, the narrower.
    bool implied = is_all(parts[i]) || holds(kept, parts[i]);
    for (std::size_t j = 0; j < parts.size() && !implied; ++j) {
      implied = i != j && implies(parts[j], parts[i]) && !implies(parts[i], parts[j]);
    }
    if (!implied) {
      kept.push_back(parts[i]);
    }
  }
  if (kept.empty()) {
    return share({All{}});
  }
  const SelectorPtr joined = kept.size() == 1 ? kept.front() : share({And{kept}});
  const bool contradicts = std::ranges::any_of(kept, [&](const SelectorPtr& one) {
    const auto* ruled_out = std::get_if<Not>(&one->node);
    return ruled_out != nullptr && implies(joined, ruled_out->of);
  });
  return contradicts ? nullptr : joined;
}

SelectorPtr either(const SelectorPtr& a, const SelectorPtr& b) {
  if (!a || !b) {
    return a ? a : b;
  }
  if (is_all(a) || is_all(b)) {
    return share({All{}});
  }
  std::vector<SelectorPtr> kept;
  auto parts = disjuncts(a);
  const auto more = disjuncts(b);
  parts.insert(parts.end(), more.begin(), more.end());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    bool covered = holds(kept, parts[i]);
    for (std::size_t j = 0; j < parts.size() && !covered; ++j) {
      covered = i != j && implies(parts[i], parts[j]) && !implies(parts[j], parts[i]);
    }
    if (!covered) {
      kept.push_back(parts[i]);
    }
  }
  return kept.size() == 1 ? kept.front() : share({Or{std::move(kept)}});
}

SelectorPtr negated(const SelectorPtr& a) {
  if (!a) {
    return share({All{}});
  }
  if (is_all(a)) {
    return nullptr;
  }
  if (const auto* node = std::get_if<Not>(&a->node)) {
    return node->of;
  }
  return share({Not{a}});
}

bool Alternative::operator==(const Alternative& other) const {
  return same(where, other.where) && lookups == other.lookups;
}

Condition Condition::always() { return of(Selector{All{}}); }
Condition Condition::of(Selector selector) { return of(share(std::move(selector))); }
Condition Condition::of(SelectorPtr selector) {
  Condition condition;
  if (selector) {
    condition.alternatives_.push_back({std::move(selector), {}});
  }
  return condition;
}
Condition Condition::of(Lookup lookup) {
  Condition condition;
  condition.alternatives_.push_back({share({All{}}), {std::move(lookup)}});
  return condition;
}

bool Condition::is_always() const {
  return !alternatives_.empty() && alternatives_.front().lookups.empty() &&
         is_all(alternatives_.front().where);
}
bool Condition::is_local() const {
  return alternatives_.empty() ||
         (alternatives_.size() == 1 && alternatives_.front().lookups.empty());
}
SelectorPtr Condition::local() const {
  return alternatives_.empty() ? nullptr : alternatives_.front().where;
}

void Condition::add(Alternative alternative) {
  if (!alternative.where || contradicts_itself(alternative.lookups)) {
    return;
  }
  if (alternative.lookups.empty() && !alternatives_.empty() &&
      alternatives_.front().lookups.empty()) {
    alternative.where = either(alternatives_.front().where, alternative.where);
    alternatives_.erase(alternatives_.begin());
  }
  // INVARIANT: no alternative is a special case of another.
  if (std::ranges::any_of(alternatives_, [&](const Alternative& other) {
        return special_case(alternative, other);
      })) {
    return;
  }
  std::erase_if(alternatives_,
                [&](const Alternative& other) { return special_case(other, alternative); });
  const auto place = alternative.lookups.empty() ? alternatives_.begin() : alternatives_.end();
  alternatives_.insert(place, std::move(alternative));
}

bool within(const Condition& a, const Condition& b) {
  return std::ranges::all_of(a.alternatives(), [&](const Alternative& one) {
    return std::ranges::any_of(b.alternatives(), [&](const Alternative& other) {
      const bool looked = std::ranges::all_of(other.lookups, [&](const Lookup& lookup) {
        return std::ranges::find(one.lookups, lookup) != one.lookups.end();
      });
      return looked && implies(one.where, other.where);
    });
  });
}

Condition operator||(const Condition& a, const Condition& b) {
  Condition sum = a;
  for (const Alternative& alternative : b.alternatives_) {
    sum.add(alternative);
  }
  return sum.is_always() ? Condition::always() : sum;
}

Condition operator&&(const Condition& a, const Condition& b) {
  Condition product;
  for (const Alternative& left : a.alternatives_) {
    for (const Alternative& right : b.alternatives_) {
      Alternative joined{both(left.where, right.where), left.lookups};
      for (const Lookup& lookup : right.lookups) {
        if (std::ranges::find(joined.lookups, lookup) == joined.lookups.end()) {
          joined.lookups.push_back(lookup);
        }
      }
      product.add(std::move(joined));
    }
  }
  return product;
}

Condition operator!(const Condition& a) {
  Condition result = Condition::always();
  for (const Alternative& alternative : a.alternatives_) {
    // Not (w and l1 and l2) is: not w, or l1 turned round, or l2 turned round.
    Condition turned = Condition::of(negated(alternative.where));
    for (Lookup lookup : alternative.lookups) {
      lookup.sense =
          lookup.sense == Lookup::Sense::must ? Lookup::Sense::must_not : Lookup::Sense::must;
      turned = turned || Condition::of(std::move(lookup));
    }
    result = result && turned;
  }
  return result;
}

}  // namespace abide::engine
