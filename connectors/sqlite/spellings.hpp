// The spellings of a text that a column really holds, found along its index: what folded comparison
// costs is then what the answer costs, and not what the table holds.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/sqlite/statements.hpp"

namespace abide::sqlite {

/// Finds spellings in one database. Remembers which columns have an index that serves; where one is
/// dropped later, the answers stay right and come slower.
class Spellings {
 public:
  /// The same condition, with folded comparisons on indexed columns turned into exact ones. Asks
  /// the database, so it belongs into the transaction of the question.
  Result<SelectorPtr> spelled_out(sqlite3* db, Statements& statements, const std::string& table,
                                  const SelectorPtr& where);

 private:
  struct Asked;
  Result<SelectorPtr> rewritten(const Asked& asked, const std::string& table,
                                const SelectorPtr& where);
  Result<std::vector<SelectorPtr>> each(const Asked& asked, const std::string& table,
                                        const std::vector<SelectorPtr>& branches);
  Result<bool> has_index(const Asked& asked, const std::string& table, const Column& column);

  std::map<std::string, bool> indexed_;
};

/// Of all spellings of `folded` (upper or lower ASCII letters, blanks, tabs and line ends
/// behind), in the order of
/// their bytes, the first that is not before `text`. nullopt when all are before it.
/// @pre `folded` is folded and not empty
[[nodiscard]] std::optional<std::string> next_spelling(std::string_view folded,
                                                       std::string_view text);

}  // namespace abide::sqlite
