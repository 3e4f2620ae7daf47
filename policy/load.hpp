// A policy and everything it imports, read through a callback: this folder does no input of its
// own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/ast.hpp"
#include "policy/diagnostics.hpp"
#include "policy/source.hpp"

namespace abide::policy {

/// Files read together; spans name theirs by index. The entry is the first, an import comes after
/// the file that names it. `trees[i]` was read from `files[i]`.
struct Sources {
  std::vector<SourceFile> files;
  std::vector<ast::File> trees;
};

struct Loaded {
  Sources sources;
  std::vector<Diagnostic> diagnostics;  ///< by file and place
};

/// Gives the text at a path: the entry's own, or one inside the entry's folder (`/` separates, no
/// `..` left). Keeping symbolic links inside that folder is the reader's part.
using Reader = std::function<Result<std::string>(const std::string& path)>;

/// Reads the entry and, once each, what it imports. An import that leaves the entry's folder, that
/// cannot be read or that closes a circle is E0109.
/// @error  whatever the reader says of the entry itself
[[nodiscard]] Result<Loaded> load(const Reader& reader, const std::string& entry);

/// A path that a policy names (an import, a notice) as seen from the entry's folder; nullopt when
/// it leads out of it, is absolute or holds control characters. What links do is the reader's part.
/// @param from  the file that names it, as seen from that folder
[[nodiscard]] std::optional<std::string> path_inside(std::string_view from, std::string_view named);

}  // namespace abide::policy
