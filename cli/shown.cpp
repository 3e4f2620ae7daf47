// Escaping.
#include "cli/shown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "policy/utf8.hpp"

namespace abide::cli {

std::string shown(std::string_view text) { return policy::printable(text, true); }

std::string without_addresses(std::string_view text) {
  constexpr std::string_view ends = " `'\",;:()\n\t";
  std::string kept;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of(ends), text.size());
    const std::string_view word = text.substr(0, size);
    const bool is_address = word.find('@') != word.npos && word.find('/') == word.npos;
    kept += is_address ? "…" : word;
    kept += text.substr(size, size < text.size() ? 1 : 0);
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return kept;
}

std::string shown_json(std::string text) {
  // Those below U+0020 are escaped in any JSON. U+0080 to U+009F are C2 80 to C2 9F.
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : '\0');
    if (byte == 0x7f) {
      text.replace(at, 1, "\\u007f");
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
      text.replace(at, 2, fmt::format("\\u{:04x}", next));
    }
  }
  return text;
}

std::string shown(const Json& json, int indent) {
  return shown_json(json.dump(indent, ' ', false, Json::error_handler_t::replace));
}

std::string to_the_second(Instant at) {
  return to_string(Instant{std::chrono::floor<std::chrono::seconds>(at)});
}

}  // namespace abide::cli
