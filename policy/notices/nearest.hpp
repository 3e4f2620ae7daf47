// The passage of a notice that is most like a quote which is not in it, and what differs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/notices/notice.hpp"

namespace abide::policy::notices {

/// Words of one text where the other has others; either may be empty.
struct Difference {
  std::string quote;   ///< what the quote, or the earlier text, has there
  std::string notice;  ///< what the notice, or the later text, has there
  bool operator==(const Difference&) const = default;
};
/// What differs between two texts that are nearly alike, place by place. At most a thousand words
/// of each are compared.
[[nodiscard]] std::vector<Difference> differences(std::string_view before, std::string_view after);
/// In words: `"30" is now "60"`, `"not" is gone`. At most five are told.
[[nodiscard]] std::string in_words(const std::vector<Difference>& differences,
                                   std::string_view before, std::string_view after);

struct Nearest {
  Range place;
  std::vector<Difference> differences;
};
/// The passage within `among` that shares most words with the quote; none when fewer than half of
/// them are there. Linear in `among`, and quadratic in the quote.
[[nodiscard]] std::optional<Nearest> nearest(const Notice& notice, Range among,
                                             std::string_view quote);

}  // namespace abide::policy::notices
