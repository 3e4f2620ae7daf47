// A pack as one encrypted file, to be sent by a way that others may read.
#pragma once

#include <string>

#include "base/result.hpp"

namespace abide::reports {

/// Writes every file of the folder into a new ZIP file, each encrypted with AES-256 (WinZip's form,
/// which 7-Zip, WinZip and macOS open). Names of files are not encrypted. Memory does not grow with
/// the files. It has no name until it is whole, so that nothing is left of one that is cut short.
/// @return the password, which is kept nowhere
/// @error refused  something is there already
[[nodiscard]] Result<std::string> write_zip(const std::string& folder, const std::string& file);

}  // namespace abide::reports
