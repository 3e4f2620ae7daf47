// How messages about flows name what they are about.
#pragma once

#include <string>
#include <vector>

#include "policy/resolve/context.hpp"

namespace abide::policy::checks {

/// So many errors of one check are told; who sees them knows that there are more.
inline constexpr std::size_t most_found = 300;

/// `` `a.b`, `a.c` and 4 more ``
[[nodiscard]] std::string words_for(const Model& model, const std::vector<CategoryId>& leaves);
[[nodiscard]] std::string words_for(const Model& model, const std::vector<RecipientId>& parties);
[[nodiscard]] std::string words_for_purposes(const Model& model,
                                             const std::vector<PurposeId>& purposes);
/// `` `CM-009` ``, or, of a purpose or an outlet, its own name.
[[nodiscard]] std::string who_says(const resolving::Context& context, const Permission& permission);
/// `CM-039 says: "We use …"`, or the ruling's question; empty for a promise without a quote.
[[nodiscard]] std::string quote_note(const resolving::Context& context, PromiseId promise);
/// Adds a promise's words to the notes of a diagnostic, where it has any.
void quote(const resolving::Context& context, PromiseId promise, Diagnostic& diagnostic);

}  // namespace abide::policy::checks
