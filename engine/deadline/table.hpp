// Tables of cases: a CSV with one matter a row and, where it says them, the dates expected of it.
// The columns are described in docs/operations.md.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/deadline/deadline.hpp"

namespace abide::deadline {

/// One row as a matter.
struct Case {
  std::size_t line = 0;  ///< of the file
  std::string id;        ///< `row N` where the table has no such column or cell
  Matter matter;
  /// By column: what the answer must show. A row that says `expect` is compared in every column of
  /// results that the table has, blanks included; another only where a cell is filled.
  std::map<std::string, std::string> expected;
};

struct Table {
  std::vector<Case> cases;
};

/// A table, or all that is wrong with it, each with its line; at most 20, so that a file of another
/// kind does not flood.
struct TableRead {
  Table table;
  std::vector<Error> faults;
};
/// @param name  of the file, for messages
[[nodiscard]] TableRead read_table(std::string_view text, std::string_view name);

/// The result columns of a table with their values, in order; empty where there is none.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> columns_of(const Answer& answer);

struct Difference {
  std::string column;
  std::string expected;
  std::string computed;
  bool operator==(const Difference&) const = default;
};
[[nodiscard]] std::vector<Difference> compare(const Case& one, const Answer& answer);

}  // namespace abide::deadline
