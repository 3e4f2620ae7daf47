// Which tables can be joined with which once an event has happened: the graph behind severance.
#pragma once

#include <optional>
#include <string>
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

/// Tables and joins that are left when everything blanked or erased at one event is gone.
///
/// Joins are links, steps of ownership and of mentions, and columns that hold the same `identifier`
/// category, a processor's own store among them. What an erasure takes away
/// later than the event itself (`within`) is still there.
class JoinGraph {
 public:
  JoinGraph(const Model& model, EventId event);
  /// The shortest path from one of the tables to one of the others, if there is one; empty when a
  /// table is on both sides.
  [[nodiscard]] std::optional<std::vector<Join>> path(const std::vector<TableId>& from,
                                                      const std::vector<TableId>& to) const;
  [[nodiscard]] bool is_left(FieldId column) const;
  /// Tables that still hold one of the leaves (ascending), other than in columns that are gone.
  [[nodiscard]] std::vector<TableId> tables_with(const std::vector<CategoryId>& leaves) const;
  /// True when the column ends because of the event, at once or later, and nothing keeps it.
  [[nodiscard]] bool ends(FieldId column) const { return ends_[column.value]; }

 private:
  /// Things joined through one value: a pair, or every column with one identifier.
  struct Member {
    TableId table;
    FieldId column;
  };
  struct Hub {
    std::vector<Member> members;
  };
  void find_what_goes(EventId event);
  void add_references();
  void add_identifiers();
  void add_hop(TableId table, const Hop& hop);
  void add_hub(Hub hub);
  [[nodiscard]] Join join_of(const Member& from, const Member& to) const;

  const Model& model_;
  std::vector<bool> gone_;        ///< by field
  std::vector<bool> ends_;        ///< by field
  std::vector<bool> table_gone_;  ///< by table
  std::vector<Hub> hubs_;
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> hubs_of_;  ///< hub, member
};

}  // namespace abide::policy::checks
