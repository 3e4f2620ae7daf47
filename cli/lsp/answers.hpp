// One function for each request of the protocol that is about policies. Each reads its parameters,
// asks policy/editing, and puts the answer as LSP 3.17 wants it.
#pragma once

#include "cli/lsp/asked.hpp"

namespace abide::cli::lsp {

// navigation.cpp
[[nodiscard]] Answer definition(const Asked& asked);
[[nodiscard]] Answer references(const Asked& asked);
[[nodiscard]] Answer highlights(const Asked& asked);
[[nodiscard]] Answer prepare_rename(const Asked& asked);
[[nodiscard]] Answer rename(const Asked& asked);
// symbols.cpp
[[nodiscard]] Answer document_symbols(const Asked& asked);
[[nodiscard]] Answer workspace_symbols(const Asked& asked);
[[nodiscard]] Answer folding_ranges(const Asked& asked);
// typing.cpp
[[nodiscard]] Answer completion(const Asked& asked);
[[nodiscard]] Answer formatting(const Asked& asked);
[[nodiscard]] Answer code_actions(const Asked& asked);
// hover.cpp
[[nodiscard]] Answer hover(const Asked& asked);
// tokens.cpp
[[nodiscard]] Answer semantic_tokens(const Asked& asked);
/// What the numbers in its answer stand for.
[[nodiscard]] Json semantic_token_legend();

}  // namespace abide::cli::lsp
