// What one nightly run writes down for the next: what was announced, what waits, what it has not
// finished with, and that it was made.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/nightly.hpp"

namespace abide::cli {

/// Days from one night to the next, by `sweep every`.
[[nodiscard]] std::int64_t sweep_days(const policy::Calendar& calendar);
/// The backlog by the policy in force, as its last night left it.
[[nodiscard]] Result<std::optional<engine::watch::OpenBacklog>> open_backlog(Session& session);
/// Places with which no sweep by the policy in force has finished, though one has run.
[[nodiscard]] Result<std::vector<std::string>> unfinished_places(Session& session);
/// Days since a nightly run; since the publication where there was none.
[[nodiscard]] Result<std::int64_t> quiet_days_of(Session& session);
/// Whether no nightly run was made for so long that the clock is not believed.
[[nodiscard]] Result<bool> is_clock_doubtful(Session& session);
/// That a nightly run was made, by which deployment, whatever came of it.
[[nodiscard]] Result<void> note_night_made(Session& session, Instant now);

/// What is kept for later nights, by name: what was announced, the backlog. Null where there is
/// none any more.
[[nodiscard]] Json to_keep(const Session& session, const Tonight& tonight);
/// Keeps it, with the next commit.
[[nodiscard]] Result<void> remember(engine::ControlStore& control, const Json& keep);
/// What a nightly run seals with its plan, so that whoever ends it writes the night down.
[[nodiscard]] Json context_of_night(const Session& session, const Tonight& tonight,
                                    const engine::Plan& plan);
/// A sweep that ran: by which policy, with which places it has not finished, and what its night
/// was. Durable with the run's end.
[[nodiscard]] Result<void> note_sweep(engine::ControlStore& control, const engine::Plan& plan,
                                      const engine::RunReport& report, const Json& context);

}  // namespace abide::cli
