// People who were erased and are there again, as after a backup was put back.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"

namespace abide::cli {

struct Restored {
  std::string run;  ///< that erased them
  Instant at;       ///< when
  SubjectId subject;
  Sensitive<Value> key;
  /// Another identifier of theirs stands beside their key, and no clock of the policy says that
  /// their row began after the erasure. A key alone may be somebody new's. Whether a backup brought
  /// them back, or they came by themselves, no row can tell where it has no clock.
  bool certain = false;
};

struct Comparison {
  std::vector<Restored> found;
  std::uint64_t tables = 0;  ///< in which people were compared
  std::vector<reread::NotLooked> not_looked;
};

/// Compares who is there with the digests of who was erased; these are kept until the longest
/// backup has ended. Reads one row of each person, of those kinds of people whose own key was
/// noted.
[[nodiscard]] Result<Comparison> restored(const Session& session, const engine::Stores& stores);
/// The one whom this run erased.
/// @error not_found  they are not there again
/// @error refused    several accounts of theirs are
[[nodiscard]] Result<Restored> restored_of(const Session& session, const std::string& run);

}  // namespace abide::cli
