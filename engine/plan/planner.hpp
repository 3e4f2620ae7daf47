// From a policy, facts and live stores to a Plan: what a sweep or an erasure would do, in order,
// counted.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/identity/identity.hpp"
#include "engine/plan/plan.hpp"
#include "engine/register.hpp"
#include "engine/retention.hpp"
#include "engine/stores.hpp"
#include "policy/deployment.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// Someone who wants rows counted, and leaves it to the planner to do so while it reads their table
/// anyway.
class RowWatch {
 public:
  virtual ~RowWatch() = default;
  RowWatch() = default;
  RowWatch(const RowWatch&) = delete;
  RowWatch& operator=(const RowWatch&) = delete;
  RowWatch(RowWatch&&) = delete;
  RowWatch& operator=(RowWatch&&) = delete;
  /// Which rows of the table, each selector for itself; none when they were counted already.
  [[nodiscard]] virtual Result<std::vector<SelectorPtr>> asked(const std::string& store,
                                                               const std::string& live_table) = 0;
  [[nodiscard]] virtual Result<void> counted(const std::string& store,
                                             const std::string& live_table,
                                             std::span<const std::uint64_t> counts) = 0;
  /// Counts what nobody has, and says what was found. Once, at the end.
  [[nodiscard]] virtual Result<std::vector<Gap>> finish() = 0;
};

/// What a planner works from. Everything is borrowed for the call.
struct PlanRequest {
  const policy::Model& model;
  const policy::Deployment& deployment;
  Stores& stores;
  const Register& facts;
  /// The live schema of a store, or null when it does not answer.
  std::function<const LiveSchema*(StoreId)> schema;
  std::vector<Gap> gaps;
  Instant at;
  std::size_t rows_per_range = 1000;
  RowWatch* watch = nullptr;
  /// The same with another register, which must outlive it.
  [[nodiscard]] PlanRequest with(const Register& other) const {
    return {model, deployment, stores, other, schema, gaps, at, rows_per_range, watch};
  }
  void add(const std::vector<Gap>& more) { gaps.insert(gaps.end(), more.begin(), more.end()); }
};
/// The live table behind one of the policy's, or null.
[[nodiscard]] const LiveTable* live_table(const PlanRequest& request, TableId table);

/// Whether the gap is a table that the policy says nothing of, and that nobody waived.
[[nodiscard]] bool is_undeclared_table(const policy::Model& model, const Gap& gap);

/// A plan, and the values its parameters stand for.
struct Planned {
  Plan plan;
  Parameters parameters;
};

/// Everything whose end has come at `at`, in every store in reach.
/// @error unavailable, corrupt  a store failed while it was counted
[[nodiscard]] Result<Planned> plan_sweep(const PlanRequest& request);

/// What one person's erasure asks for.
struct EraseRequest {
  Identity identity;
  std::string reference;       ///< of the subject, for the plan
  std::vector<CategoryId> of;  ///< leaves; empty is all
  std::optional<RowKey> row;   ///< this row alone
  /// What whoever asks for it tells: the policy's sentences about this event are the reason.
  std::optional<EventId> event = {};
  /// A part may go although other rows of the person's are nobody's then; else that is refused.
  bool leaves_alone = false;
};
/// Everything of one subject whose floor has passed; what a floor keeps is severed and said.
[[nodiscard]] Result<Planned> plan_erase(const PlanRequest& request, const EraseRequest& erase);

}  // namespace abide::engine
