// What is wrong with a policy, in words: code, place, the other place, why, and what to do.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/source.hpp"

namespace abide::policy {

enum class Severity { error, warning, note };
/// As people read it, and as it stands in JSON.
[[nodiscard]] std::string_view word_of(Severity severity);

/// A second place that the message speaks of.
struct Label {
  SourceSpan span = {};
  std::string text;
  bool operator==(const Label&) const = default;
};

/// A code never changes meaning. Messages are lower case, without a full stop, the user's words in
/// backticks.
struct Diagnostic {
  std::string code;  ///< `E0101`, `W0421`
  Severity severity = Severity::error;
  SourceSpan span = {};
  std::string message = {};
  std::vector<Label> labels = {};
  std::vector<std::string> notes = {};
  std::string help = {};
  bool operator==(const Diagnostic&) const = default;
};

[[nodiscard]] bool has_errors(const std::vector<Diagnostic>& diagnostics);
/// By file and place, then code; equal places keep their order.
void sort_by_place(std::vector<Diagnostic>& diagnostics);

enum class Colour { no, yes };
/// The message, the line with a caret under each place, notes and help; ends with a newline.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, const SourceFile& source,
                                 Colour colour = Colour::no);
/// The same where places lie in several files: each span names its own by index.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, std::span<const SourceFile> sources,
                                 Colour colour = Colour::no);

/// The nearest of `candidates` within two edits (insert, delete, change, swap of neighbours), or
/// empty.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

}  // namespace abide::policy
