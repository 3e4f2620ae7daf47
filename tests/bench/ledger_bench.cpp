// How fast the ledger takes entries that are made durable in groups, and how fast it is verified.
// Prints one JSON line for each figure. Usage: ledger_bench [FOLDER [ENTRIES]]
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/control_store.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace {

using namespace abide;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What a window of a sweep leaves behind: a step, a range, counts and a keyed digest.
Json outcome(std::uint64_t i) {
  return {{"run", "RUN-2026-0001"},
          {"step", i % 40},
          {"range", i},
          {"rows", 1000},
          {"digest", "5f2c8a1be0d94f7d8ad3b1c9e6f70a42"}};
}

int fail(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  return 1;
}

/// Entries in groups of `group`, each group durable by one commit, heads signed every 100 groups.
Result<double> append(engine::ControlStore& store, std::uint64_t entries, std::uint64_t group) {
  const Instant at = *parse_instant("2026-05-08T01:00:00Z");
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < entries; ++i) {
    ABIDE_CHECK(store.note("outcomes", "nightly", at, outcome(i)));
    if ((i + 1) % (group * 100) == 0) {
      ABIDE_CHECK(store.checkpoint());
    } else if ((i + 1) % group == 0) {
      ABIDE_CHECK(store.commit());
    }
  }
  ABIDE_CHECK(store.checkpoint());
  return seconds_since(start);
}

Result<int> run(const std::string& folder, std::uint64_t entries) {
  SystemFiles files;
  for (const std::uint64_t group : {64U, 256U, 1024U}) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const engine::ControlPaths paths{folder + "/abide.db", folder + "/keys.db", {folder + "/a"}};
    ABIDE_TRY(auto store, engine::ControlStore::create(paths, "shop.example/bench", "bench",
                                                       *parse_instant("2026-05-08"), files));
    ABIDE_TRY(const double appended, append(*store, entries, group));
    const std::uint64_t size = store->ledger().head().size();
    fmt::print(
        R"({{"bench":"ledger_append","group":{},"entries":{},"seconds":{:.3f},"per_second":{:.0f},"reach":50000}})"
        "\n",
        group, size, appended, static_cast<double>(entries) / appended);
    ABIDE_TRY(const auto anchors, store->anchored());
    const std::string key = store->public_key();
    store.reset();
    auto start = Clock::now();
    const auto verdict = ledger::verify_ledger(paths.control, key, anchors);
    const double verified = seconds_since(start);
    if (!verdict.ok) {
      return Error{ErrorCode::corrupt, verdict.reason, ""};
    }
    fmt::print(
        R"({{"bench":"ledger_verify","entries":{},"checkpoints":{},"seconds":{:.3f},"per_second":{:.0f},"reach":500000}})"
        "\n",
        verdict.entries, verdict.checkpoints, verified,
        static_cast<double>(verdict.entries) / verified);
    start = Clock::now();
    ABIDE_CHECK(engine::ControlStore::open(paths, files));
    fmt::print(R"({{"bench":"control_open","entries":{},"seconds":{:.4f}}})"
               "\n",
               verdict.entries, seconds_since(start));
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder =
      argc > 1
          ? argv[1]
          : (std::filesystem::temp_directory_path() / fmt::format("ledger_bench_{}", ::getpid()))
                .string();
  const std::uint64_t entries = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 500'000;
  const auto done = run(folder, entries);
  return done ? *done : fail(done.error());
}
