// Escaping.
#include "cli/shown.hpp"

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

std::string shown(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace abide::cli
