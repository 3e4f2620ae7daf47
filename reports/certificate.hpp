// The certificate of an erasure as a page for the person it is about.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "policy/disclosure.hpp"
#include "policy/model.hpp"

namespace abide::reports {

/// A day on which the erased person is due to be looked for again.
struct NextLook {
  Date on;
  std::string why;
};
/// A day after the look that the certificate tells of, and when the last backup of each store is
/// gone, as far as the policy says how long they are kept. In order.
/// @error not_found  the system has no such time zone as the policy's
[[nodiscard]] Result<std::vector<NextLook>> next_looks(const policy::Model& model,
                                                       const Json& certificate);

/// The page: what was erased, what stays and why, how it was looked for, how far the bytes are gone
/// and when they will be, whom to complain to. States nothing that the certificate does not.
/// @param certificate  as docs/certificate.md has it; what is missing is left out
/// @error not_found  the system has no such time zone as the policy's
[[nodiscard]] Result<std::string> certificate_page(const policy::Model& model,
                                                   const policy::Disclosure& said,
                                                   const Json& certificate);

}  // namespace abide::reports
