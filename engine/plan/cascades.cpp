// What the database itself would do to rows that point at removed ones: found and refused before
// anything runs.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/draft.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

const char* words_of(ForeignKey::Action action) {
  switch (action) {
    case ForeignKey::Action::none:
      return "would be left pointing at nothing";
    case ForeignKey::Action::cascade:
      return "would be deleted by ON DELETE CASCADE";
    case ForeignKey::Action::set_null:
      return "would be changed by ON DELETE SET NULL";
    case ForeignKey::Action::set_default:
      return "would be changed by ON DELETE SET DEFAULT";
  }
  return "";
}

/// A name as SQL takes it, whatever it holds.
std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    text += c == '"' ? "\"\"" : std::string(1, c);
  }
  return text + "\"";
}

std::string quoted_all(const std::vector<Column>& columns) {
  std::string text;
  for (const Column& column : columns) {
    text += (text.empty() ? "" : ", ") + quoted(column);
  }
  return text;
}

/// The policy's table behind a live one of the same store.
const TableDue* due_of(const policy::Model& model, const std::vector<TableDue>& tables,
                       StoreId store, const std::string& live_name) {
  const auto at = std::ranges::find_if(tables, [&](const TableDue& due) {
    const policy::Table& table = model.at(due.table);
    return table.store == store && table.live_name == live_name;
  });
  return at == tables.end() ? nullptr : &*at;
}

}  // namespace

/// Counts the child's rows that point at rows which go, and that the plan neither removes nor
/// unlinks before.
Result<void> Draft::check_leftovers(const TableDue& parent, const TableDue* child,
                                    const LiveTable& live, const ForeignKey& key) {
  const policy::Model& model = request_.model;
  const std::string& store = model.at(model.at(parent.table).store).name;
  Condition left = pointing_at({"", key.columns, store, model.at(parent.table).live_name,
                                key.target_columns, nullptr, Match::exact},
                               store, parent.goes);
  if (child != nullptr && !blocked(child->table).empty()) {
    child = nullptr;  // its rows stay, whatever is due
  }
  const bool to_itself = child != nullptr && child->table == parent.table;
  if (child != nullptr) {
    if (!to_itself && within(left, child->goes)) {
      return {};
    }
    // Of one table, rows that go may be removed before others that point at them.
    left = to_itself ? left : left && !child->goes;
    for (const Emptied& group : child->emptied) {
      const auto columns = columns_of(model, group.fields);
      const bool unlinks = std::ranges::any_of(key.columns, [&](const Column& column) {
        return std::ranges::find(columns, column) != columns.end();
      });
      left = unlinks ? left && !group.where : left;
    }
  }
  Step pointing;
  pointing.store = store;
  pointing.live_table = live.name;
  pointing.key = live.key;
  ABIDE_TRY(const std::uint64_t rows, count(std::move(pointing), left));
  if (rows > 0) {
    refused_.push_back(
        {"E1011", model.full_name(parent.table),
         fmt::format("{} row{} of `{}.{}` that {} {}", rows, rows == 1 ? "" : "s", store, live.name,
                     to_itself ? "point at others of it" : "stay", words_of(key.on_delete)),
         "sever the link before the row goes, or change the foreign key; nothing "
         "of this table is removed until then",
         rows, std::nullopt, true});
  }
  return {};
}

Result<void> Draft::check_child(const TableDue& parent, const LiveTable& child,
                                const ForeignKey& key, const std::vector<TableDue>& tables) {
  const StoreId store = request_.model.at(parent.table).store;
  if (!key.indexed) {
    findings_.push_back(
        fmt::format("`{}` points at `{}` without an index: CREATE INDEX {} ON {} ({}) makes "
                    "removal quick",
                    child.name, key.target_table,
                    quoted(fmt::format("{}_{}", child.name, fmt::join(key.columns, "_"))),
                    quoted(child.name), quoted_all(key.columns)));
  }
  return check_leftovers(parent, due_of(request_.model, tables, store, child.name), child, key);
}

Result<void> Draft::check_cascades(const std::vector<TableDue>& tables) {
  for (const TableDue& parent : tables) {
    const policy::Table& table = request_.model.at(parent.table);
    const LiveSchema* schema = request_.schema(table.store);
    if (parent.goes.is_never() || schema == nullptr || !blocked(parent.table).empty()) {
      continue;
    }
    for (const LiveTable& child : schema->tables) {
      for (const ForeignKey& key : child.foreign_keys) {
        if (key.target_table == table.live_name) {
          ABIDE_CHECK(check_child(parent, child, key, tables));
        }
      }
    }
  }
  return {};
}

}  // namespace abide::engine
