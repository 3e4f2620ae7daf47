// Plans and runs in words that a data protection officer can read aloud.
#pragma once

#include <string>

#include "engine/plan/plan.hpp"
#include "engine/run/run.hpp"

namespace abide::cli {

[[nodiscard]] std::string plan_text(const engine::Plan& plan);
/// `Done`, or how far from it.
[[nodiscard]] std::string_view headline(const engine::RunReport& report);
[[nodiscard]] std::string run_text(const engine::Plan& plan, const engine::RunReport& report);
[[nodiscard]] Json run_json(const engine::Plan& plan, const engine::RunReport& report);
/// Prometheus' text form.
[[nodiscard]] std::string metrics_text(const engine::Plan& plan, const engine::RunReport& report,
                                       std::uint64_t failures, Instant finished);
/// A bar, rows a second and the time left, on a terminal; JSON lines when asked; nothing otherwise.
[[nodiscard]] std::function<void(const engine::Progress&)> progress_to(const std::string& form);

}  // namespace abide::cli
