// The files of policy/regimes/clocks and policy/regimes/holidays, word for word; the source is made
// from them when the project is built.
#pragma once

#include <span>
#include <string_view>

namespace abide::deadline {

struct NamedText {
  std::string_view file;  ///< below policy/regimes: `holidays/scotland.json`
  std::string_view text;
};

[[nodiscard]] std::span<const NamedText> clock_texts();
[[nodiscard]] std::span<const NamedText> holiday_texts();

}  // namespace abide::deadline
