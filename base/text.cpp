#include "base/text.hpp"

#include <algorithm>

namespace abide {

std::string folded(std::string_view text) {
  std::string result{trimmed(text)};
  std::ranges::transform(result, result.begin(), lowered);
  return result;
}

}  // namespace abide
