#include "cli/lsp/json_text.hpp"

#include <charconv>
#include <string_view>

namespace abide::cli::lsp {
namespace {

/// The value of `\uXXXX` at `at`, or 0 where none stands.
unsigned unit_at(std::string_view json, std::size_t at) {
  unsigned value = 0;
  if (json.substr(at, 2) != "\\u" || json.size() < at + 6) return 0;
  const char* const digits = json.data() + at + 2;
  const auto [last, wrong] = std::from_chars(digits, digits + 4, value, 16);
  return wrong == std::errc{} && last == digits + 4 ? value : 0;
}
bool is_first_half(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_second_half(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::string with_whole_characters(std::string json) {
  constexpr std::size_t escape = 6;
  for (std::size_t at = json.find('\\'); at != std::string::npos; at = json.find('\\', at)) {
    const unsigned unit = unit_at(json, at);
    if (is_first_half(unit) && is_second_half(unit_at(json, at + escape))) {
      at += 2 * escape;
    } else if (is_first_half(unit) || is_second_half(unit)) {
      json.replace(at, escape, "\\ufffd");
      at += escape;
    } else {
      at += 2;
    }
  }
  return json;
}

}  // namespace abide::cli::lsp
