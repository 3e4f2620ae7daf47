// What the checks of the catalogue share. Internal to this folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/catalogue/catalogue.hpp"

namespace abide::engine::catalogue {

/// Receives gaps and says of each whether a waiver covers it.
class Gaps {
 public:
  Gaps(const policy::Model& model, Date today) : model_(model), today_(today) {}
  void add(Gap gap);
  /// Why it is waived, if a waiver that has not ended says so.
  [[nodiscard]] std::optional<std::string> waived(std::string_view code,
                                                  const std::string& place) const;
  [[nodiscard]] std::vector<Gap> take() && { return std::move(gaps_); }

 private:
  const policy::Model& model_;
  Date today_;
  std::vector<Gap> gaps_;
};

/// One table of the policy and what stands behind it.
struct Pair {
  const policy::Model& model;
  TableId id;
  const policy::Table& table;
  const LiveTable& live;
};

/// The store's name and the live table's, for tables that the policy does not name.
[[nodiscard]] std::string live_name(const policy::Model& model, StoreId store,
                                    std::string_view table);
/// The policy's table behind a live one, if it declares it.
[[nodiscard]] std::optional<TableId> declared(const policy::Model& model, StoreId store,
                                              std::string_view live_name);
/// Some rule or an owner's erasure can remove or change rows of the table.
[[nodiscard]] bool is_planned(const policy::Model& model, TableId table);
[[nodiscard]] bool has_floor(const policy::Model& model, TableId table);
/// Whether the columns together name at most one row.
[[nodiscard]] bool identify_a_row(const LiveTable& live, std::vector<Column> columns);
/// Every column that the policy names is there, so that the rows can be asked for.
[[nodiscard]] bool is_whole(const Pair& pair);

void check_columns(const Pair& pair, Gaps& gaps);  ///< E1001, E1002, E1004, E1008
/// E1012: links that the store compares in another way than what they point at.
void check_links(const Pair& pair, const LiveSchema& schema, Gaps& gaps);
void check_emptying(const Pair& pair, Gaps& gaps);  ///< E1005
/// E1011: triggers on the table, and what the database does to rows that point at removed ones.
void check_cascades(const Pair& pair, const LiveSchema& schema, Gaps& gaps);
/// E1001 for tables that the policy does not declare.
void check_undeclared(const policy::Model& model, StoreId store, const LiveSchema& schema,
                      Gaps& gaps);

/// Rows of one table that something is wrong with, and what is said when there are some. The rows
/// of all checks of a table are counted in one reading.
struct RowCheck {
  SelectorPtr rows;
  std::function<Result<void>(std::uint64_t count)> found;
};
/// E1004 for keys that are NULL.
void check_null_keys(const Pair& pair, std::vector<RowCheck>& checks, Gaps& gaps);
/// E1010.
void check_clocks(const Pair& pair, Connector& store, Instant at, std::vector<RowCheck>& checks,
                  Gaps& gaps);
/// E1006. What other stores have to be asked for is counted here and now.
Result<void> check_owners(const Pair& pair, Stores& stores, ControlStore& control,
                          const Catalogue& catalogue, Instant at, std::vector<RowCheck>& checks,
                          Gaps& gaps);

}  // namespace abide::engine::catalogue
