// From what was written to what it means: names resolved, statements compiled, the whole checked.
#pragma once

#include <optional>
#include <vector>

#include "policy/diagnostics.hpp"
#include "policy/load.hpp"
#include "policy/model.hpp"

namespace abide::policy {

struct ResolveOptions {
  /// The day on which rulings are overdue (E0712) and waivers expired (W0713); without one neither
  /// is judged and every waiver counts.
  std::optional<Date> today;
};

struct ResolveResult {
  /// Absent with any error, save the overdue ruling (E0712): that one is a finding of the day and
  /// never stops a sweep.
  std::optional<Model> model;
  std::vector<Diagnostic> diagnostics;  ///< by file and place
};

/// Resolves a policy and everything it imports. Pure; near linear in the text. A tree that holds
/// Broken is refused: it always came with an error of its own.
[[nodiscard]] ResolveResult resolve(const Sources& sources, const ResolveOptions& options = {});

}  // namespace abide::policy
