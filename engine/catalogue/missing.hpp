// Which values of one column are in no row of a table of another store, with bounded memory.
#pragma once

#include <functional>

#include "base/result.hpp"
#include "connectors/connector.hpp"

namespace abide::engine::catalogue {

/// The side that is looked up: a column of a table.
struct Target {
  Connector& store;
  std::string table;
  Column column;
  Match match = Match::exact;
};
/// The side that points: one column comes back for each row, NULLs left out by `where`.
struct Pointer {
  Connector& store;
  Query query;
};

/// Calls `missing` with every pointing value, once for each row that holds it, that no target row
/// has. Both sides are read once for each million of target rows; values are compared by 64 bits of
/// a hash, so that one in many millions of millions may be taken for another.
Result<void> for_each_missing(const Pointer& from, const Target& to,
                              const std::function<Result<void>(const Value&)>& missing);

/// A value as it is compared: numbers in decimal, and addresses with ASCII case and outer blanks
/// folded.
[[nodiscard]] std::string comparable(const Value& value, Match match);

}  // namespace abide::engine::catalogue
