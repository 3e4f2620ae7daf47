// One row, as somebody typed its table and key.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"

namespace abide::cli {

/// @error not_found  no such table, with the nearest there is
/// @error refused  the key has another number of columns
[[nodiscard]] Result<TableId> table_named(const policy::Model& model, const std::string& name);
[[nodiscard]] Result<engine::RowKey> row_named(const policy::Model& model, const std::string& table,
                                               const std::vector<std::string>& key);
/// Whether the row is there now.
/// @error unavailable  its store does not answer
[[nodiscard]] Result<bool> is_there(const Session& session, const engine::RowKey& row);

}  // namespace abide::cli
