// How a sweep ends: what is told of it, its figures, its exit code, and the state of the nights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/afterwards.hpp"
#include "cli/alert.hpp"
#include "cli/nightly.hpp"

namespace abide::cli {

struct SweepWords : Words {
  std::string plan;
  std::string page;
  std::string metrics;
  std::string progress;
  bool dry_run = false;
  bool overwrite = false;
};

/// A run that was cut short and taken up first: nobody else will ever tell what it did.
struct Settled {
  engine::RunReport report;
  engine::Plan plan;
  reread::Look look;
};

/// What one sweep knows besides its words.
struct Sweep {
  const Desk& desk;
  Session& session;
  const SweepWords& words;
  std::optional<Settled> before;           ///< a run that was cut short
  std::optional<Tonight> tonight;          ///< of a nightly run
  std::string held_for = {};               ///< kinds of reasons, for the state that is told
  bool ran = false;                        ///< a run of its own was begun
  std::vector<engine::OwnEnded> own = {};  ///< of Abide's own data, by its own policy
};

/// What a run did, for people.
[[nodiscard]] std::string text_of(const Session& session, const engine::Plan& plan,
                                  const engine::RunReport& report, const reread::Look& look);
/// Tells what was done, writes the figures, and says with what the command leaves.
[[nodiscard]] int finish(const Sweep& sweep, const engine::Plan& plan,
                         const engine::RunReport& report, const reread::Look& look);
/// What is due is announced, and nothing runs yet.
/// @param look  at how things stand now
[[nodiscard]] int end_announcing(const Sweep& sweep, const engine::Plan& plan,
                                 const reread::Look& look);
/// What the run came to, for whom the deployment names.
[[nodiscard]] State state_of(const Sweep& sweep, int code);

}  // namespace abide::cli
