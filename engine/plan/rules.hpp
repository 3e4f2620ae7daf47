// A policy's rules as conditions on the rows of each table, at one moment: which ceilings are
// reached, which floors still hold, what holds and requests keep.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/plan/paths.hpp"
#include "engine/register.hpp"
#include "engine/retention.hpp"

namespace abide::engine {

/// Compiles rules for one planning. Values that events, holds and requests bring become parameters.
class RuleConditions {
 public:
  RuleConditions(const policy::Model& model, const Reckoner& reckoner, const Register& facts,
                 Instant at)
      : model_(model), reckoner_(reckoner), facts_(facts), at_(at) {}

  /// Rows of the field's table in which the rule's ceiling asks the field to go.
  [[nodiscard]] Result<Condition> reached(FieldId field, const policy::Rule& rule);
  /// Rows in which the rule's floor still keeps the field. An anchor that cannot be read keeps.
  [[nodiscard]] Result<Condition> floored(FieldId field, const policy::Rule& rule);
  /// Rows of `table` that holds or requests of this kind keep.
  [[nodiscard]] Result<Condition> kept(TableId table, Keep::Reason reason);
  /// Rows of `table` that belong, in any way, to one of the subjects whose keys the parameter
  /// holds.
  [[nodiscard]] Result<Condition> belongs(TableId table, SubjectId subject,
                                          const std::string& parameter);

  /// Puts values under a name; equal values share one.
  std::string parameter(std::string name, std::vector<Value> values);
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

 private:
  enum class Ask { reached, floored };
  [[nodiscard]] Result<Condition> by_event(FieldId field, const policy::Rule& rule, EventId event,
                                           Ask ask);
  [[nodiscard]] Result<Condition> by_column(TableId table, const policy::Dating& dating,
                                            FieldId column, Instant cutoff, Ask ask);
  [[nodiscard]] Result<Condition> by_report(FieldId field, const policy::Dating& dating,
                                            Instant cutoff, Ask ask);
  [[nodiscard]] Result<Condition> row(const RowKey& row);
  /// Rows for which every row at the end of the hops satisfies `target`, and there is one.
  [[nodiscard]] Result<Condition> all_along(TableId table, std::span<const policy::Hop> hops,
                                            const Condition& target);
  [[nodiscard]] FieldId key_asked(TableId table, const policy::Dating& dating) const;

  const policy::Model& model_;
  const Reckoner& reckoner_;
  const Register& facts_;
  Instant at_;
  Parameters parameters_;
};

}  // namespace abide::engine
