// The forms of the language, written as people read them.
//
// In a pattern a word stands for itself; `<slot>` for a name, `<+slot>` for a new one, `<slot*>`
// for names with commas or `and` between them, `<slot+>` for names that need nothing between them,
// `<slot/>` for names with `or`; TEXT, TEXTS, NUMBER, SHARE, DATE, TIME, PERIOD and VALUE for
// values; ANCHOR, STATES, FOR, OWN, KNOWN, THEIRS, ON and END for the clauses that forms.cpp says;
// `[ ]` for what may be left out, `{ }` for what may be said any number of times, `( | )` for a
// choice; a sign that is one of these stands in quotes. What opens a block ends with `->` and its
// context.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace abide::policy::editing {

struct Pattern {
  std::string_view context;
  std::string text;
};

/// Declarations and what stands in their blocks.
[[nodiscard]] std::vector<Pattern> declaration_patterns();
/// What stands in promises and rulings, and the steps of tests.
[[nodiscard]] std::vector<Pattern> statement_patterns();

}  // namespace abide::policy::editing
