// Selectors as SQL text with bound values. Identifiers are quoted by one function; values are never
// spelt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.hpp"

namespace abide::sqlite {

struct Encoded {
  std::string sql;
  std::vector<Value> values;  ///< in the order of the question marks
  /// ` WHERE …`, or nothing when every row is meant: SQLite counts a table quicker then.
  [[nodiscard]] std::string clause() const { return sql == "1" ? "" : " WHERE " + sql; }
};

[[nodiscard]] std::string quote(std::string_view identifier);
/// A column as folded comparison sees it.
[[nodiscard]] std::string folded_text(const std::string& column);
/// `"a", "b"`
[[nodiscard]] std::string quote_all(const std::vector<Column>& columns);
/// The condition for `range` and `where` together.
/// @error unsupported  a range bound whose length is not the key's, or a parameter not filled in
[[nodiscard]] Result<Encoded> encode_where(const Query& query);
/// The bounds of the query's range, each with ` AND ` behind it; nothing where there is none.
[[nodiscard]] Result<Encoded> encode_range(const Query& query);
/// The conditions one after another, with commas; each 1, or NULL where it does not hold.
[[nodiscard]] Result<Encoded> encode_each(const Query& query,
                                          std::span<const SelectorPtr> conditions);
/// A count for each condition, to be selected side by side.
[[nodiscard]] Result<Encoded> encode_conditions(const Query& query,
                                                std::span<const SelectorPtr> conditions);

}  // namespace abide::sqlite
