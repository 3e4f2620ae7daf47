// Plans and runs in words that a data protection officer can read aloud.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/plan.hpp"
#include "engine/run/run.hpp"

namespace abide::cli {

/// What a look at a plan means to a script: broken when a gap is open or a step is kept from
/// running.
[[nodiscard]] int exit_of(const engine::Plan& plan);
[[nodiscard]] std::string plan_text(const engine::Plan& plan);
/// `Done`, or how far from it.
[[nodiscard]] std::string_view headline(const engine::Plan& plan, const engine::RunReport& report);
/// The same of one person's erasure, and what kept something of them or all.
[[nodiscard]] std::string erasure_headline(const engine::Plan& plan,
                                           const engine::RunReport& report);
/// Legal holds that keep rows which the plan was asked to take, each once.
[[nodiscard]] std::vector<std::string> holds_of(const engine::Plan& plan);
/// `HOLD-2026-0001 keeps`, or several that keep.
[[nodiscard]] std::string that_keep(const std::vector<std::string>& holds);
[[nodiscard]] std::string run_text(const engine::Plan& plan, const engine::RunReport& report);
[[nodiscard]] Json run_json(const engine::Plan& plan, const engine::RunReport& report);
/// A bar, rows a second and the time left, on a terminal; JSON lines when asked; nothing otherwise.
[[nodiscard]] std::function<void(const engine::Progress&)> progress_to(const std::string& form);

}  // namespace abide::cli
