// The language server over two streams, until the editor ends it.
#pragma once

#include "base/files.hpp"
#include "base/time.hpp"

namespace abide::cli::lsp {

/// Serves one editor. What is wrong with the stream itself is told on standard error.
/// @return the process's exit code: 0 after `shutdown` and `exit`, else 1
[[nodiscard]] int serve(int input, int output, Files& disk, const Clock& clock);

}  // namespace abide::cli::lsp
