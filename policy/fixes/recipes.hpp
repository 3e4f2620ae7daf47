// The ways to mend, code by code: what fixes.cpp chooses from. No header for others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "policy/fixes.hpp"

namespace abide::policy::fixing {

[[nodiscard]] inline bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

/// A diagnostic with the texts it is about.
struct Case {
  const Diagnostic& diagnostic;
  const Sources& sources;
  const FixFinder& finder;  ///< knows the names that the sources declare

  /// Empty where the span lies in no text.
  [[nodiscard]] std::string_view text(SourceSpan span) const;
  [[nodiscard]] std::string_view file_text(SourceSpan span) const;
  /// The declaration that holds the span, or null.
  [[nodiscard]] const ast::Declaration* declaration(SourceSpan span) const;
  /// Statements of the promise or ruling that holds the span, or null.
  [[nodiscard]] const ast::Statements* statements(SourceSpan span) const;
  /// The statement that has exactly this span, or null.
  [[nodiscard]] const ast::Statement* statement(SourceSpan span) const;
};
using Fixes = std::vector<Fix>;

/// What stands between the first pair of backticks, or nothing.
[[nodiscard]] std::string_view first_quoted(std::string_view message);
/// The text as a STRING of the language, on one line.
[[nodiscard]] std::string as_string(std::string_view text);
/// The span, or its whole lines where nothing else stands on them.
[[nodiscard]] SourceSpan with_its_lines(std::string_view text, SourceSpan span);
/// Takes out what stands there, with its lines and the `///` lines that are about it.
[[nodiscard]] Edit removal(const Case& one, SourceSpan span);

// ── words.cpp: one word for another ──────────────────────────────────────────────────────────

Fixes suggested_word(const Case& one);  // did you mean …?
Fixes suggested_name(const Case& one);  // the same of declared names
Fixes first_line(const Case& one);      // E0108
Fixes expected(const Case& one);        // E0101
Fixes stray(const Case& one);           // E0103
Fixes lost_quote(const Case& one);      // E0901
Fixes weaker_mode(const Case& one);     // E0701
Fixes shorter_period(const Case& one);  // W0412

// ── statements.cpp: whole statements and declarations ────────────────────────────────────────

Fixes declared_again(const Case& one);      // E0202
Fixes useless_waiver(const Case& one);      // W0713
Fixes said_already(const Case& one);        // W0317
Fixes never_decides(const Case& one);       // W0504
Fixes never_used(const Case& one);          // W0215
Fixes circular(const Case& one);            // E0207
Fixes kept_by_law(const Case& one);         // E0501
Fixes one_more_severance(const Case& one);  // E0610
Fixes missing_period(const Case& one);      // W0506

}  // namespace abide::policy::fixing
