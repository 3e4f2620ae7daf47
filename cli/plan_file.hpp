// Plans kept in files: read back, and judged whether they still speak of the same thing.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"

namespace abide::cli {

/// Reads a plan that `abide plan --out` wrote, byte for byte as it was written; tells what is
/// wrong.
[[nodiscard]] std::optional<engine::Plan> read_plan(const Desk& desk, const std::string& path,
                                                    Stop& stop);

/// The plan in a file in the place of a fresh one, with the fresh one's parameters. Told and empty
/// when it is of another policy, deployment, kind or person, when a hold or a request was placed
/// since, or when a gap has opened that it does not name.
[[nodiscard]] std::optional<engine::Planned> planned_in(const Desk& desk, const std::string& path,
                                                        engine::Planned fresh, Stop& stop);

}  // namespace abide::cli
