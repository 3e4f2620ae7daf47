// What holds of every notice that was read, whatever its text.
#pragma once

#include <string>
#include <vector>

#include "policy/notices/standing.hpp"

namespace abide::test {

/// Empty, or what is wrong. No word may be in no sentence: nobody would be told that it is under no
/// quote.
/// @param sentences  the notice's own; a test may give others
inline std::string fault_of(const policy::notices::Notice& notice,
                            const std::vector<policy::notices::Sentence>& sentences) {
  const auto& places = notice.tokens().places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].begin >= places[i].end || places[i].end > notice.source().text().size())
      return "a token that is nowhere";
    if (i > 0 && places[i].begin < places[i - 1].begin) return "tokens out of order";
  }
  std::size_t end = 0;
  std::size_t words = 0;
  for (const auto& sentence : sentences) {
    if (sentence.tokens.first < end || sentence.tokens.size() == 0) return "sentences that overlap";
    end = sentence.tokens.last;
    words += notice.words_in(sentence.tokens);
    if (notice.section_at(sentence.tokens.first) != sentence.section)
      return "a sentence in another section than its place";
  }
  if (end > places.size()) return "a sentence beyond the end";
  if (words != notice.words_in({0, places.size()})) return "a word in no sentence";
  for (std::size_t i = 0; i < notice.sections().size(); ++i) {
    const auto& section = notice.sections()[i];
    if (section.tokens.size() == 0) return "a section without a title";
    if (section.parent && (*section.parent >= i ||
                           notice.sections()[*section.parent].tokens.last < section.tokens.last))
      return "a section that its parent does not hold";
  }
  return "";
}

inline std::string fault_of(const policy::notices::Notice& notice) {
  return fault_of(notice, notice.sentences());
}

}  // namespace abide::test
