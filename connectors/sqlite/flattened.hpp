// A selector as shallow as its meaning allows, since SQLite refuses text that is nested too deep.
#pragma once

#include "connectors/connector.hpp"

namespace abide::sqlite {

struct Flattened {
  SelectorPtr selector;
  /// As its text it would not fit on the parser's stack.
  bool is_too_deep = false;
};

/// Selects the same rows. Every Not stands right before what compares; an And within an And, or an
/// Or within an Or, is one with it; and where the tree stays tall its tallest branch comes first,
/// which the parser of SQLite reads with nothing waiting before it.
[[nodiscard]] Flattened flattened(const SelectorPtr& selector);

}  // namespace abide::sqlite
