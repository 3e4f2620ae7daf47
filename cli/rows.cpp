// Looking a row up by what was typed.
#include "cli/rows.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "policy/diagnostics.hpp"

namespace abide::cli {

Result<TableId> table_named(const policy::Model& model, const std::string& name) {
  if (const auto table = model.find_table(name)) return *table;
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < model.tables.size(); ++i)
    known.push_back(model.full_name(TableId{i}));
  const std::string near = policy::nearest(name, known);
  return Error{ErrorCode::not_found, fmt::format("the policy has no table `{}`", name),
               near.empty() ? "write it as STORE.TABLE; nothing was done"
                            : fmt::format("did you mean `{}`? nothing was done", near)};
}

Result<engine::RowKey> row_named(const policy::Model& model, const std::string& table,
                                 const std::vector<std::string>& key) {
  ABIDE_TRY(const TableId id, table_named(model, table));
  const std::size_t columns = model.at(id).key.size();
  if (key.size() != columns) {
    return Error{ErrorCode::refused,
                 fmt::format("the key of `{}` has {} column{} and {} {} given", table, columns,
                             columns == 1 ? "" : "s", key.size(), key.size() == 1 ? "was" : "were"),
                 "give the row's whole key with --key; nothing was done"};
  }
  return engine::RowKey{id, Sensitive{key_of(key)}};
}

Result<bool> is_there(const Session& session, const engine::RowKey& row) {
  const policy::Model& model = session.model;
  const policy::Table& table = model.at(row.table);
  const std::string& name = model.at(table.store).name;
  Connector* const store = session.stores.find(name);
  if (store == nullptr) {
    return Error{ErrorCode::unavailable,
                 fmt::format("store `{}` does not answer, so that no row of it can be seen", name),
                 "nothing was done; a retry is safe once it answers"};
  }
  Query query;
  query.table = table.live_name;
  And all;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    query.key.push_back(model.at(table.key[i]).column);
    all.all.push_back(share({In{query.key.back(), {row.key.reveal()[i]}}}));
  }
  query.where = share({std::move(all)});
  ABIDE_TRY(const std::uint64_t rows, store->count(query));
  return rows > 0;
}

}  // namespace abide::cli
