// How fast the ledger takes entries that are made durable in groups, and how fast it is verified.
// Usage: bench_ledger [--rows ENTRIES] [--folder PATH]
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/control_store.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "tests/bench/measure.hpp"

namespace {

using namespace abide;
using namespace abide::bench;

/// What a window of a sweep leaves behind: a step, a range, counts and a keyed digest.
Json outcome(std::uint64_t i) {
  return {{"run", "RUN-2026-0001"},
          {"step", i % 40},
          {"range", i},
          {"rows", 1000},
          {"digest", "5f2c8a1be0d94f7d8ad3b1c9e6f70a42"}};
}

/// Entries in groups of `group`, each group durable by one commit, heads signed every 100 groups.
Result<double> append(engine::ControlStore& store, std::uint64_t entries, std::uint64_t group) {
  const Instant at = *parse_instant("2026-05-08T01:00:00Z");
  const Timer timer;
  for (std::uint64_t i = 0; i < entries; ++i) {
    ABIDE_CHECK(store.note("outcomes", "nightly", at, outcome(i)));
    if ((i + 1) % (group * 100) == 0) {
      ABIDE_CHECK(store.checkpoint());
    } else if ((i + 1) % group == 0) {
      ABIDE_CHECK(store.commit());
    }
  }
  ABIDE_CHECK(store.checkpoint());
  return timer.seconds();
}

/// A ledger of that many entries, made and verified.
Result<bool> measure(const Options& options, std::uint64_t group) {
  SystemFiles files;
  std::filesystem::remove_all(options.folder);
  std::filesystem::create_directories(options.folder);
  const double sync = sync_ms(options.folder);
  const engine::ControlPaths paths{
      options.folder + "/abide.db", options.folder + "/keys.db", {options.folder + "/a"}};
  ABIDE_TRY(auto store, engine::ControlStore::create(paths, "shop.example/bench", "bench",
                                                     *parse_instant("2026-05-08"), files));
  ABIDE_TRY(const double appended, append(*store, options.rows, group));
  const auto entries = static_cast<double>(options.rows);
  const bool quick = print({"ledger_append",
                            fmt::format("{} entries, groups of {} signed every 100, sync {:.2f} ms",
                                        options.rows, group, sync),
                            entries / appended, 0, 50'000, false, "entries/s"},
                           options);
  ABIDE_TRY(const auto anchors, store->anchored());
  const std::string key = store->public_key();
  store.reset();
  const Timer timer;
  const auto verdict = ledger::verify_ledger(paths.control, key, anchors);
  const double verified = timer.seconds();
  if (!verdict.ok) {
    return Error{ErrorCode::corrupt, verdict.reason, ""};
  }
  return print({"ledger_verify",
                fmt::format("{} entries, {} checkpoints", verdict.entries, verdict.checkpoints),
                static_cast<double>(verdict.entries) / verified, 0, 500'000, false, "entries/s"},
               options) &&
         quick;
}

Result<bool> run(const Options& options) {
  bool met = true;
  for (const std::uint64_t group : {64U, 256U, 1024U}) {
    ABIDE_TRY(const bool reached, measure(options, group));
    met = met && reached;
  }
  return met;
}

}  // namespace

int main(int argc, char** argv) { return carry_out(options_of(argc, argv, 500'000, 1), run); }
