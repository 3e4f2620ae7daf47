// Every sentence about time that bears on one column of one row, with the moments it counts from.
// Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "engine/explain/reach.hpp"
#include "engine/explain/row.hpp"
#include "engine/plan/rules.hpp"

namespace abide::engine {

/// The same statement in the promise in which it is written, for a rule of a promise that says
/// `as`; the rule itself for every other.
[[nodiscard]] RuleId origin_of(const policy::Model& model, RuleId id);

/// Whether the condition is true of the row.
[[nodiscard]] Result<bool> holds_for(const PlanRequest& request, TableId table, const Row& key,
                                     const Condition& condition, const Parameters& parameters);
/// Whether the step takes the row.
[[nodiscard]] Result<bool> step_takes(const PlanRequest& request, Step step, const Row& key,
                                      const Parameters& parameters);

/// `its user_id names a row of db.users`; `the row is their own` without steps.
[[nodiscard]] std::string path_words(const policy::Model& model, TableId table,
                                     const std::vector<policy::Hop>& hops);

class Sentences {
 public:
  Sentences(const PlanRequest& request, const Reckoner& reckoner, TableId table, const Row& key,
            const Cells& cells)
      : request_(request),
        model_(request.model),
        reckoner_(reckoner),
        table_(table),
        key_(key),
        cells_(cells) {}
  /// In the order written; one for each event that a sentence waits on. What several promises
  /// restate comes once.
  [[nodiscard]] Result<std::vector<RowSentence>> of(FieldId field) const;

 private:
  struct Dated {
    std::vector<Instant> found;
    std::string none;
  };
  [[nodiscard]] Result<void> add(FieldId field, RuleId id, EventId event,
                                 std::vector<RowSentence>& list) const;
  [[nodiscard]] Result<Dated> dated(FieldId field, const policy::Rule& rule, EventId event) const;
  [[nodiscard]] Result<Dated> by_column(const policy::Dating& dating, FieldId column) const;
  [[nodiscard]] Result<Dated> by_report(FieldId field, const policy::Rule& rule,
                                        EventId event) const;
  [[nodiscard]] Result<void> narrow(FieldId field, const policy::Rule& rule,
                                    std::vector<ToldEvent> told, std::vector<Instant>& found) const;
  [[nodiscard]] std::vector<std::string> restatements(RuleId id) const;

  const PlanRequest& request_;
  const policy::Model& model_;
  const Reckoner& reckoner_;
  TableId table_;
  const Row& key_;
  const Cells& cells_;
};

}  // namespace abide::engine
