// A plan in the making: steps from conditions, counted, ordered, and checked against what the
// database itself would do.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/plan/planner.hpp"
#include "engine/plan/table_due.hpp"

namespace abide::engine {

/// A foreign key by the stores' own names: rows of `child` in `columns` point at rows of `parent`.
struct Reference {
  std::string store;
  std::string child;
  std::vector<Column> columns;
  std::string parent;
};

/// Rows that no step touches, by store and live table.
using KeptRows = std::map<std::pair<std::string, std::string>, SelectorPtr>;

class Draft {
 public:
  Draft(const PlanRequest& request, RuleConditions& rules);

  /// Whether steps on the table can be planned; when not, its steps are kept out of the way, with
  /// the reason, and what depends on them waits.
  [[nodiscard]] std::string blocked(TableId table) const;
  /// Adds the steps that remove and empty rows of one table.
  Result<void> add(const TableDue& due);
  /// Adds a statement that rows stay. Counted here; nothing is said of no rows.
  Result<void> keep(TableId table, const Condition& rows, Kept kept);
  void gap(Gap gap);
  void finding(std::string words) { findings_.push_back(std::move(words)); }
  /// Cuts links into rows that go, counts the steps, finds what cascades would do, drops what has
  /// no rows, and orders the rest. Nothing is read for a plan that is refused.
  Result<Planned> finish(Plan plan, std::vector<TableDue> tables);
  [[nodiscard]] Result<std::uint64_t> count(TableId table, const Condition& rows);
  /// After finish(): tables of which nothing may go, since the store would do more than is planned.
  /// What was planned because their rows go was planned in vain: plan again with these gaps.
  [[nodiscard]] const std::vector<Gap>& refused() const { return refused_; }
  /// Whether there is such a row; stops at the first.
  [[nodiscard]] Result<bool> any(TableId table, const Condition& rows);
  /// The condition, or never when there is no such row now: others need not be asked for it one by
  /// one. A large one stands by a name from here on.
  [[nodiscard]] Result<Condition> if_any(TableId table, const Condition& rows);
  /// Rows of the table that name, by this step, only people whose row goes, or of whom what it
  /// names is emptied.
  Result<Condition> naming_who_goes(const TableDue& people, TableId table, const policy::Hop& hop);

 private:
  [[nodiscard]] Condition named(TableId table, const Condition& rows) const;
  Result<void> count_tables();
  [[nodiscard]] std::optional<Gap> cannot_be_emptied(FieldId field) const;
  Result<void> add_emptied(const TableDue& due, const Emptied& group,
                           std::span<const FieldId> fields, std::optional<Gap> cannot);
  Result<void> add_step(Step step, const Condition& rows);
  /// Rows of the step's table that `rows` chooses.
  [[nodiscard]] Result<std::uint64_t> count(Step step, const Condition& rows);
  [[nodiscard]] Step pattern_of(TableId table) const;
  /// Whether what names somebody goes with their row; an erasure has seen to it.
  enum class Naming { stays, goes_too };
  Result<void> unlink_what_goes(std::vector<TableDue>& tables, Naming naming);
  Result<void> unlink_keys(const TableDue& parent, std::vector<TableDue>& tables);
  Result<void> unlink_mentions(const TableDue& parent, std::vector<TableDue>& tables);
  Result<void> unlink(const TableDue& parent, TableId table, const LiveTable& live,
                      const policy::Hop& hop, Result<Condition> pointing,
                      std::vector<TableDue>& tables);
  Result<void> check_cascades(const std::vector<TableDue>& tables);
  Result<void> check_child(const TableDue& parent, const LiveTable& child, const ForeignKey& key,
                           const std::vector<TableDue>& tables);
  Result<void> check_leftovers(const TableDue& parent, const TableDue* child, const LiveTable& live,
                               const ForeignKey& key);
  Result<bool> choose_by_key(const std::vector<std::size_t>& ring);
  Result<void> order(const KeptRows& kept);
  [[nodiscard]] bool takes_people(const Step& step) const;
  [[nodiscard]] bool leaves_rows(const Step& step);
  void put_people_last();
  Result<void> measure_step(Step& step);
  Result<void> measure_steps();
  [[nodiscard]] std::vector<Reference> references() const;

  const PlanRequest& request_;
  RuleConditions& rules_;
  Bytes salt_;  ///< keys the range digests
  std::vector<Step> steps_;
  std::vector<Kept> kept_;
  std::vector<Gap> gaps_;
  std::vector<Gap> refused_;
  std::vector<std::string> findings_;
  /// How many rows there are, by store and live table, as far as they were counted.
  std::map<std::pair<std::string, std::string>, std::uint64_t> table_rows_;
  bool ahead_ = false;       ///< some rows are due before their last permitted day
  std::string without_key_;  ///< a table whose due rows have NULL in their key
};

/// Puts steps in an order in which none destroys what a later one is chosen by and children go
/// before parents, severing first where it can be; fills in what each waits for.
/// @return the steps of a ring that leaves no such order, empty when there is one
[[nodiscard]] std::vector<std::size_t> order_steps(std::vector<Step>& steps,
                                                   const std::vector<Reference>& references,
                                                   const KeptRows& kept);
/// The steps that are `last` wait for those `waited_for` that do not wait for them: what a run that
/// fails on the way leaves can then still be found. Both speak of the steps in their order.
void put_last(std::vector<Step>& steps, const std::vector<bool>& last,
              const std::vector<bool>& waited_for);
/// Parts two steps of a ring that empty columns of the same rows: the rows of both, and of either
/// alone. So none of them is chosen by what another has emptied.
/// @return whether there were any; the new steps are not measured
[[nodiscard]] bool part_ring(std::vector<Step>& steps, const std::vector<std::size_t>& ring);
/// Makes these the rows of the step, in a form that its store can read.
void choose(Step& step, const Condition& rows);
/// The rows of a step.
[[nodiscard]] Condition condition_of(const Step& step);

[[nodiscard]] Why why_of(const policy::Model& model, const policy::Rule& rule);
[[nodiscard]] std::vector<Why> whys_of(const policy::Model& model,
                                       const std::vector<const policy::Rule*>& rules);

}  // namespace abide::engine
