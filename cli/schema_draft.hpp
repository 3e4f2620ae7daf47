// A draft of a policy from the tables of a database.
#pragma once

#include <string>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "reports/sketch/sketch.hpp"

namespace abide::cli {

/// Reads the schema of a SQLite database, and no row. Whose rows they are and what columns hold is
/// guessed by names and foreign keys.
/// @error not_found, unavailable, refused  as the store says
[[nodiscard]] Result<reports::sketch::Draft> schema_draft(const std::string& path);
/// @param name  of the database, for the policy and its store
[[nodiscard]] reports::sketch::Draft draft_from(const LiveSchema& schema, const std::string& name);

}  // namespace abide::cli
