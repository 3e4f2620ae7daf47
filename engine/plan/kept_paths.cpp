// From row to row by the values they point with.
#include "engine/plan/kept_paths.hpp"

#include <algorithm>
#include <set>

#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;

SelectorPtr equal(const Model& model, std::span<const FieldId> columns, const Row& values,
                  Match match) {
  And all;
  for (std::size_t i = 0; i < columns.size() && i < values.size(); ++i) {
    all.all.push_back(share({In{model.at(columns[i]).column, {values[i]}, match}}));
  }
  return share({std::move(all)});
}

Result<std::vector<Row>> read(const Model& model, const Stores& stores, TableId table,
                              std::span<const FieldId> columns, SelectorPtr where) {
  std::vector<Row> rows;
  Connector* store = stores.find(model.at(model.at(table).store).name);
  if (store == nullptr || columns.empty()) {
    return rows;
  }
  const Query query{.table = model.at(table).live_name,
                    .columns = columns_of(model, columns),
                    .key = {},
                    .range = {},
                    .where = std::move(where)};
  ABIDE_CHECK(store->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      const bool whole = std::ranges::none_of(
          row, [](const Value& one) { return std::holds_alternative<std::monostate>(one); });
      if (whole) {
        rows.push_back(row);
      }
    }
    return {};
  }));
  return rows;
}

/// Keys of the rows that one row's step leads to.
Result<std::vector<RowKey>> ends_of(const Model& model, const Stores& stores, const RowKey& row,
                                    const Hop& hop) {
  std::vector<RowKey> ends;
  const Condition counts = step_counts(model, row.table, hop);
  const SelectorPtr here = share({And{
      {equal(model, model.at(row.table).key, row.key.reveal(), Match::exact), counts.local()}}});
  ABIDE_TRY(const std::vector<Row> from, read(model, stores, row.table, hop.from, here));
  for (const Row& pointers : from) {
    const auto& key = model.at(hop.table).key;
    ABIDE_TRY(std::vector<Row> to, read(model, stores, hop.table, key,
                                        equal(model, hop.to, pointers, match_of(model, hop))));
    for (Row& end : to) {
      ends.push_back({hop.table, Sensitive{std::move(end)}});
    }
  }
  return ends;
}

}  // namespace

Result<Register> with_kept_paths(const Model& model, const Stores& stores, const Register& facts) {
  Register all = facts;
  for (std::size_t i = 0; i < all.keeps.size(); ++i) {
    if (!all.keeps[i].row) {
      continue;
    }
    for (std::uint32_t table = 0; table < model.tables.size(); ++table) {
      for (const Hop& hop : steps_to(model, all.keeps[i].row->table, TableId{table})) {
        ABIDE_TRY(std::vector<RowKey> ends, ends_of(model, stores, *all.keeps[i].row, hop));
        for (RowKey& end : ends) {
          Keep one = all.keeps[i];
          one.row = std::move(end);
          if (std::ranges::find(all.keeps, one) == all.keeps.end()) {
            all.keeps.push_back(std::move(one));
          }
        }
      }
    }
  }
  return all;
}

}  // namespace abide::engine
