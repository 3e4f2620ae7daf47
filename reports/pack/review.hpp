// Texts that a person reads before they leave, and what was decided of each.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace abide::reports {

struct Decision {
  enum class Kind { release, withhold, replace } kind = Kind::withhold;
  std::string text = {};  ///< that stands in its place, for replace
  std::string why = {};   ///< as the reviewer gave it
};
/// By the text's own name.
using Decisions = std::map<std::string, Decision, std::less<>>;

/// The header of the table that a reviewer fills in: `decision` is `release`, `withhold` or
/// `replace`, then with a text under `instead`.
inline constexpr std::string_view review_header =
    "text,table,key,field,why it waits,content,decision,instead,reason\n";

/// What a reviewer wrote; rows without a decision are left out.
/// @error refused  with the line: no such table, an unknown decision, a replacement without a text
[[nodiscard]] Result<Decisions> read_review(std::string_view csv);

}  // namespace abide::reports
