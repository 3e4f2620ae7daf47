// Texts that give themselves away: every text of a scenario carries a mark found nowhere else, by
// which it is known in whatever somebody receives.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/properties/scenario.hpp"

namespace abide::properties {

/// A text in one cell, whose owner the oracle knows by its place.
struct Canary {
  std::string mark;  ///< in small letters, as no other text has it
  oracle::Place place;
  FieldId field;
  bool names_others = false;  ///< in itself, by a name or an address
  std::string text;           ///< the whole cell
};
/// A column that holds its texts as bytes.
struct AsBytes {
  TableId table;
  FieldId field;
};

struct Canaries {
  std::vector<Canary> texts;
  std::vector<AsBytes> as_bytes;
  std::set<std::string> identifiers;  ///< of anybody, in small letters
};

/// Makes each text of the scenario carry its mark, in one of the ways in which people write, and
/// each identifier long enough to be looked for.
[[nodiscard]] Canaries plant(Tape& tape, Scenario& scenario);

/// The marks in some content: as text in any spelling, or as bytes in base64.
[[nodiscard]] std::set<std::string> marks_in(const Canaries& canaries, std::string_view content);
/// The identifiers in some content.
[[nodiscard]] std::set<std::string> identifiers_in(const Canaries& canaries,
                                                   std::string_view content);

/// What the oracle says of one person's copy.
struct Expected {
  std::set<std::string> shown;        ///< marks that are theirs to see
  std::set<std::string> waiting;      ///< marks of texts that somebody reads first
  std::set<std::string> identifiers;  ///< their own
};
[[nodiscard]] Expected expected_of(const Scenario& scenario, const Canaries& canaries,
                                   const oracle::Wish& wish);

}  // namespace abide::properties
