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

/// Rows of `table` for which the row at the end of `hops` satisfies `target`. When the last hop
/// points at just the column that `target` asks about with a parameter, the hop is left out: the
/// pointing column answers.
/// @error unsupported  the steps cross from store to store more than once
[[nodiscard]] Result<Condition> along(const policy::Model& model, TableId table,
                                      std::span<const policy::Hop> hops, const Condition& target);

/// Rows of `table` whose column equals one of the parameter's values.
[[nodiscard]] Condition in_parameter(const policy::Model& model, FieldId field,
                                     std::string parameter, Match match = Match::exact);

/// Rows of `table` that belong by one path to the person whose identifiers are at hand. A step to
/// another store is answered by the values of the columns it points at.
/// @param parameter_of  the parameter that holds the person's values of a column; empty when there
/// are none
[[nodiscard]] Result<Condition> belonging(const policy::Model& model, TableId table,
                                          const policy::Ownership& owner,
                                          const std::function<std::string(FieldId)>& parameter_of);

}  // namespace abide::engine
