// A row and the rows it points at, read one step after the other. Values stay in memory.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/stores.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// What a row holds, by the policy's columns.
using Cells = std::map<FieldId, Value>;

/// Where some steps lead.
struct Reached {
  std::vector<Cells> rows;             ///< at the end of the steps; at most a thousand
  std::optional<std::size_t> ends_at;  ///< the step that led nowhere
  bool pointer_empty = false;          ///< that step's column is NULL in every row
  std::vector<Row> pointers;           ///< what the last step taken points with
};

/// Rows of `table` that have one of `tuples` in `columns`.
/// @error unavailable  its store does not answer
/// @error not_found    the store lacks the table or a column
[[nodiscard]] Result<std::vector<Cells>> read_rows(const policy::Model& model, const Stores& stores,
                                                   TableId table,
                                                   const std::vector<FieldId>& columns,
                                                   const std::vector<Row>& tuples, Match match);
/// Follows the steps from one row, across stores too.
[[nodiscard]] Result<Reached> reach(const policy::Model& model, const Stores& stores,
                                    const Cells& row, std::span<const policy::Hop> hops);
/// The moment in a clock column, nullopt when it is none.
[[nodiscard]] std::optional<Instant> moment_in(const policy::Field& field, const Value& value);

}  // namespace abide::engine
