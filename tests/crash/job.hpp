// A sweep or an erasure of the shop through the engine's own doors, as the command line does it:
// take up what a crash left, read the facts, plan, run.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "connectors/connector.hpp"
#include "engine/run/run.hpp"
#include "tests/crash/shop.hpp"

namespace abide::crash {

inline const Instant now = *parse_instant("2026-06-01T03:00:00Z");

/// A sweep takes one range a transaction, the others as many as fit.
enum class Job { sweep, sweep_together, erase };

/// Where a test reaches in.
struct Hands {
  std::function<void(std::string_view)> reached = {};
  /// Wraps a store's connection.
  std::function<std::unique_ptr<Connector>(std::unique_ptr<Connector>)> connector = {};
  Files* files = nullptr;
  const std::atomic<bool>* stop = nullptr;
  enum class Resume { first, never } resume = Resume::first;
};

struct Told {
  std::optional<Error> error;  ///< the job ended with it
  std::string resumed;         ///< state in which a run left by a crash ended; empty when none was
  std::string state;           ///< of the run itself; empty when there was none
  std::uint64_t rows = 0;      ///< of both
};

/// Does the job over the shop in `place`. Everything it opens is closed when it returns.
///
/// After an erasure that was taken up there is nobody left to erase, so none is planned.
Told carry_out(const Place& place, Job job, const Hands& hands = {});

/// How a child process that did the job ended.
struct Ended {
  bool killed = false;
  int code = 0;
};
/// Runs `work` in a child process and waits for it. Nothing of SQLite may be open here.
Ended in_child(const std::function<int()>& work);

}  // namespace abide::crash
