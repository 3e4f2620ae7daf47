// Canonical JSON over nlohmann/json, whose exceptions stop here.
#include "base/json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace abide {
namespace {

bool holds_float(const Json& value) {
  if (value.is_number_float()) {
    return true;
  }
  if (value.is_structured()) {
    for (const Json& item : value) {
      if (holds_float(item)) {
        return true;
      }
    }
  }
  return false;
}

constexpr int max_depth = 64;

}  // namespace

Result<std::string> canonical_json(const Json& value) {
  if (holds_float(value)) {
    return Error{ErrorCode::unsupported, "canonical JSON has no floating-point numbers", ""};
  }
  try {
    return value.dump();
  } catch (const Json::exception&) {
    return Error{ErrorCode::unsupported, "text in canonical JSON must be UTF-8",
                 "give names and reasons in UTF-8; nothing was written down"};
  }
}

Result<Json> parse_json(std::string_view text) {
  std::vector<std::set<std::string>> keys;
  bool twice = false;
  bool deep = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > max_depth) {
      deep = true;
    }
    if (event == Json::parse_event_t::object_start) {
      keys.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      keys.pop_back();
    } else if (event == Json::parse_event_t::key) {
      twice = !keys.back().insert(parsed.get<std::string>()).second || twice;
    }
    return true;
  };
  try {
    Json value = Json::parse(text, watch);
    if (twice || deep) {
      return Error{ErrorCode::corrupt,
                   deep ? "JSON is nested deeper than 64" : "a JSON object has a key twice", ""};
    }
    return value;
  } catch (const Json::parse_error& fault) {
    return Error{ErrorCode::corrupt, fmt::format("not JSON at byte {}", fault.byte), ""};
  } catch (const Json::exception&) {
    return Error{ErrorCode::corrupt, "not JSON", ""};
  }
}

}  // namespace abide
