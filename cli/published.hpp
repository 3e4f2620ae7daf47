// The policy in force as it was published, with its texts, whatever has become of its file since.
#pragma once

#include <optional>

#include "cli/session.hpp"

namespace abide::cli {

/// Compiles it from the texts that were kept; errors are told.
/// @pre on success it has a model
[[nodiscard]] std::optional<policy::CompileResult> read_published(
    const Desk& desk, const engine::PublishedPolicy& published, Stop& stop);

}  // namespace abide::cli
