// A store's own foreign keys in the policy's names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/plan/planner.hpp"

namespace abide::engine {

/// The policy's table behind a live one of a store.
[[nodiscard]] std::optional<TableId> table_behind(const policy::Model& model, StoreId store,
                                                  const std::string& live_name);
/// A foreign key as a step; nothing when the policy does not declare each of its columns.
[[nodiscard]] std::optional<policy::Hop> hop_of(const policy::Model& model, TableId child,
                                                TableId parent, const ForeignKey& key);
/// The steps that the store itself enforces from the table's rows to others of the policy.
[[nodiscard]] std::vector<policy::Hop> enforced_steps(const PlanRequest& request, TableId table);

}  // namespace abide::engine
