// Statements made looser, one at a time: the mutants of `abide test --mutate`. A loosened statement
// is a changed node of the tree, resolved and checked like one that somebody wrote, so that
// everything that hangs on it follows (docs/decisions/0014-loosened-statements.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/load.hpp"
#include "policy/model.hpp"
#include "policy/resolver.hpp"
#include "policy/rights.hpp"

namespace abide::policy {

/// A place in a text, and what stands there instead.
struct TextEdit {
  SourceSpan span;
  std::string text;
};

/// One statement, or one path by which rows are somebody's, made looser in one way.
struct Loosening {
  std::string under;     ///< the promise or ruling, `IS-051`; of a path the table, `db.users`
  std::string sentence;  ///< as it stands
  std::string loosened;  ///< as it was loosened; empty: left out
  std::string how;       ///< `left out`, `twice as long`
  Location location;
  SourceSpan span;
  /// The same change to the text, for whoever wants to read it there; by place.
  std::vector<TextEdit> edits;

  /// Which declaration, and within it which statement, or which item of which table.
  struct Spot {
    std::uint32_t file = 0, declaration = 0, item = 0, part = 0;
  } spot;
  struct LeftOut {};
  std::variant<LeftOut, ast::Statement, ast::TableItem> instead;
};

/// One to five for each statement about time, flows and answers, and for each path that has one:
/// in the order written.
/// @pre `model` was resolved from `sources` without an error
[[nodiscard]] std::vector<Loosening> loosenings_of(const Sources& sources, const Model& model);

/// What a policy with one loosened statement comes to.
struct Loosened {
  ResolveResult result;
  std::vector<Right> rights;  ///< none where it was refused
};

/// Resolves a policy again and again, each time with one statement loosened. Its tests are left
/// out: what they name is not judged anew.
class Loosener {
 public:
  /// Keeps copies of what it needs.
  /// @pre `model` was resolved from `sources` without an error
  Loosener(const Sources& sources, const Model& model);
  /// @pre the loosening is one of loosenings_of() for the same sources
  [[nodiscard]] Loosened with(const Loosening& loosening);

 private:
  Sources working_;
  ast::Statement told_;  ///< stands under a promise of which nothing else is left
};

}  // namespace abide::policy
