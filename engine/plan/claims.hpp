// Which rows of a table an erasure may claim for one person: those that die with them, and those
// that others own too.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/plan/paths.hpp"

namespace abide::engine {

/// The parameter that holds the person's values of a column; empty when there are none.
using ValuesOf = std::function<std::string(FieldId)>;

/// Whether values of a column were left out, since other people have them too.
using LeftOut = std::function<bool(FieldId)>;

struct Claims {
  /// Owned by the person plainly, or jointly and nobody else is left.
  Condition whole;
  /// Owned jointly, itself or through a row that is, and somebody else stays.
  struct Leaving {
    const policy::Ownership* owner;  ///< of the model
    bool itself;                     ///< its own link is what they leave by
    Condition rows;
    Condition cut;  ///< of those, the ones whose first step no owner who stays takes as well
  };
  std::vector<Leaving> leaving;
};

/// Rows of the subject's own table that say who one of them is: where one table holds several kinds
/// of people, not those of another kind.
[[nodiscard]] Condition of_its_kind(const policy::Model& model, SubjectId subject);

/// Rows of the table that say who somebody is, of whatever kind: they hang on nobody else.
[[nodiscard]] Condition somebodys_own(const policy::Model& model, TableId table);

/// Whether rows are several people's by this owner: by it itself, or because a row on the way is.
[[nodiscard]] bool is_joint(const policy::Model& model, TableId table,
                            const policy::Ownership& owner);

[[nodiscard]] Result<Claims> claims_of(const policy::Model& model, TableId table, SubjectId subject,
                                       const ValuesOf& values_of, const LeftOut& left_out = {});

/// Rows of the table that belong to somebody else who is there, by whatever owner.
[[nodiscard]] Result<Condition> owned_by_others(const policy::Model& model, TableId table,
                                                SubjectId subject, const ValuesOf& values_of);

/// Rows of the table that name the person by this mention, whoever owns them.
[[nodiscard]] Result<Condition> named_by(const policy::Model& model, TableId table,
                                         const policy::Mention& mention, const ValuesOf& values_of);

}  // namespace abide::engine
