// A run's figures in Prometheus' text form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/plan/plan.hpp"
#include "engine/run/run.hpp"

namespace abide::cli {

/// What the plan and the report do not say.
struct Figures {
  std::uint64_t failures = 0;  ///< rows that the re-read found and that should be gone
  std::uint64_t settled = 0;   ///< rows of a run cut short earlier and taken up first
  std::uint64_t waiting = 0;   ///< rows of a backlog that later nights take
  Instant finished;
  std::optional<Instant> last_success;  ///< absent while there was none
};

[[nodiscard]] std::string metrics_text(const engine::Plan& plan, const engine::RunReport& report,
                                       const Figures& figures);

}  // namespace abide::cli
