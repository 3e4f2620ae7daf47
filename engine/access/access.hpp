// What a person is shown of themselves: which rows, and what of each cell (docs/decisions/0006).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/identity/identity.hpp"
#include "engine/plan/due_rows.hpp"
#include "engine/plan/planner.hpp"
#include "policy/model.hpp"

namespace abide::engine::access {

/// Whose the rows of a part are.
enum class Whose {
  theirs,  ///< the person's alone
  joint,   ///< the person's, and somebody else's who is there
  shared,  ///< somebody else's, shared with the person
  naming   ///< somebody else's that names the person
};

/// Rows of one table, each in one part alone.
struct Part {
  TableId table;
  Whose whose = Whose::theirs;
  Step reading;                 ///< store, table, key and which rows
  std::vector<FieldId> fields;  ///< what is read of each row, in the order of the policy
  std::vector<Column> columns;  ///< the same as the store names it
};

/// A place that was not searched, and why.
struct NotSearched {
  std::string place;
  std::string why;
  bool operator==(const NotSearched&) const = default;
};

struct AccessPlan {
  std::vector<Part> parts;  ///< in the order of the policy's tables
  Parameters parameters;
  std::vector<NotSearched> not_searched;
};

/// Every row that belongs in the copy of whom `identity` names. Reads no row.
[[nodiscard]] Result<AccessPlan> plan_access(const PlanRequest& request, const Identity& identity);

/// Streams a part's rows in the order of their keys, one value for each of its fields, with bounded
/// memory.
/// @error unavailable  a store did not answer
[[nodiscard]] Result<void> read(const Part& part, const Stores& stores,
                                const Parameters& parameters, const RowSink& sink);

}  // namespace abide::engine::access
