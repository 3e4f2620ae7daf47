// What a newcomer looks for by its name: the words of the language, in lists.
#pragma once

#include <span>
#include <string_view>

namespace abide::cli {

struct Topic {
  std::string_view name;   ///< as it is asked for: `modes`
  std::string_view title;  ///< one line
  std::string_view text;   ///< whole lines
};
/// In the order in which they are listed.
[[nodiscard]] std::span<const Topic> topics();

}  // namespace abide::cli
