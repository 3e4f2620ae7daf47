// A policy's rules as conditions on the rows of each table, at one moment: which ceilings are
// reached, which floors still hold, what holds and requests keep.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
  /// Rows of `table` that holds or requests of this kind keep: all of a person's, rows and tables
  /// that are named, and what rows of a wholly kept table hang on (for single rows, see
  /// kept_paths.hpp).
  [[nodiscard]] Result<Condition> kept(TableId table, Keep::Reason reason);
  /// The same, whatever the kind.
  [[nodiscard]] Result<Condition> kept(TableId table);
  /// Rows of `table` that belong, in any way, to one of the subjects whose keys the parameter
  /// holds.
  [[nodiscard]] Result<Condition> belongs(TableId table, SubjectId subject,
                                          const std::string& parameter);

  /// What the plan takes away from paths so far: who leaves a row has no say in when it goes.
  void take(Taken taken) { taken_ = std::move(taken); }

  /// Steps that a store enforces beside those to owners: rows of a wholly kept table keep what they
  /// are bound to.
  void bind_by(std::function<std::vector<policy::Hop>(TableId)> enforced) {
    enforced_ = std::move(enforced);
  }
  /// Rows of `table` that one wholly kept table keeps: its own, or those that its rows hang on.
  [[nodiscard]] Result<Condition> kept_by_table(TableId table, TableId kept);

  /// These rows of the table.
  [[nodiscard]] Condition rows(TableId table, const std::vector<const RowKey*>& rows);

  /// Puts values under a name; equal values share one.
  std::string parameter(std::string name, std::vector<Value> values);
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

 private:
  enum class Ask { reached, floored };
  /// One way to what dates a row.
  struct Way {
    std::vector<policy::Hop> hops;
    std::optional<SubjectId> subject;  ///< at its end, when it is an owner's
    /// False for an owner whom the event cannot be about: it never asks, and where there is one,
    /// nobody else's does.
    bool dates = true;
    Condition objecting = Condition::always();       ///< when it does not: rows there that count
    std::vector<policy::Condition> conditions = {};  ///< on rows that it reaches
  };
  [[nodiscard]] std::vector<Way> ways(TableId table, const policy::Dating& dating) const;
  using IsKept = std::function<bool(TableId)>;
  [[nodiscard]] bool is_wholly_kept(TableId table, Keep::Reason reason) const;
  [[nodiscard]] Result<Condition> under_kept_tables(TableId table, const IsKept& is_kept,
                                                    std::set<TableId> above);
  [[nodiscard]] Result<Condition> by_event(FieldId field, const policy::Rule& rule, EventId event,
                                           Ask ask);
  [[nodiscard]] Result<Condition> by_column(TableId table, const std::vector<Way>& ways,
                                            FieldId column, Instant cutoff, Ask ask);
  [[nodiscard]] Result<Condition> by_report(FieldId field, const policy::Dating& dating,
                                            Instant cutoff, Ask ask);
  [[nodiscard]] Result<Condition> by_rows(TableId table, const policy::Dating& dating,
                                          const std::vector<const ToldEvent*>& told, Ask ask);
  /// Rows for which what stands at the end of some way satisfies `target_of` that way, and of every
  /// other row at any way's end the same is true.
  using TargetOf = std::function<Condition(const Way&)>;
  [[nodiscard]] Result<Condition> by_all(TableId table, const std::vector<Way>& ways,
                                         const TargetOf& target_of);
  [[nodiscard]] Result<Condition> by_any(TableId table, const std::vector<Way>& ways,
                                         const TargetOf& target_of);
  [[nodiscard]] FieldId key_asked(TableId table, const policy::Dating& dating,
                                  const Way& way) const;
  [[nodiscard]] Instant in_column(const policy::Field& column, Instant cutoff) const;

  const policy::Model& model_;
  const Reckoner& reckoner_;
  const Register& facts_;
  Instant at_;
  Taken taken_;
  std::function<std::vector<policy::Hop>(TableId)> enforced_;
  Parameters parameters_;
};

}  // namespace abide::engine
