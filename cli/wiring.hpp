// The concrete connectors behind a deployment's bindings.
#pragma once

#include <string>

#include "engine/stores.hpp"
#include "policy/deployment.hpp"

namespace abide::cli {

enum class Use { change, look };
/// Opens every store that the policy has; what does not open is there with its reason.
[[nodiscard]] engine::Stores open_stores(const policy::Model& model,
                                         const policy::Deployment& deployment,
                                         const std::string& folder, Use use);

/// The tables of a SQLite database that belongs to no deployment; no row is read.
[[nodiscard]] Result<LiveSchema> read_schema(const std::string& path);

}  // namespace abide::cli
