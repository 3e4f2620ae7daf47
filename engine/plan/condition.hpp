// Which rows, when part of the answer lies elsewhere: a selector on the rows' own table in which
// lookups stand by name. Closed under and, or and not, and never larger than what it was made of
// (docs/decisions/0004-lookups-by-name.md).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/plan/algebra.hpp"
#include "engine/plan/plan.hpp"

namespace abide::engine {

class Condition {
 public:
  Condition() = default;  ///< no row
  static Condition always();
  static Condition of(Selector selector);
  static Condition of(SelectorPtr selector);
  /// As a step holds it.
  static Condition of(SelectorPtr where, const std::vector<Lookup>& lookups);
  /// Rows whose values `link` finds in a row of its table that `target` chooses.
  /// @param link  its name and its selector are filled in here
  static Condition found(Lookup link, const Condition& target);

  [[nodiscard]] bool is_never() const { return where_ == nullptr; }
  [[nodiscard]] bool is_always() const { return is_all(where_); }
  /// The rows' own table answers alone.
  [[nodiscard]] bool is_local() const { return lookups_.empty(); }
  /// nullptr for no row.
  /// @pre is_local()
  [[nodiscard]] SelectorPtr local() const { return where_; }
  /// The selector with a parameter for each lookup; nullptr for no row.
  [[nodiscard]] const SelectorPtr& where() const { return where_; }
  /// What stands by name in the selector and in the lookups' own, by name.
  [[nodiscard]] std::vector<Lookup> lookups() const;
  /// The same, with every row of `store` that it would join looked up by name instead: equal joins
  /// are then asked once, however often they stand in it.
  [[nodiscard]] Condition by_name(const std::string& store) const;
  bool operator==(const Condition&) const;

  friend Condition operator&&(const Condition& a, const Condition& b);
  friend Condition operator||(const Condition& a, const Condition& b);
  friend Condition operator!(const Condition& a);

 private:
  using Lookups = std::map<std::string, std::shared_ptr<const Lookup>>;
  [[nodiscard]] static Condition made(SelectorPtr where, const Lookups& some, const Lookups& more);

  SelectorPtr where_;
  Lookups lookups_;  ///< INVARIANT: those reached from where_, and no others
};

/// Whether `a` holds only where `b` does, as far as can be told without looking at rows.
[[nodiscard]] bool within(const Condition& a, const Condition& b);

/// Names of the lookups that stand in a selector itself.
[[nodiscard]] std::vector<std::string> names_in(const SelectorPtr& where,
                                                const std::vector<Lookup>& lookups);
[[nodiscard]] const Lookup* lookup_named(const std::vector<Lookup>& lookups, std::string_view name);

}  // namespace abide::engine
