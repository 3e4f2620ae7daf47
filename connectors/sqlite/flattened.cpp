// Every reader of a condition asks only whether it is true, so that what is not true and what is
// unknown are one: with that, not (a and b) is (not a or not b).
#include "connectors/sqlite/flattened.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace abide::sqlite {
namespace {

struct Tree {
  SelectorPtr selector;
  int height = 1;
};

/// What is no taller keeps the order it was given, in which the cheap questions come first.
constexpr int tall = 12;
/// A level takes three of the parser's hundred places, and statements around it need some.
constexpr int deepest = 22;
/// A SELECT within another has many words.
constexpr int height_of_a_via = 4;

Tree flat(const SelectorPtr& selector, bool fails);

/// The branches of `node`, with those of branches that join in the same way among them.
template <class Joined>
Tree joined(const std::vector<SelectorPtr>& branches, std::vector<SelectorPtr> Joined::*list,
            bool fail) {
  Tree tree;
  std::vector<Tree> parts;
  for (const SelectorPtr& branch : branches) {
    Tree part = flat(branch, fail);
    if (const auto* same = std::get_if<Joined>(&part.selector->node)) {
      for (const SelectorPtr& one : same->*list) parts.push_back({one, part.height - 1});
    } else {
      parts.push_back(std::move(part));
    }
  }
  if (parts.size() == 1) return parts.front();
  for (const Tree& part : parts) tree.height = std::max(tree.height, part.height + 1);
  if (tree.height > tall) std::ranges::stable_sort(parts, std::greater{}, &Tree::height);
  Joined all;
  for (Tree& part : parts) (all.*list).push_back(std::move(part.selector));
  tree.selector = share({std::move(all)});
  return tree;
}

Tree flat(const SelectorPtr& selector, bool fails) {
  const auto& node = selector->node;
  if (const auto* no = std::get_if<Not>(&node)) return flat(no->of, !fails);
  if (const auto* all = std::get_if<And>(&node))
    return fails ? joined<Or>(all->all, &Or::any, true) : joined<And>(all->all, &And::all, false);
  if (const auto* any = std::get_if<Or>(&node))
    return fails ? joined<And>(any->any, &And::all, true) : joined<Or>(any->any, &Or::any, false);
  Tree tree{selector, 1};
  if (const auto* via = std::get_if<Via>(&node)) {
    Tree where = flat(via->where, false);
    Via there = *via;
    there.where = std::move(where.selector);
    tree = {share({std::move(there)}), where.height + height_of_a_via};
  }
  return fails ? Tree{share({Not{tree.selector}}), tree.height + 1} : tree;
}

}  // namespace

Flattened flattened(const SelectorPtr& selector) {
  Tree tree = flat(selector, false);
  return {std::move(tree.selector), tree.height > deepest};
}

}  // namespace abide::sqlite
