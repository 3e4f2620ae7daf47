// What a changed policy does to the rows that are there: which of them the one version's sweep
// takes and the other's leaves, and how many people they belong to. Reads, and changes nothing.
#pragma once

#include <string>
#include <vector>

#include "engine/impact/people.hpp"
#include "engine/plan/planner.hpp"

namespace abide::engine::impact {

/// Rows of one table to which one version does something that the other does not.
struct Taken {
  std::string part;  ///< `db.users delete`, `db.users empty email`
  std::string store;
  std::string table;  ///< without the store
  /// Behind it. Of several each asks for some of the rows, and how many is not told.
  std::vector<std::string> promises;
  std::uint64_t rows = 0;
  std::uint64_t people = 0;
  Exactness people_are = Exactness::exact;
};

struct OneWay {
  std::vector<Taken> parts;  ///< by part
  std::uint64_t rows = 0;
  std::uint64_t people = 0;  ///< each once, whatever is taken of theirs
  Exactness people_are = Exactness::exact;
};

/// A table that a gap keeps a version's sweep from.
struct NotCounted {
  std::string table;  ///< `db.users`
  std::string gap;    ///< its code and why, in words
  bool older = false;
  bool newer = false;
  bool operator==(const NotCounted&) const = default;
};
/// `db.users, by the newer version: E1001: …`
[[nodiscard]] std::string in_words(const NotCounted& one);

/// At one moment, on the rows as they are now.
struct Impact {
  Instant at;
  OneWay more;                          ///< what the newer version takes and the older leaves
  OneWay less;                          ///< what the older takes and the newer leaves
  std::vector<NotCounted> not_counted;  ///< by table
  [[nodiscard]] bool is_exact() const {
    return not_counted.empty() && more.people_are == Exactness::exact &&
           less.people_are == Exactness::exact;
  }
};

/// One version at that moment, and its plan.
struct Version {
  const policy::Model& model;
  const Planned& planned;
};
/// @pre both were planned for the same moment, of the same stores
/// @error unavailable  a store did not answer
[[nodiscard]] Result<Impact> impact_of(const Version& before, const Version& after,
                                       const Stores& stores);

}  // namespace abide::engine::impact
