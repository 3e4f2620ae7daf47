// Whether a notice says a name that the policy declares.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ast.hpp"
#include "policy/load.hpp"

namespace abide::policy::notices {

/// Something that a notice has to say, and the words by which it may say it.
struct Sayable {
  enum class Kind { party, category } kind = Kind::party;
  std::string name;   ///< as declared
  std::string title;  ///< as shown to people; the name where there is none
  SourceSpan place;
  SourceSpan because;              ///< the flow that makes it due
  std::vector<std::string> words;  ///< any of these says it
};
/// Recipients and processors that receive something by a flow (`send`, `host`, `run by`, an
/// outlet), and the outermost categories of which something is kept, collected or sent, but for
/// anonymous ones.
///
/// A party is said by its title, by a part of its title between commas, colons, slashes, brackets,
/// `and` or `or`, or by its declared name; a category also by its aliases and by the title of a
/// category inside it.
[[nodiscard]] std::vector<Sayable> sayable_in(const Sources& sources);
/// Those that none of the notices' texts says. Case, plurals and marks between words make no
/// difference.
[[nodiscard]] std::vector<Sayable> unsaid_in(std::span<const std::string_view> texts,
                                             const Sources& sources);

}  // namespace abide::policy::notices
