// An answer and its working as JSON, for scripts.
#pragma once

#include "base/json.hpp"
#include "engine/deadline/deadline.hpp"

namespace abide::deadline {

/// Every date under the name its column has in a table of cases, null where there is none, and
/// `working`: each step with what it rests on. What is unverified has the standing `not verified`.
[[nodiscard]] Json json_of(const Answer& answer);

/// `law`, `guidance` or `list of bank holidays`; `not verified` for whatever was not read.
[[nodiscard]] std::string_view standing_words(const Authority& authority);

}  // namespace abide::deadline
