// Names of methods, matched by their parts: `hmac_sha256`, `k_threshold_10`, `truncate_year`.
#include "policy/checks/pseudonyms.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace abide::policy::checks {

bool is_hash(std::string_view method) {
  constexpr std::array<std::string_view, 10> parts{"hash",  "sha",   "md5",     "blake", "hmac",
                                                   "token", "crypt", "pseudon", "uuid",  "fnv"};
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return method.find(part) != std::string_view::npos;
  });
}

bool is_keyed(std::string_view method) {
  return method.find("hmac") != std::string_view::npos ||
         method.find("keyed") != std::string_view::npos;
}

bool can_anonymise(std::string_view method) {
  constexpr std::string_view threshold = "k_threshold_";
  if (method.starts_with(threshold)) {
    int least = 0;
    const char* end = method.data() + method.size();
    const auto [after, failure] = std::from_chars(method.data() + threshold.size(), end, least);
    return failure == std::errc{} && after == end && least > 1;
  }
  constexpr std::array<std::string_view, 8> known{
      "delete",           "drop",           "remove",         "blank", "truncate_year",
      "truncate_country", "truncate_16_32", "truncate_region"};
  return std::find(known.begin(), known.end(), method) != known.end();
}

}  // namespace abide::policy::checks
