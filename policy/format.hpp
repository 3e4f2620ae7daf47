// The one layout of the language: policies, deployments and tests as everybody writes them. Only
// blanks and line ends are chosen here; words, their order, quotes and comments are the writer's.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "policy/diagnostics.hpp"
#include "policy/source.hpp"

namespace abide::policy {

/// Columns (characters) that a line keeps to where the language allows: a quote is never broken.
inline constexpr std::size_t line_limit = 100;

/// The text has faults, and nothing is made of it.
struct Unreadable {
  std::vector<Diagnostic> diagnostics;  ///< by place
};
/// What was made of the text does not say the same: a fault of Abide's own, never written anywhere.
struct Misprinted {
  std::string what;
};
/// A text in the one layout, or why there is none.
using Formatted = std::variant<std::string, Unreadable, Misprinted>;

/// Puts a text into the one layout: four blanks a block, a statement a line, long ones broken where
/// their clauses begin, one blank line at most where the writer left some, comments where they
/// stand, lines that end in a line feed. Small blocks of attributes take one line where they fit.
///
/// Pure; linear in the text; never throws. The result is read again and compared, tree and comments
/// both. What it gives is in the layout: format(format(x)) is format(x).
[[nodiscard]] Formatted format(const SourceFile& source);

}  // namespace abide::policy
