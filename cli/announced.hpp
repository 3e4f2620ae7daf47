// What nights announced before a cool-off, and what of it may run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "engine/watch/decision.hpp"

namespace abide::cli {

/// One night's counts as they were announced.
struct Announced {
  Instant at;
  std::string digest;  ///< of the policy
  std::vector<engine::watch::Part> parts;
};

/// @pre of all four that need one: the deployment has a cool-off, the session is by what was
/// published
/// @error corrupt  the control store holds something else
[[nodiscard]] Result<std::vector<Announced>> announced(Session& session);
/// When what is announced at `at` may run.
[[nodiscard]] Result<Instant> cool_from(const Session& session, Instant at);
/// The newest announcement by the policy in force whose cool-off is over.
[[nodiscard]] Result<std::optional<Announced>> ripe(const Session& session,
                                                    const std::vector<Announced>& all, Instant now);
/// What later nights may run: those that are still waiting, and tonight's.
[[nodiscard]] Json to_announce(const Session& session, const std::vector<Announced>& all,
                               const std::optional<Announced>& taken,
                               const std::vector<engine::watch::Part>& due, Instant now);

}  // namespace abide::cli
