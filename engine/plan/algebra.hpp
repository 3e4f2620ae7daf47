// Selectors joined and negated, made no larger than need be: what can be told without looking at
// rows is told here. nullptr stands for never.
#pragma once

#include <cstddef>

#include "connectors/connector.hpp"

namespace abide::engine {

/// Joined, with what is always or never true left out, equal branches once, of two cutoffs on one
/// column the one that decides, and of a choice what the rest rules out.
[[nodiscard]] SelectorPtr both(const SelectorPtr& a, const SelectorPtr& b);
[[nodiscard]] SelectorPtr either(const SelectorPtr& a, const SelectorPtr& b);
/// Negations stand at the leaves alone.
[[nodiscard]] SelectorPtr negated(const SelectorPtr& a);

/// Whether every row that `narrow` selects is selected by `wide`; false when it cannot be told.
[[nodiscard]] bool implies(const SelectorPtr& narrow, const SelectorPtr& wide);

/// Whether no row is selected by both, tried choice by choice up to a bound; false when it cannot
/// be told.
[[nodiscard]] bool share_no_row(const SelectorPtr& a, const SelectorPtr& b);

[[nodiscard]] bool is_all(const SelectorPtr& selector);
/// Nodes of the tree.
[[nodiscard]] std::size_t size_of(const SelectorPtr& selector);

/// How far nodes stand one within the other.
[[nodiscard]] std::size_t depth_of(const SelectorPtr& selector);

}  // namespace abide::engine
