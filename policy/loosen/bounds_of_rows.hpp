// The bounds on every column, each only where none as strict stands beside it: in another
// statement, or in what takes the whole row. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "policy/checks/bounds.hpp"
#include "policy/model.hpp"

namespace abide::policy::loosening {

/// What a bound is on: one leaf of a column (none of a column without), from which events.
struct Bounded {
  FieldId field;
  std::optional<CategoryId> leaf;
  checks::Bound::Side side = checks::Bound::Side::ceiling;
  std::vector<EventId> events;  ///< one, save of a floor: that waits for the last of several
  auto operator<=>(const Bounded&) const = default;
};
using BoundsOfRows = std::map<Bounded, std::vector<checks::Bound>>;

[[nodiscard]] BoundsOfRows bounds_of_rows(const Model& model);
/// How long after its anchor it falls; the grace where the statement has no period.
[[nodiscard]] Period length_of(const checks::Bound& bound);

}  // namespace abide::policy::loosening
