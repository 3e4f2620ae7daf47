// The only door to the grammar: a text in, what was written and what is wrong with it out.
#pragma once

#include <vector>

#include "policy/ast.hpp"
#include "policy/diagnostics.hpp"
#include "policy/source.hpp"

namespace abide::policy {

/// What was read. With any error in `diagnostics` the tree is for looking at, never for loading.
struct ParseResult {
  ast::File file;
  std::vector<Diagnostic> diagnostics;  ///< by place
};

/// Blocks nested deeper are refused before the grammar sees them (E0106).
inline constexpr int max_nesting = 64;

/// Faults shown in one run; one more diagnostic then says how many there are besides.
inline constexpr int max_syntax_diagnostics = 100;

/// Reads a policy or a deployment. Pure; linear in the text; never throws. Several faults are found
/// in one run, each reported once; what could not be read is ast::Broken.
/// @param file  what the spans carry: the place of `source` among Sources (policy/load.hpp)
[[nodiscard]] ParseResult parse(const SourceFile& source, std::uint32_t file = 0);

}  // namespace abide::policy
