// Canonical JSON: keys sorted by bytes, no blanks, no floating point. What is hashed and signed is
// this form.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace abide {

using Json = nlohmann::json;

/// One text for one value.
/// @error unsupported  the value holds a floating-point number or text that is not UTF-8
[[nodiscard]] Result<std::string> canonical_json(const Json& value);
/// @error corrupt  not JSON, nested deeper than 64, or a key given twice; says the byte
[[nodiscard]] Result<Json> parse_json(std::string_view text);

}  // namespace abide
