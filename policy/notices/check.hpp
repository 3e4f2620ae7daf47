// The notices of a policy read and compared with what it quotes: E0901, W0902, W0903, E0904, E0905.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "policy/diagnostics.hpp"
#include "policy/load.hpp"
#include "policy/notices/accepted.hpp"
#include "policy/notices/notice.hpp"
#include "policy/notices/quoted.hpp"
#include "policy/notices/standing.hpp"

namespace abide::policy::notices {

/// One notice that was read, and what stands in it.
struct ReadNotice {
  Named named;
  Notice notice;
  Standing standing;  ///< its footings are by `Reading::quoted`
  Share share;
};
struct Reading {
  std::vector<Quoted> quoted;
  std::vector<ReadNotice> notices;  ///< those that could be read
  /// Of the policy and of its notices: the n-th notice read is file `policy files + n`.
  std::vector<Diagnostic> diagnostics;
};

struct CheckOptions {
  std::optional<Date> today;  ///< on which waivers are expired; without one every waiver counts
};

/// Reads the notices that the policy names and says what is wrong with them and with its quotes.
/// A policy that names none has nothing to compare: no diagnostics.
/// @param entry     the policy's path, as it was given to `load`
/// @param accepted  the record beside the policy, where there is one
[[nodiscard]] Reading read_notices(const Sources& sources, const std::string& entry,
                                   const Reader& reader, const Accepted* accepted,
                                   const CheckOptions& options = {});
/// How many of the promises stand in some notice.
[[nodiscard]] std::size_t standing_promises(const Reading& reading);
/// The policy's files and then the notices', as diagnostics count them. The notices' texts are
/// copied.
[[nodiscard]] Sources sources_with(const Sources& sources, const Reading& reading);

}  // namespace abide::policy::notices
