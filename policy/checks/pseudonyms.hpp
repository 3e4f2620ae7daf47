// What a transform's methods can do to a value, by their names.
#pragma once

#include <string_view>

namespace abide::policy::checks {

/// `sha256`, `hmac_sha256`, `token` …: another value stands for the first.
[[nodiscard]] bool is_hash(std::string_view method);
/// A hash under a secret key.
[[nodiscard]] bool is_keyed(std::string_view method);
/// An aggregate with a stated threshold, a deletion, or a truncation known not to single out.
[[nodiscard]] bool can_anonymise(std::string_view method);

}  // namespace abide::policy::checks
