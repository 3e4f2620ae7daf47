// Whole keys known to be there: the quick half of asking whether a column's values occur in another
// table. What it does not know SQL is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/sqlite/handle.hpp"

namespace abide::sqlite {

/// A set of whole numbers. Close together, as keys that were counted up are, each is a bit: the set
/// then fits where the processor finds it quickly. Else open addressing over a power of two of
/// places, at most half of them taken.
class Numbers {
 public:
  explicit Numbers(const std::vector<std::int64_t>& numbers);
  [[nodiscard]] bool contains(std::int64_t number) const {
    if (places_.empty()) {
      const std::uint64_t bit = static_cast<std::uint64_t>(number) - first_;
      return bit < bits_.size() && bits_[bit];
    }
    return places_[find(number)] == number && number != free_place;
  }

 private:
  /// Marks a free place; as a key it is left to SQL.
  static constexpr std::int64_t free_place = INT64_MIN;

  /// Where the number stands, or the free place where it would.
  [[nodiscard]] std::size_t find(std::int64_t number) const {
    const auto mixed = static_cast<std::uint64_t>(number) * 0x9e3779b97f4a7c15U;
    std::size_t at = static_cast<std::size_t>(mixed >> 32U) & (places_.size() - 1);
    while (places_[at] != free_place && places_[at] != number) {
      at = (at + 1) & (places_.size() - 1);
    }
    return at;
  }
  std::uint64_t first_ = 0;  ///< what the first bit stands for
  std::vector<bool> bits_;
  std::vector<std::int64_t> places_;  ///< empty: the bits tell
};

/// The whole numbers in the column, a million of them at most, in the transaction at hand. None is
/// known when the reading fails: SQL then gives the answer, or the error.
[[nodiscard]] std::unique_ptr<Numbers> read_numbers(sqlite3* db, std::string_view table,
                                                    std::string_view column);

/// Adds the function `abide_known(table, column, value)`: 1 when a whole number is certainly among
/// the column's, 0 when it may or may not be. The numbers are read once a statement, a million of
/// them at most, in the statement's own transaction.
Result<void> add_known_function(sqlite3* db);

}  // namespace abide::sqlite
