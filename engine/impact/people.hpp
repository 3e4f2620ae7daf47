// How many people rows belong to, counted with bounded memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "engine/plan/plan.hpp"
#include "engine/stores.hpp"
#include "policy/model.hpp"

namespace abide::engine::impact {

/// What a count is.
enum class Exactness {
  exact,
  at_least,  ///< there were more than are told apart, or rows whose people are not found
  at_most,   ///< some of them may not own the rows: their owners are told apart by a condition
};

/// `exact`, `at_least`, `at_most`: for scripts.
[[nodiscard]] std::string_view word_of(Exactness exactness);
/// `at least 3 people`; of none for certain nothing is said but that it is not known.
[[nodiscard]] std::string people_in_words(std::uint64_t count, Exactness exactness);

/// Told apart by digests of their own keys, up to so many.
class People {
 public:
  static constexpr std::size_t most = 100'000;

  void add(SubjectId subject, const Value& key);
  void add(const People& others);
  /// Rows whose people are not looked for.
  void miss() { missed_ = true; }
  void doubt() { doubted_ = true; }
  [[nodiscard]] std::uint64_t count() const { return known_.size(); }
  [[nodiscard]] Exactness exactness() const;

 private:
  void add(std::uint64_t whom);
  std::unordered_set<std::uint64_t> known_;
  bool missed_ = false;
  bool doubted_ = false;
};

/// Finds the owners of rows by the paths of a policy. Borrows both.
class Owners {
 public:
  Owners(const policy::Model& model, const Stores& stores) : model_(model), stores_(stores) {}
  /// Adds those whom the rows of the step's table belong to.
  /// @error unavailable  a store did not answer
  Result<void> find(const Step& step, std::span<const Row> keys, People& into) const;

 private:
  Result<void> by_path(const Step& step, std::span<const Row> keys, const policy::Ownership& owner,
                       People& into) const;
  /// The values of `wanted` in rows of the table that hold one of the tuples, each tuple once.
  Result<std::vector<Row>> values(TableId table, const std::vector<Column>& wanted,
                                  const std::vector<Column>& held, std::vector<Row> tuples,
                                  Match match) const;

  const policy::Model& model_;
  const Stores& stores_;
};

}  // namespace abide::engine::impact
