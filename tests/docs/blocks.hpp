// The pages of the documentation, and what stands in their fences.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/corpora.hpp"

namespace abide::test {

/// What stands between two fences, with what its first one says: ```` ```policy E0310 ````.
struct Block {
  std::string info;
  std::string text;
  std::size_t at = 0;    ///< byte of the page at which the text begins
  std::size_t line = 0;  ///< of the fence, counted from one
  /// Whether the fence's first word is this one.
  [[nodiscard]] bool is(const std::string& kind) const {
    return info == kind || info.starts_with(kind + " ");
  }
  /// What a file of the language has before a block that is a part of one.
  [[nodiscard]] std::string before_it() const {
    return text.starts_with("abide ") ? "" : "abide 1;\n";
  }
};

/// In the order of the page.
inline std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  bool within = false;
  std::size_t line = 0;
  for (std::size_t at = 0, end = 0; at < page.size(); at = end + 1) {
    ++line;
    end = std::min(page.find('\n', at), page.size());
    const std::string text = page.substr(at, end - at);
    if (text.starts_with("```")) {
      if (!within) blocks.push_back({text.substr(3), "", end + 1, line});
      within = !within;
    } else if (within) {
      blocks.back().text += text + "\n";
    }
  }
  return blocks;
}

/// README.md and every page below docs/, in the order of their names.
inline std::vector<std::filesystem::path> pages() {
  const std::filesystem::path root{ABIDE_SOURCE_DIR};
  std::vector<std::filesystem::path> found{root / "README.md"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator{root / "docs"}) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace abide::test
