// What differs between two versions of a notice, sentence by sentence.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/notices/nearest.hpp"
#include "policy/notices/notice.hpp"
#include "policy/notices/quoted.hpp"

namespace abide::policy::notices {

/// A sentence (or a heading) that is not as it was. Blanks, quotes and dashes of another kind are
/// no change.
struct Change {
  enum class Kind {
    added,
    gone,
    reworded,  ///< at least half of its words are still there
    moved,     ///< word for word, and in another section
  } kind = Kind::added;
  std::optional<std::size_t> before;         ///< a sentence of the earlier notice
  std::optional<std::size_t> after;          ///< one of the later notice
  std::vector<Difference> differences = {};  ///< of what was reworded
};
/// By place in the later notice; what is gone comes last, by its place in the earlier one. Linear
/// in the notices, and quadratic in what changed: where more than about 500 sentences did, nothing
/// is told as reworded.
[[nodiscard]] std::vector<Change> changes(const Notice& before, const Notice& after);

/// A promise that stood in the earlier notice and does not stand in the later one.
struct Lost {
  std::size_t quoted;                  ///< which of those given
  std::vector<std::size_t> sentences;  ///< of the earlier notice, that it stood on
};
[[nodiscard]] std::vector<Lost> lost_footing(const Notice& before, const Notice& after,
                                             std::span<const Quoted> quoted);
/// The title of the innermost section of a sentence; empty before the first.
[[nodiscard]] std::string section_of(const Notice& notice, std::size_t sentence);

}  // namespace abide::policy::notices
