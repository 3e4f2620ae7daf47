// A file's content changed in its place, by a person's own command.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace abide {

/// Writes a temporary file beside the one that `path` names, syncs it and renames it into place, as
/// Files::write does; symbolic links stay and are followed, the file's mode is kept, and its owner
/// and group where this user may give them.
/// @error not_found  there is no such file
/// @error refused  it is no file, or this user may not write it
/// @error exhausted, unavailable  the file is as it was
Result<void> rewrite(const std::string& path, std::string_view content);

}  // namespace abide
