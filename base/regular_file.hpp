// Reading a file that others may have put there: it is never waited for, and never read without
// end.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace abide {

/// The content of a regular file. Links are followed; a pipe or a device is not opened for good, so
/// that nobody can make the caller wait.
/// @error not_found    nothing is there
/// @error corrupt      it is no regular file, or its links lead in a circle, or it has more than
///                     `limit` bytes
/// @error unavailable  it cannot be read; says why
[[nodiscard]] Result<std::string> read_regular(const std::string& path, std::uint64_t limit);

}  // namespace abide
