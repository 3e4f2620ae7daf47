// JSON as JavaScript writes it.
#pragma once

#include <string>

namespace abide::cli::lsp {

/// The same JSON, every `\ud800` to `\udfff` that has no other half written as `\ufffd`: editors
/// send half a character where somebody deleted the other half. Either counts one unit of UTF-16.
[[nodiscard]] std::string with_whole_characters(std::string json);

}  // namespace abide::cli::lsp
