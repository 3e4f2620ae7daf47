// Carries out a Plan: windows of batches with an intent before and outcomes after, and takes up
// what a crash left.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "engine/control_store.hpp"
#include "engine/plan/plan.hpp"
#include "engine/stores.hpp"
#include "policy/model.hpp"

namespace abide::engine {

struct Progress {
  std::string_view store;
  std::string_view table;
  std::uint64_t rows_done = 0;  ///< of the whole plan
  std::uint64_t rows_planned = 0;
};

struct RunReport;

/// An entry for the ledger about what was found when the stores were looked at again.
struct Witness {
  std::string kind;  ///< reread, certificate
  Json body;
};

struct RunOptions {
  std::string by;
  policy::Limits limits = {};
  std::string zone = "UTC";  ///< in which the limit's hours are read
  /// Why the plan must wait for a person whatever its limits say (engine/watch); empty for nothing.
  std::string held_for = {};
  bool nightly = false;     ///< as the nightly run does it: so a person gives the plan back
  std::size_t window = 64;  ///< ranges that one synced intent covers
  std::uint64_t rows_together = 1000;  ///< rows of several ranges that one transaction may hold
  bool overwrite = false;  ///< make the bytes unreadable afterwards, where the store can
  /// Sign the ledger's head at the end. False: the caller does, whatever happens, once it has
  /// looked again and noted what it found, so that one checkpoint covers both.
  bool sign = true;
  Date erased_until = {};  ///< an erasure: how long digests of the identifiers are kept
  /// Sealed with the plan until the run ends: what `look_again` has to know of whoever began it.
  Json context = Json::object();
  /// An erasure: what the deep look is given later, if the person is gone. Sealed apart from the
  /// plan, whose key ends with the run.
  Json sought = Json::object();
  /// Looks at the stores once the batches are through. What it finds is written together with the
  /// run's end; after a crash whoever takes the run up looks, and is told the plan and context that
  /// it began with.
  std::function<Result<Witness>(const Plan& plan, const Json& context, const RunReport& report)>
      look_again = {};
  const std::atomic<bool>* stop = nullptr;  ///< set: the batch is finished, then the run ends
  std::function<void(const Progress&)> progress = {};
  std::function<void(std::string_view)> reached =
      {};  ///< told every boundary; for tests that kill there
};

struct StepOutcome {
  enum class Kind { done, changed, refused, failed, waits, blocked } kind = Kind::done;
  std::uint64_t rows = 0;            ///< removed or emptied
  std::uint64_t changed_ranges = 0;  ///< whose rows are no longer those planned; left alone
  std::string reason;
};
[[nodiscard]] std::string_view to_string(StepOutcome::Kind kind);

struct StoreDepth {
  std::string store;
  std::optional<ErasureDepth> depth;  ///< absent when it failed
  std::string reason;
};

struct RunReport {
  RunId id;
  std::string kind;                ///< of the plan: sweep, erase
  std::string state;               ///< complete, incomplete, held, stopped
  std::string held;                ///< why, when held
  std::string remedy;              ///< what a person does about it, when held
  std::vector<StepOutcome> steps;  ///< as in the plan
  std::vector<StoreDepth> depths;
  std::string checkpoint;  ///< the signed note; empty when the caller signs
  /// Why there is none although all was done: the ledger is whole, its head not signed yet.
  std::optional<Error> not_signed = {};
  [[nodiscard]] std::uint64_t rows() const;
  [[nodiscard]] bool store_failed() const;
};

/// Runs the plan. What stays undone is said in the report; only what keeps anything from being
/// begun is an error.
/// @error refused  another run is under way; the plan's moment is later than a clock; a clock was
/// set back
[[nodiscard]] Result<RunReport> run(const Plan& plan, const Parameters& parameters, Stores& stores,
                                    ControlStore& control, const Clock& clock,
                                    const RunOptions& options);

/// Takes up a run that a crash or a kill left: settles what is in doubt by reading it again, then
/// goes on.
/// @return nullopt when none was left
[[nodiscard]] Result<std::optional<RunReport>> resume(Stores& stores, ControlStore& control,
                                                      const Clock& clock,
                                                      const RunOptions& options);

/// Why the plan must wait for a person, empty when it need not: rows, share of a table or hours
/// beyond the limits.
[[nodiscard]] std::string beyond_limits(const Plan& plan, const policy::Limits& limits,
                                        const Zone& zone, Instant now);

}  // namespace abide::engine
