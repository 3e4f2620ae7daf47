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
};

[[nodiscard]] std::string quote(std::string_view identifier);
/// `"a", "b"`
[[nodiscard]] std::string quote_all(const std::vector<Column>& columns);
/// The condition for `range` and `where` together.
/// @error unsupported  a range bound whose length is not the key's, or a parameter not filled in
[[nodiscard]] Result<Encoded> encode_where(const Query& query);

}  // namespace abide::sqlite
