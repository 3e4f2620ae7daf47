// Escaping.
#include "cli/shown.hpp"

#include <nlohmann/json.hpp>

#include "policy/utf8.hpp"

namespace abide::cli {

std::string shown(std::string_view text) { return policy::printable(text, true); }

std::string shown(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace abide::cli
