// How far two words are from each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace abide::policy {

/// Characters to insert, delete or change, and neighbours to swap, until `a` is `b`; bytes count as
/// characters.
/// @param most  beyond it the answer is `most + 1`, and is found sooner
[[nodiscard]] std::size_t edits_between(std::string_view a, std::string_view b,
                                        std::size_t most = std::numeric_limits<std::size_t>::max() -
                                                           1);

/// Which letters occur, a bit each (some share theirs): one edit changes at most two.
[[nodiscard]] std::uint64_t letters_of(std::string_view word);

/// ``did you mean `a`?``, or ``… `a` or `b`?`` where several are as near; empty where none is
/// `nearest`.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace abide::policy
