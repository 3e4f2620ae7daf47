// Picks rows to be dirtied: never a demo person's, and none twice.
#pragma once

#include <array>
#include <set>

#include "dirt.hpp"

namespace abide::mentor {

class Victims {
 public:
  Victims(const Options& options, const Marks& marks, Stores& stores)
      : options_(options), marks_(marks), stores_(stores) {}

  /// How many rows of a table are to be of one kind.
  [[nodiscard]] std::int64_t share(Table table) const;
  /// A row, if there is one left that meets the condition.
  Result<std::optional<std::int64_t>> pick(Random& random, Table table, std::string_view where);
  /// Sets a column of such a row to an SQL expression; says whether there was one.
  Result<bool> change(Random& random, Table table, std::string_view column, std::string_view to,
                      std::string_view where = "1");
  /// The first value of a query's first row.
  Result<std::string> read(Table table, const std::string& sql);

 private:
  const Options& options_;
  const Marks& marks_;
  Stores& stores_;
  std::array<std::set<std::int64_t>, table_count> picked_;
};

}  // namespace abide::mentor
