// Joins flatten; what one branch says of another is asked pair by pair.
#include "engine/plan/algebra.hpp"

#include <algorithm>

namespace abide::engine {
namespace {

using Parts = std::vector<SelectorPtr>;

/// Branches of an And (or Or), or the selector itself as the only one.
Parts conjuncts(const SelectorPtr& selector) {
  const auto* node = std::get_if<And>(&selector->node);
  return node != nullptr ? node->all : Parts{selector};
}
Parts disjuncts(const SelectorPtr& selector) {
  const auto* node = std::get_if<Or>(&selector->node);
  return node != nullptr ? node->any : Parts{selector};
}
Parts together(Parts parts, const Parts& more) {
  for (const SelectorPtr& one : more) {
    if (std::ranges::none_of(parts, [&](const SelectorPtr& other) { return same(one, other); })) {
      parts.push_back(one);
    }
  }
  return parts;
}

/// The column in which a row must hold something for the selector to choose it.
const Column* needs(const SelectorPtr& selector) {
  return std::visit(
      [](const auto& node) -> const Column* {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Before> || std::is_same_v<Node, Unreadable> ||
                      std::is_same_v<Node, In> || std::is_same_v<Node, InParameter>) {
          return &node.column;
        } else {
          return nullptr;
        }
      },
      selector->node);
}

bool is_null_of(const SelectorPtr& selector, const Column* column) {
  const auto* null = std::get_if<IsNull>(&selector->node);
  return null != nullptr && column != nullptr && null->column == *column;
}

/// The same for two selectors without branches.
bool leaf_implies(const SelectorPtr& narrow, const SelectorPtr& wide) {
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
  const auto* ruled_out = std::get_if<Not>(&wide->node);
  if (ruled_out == nullptr) {
    return false;
  }
  const auto* not_narrow = std::get_if<Not>(&narrow->node);
  return not_narrow != nullptr
             ? implies(ruled_out->of, not_narrow->of)
             : is_null_of(ruled_out->of, needs(narrow)) || is_null_of(narrow, needs(ruled_out->of));
}

/// Whether no row is selected by both, as far as can be told. Neither is a choice.
bool exclude(const SelectorPtr& a, const SelectorPtr& b) {
  if (const auto* node = std::get_if<And>(&b->node)) {
    return std::ranges::any_of(node->all, [&](const SelectorPtr& one) { return exclude(a, one); });
  }
  if (const auto* node = std::get_if<Or>(&b->node)) {
    return std::ranges::all_of(node->any, [&](const SelectorPtr& one) { return exclude(a, one); });
  }
  const auto* not_a = std::get_if<Not>(&a->node);
  const auto* not_b = std::get_if<Not>(&b->node);
  return (not_a != nullptr && implies(b, not_a->of)) ||
         (not_b != nullptr && implies(a, not_b->of)) || is_null_of(a, needs(b)) ||
         is_null_of(b, needs(a));
}

/// Leaves out of each choice what the other parts rule out.
/// @return false when a choice has nothing left
bool narrow_choices(Parts& parts, bool& changed) {
  changed = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto* choice = std::get_if<Or>(&parts[i]->node);
    if (choice == nullptr) {
      continue;
    }
    Parts left = choice->any;
    std::erase_if(left, [&](const SelectorPtr& branch) {
      return std::ranges::any_of(parts, [&](const SelectorPtr& other) {
        return !std::holds_alternative<Or>(other->node) && exclude(other, branch);
      });
    });
    if (left.size() == choice->any.size()) {
      continue;
    }
    changed = true;
    if (left.empty()) {
      return false;
    }
    const Parts narrowed =
        left.size() == 1 ? conjuncts(left.front()) : Parts{share({Or{std::move(left)}})};
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
    parts = together(std::move(parts), narrowed);
    return true;
  }
  return true;
}

/// Without what `decides` of another part makes superfluous: of two that say the same, one stays.
template <class Decides>
Parts without_superfluous(Parts parts, const Decides& decides) {
  for (std::size_t i = 0; i < parts.size();) {
    bool superfluous = false;
    for (std::size_t j = 0; j < parts.size() && !superfluous; ++j) {
      superfluous = i != j && decides(parts[j], parts[i]);
    }
    if (superfluous) {
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return parts;
}

/// Whether the selector contradicts itself whichever way its choices go.
bool is_contradiction(const SelectorPtr& selector, int& tries) {
  if (!selector) {
    return true;
  }
  const Parts parts = conjuncts(selector);
  const auto choice = std::ranges::find_if(
      parts, [](const SelectorPtr& part) { return std::holds_alternative<Or>(part->node); });
  if (choice == parts.end() || --tries < 0) {
    return false;
  }
  SelectorPtr rest = share({All{}});
  for (const SelectorPtr& part : parts) {
    rest = part == *choice ? rest : both(rest, part);
  }
  const Parts ways = disjuncts(*choice);
  return std::ranges::all_of(
      ways, [&](const SelectorPtr& way) { return is_contradiction(both(rest, way), tries); });
}

}  // namespace

bool share_no_row(const SelectorPtr& a, const SelectorPtr& b) {
  int tries = 64;
  return is_contradiction(both(a, b), tries);
}

bool is_all(const SelectorPtr& selector) {
  return selector && std::holds_alternative<All>(selector->node);
}

bool implies(const SelectorPtr& narrow, const SelectorPtr& wide) {
  if (same(narrow, wide) || is_all(wide)) {
    return true;
  }
  const auto narrow_implies = [&](const SelectorPtr& one) { return implies(narrow, one); };
  const auto implies_wide = [&](const SelectorPtr& one) { return implies(one, wide); };
  if (const auto* any = std::get_if<Or>(&narrow->node)) {
    return std::ranges::all_of(any->any, implies_wide);
  }
  if (const auto* any = std::get_if<Or>(&wide->node)) {
    return std::ranges::any_of(any->any, narrow_implies);
  }
  if (const auto* all = std::get_if<And>(&wide->node)) {
    return std::ranges::all_of(all->all, narrow_implies);
  }
  if (const auto* all = std::get_if<And>(&narrow->node)) {
    return std::ranges::any_of(all->all, implies_wide);
  }
  return leaf_implies(narrow, wide);
}

SelectorPtr both(const SelectorPtr& a, const SelectorPtr& b) {
  if (!a || !b) {
    return nullptr;
  }
  Parts parts = together(conjuncts(a), conjuncts(b));
  std::erase_if(parts, is_all);
  for (bool changed = true; changed;) {
    if (!narrow_choices(parts, changed)) {
      return nullptr;
    }
  }
  for (const SelectorPtr& one : parts) {
    for (const SelectorPtr& other : parts) {
      const bool choice =
          std::holds_alternative<Or>(one->node) || std::holds_alternative<Or>(other->node);
      if (!choice && exclude(one, other)) {
        return nullptr;
      }
    }
  }
  parts = without_superfluous(std::move(parts), implies);
  return parts.empty()       ? share({All{}})
         : parts.size() == 1 ? parts.front()
                             : share({And{std::move(parts)}});
}

SelectorPtr either(const SelectorPtr& a, const SelectorPtr& b) {
  if (!a || !b) {
    return a ? a : b;
  }
  if (is_all(a) || is_all(b)) {
    return share({All{}});
  }
  Parts parts = without_superfluous(
      together(disjuncts(a), disjuncts(b)),
      [](const SelectorPtr& wide, const SelectorPtr& narrow) { return implies(narrow, wide); });
  return parts.size() == 1 ? parts.front() : share({Or{std::move(parts)}});
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
  if (const auto* node = std::get_if<And>(&a->node)) {
    SelectorPtr sum;
    for (const SelectorPtr& part : node->all) {
      sum = either(sum, negated(part));
    }
    return sum;
  }
  if (const auto* node = std::get_if<Or>(&a->node)) {
    SelectorPtr product = share({All{}});
    for (const SelectorPtr& part : node->any) {
      product = both(product, negated(part));
    }
    return product;
  }
  return share({Not{a}});
}

std::size_t size_of(const SelectorPtr& selector) {
  const auto sum = [](const Parts& parts) {
    std::size_t size = 1;
    for (const SelectorPtr& part : parts) {
      size += size_of(part);
    }
    return size;
  };
  if (!selector) {
    return 0;
  }
  if (const auto* node = std::get_if<And>(&selector->node)) {
    return sum(node->all);
  }
  if (const auto* node = std::get_if<Or>(&selector->node)) {
    return sum(node->any);
  }
  if (const auto* node = std::get_if<Not>(&selector->node)) {
    return 1 + size_of(node->of);
  }
  const auto* via = std::get_if<Via>(&selector->node);
  return via == nullptr ? 1 : 1 + size_of(via->where);
}

std::size_t depth_of(const SelectorPtr& selector) {
  const auto deepest = [](const Parts& parts) {
    std::size_t depth = 0;
    for (const SelectorPtr& part : parts) depth = std::max(depth, depth_of(part));
    return depth + 1;
  };
  if (!selector) {
    return 0;
  }
  if (const auto* node = std::get_if<And>(&selector->node)) {
    return deepest(node->all);
  }
  if (const auto* node = std::get_if<Or>(&selector->node)) {
    return deepest(node->any);
  }
  if (const auto* node = std::get_if<Not>(&selector->node)) {
    return 1 + depth_of(node->of);
  }
  const auto* via = std::get_if<Via>(&selector->node);
  return via == nullptr ? 1 : 1 + depth_of(via->where);
}

}  // namespace abide::engine
