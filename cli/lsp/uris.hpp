// Addresses of files as editors write them.
#pragma once

#include <string>
#include <string_view>

namespace abide::cli::lsp {

/// The path of a `file:` address, its percent signs resolved; any other address is its own path,
/// which no file system has.
[[nodiscard]] std::string path_of(std::string_view uri);
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace abide::cli::lsp
