// Plans kept in files: read back, and judged whether they still speak of the same thing.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"

namespace abide::cli {

/// The plan as `abide plan --out` writes it: marked under a key of this control store, so that
/// nobody without its keys can make one that runs.
[[nodiscard]] std::string plan_file(const Session& session, const engine::Plan& plan);

/// Reads a plan that `abide plan --out` wrote with this control store, byte for byte as it was
/// written; tells what is wrong.
[[nodiscard]] std::optional<engine::Plan> read_plan(const Desk& desk, const Session& session,
                                                    const std::string& path, Stop& stop);

/// The plan in a file in the place of a fresh one, with the fresh one's parameters. Told and empty
/// when it is of another policy, deployment, kind or person, when a hold or a request was placed
/// since, or when a gap has opened that it does not name.
[[nodiscard]] std::optional<engine::Planned> planned_in(const Desk& desk, const Session& session,
                                                        const std::string& path,
                                                        engine::Planned fresh, Stop& stop);

/// What the deployment's limits say of the plan now, whatever was approved; empty when it is within
/// them.
[[nodiscard]] Result<std::string> beyond_limits(const Desk& desk, const Session& session,
                                                const engine::Plan& plan);
/// Why a run of the plan now would be held back for a person, in whole or in part: its limits, an
/// open request of the person to be erased, legal holds on what is to be erased. Empty when it
/// would not.
[[nodiscard]] Result<std::string> would_be_held(const Desk& desk, const Session& session,
                                                const engine::Plan& plan,
                                                const std::optional<Error>& unanswered = {});
/// Says of a plan that is only shown whether a run of it now would be held back.
/// @return the exit code of a dry run
[[nodiscard]] int end_dry_run(const Desk& desk, const Session& session, const Words& words,
                              const engine::Plan& plan,
                              const std::optional<Error>& unanswered = {});

}  // namespace abide::cli
