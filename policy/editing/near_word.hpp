// The one mend that a message itself names: the word that was meant.
#pragma once

#include <optional>

#include "policy/diagnostics.hpp"
#include "policy/editing/rename.hpp"

namespace abide::policy::editing {

/// One way to mend a diagnostic.
struct Mend {
  std::string title;  ///< for people
  std::vector<Edit> edits;
};
/// ``did you mean `X`?`` as an edit of the word that the diagnostic is about.
/// @param text  of the file that the diagnostic's span is in
[[nodiscard]] std::optional<Mend> near_word(const Diagnostic& diagnostic, std::string_view text);

}  // namespace abide::policy::editing
