// Which diagnostics a person may take upon themselves for a while, with a `waive`.
#pragma once

#include <string_view>

namespace abide::policy {

/// Warnings, E0403 and the engine's gaps (E10xx); any other error has to be mended.
[[nodiscard]] constexpr bool may_be_waived(std::string_view code) {
  return code.starts_with("W") || code == "E0403" || code.starts_with("E10");
}

}  // namespace abide::policy
