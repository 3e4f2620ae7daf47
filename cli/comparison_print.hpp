// What changed between two versions of a policy, for people and for scripts.
#pragma once

#include <string>

#include "base/json.hpp"
#include "policy/compare/comparison.hpp"

namespace abide::cli {

/// `2 looser, 1 stricter`; `nothing changes` where the two mean the same.
[[nodiscard]] std::string summary_of(const policy::compare::Comparison& comparison);
/// Judgement by judgement, each change with its sentences, why, and where they stand.
[[nodiscard]] std::string text_of(const policy::compare::Comparison& comparison);
/// A list of `{part, judgement, what, before, after, why, was_at, stands_at}`.
[[nodiscard]] Json changes_json(const policy::compare::Comparison& comparison);
/// The same under `changes`, with `counts`, `renamed` and `not_told`.
[[nodiscard]] Json json_of(const policy::compare::Comparison& comparison);

}  // namespace abide::cli
