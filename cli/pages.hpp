// The pages of docs/diagnostics, compiled in: one for each code that the checker or a gap can
// carry.
#pragma once

#include <span>
#include <string_view>

namespace abide::cli {

struct Page {
  std::string_view code;
  std::string_view text;  ///< Markdown; begins `# CODE: title`
  [[nodiscard]] std::string_view title() const {
    const auto line = text.substr(0, text.find('\n'));
    const auto colon = line.find(": ");
    return colon == std::string_view::npos ? line : line.substr(colon + 2);
  }
};
/// By code, ascending.
[[nodiscard]] std::span<const Page> pages();

}  // namespace abide::cli
