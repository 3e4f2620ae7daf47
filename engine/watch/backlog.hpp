// A backlog taken over several nights, oldest first: due dates rise with their anchors, so what was
// due at an earlier moment is the older part of what is due now. Asks for counts and looks at
// nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace abide::engine::watch {

/// What is due at one moment.
struct Due {
  std::uint64_t rows = 0;
  std::map<std::string, std::uint64_t> by_promise;
  bool fits = false;  ///< within the limits of one night
};
/// @pre an earlier moment never has more due, and fits where a later one does
using DueAt = std::function<Result<Due>(Instant)>;

/// By when a promise is kept again, if as much goes every night as tonight and no more than usual
/// comes due meanwhile.
struct KeptBy {
  std::string promise;
  std::uint64_t rows = 0;  ///< due now
  Date by;
  bool operator==(const KeptBy&) const = default;
};

/// The older part that goes tonight, and what becomes of the rest.
struct Backlog {
  Instant until;           ///< what was due at this moment goes tonight
  std::uint64_t rows = 0;  ///< tonight
  std::uint64_t due = 0;   ///< with tonight's
  std::uint64_t nights = 0;
  std::vector<KeptBy> kept_by;  ///< by promise
};

/// The latest start of a day at which what is due fits into one night.
/// @param every  days from one night to the next
/// @return nullopt when the oldest day alone is too much: no slice of it would be a beginning
[[nodiscard]] Result<std::optional<Backlog>> slice(Instant now, const Zone& zone,
                                                   std::int64_t every, const DueAt& due_at);

}  // namespace abide::engine::watch
