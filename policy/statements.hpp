// Every statement of a policy as it was written, promise by promise, with the kind of expectation
// by which a test can see it at work (LANGUAGE 4.10). For tools about statements; no run rests on
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/load.hpp"
#include "policy/model.hpp"

namespace abide::policy {

/// What a test can expect that would be otherwise without a statement.
enum class SeenBy {
  rows,     ///< `expect TABLE erased`, `expect plan`
  reach,    ///< `expect CATEGORIES cannot reach RECIPIENTS`
  due,      ///< `expect due DATE`
  nothing,  ///< no test: a scan, a document or a person shows it, or the check alone
};

struct Statement {
  std::string promise;   ///< id of the promise or ruling that it stands under
  std::string kind;      ///< its first words: `erase`, `never send`, `right access`
  std::string sentence;  ///< as written, blanks folded, comments left out
  Location location;
  SourceSpan span;
  SeenBy seen_by = SeenBy::nothing;
  /// It says something that decides. `may keep … until E` does not where an `erase … within … of E`
  /// covers all that it names (LANGUAGE 4.6), nor does a statement about a table that has none of
  /// what it names.
  bool decides = true;
};

/// Every statement under a promise or a ruling, in the order written.
/// @pre `model` was resolved from `sources` without an error
[[nodiscard]] std::vector<Statement> statements_of(const Sources& sources, const Model& model);

}  // namespace abide::policy
