// What somebody finds who opens a pack: its files, from the folder or from the encrypted zip.
#pragma once

#include <map>
#include <string>

namespace abide::properties {

using Opened = std::map<std::string, std::string>;  ///< content by name within the pack

[[nodiscard]] Opened open_folder(const std::string& folder);
/// Empty when the password is not its own, or it is no zip.
[[nodiscard]] Opened open_zip(const std::string& file, const std::string& password);

}  // namespace abide::properties
