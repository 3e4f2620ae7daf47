// What would mend a diagnostic, as edits of the texts: for `abide check --fix`, for editors and for
// SARIF. Apart from Diagnostic, so that whoever only reads what is wrong carries none of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostics.hpp"
#include "policy/load.hpp"
#include "policy/source.hpp"

namespace abide::policy {

/// The text at a span becomes this one; an empty span is a place to insert at.
struct Edit {
  SourceSpan span;
  std::string text;
  bool operator==(const Edit&) const = default;
};

/// One way to mend a diagnostic.
struct Fix {
  std::string title;        ///< what it does, for people: ``write `answers` ``
  std::vector<Edit> edits;  ///< by place, none over another
  /// Only one thing can have been meant, and nothing that was in force changes: it may be applied
  /// unread (docs/decisions/0017-safe-fixes.md). Else somebody has to choose it.
  bool safe = false;
  bool operator==(const Fix&) const = default;
};

/// Finds fixes for the diagnostics of one look: what it has to know of the texts is gathered once.
class FixFinder {
 public:
  /// @param sources  what the diagnostics' spans count by; files behind those that have a tree are
  ///                 notices. Outlive this
  explicit FixFinder(const Sources& sources) : sources_(sources) {}
  /// Every way that is known, the best first; mostly none or one. Worked out of the texts and trees
  /// as they are, so it is right for these very sources alone. Linear in the names they declare.
  [[nodiscard]] std::vector<Fix> fixes_for(const Diagnostic& diagnostic) const;
  /// `declared_names` of the sources.
  [[nodiscard]] const std::vector<std::string>& names() const;

 private:
  const Sources& sources_;
  mutable std::optional<std::vector<std::string>> names_;
};
/// The same for one diagnostic alone.
[[nodiscard]] std::vector<Fix> fixes_for(const Diagnostic& diagnostic, const Sources& sources);

/// One file's text with every edit made; nullopt when two of them touch the same text or one lies
/// beyond its end.
[[nodiscard]] std::optional<std::string> with_edits(std::string_view text, std::vector<Edit> edits);

}  // namespace abide::policy
