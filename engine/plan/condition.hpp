// Which rows, when the answer may lie in another store: a choice of alternatives, each a selector
// on the rows' own store and lookups in others. Closed under and, or and not, so that planners can
// reason with it.
#pragma once

#include <vector>

#include "engine/plan/plan.hpp"

namespace abide::engine {

/// One way for a row to be chosen.
struct Alternative {
  SelectorPtr where;
  std::vector<Lookup> lookups;
  bool operator==(const Alternative&) const;
};

/// Rows for which any alternative holds. No alternatives: no rows.
class Condition {
 public:
  Condition() = default;
  static Condition always();
  static Condition of(Selector selector);
  static Condition of(SelectorPtr selector);
  static Condition of(Lookup lookup);

  [[nodiscard]] bool is_never() const { return alternatives_.empty(); }
  [[nodiscard]] bool is_always() const;
  /// One alternative at most, without lookups.
  [[nodiscard]] bool is_local() const;
  /// @pre is_local()
  [[nodiscard]] SelectorPtr local() const;
  [[nodiscard]] const std::vector<Alternative>& alternatives() const { return alternatives_; }
  bool operator==(const Condition&) const = default;

  friend Condition operator&&(const Condition& a, const Condition& b);
  friend Condition operator||(const Condition& a, const Condition& b);
  friend Condition operator!(const Condition& a);

 private:
  void add(Alternative alternative);
  std::vector<Alternative> alternatives_;  ///< at most one without lookups, and it comes first
};

/// Whether `a` holds only where `b` does, as far as can be told without looking at rows.
[[nodiscard]] bool within(const Condition& a, const Condition& b);

/// Selectors joined, with what is always or never true left out, equal branches once, and of two
/// cutoffs on one column the one that decides. nullptr stands for never.
[[nodiscard]] SelectorPtr both(const SelectorPtr& a, const SelectorPtr& b);
[[nodiscard]] SelectorPtr either(const SelectorPtr& a, const SelectorPtr& b);
[[nodiscard]] SelectorPtr negated(const SelectorPtr& a);

}  // namespace abide::engine
