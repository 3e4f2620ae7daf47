// Conditions in which lookups stand by name, answered for many rows at once.
#pragma once

#include <map>
#include <vector>

#include "engine/plan/due_rows.hpp"

namespace abide::engine {

/// What of `where` its own table can be asked: every row it may choose, whatever the lookups say.
/// nullptr for none.
[[nodiscard]] SelectorPtr at_most(const SelectorPtr& where, const std::vector<Lookup>& lookups);

/// Asks stores for the answers of one step's lookups. No store is asked while it is being read.
class Answers {
 public:
  Answers(const Stores& stores, const Parameters& parameters, const std::vector<Lookup>& lookups)
      : stores_(stores), parameters_(parameters), lookups_(lookups) {}

  /// Rows of one table as they were read: first the columns that tell them apart, then those that
  /// the lookups need.
  struct Read {
    std::string store;
    std::string table;
    std::vector<Column> columns;
    std::size_t telling = 0;  ///< how many columns tell rows apart
    std::vector<Row> rows;    ///< all that at_most() leaves, each once
  };
  /// Columns that the lookups in `where` itself ask with.
  [[nodiscard]] std::vector<Column> columns_for(const SelectorPtr& where) const;
  /// The rows that `where` chooses, in their order. NULL equals nothing.
  /// @error unavailable  a store did not answer: nothing is known about these rows
  Result<std::vector<Row>> chosen(Read read, const SelectorPtr& where);

 private:
  Result<std::vector<bool>> answers(const Lookup& lookup, const Read& read);
  Result<std::vector<Row>> ask(const Lookup& lookup, std::span<const Row> tuples);
  Result<void> settle(const Read& read, const SelectorPtr& left,
                      const std::vector<std::size_t>& rows, std::vector<bool>& pass);

  const Stores& stores_;
  const Parameters& parameters_;
  const std::vector<Lookup>& lookups_;
  /// Known answers, by lookup and the spelling of what was asked.
  std::map<std::string, std::map<std::string, bool>> known_;
};

}  // namespace abide::engine
