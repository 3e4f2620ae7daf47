// What a changed policy does to the rows of a deployment, tonight and within a year.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "engine/impact/impact.hpp"
#include "policy/compare/comparison.hpp"

namespace abide::cli {

struct Impacts {
  std::vector<engine::impact::Impact> moments;  ///< the session's, and a year later
  std::string not_told;                         ///< why nothing is; empty when it is
};
/// Plans both versions at both moments. Nothing is written, and what was noted on the way is
/// forgotten.
/// @pre the session is by the newer version
[[nodiscard]] Result<Impacts> impacts_of(const Desk& desk, Session& session,
                                         const std::string& deployment,
                                         const policy::Model& before);
/// Of several promises behind a part, leaves those whose statements changed, where there are such:
/// what says the same in both versions is no reason for a difference.
void name_changed(Impacts& impacts, const policy::compare::Comparison& comparison);
[[nodiscard]] std::string text_of(const Impacts& impacts);
[[nodiscard]] Json json_of(const Impacts& impacts);

}  // namespace abide::cli
