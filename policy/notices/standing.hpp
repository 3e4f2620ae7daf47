// Which promises stand where in the notices, and which words are under a quote.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "policy/notices/notice.hpp"
#include "policy/notices/quoted.hpp"

namespace abide::policy::notices {

/// Where one promise stands in one notice.
struct Footing {
  /// Every part was found in the section that the promise names (anywhere, when it names none), one
  /// after the other.
  bool stands = false;
  std::size_t missing = 0;  ///< the first part that was not, when it does not stand
  /// Where the missing part stands in spite of that: in another section, or before its turn.
  std::optional<Range> elsewhere = {};
  bool has_section = true;             ///< the notice has the section that the promise names
  std::vector<std::size_t> sentences;  ///< by number, that hold words of its quote
  bool operator==(const Footing&) const = default;
};

struct Standing {
  std::vector<Footing> footings;  ///< by promise, as they were given
  std::vector<bool> covered;      ///< by token: under a quote
};

/// One walk over the notice, whatever the number of quotes. A quote stands where its words and
/// marks follow each other as they do in it.
[[nodiscard]] Standing stand_in(const Notice& notice, std::span<const Quoted> quoted);

/// How much of a notice is under quotes.
struct Share {
  std::size_t words = 0;     ///< outside headings
  std::size_t quoted = 0;    ///< of them
  std::size_t headings = 0;  ///< words of headings, left out
  std::size_t bare = 0;      ///< sentences with words under no quote (see `bare_words_of`)
  [[nodiscard]] int percent() const {
    return words == 0 ? 100 : static_cast<int>(quoted * 100 / words);
  }
};
[[nodiscard]] Share share_of(const Notice& notice, const Standing& standing);

/// The runs of words of a sentence that are under no quote; none for a heading. A run of nothing
/// but words that join (`and`, `including`) is left out.
[[nodiscard]] std::vector<Range> bare_words_of(const Notice& notice, const Standing& standing,
                                               const Sentence& sentence);

}  // namespace abide::policy::notices
