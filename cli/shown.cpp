// Escaping.
#include "cli/shown.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "policy/utf8.hpp"

namespace abide::cli {

std::string shown(std::string_view text) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = policy::utf8_length(text.substr(at, 4));
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool ends_line = byte == '\n' || byte == '\t';
    // U+0080 to U+009F are C2 80 to C2 9F, which some terminals obey as well.
    const bool high_control =
        byte == 0xc2 && length == 2 && static_cast<unsigned char>(text[at + 1]) < 0xa0;
    if (length == 0 || high_control || byte == 0x7f || (byte < 0x20 && !ends_line)) {
      safe += fmt::format("\\x{:02x}", byte);
      ++at;
    } else {
      safe += text.substr(at, length);
      at += length;
    }
  }
  return safe;
}

std::string shown(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace abide::cli
