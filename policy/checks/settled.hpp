// What rulings decide of what promises contradict: the data that they speak of themselves, and no
// more (LANGUAGE 4.8).
#pragma once

#include <functional>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy::checks {

class Settled {
 public:
  /// Borrows the model, for as long as it lives.
  explicit Settled(const Model& model);
  /// True when a ruling is one of the two and names the other, or names both and speaks of it
  /// itself. False for one promise and itself.
  [[nodiscard]] bool between(PromiseId a, PromiseId b,
                             const std::function<bool(PromiseId ruling)>& speaks) const;
  /// Of data on which the two contradict each other, what no ruling decides: none where a ruling is
  /// one of the two and names the other; else what no ruling that names both sends, collects, uses
  /// or forbids itself.
  [[nodiscard]] std::vector<CategoryId> undecided(PromiseId a, PromiseId b,
                                                  std::vector<CategoryId> leaves) const;
  /// Of data that a promise forbids and a purpose, an outlet or a column has: what no ruling that
  /// names the promise permits itself, in a statement that `as` accepts.
  [[nodiscard]] std::vector<CategoryId> unpermitted(
      PromiseId forbids, std::vector<CategoryId> leaves,
      const std::function<bool(const Permission&)>& as) const;
  /// Whether a ruling that names the promise says itself how long the column is kept.
  [[nodiscard]] bool keeps(PromiseId forbids, FieldId field) const;

 private:
  [[nodiscard]] bool is_ruling(PromiseId id) const;
  const Model& model_;
  std::vector<std::vector<PromiseId>> rulings_of_;  ///< by promise, ascending; itself included
  std::vector<std::vector<CategoryId>> speaks_of_;  ///< by promise, of rulings alone; ascending
};

}  // namespace abide::policy::checks
