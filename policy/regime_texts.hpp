// The files of policy/regimes/, word for word; the source is made from them when the project is
// built.
#pragma once

#include <span>
#include <string_view>

namespace abide::policy {

[[nodiscard]] std::span<const std::string_view> regime_texts();

}  // namespace abide::policy
