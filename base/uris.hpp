// Paths as references of RFC 3986, and back.
#pragma once

#include <string>
#include <string_view>

namespace abide {

/// The path of a `file:` address, its percent signs resolved; any other address is its own path,
/// which no file system has.
[[nodiscard]] std::string path_of(std::string_view uri);
/// A `file:` address; of a path that is not absolute, a relative reference.
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace abide
