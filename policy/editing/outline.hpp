// What a file declares, one within another, and what of it can be folded away.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/editing/names.hpp"

namespace abide::policy::editing {

struct Entry {
  std::string name;
  std::string word;   ///< `category`, `table` …
  std::string title;  ///< may be empty
  SourceSpan span = {};
  SourceSpan name_span = {};
  std::vector<Entry> children = {};
};
[[nodiscard]] std::vector<Entry> outline_of(const ReadText& text);

struct Fold {
  enum class Sort { block, comment };
  std::uint32_t begin = 0;  ///< a byte on its first line, and one on its last
  std::uint32_t end = 0;
  Sort sort = Sort::block;
};
/// Blocks, and comments of several lines, by place.
[[nodiscard]] std::vector<Fold> folds_of(const ReadText& text);

}  // namespace abide::policy::editing
