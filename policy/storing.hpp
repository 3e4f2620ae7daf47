// May this data lie in that table? What a column holds may, unless a promise says never while the
// states are as they are (LANGUAGE 4.5).
#pragma once

#include <vector>

#include "policy/decision.hpp"
#include "policy/model.hpp"

namespace abide::policy {

/// Whether what forbids storing is about this table: where no place is named, of stores of ours
/// alone. What passes through memory, or lies on somebody's own device or behind somebody else's
/// interface, is not stored with us.
[[nodiscard]] bool is_stored_in(const Model& model, const Prohibition& never, TableId table);

/// Everything that speaks of one leaf in one table, whether or not it decides.
struct StoringGrounds {
  std::vector<FieldId> columns;  ///< that hold it
  std::vector<FlowGrounds::Ground> forbids;
  [[nodiscard]] bool may_lie() const { return !columns.empty() && forbids.empty(); }
};
/// What nobody told of a state is unknown: it ends no prohibition.
[[nodiscard]] StoringGrounds storing_grounds(const Model& model, TableId table, CategoryId leaf,
                                             const KnownStates& states);

}  // namespace abide::policy
