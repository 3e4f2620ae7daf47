// The record of which notice somebody accepted as the one their policy was compared with: a small
// file beside the policy (docs/decisions/0011-the-accepted-notice.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace abide::policy::notices {

/// One notice, accepted once.
struct Acceptance {
  std::string sha256;  ///< of the file's bytes, hexadecimal
  std::string by;
  Instant at;
  bool operator==(const Acceptance&) const = default;
};
struct AcceptedNotice {
  std::string notice;               ///< as the policy names it
  std::vector<Acceptance> history;  ///< oldest first; the last one counts
  std::string text;                 ///< of the last one, so that changes since can be told
  bool operator==(const AcceptedNotice&) const = default;
};
struct Accepted {
  std::vector<AcceptedNotice> notices;
  [[nodiscard]] const AcceptedNotice* find(std::string_view notice) const;
  bool operator==(const Accepted&) const = default;
};

/// `shop.policy.accepted`, beside the policy and under version control with it.
[[nodiscard]] std::string accepted_path(const std::string& policy);
/// @param largest  a record is refused beyond it: as large as the notices it may hold
inline constexpr std::size_t max_accepted_bytes = std::size_t{64} << 20U;

/// @error corrupt  no such record, or one whose text is not what its last entry says
[[nodiscard]] Result<Accepted> read_accepted(std::string_view text);
[[nodiscard]] std::string write_accepted(const Accepted& accepted);
/// Adds one acceptance of a notice; its text takes the place of the one before.
void accept(Accepted& accepted, const std::string& notice, std::string text, std::string by,
            Instant at);

}  // namespace abide::policy::notices
