// What Abide remembers from one night to the next: the policies that were published, what each
// night did, what waits for a later one, and what was told to whom it concerns.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace abide::engine {

/// A policy as it was published, with everything that it imports.
struct PublishedPolicy {
  std::uint64_t number = 0;  ///< counted from one
  std::string digest;        ///< of its meaning, hex
  std::string by;
  Instant at;
  /// Paths as seen from the folder of the first, which is the policy itself, and their texts.
  std::vector<std::pair<std::string, std::string>> texts;
  bool swept = false;  ///< a sweep has run by it
};

/// One night's nightly run, by parts of a plan (`db.users delete`).
struct Night {
  Date day;
  std::map<std::string, std::uint64_t> rows;  ///< planned, of every part that had any
  bool operator==(const Night&) const = default;
};

/// Part of the control store, and of its transactions: every change is durable with the store's
/// next commit(), but for publish(), which commits at once.
class NightBook {
 public:
  NightBook() = default;
  virtual ~NightBook() = default;
  NightBook(const NightBook&) = delete;
  NightBook& operator=(const NightBook&) = delete;
  NightBook(NightBook&&) = delete;
  NightBook& operator=(NightBook&&) = delete;

  /// Writes the policy down and says so in the ledger, in one transaction.
  /// @param facts  what the entry says besides its digest and its texts' digests
  /// @return its number
  virtual Result<std::uint64_t> publish(const PublishedPolicy& policy, const Json& facts) = 0;
  /// The newest.
  virtual Result<std::optional<PublishedPolicy>> published() = 0;
  /// The newest by which a sweep has run.
  virtual Result<std::optional<PublishedPolicy>> last_swept() = 0;
  /// A sweep has run by the newest policy of this meaning, if it is published.
  virtual Result<void> note_swept(std::string_view digest) = 0;
  /// Of two runs on one day the greater count of each part stands.
  virtual Result<void> note_night(const Night& night) = 0;
  /// The last `most` nights, newest first.
  virtual Result<std::vector<Night>> nights(std::size_t most) = 0;
  /// One thing kept from night to night; empty where there is none.
  virtual Result<std::string> kept(std::string_view name) = 0;
  virtual Result<void> keep(std::string_view name, const std::string& value) = 0;
};

}  // namespace abide::engine
