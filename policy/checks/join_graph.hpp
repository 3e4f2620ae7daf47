// Which tables can be joined with which, and what of that is left after an event: the graph behind
// severance.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy::checks {

/// One way to get from a row of one table to rows of another.
struct Join {
  TableId from;
  FieldId from_column;  ///< a column on the near side
  FieldId to_column;
  std::string words;  ///< `a.b = c.d`
};

/// Every join there is before anything is severed: links, steps of ownership and of mentions, and
/// columns that hold the same `identifier` category, a processor's own store among them.
class JoinGraph {
 public:
  explicit JoinGraph(const Model& model);

  /// Columns of one table whose values meet those of the hub's other members.
  struct Member {
    TableId table;
    std::vector<FieldId> columns;
  };
  /// Things joined through one value: the two ends of a step, or all columns of one identifier.
  struct Hub {
    std::vector<Member> members;
  };
  [[nodiscard]] const std::vector<Hub>& hubs() const { return hubs_; }
  /// The hubs a table is in, and as which member.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, std::uint32_t>>& of(
      TableId table) const {
    return hubs_of_[table.value];
  }

 private:
  void add_steps(const Model& model, TableId id);
  void add_identifiers(const Model& model);
  void add_step(TableId table, const Hop& hop);
  void add(Hub hub);
  std::vector<Hub> hubs_;
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> hubs_of_;
};

/// What is left once an event has happened: the graph less every column blanked and every table
/// erased at it. What an erasure takes away later than the event itself (`within`) is still there.
class AfterEvent {
 public:
  /// @param rules   those that wait on the event
  /// @param floored  by field: some floor keeps it
  AfterEvent(const Model& model, const JoinGraph& graph, EventId event,
             const std::vector<RuleId>& rules, const std::vector<bool>& floored);
  [[nodiscard]] bool is_left(FieldId column) const;
  /// True when the column ends because of the event, at once or later, and nothing keeps it.
  [[nodiscard]] bool ends(FieldId column) const { return ends_.contains(column.value); }
  /// The shortest path from one of the tables to one of the others (ascending); empty when a table
  /// is on both sides.
  [[nodiscard]] std::optional<std::vector<Join>> path(const std::vector<TableId>& from,
                                                      const std::vector<TableId>& to) const;

 private:
  [[nodiscard]] bool is_gone(TableId table) const;
  [[nodiscard]] bool is_left(const JoinGraph::Member& member) const;
  [[nodiscard]] Join join_of(const JoinGraph::Member& from, const JoinGraph::Member& to) const;
  const Model& model_;
  const JoinGraph& graph_;
  std::unordered_set<std::uint32_t> gone_, erased_, ends_;  ///< fields
};

}  // namespace abide::policy::checks
