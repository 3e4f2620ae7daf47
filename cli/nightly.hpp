// The nightly run, which goes on while nobody watches: what it would do tonight, and whether a
// person must look first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "engine/watch/backlog.hpp"
#include "engine/watch/decision.hpp"

namespace abide::cli {

struct Tonight {
  engine::Planned planned;                        ///< what goes tonight
  std::vector<engine::watch::Part> due;           ///< everything due, backlog included
  std::vector<engine::watch::Reason> reasons;     ///< why a person must look; empty when none need
  std::optional<engine::watch::Backlog> backlog;  ///< when what is due takes several nights
  /// With a cool-off and nothing announced long enough ago: by when what is due now may run.
  std::optional<Instant> announced_until;
  Json to_announce = {};  ///< what later nights may run, tonight's counts included
  /// When what goes tonight was announced, where that was long enough ago.
  std::optional<Instant> announced_at;
  std::vector<engine::watch::Part> left;  ///< due, and for later nights
  bool backlog_ends = false;
  [[nodiscard]] std::uint64_t waiting() const;  ///< rows that are due and do not go tonight
};

/// What the policy by which the last sweep ran would do now.
struct PlannedBefore {
  std::uint64_t number = 0;  ///< of its publication; 0 where no sweep has run by any
  engine::Planned planned;
  std::string unknown;  ///< why it cannot be told; empty when it can
};

/// Of the policy before the one in force, where no sweep has run by the latter.
/// To be asked first: what is noted on the way is forgotten, with all that was not committed.
[[nodiscard]] Result<std::optional<PlannedBefore>> look_back(const Desk& desk, Session& session);
/// Plans for the session's moment, looks at history and clocks, and decides. Writes nothing down.
/// @pre the session is by the published policy
[[nodiscard]] Result<Tonight> plan_tonight(Session& session, const Facts& facts,
                                           const std::optional<PlannedBefore>& before);
/// A plan that was read from a file runs only what was announced long enough ago: adds the reason.
[[nodiscard]] Result<void> mind_cool_off(const Session& session, const engine::Plan& plan,
                                         Tonight& tonight);
/// For people: backlog and announcement; empty when there is neither.
[[nodiscard]] std::string text_of(const Tonight& tonight);
[[nodiscard]] Json json_of(const Session& session, const Tonight& tonight);
/// The reasons in one line; empty when there are none.
[[nodiscard]] std::string words_of(const Tonight& tonight);
/// `held published_change shared_moment`: the state that is told.
[[nodiscard]] std::string state_of(const Tonight& tonight);

}  // namespace abide::cli
