// Steps between rows turned into conditions: a hop within a store is a Via, a hop to another store
// a lookup.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "engine/plan/condition.hpp"
#include "policy/model.hpp"

namespace abide::engine {

[[nodiscard]] TimeEncoding encoding_of(const policy::Field& field);
[[nodiscard]] std::vector<Column> columns_of(const policy::Model& model,
                                             std::span<const FieldId> fields);
/// Addresses are compared with case and outer blanks folded, since people write them so; everything
/// else byte for byte.
[[nodiscard]] Match match_of(const policy::Model& model, const policy::Hop& hop);
/// Whether at most one row of the hop's table can be pointed at.
[[nodiscard]] bool is_unique(const policy::Model& model, const policy::Hop& hop);

/// The columns of the row itself that point at its owner: none where the other row points here.
[[nodiscard]] std::vector<FieldId> pointers(const policy::Model& model, TableId table,
                                            const policy::Ownership& owner);

/// Steps that owners of `from` begin with and that lead to `to`, each once. Rows that are only
/// shared with somebody do not hang on them.
[[nodiscard]] std::vector<policy::Hop> steps_to(const policy::Model& model, TableId from,
                                                TableId to);
/// Rows for which the step counts: where owners of the table begin with it under conditions, one of
/// those must hold.
[[nodiscard]] Condition step_counts(const policy::Model& model, TableId from,
                                    const policy::Hop& hop);

/// Rows that hold what the condition asks.
[[nodiscard]] Condition holds(const policy::Model& model, const policy::Condition& condition);

/// Rows of `table` for which a row at the end of `hops` satisfies `target`. A step that owners take
/// under a condition counts only where it holds. When the last hop points at just the column that
/// `target` asks about with a parameter and the row pointed at may be gone, the hop is left out:
/// the pointing column answers.
enum class Pointed { may_be_gone, is_there };
/// What a plan takes away from paths. Nothing by default.
struct Taken {
  /// Rows of the table in which the step's own columns are emptied.
  std::function<Condition(TableId, const policy::Hop&)> pointers;
  /// Rows at the other end of the step that go, or that it does not find any more.
  std::function<Condition(const policy::Hop&)> ends;
};
/// @param taken  steps that these leave are not followed
/// @param on_the_way  conditions of one owner on rows that the hops reach: all must hold
[[nodiscard]] Result<Condition> along(const policy::Model& model, TableId table,
                                      std::span<const policy::Hop> hops, const Condition& target,
                                      Pointed pointed = Pointed::may_be_gone,
                                      const Taken& taken = {},
                                      std::span<const policy::Condition> on_the_way = {});

/// Rows of `from_store` that point at a row which `target` chooses: joined by the store itself
/// where it can and the join is small, else looked up.
[[nodiscard]] Condition pointing_at(Lookup link, const std::string& from_store,
                                    const Condition& target);

/// Rows of `table` whose column equals one of the parameter's values.
[[nodiscard]] Condition in_parameter(const policy::Model& model, FieldId field,
                                     std::string parameter, Match match = Match::exact);

/// Rows of `table` that belong by one path to the person whose identifiers are at hand. A step to
/// another store is answered by the values of the columns it points at.
/// @param parameter_of  the parameter that holds the person's values of a column; empty when there
/// are none
/// @param by_value  columns some of whose values are other people's too: a step to one is answered
/// by the values at hand within a store as well
[[nodiscard]] Result<Condition> belonging(const policy::Model& model, TableId table,
                                          const policy::Ownership& owner,
                                          const std::function<std::string(FieldId)>& parameter_of,
                                          const std::function<bool(FieldId)>& by_value = {});

}  // namespace abide::engine
