// Steps from table to table, and the whole paths to a subject that they make.
#pragma once

#include <optional>
#include <vector>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {

/// One `owned by` or `shared with`, as written.
struct Step {
  SubjectId subject;
  Ownership::Kind kind = Ownership::Kind::sole;
  bool own_row = false;  ///< the row is the subject's own: no step to take
  std::optional<Hop> hop;
  bool backward = false;  ///< the other row points here: `owned by S from T`
  std::optional<Condition> condition;
  std::vector<FieldId> blanks;
  SourceSpan span;
};
struct WrittenMention {
  TableId table;
  Mention mention;
  SourceSpan span;
};
struct Steps {
  std::vector<std::vector<Step>> of_table;
  std::vector<WrittenMention> mentions;
};

/// More steps than this are a mistake, and more paths than this cannot be read by anyone.
inline constexpr std::size_t most_steps = 64;
inline constexpr std::size_t most_paths = 32;

/// Follows every step until it ends at the subject's own table; E0602 where it never does. Each
/// simple path becomes an Ownership of its own.
void make_paths(Context& context, const Steps& steps);

}  // namespace abide::policy::resolving
