// Names of stores, tables and columns: `store.table.column`, shorter where one place is meant.
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

/// A table at the front of a dotted name, and what is left of the name.
struct Split {
  TableId table;
  std::string rest;
};

std::optional<TableId> table_named(Context& context, const std::string& name,
                                   std::optional<StoreId> here) {
  if (here) {
    const std::string full = fmt::format("{}.{}", context.model.at(*here).name, name);
    if (const Symbol* symbol = context.symbols.find(Kind::table, full)) {
      return TableId{symbol->index};
    }
  }
  if (const Symbol* symbol = context.symbols.find(Kind::table, name)) {
    return TableId{symbol->index};
  }
  const auto bare = context.bare_tables.find(name);
  if (bare != context.bare_tables.end() && bare->second.size() == 1) {
    return bare->second.front();
  }
  return std::nullopt;
}

std::optional<Split> split(Context& context, const std::string& name, std::optional<StoreId> here) {
  for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    if (const auto table = table_named(context, name.substr(0, dot), here)) {
      return Split{*table, name.substr(dot + 1)};
    }
  }
  return std::nullopt;
}

/// Every way a table or column may be written from where a name stands.
std::string suggest_place(Context& context, const std::string& name, std::optional<StoreId> here) {
  if (context.place_suggestions_left-- <= 0) {
    return "";
  }
  NearNames names;
  for (const Store& store : context.model.stores) {
    names.add(store.name);
  }
  for (std::uint32_t i = 0; i < context.model.tables.size(); ++i) {
    const TableId table{i};
    const std::string full = context.model.full_name(table);
    const bool local = here && context.model.at(table).store == *here;
    names.add(full);
    if (local) {
      names.add(context.model.at(table).name);
    }
    for (const FieldId field : context.model.at(table).fields) {
      const std::string& column = context.model.at(field).name;
      names.add(fmt::format("{}.{}", full, column));
      if (local) {
        names.add(fmt::format("{}.{}", context.model.at(table).name, column));
      }
    }
  }
  return names.find(name);
}

/// What to do about a column nobody declared: mostly the key was meant.
std::string remedy_for(const Context& context, TableId table, const std::string& prefix) {
  const auto& key = context.model.at(table).key;
  return key.size() == 1 ? fmt::format("declare the column in its table; the table's key is `{}{}`",
                                       prefix, context.model.at(key.front()).name)
                         : "declare the column in its table";
}

/// A table where a column is meant: mostly its key.
void refuse_table(Context& context, const ast::Name& name, TableId table) {
  const auto& key = context.model.at(table).key;
  const std::string column = key.size() == 1 ? context.model.at(key.front()).name : "…";
  context.error("E0203", name.span, fmt::format("`{}` is a table; here stands a column", name.text),
                fmt::format("name a column of it, `{}.{}`", name.text, column));
}

void refuse(Context& context, const ast::Name& name, std::string_view noun,
            std::optional<StoreId> here) {
  const auto same = context.bare_tables.find(name.text);
  if (same != context.bare_tables.end() && same->second.size() > 1) {
    context.error("E0201", name.span, fmt::format("`{}` is the name of several tables", name.text),
                  fmt::format("write `{}` or `{}`", context.model.full_name(same->second[0]),
                              context.model.full_name(same->second[1])));
    return;
  }
  if (const Symbol* other = context.symbols.find_any(name.text)) {
    auto& wrong = context.error(
        "E0203", name.span,
        fmt::format("`{}` is {}; here stands a {}", name.text, with_article(other->kind), noun),
        fmt::format("name a {}", noun));
    if (other->span.end != 0) {
      wrong.labels.push_back({other->span, fmt::format("`{}` is declared here", name.text)});
    }
    return;
  }
  const std::string near = suggest_place(context, name.text, here);
  context.error("E0201", name.span, fmt::format("{} `{}` is not declared", noun, name.text),
                near.empty() ? "write it as `store.table` or `store.table.column`"
                             : fmt::format("did you mean `{}`?", near));
}

}  // namespace

std::optional<Place> expect_place(Context& context, const ast::Name& name,
                                  std::optional<StoreId> here) {
  if (Symbol* store = context.symbols.find(Kind::store, name.text)) {
    context.symbols.mark_used(*store);
    return Place{.store = StoreId{store->index}, .table = {}};
  }
  if (const auto table = table_named(context, name.text, here)) {
    return Place{.store = {}, .table = table};
  }
  if (const auto column = split(context, name.text, here)) {
    const auto& columns = context.columns[column->table.value];
    if (columns.contains(column->rest)) {
      context.error("E0203", name.span,
                    fmt::format("`{}` is a column; here stands a store or a table", name.text),
                    fmt::format("name the table, `{}`", context.model.full_name(column->table)));
      return std::nullopt;
    }
  }
  refuse(context, name, "store or table", here);
  return std::nullopt;
}

std::optional<TableId> expect_table(Context& context, const ast::Name& name,
                                    std::optional<StoreId> here) {
  if (const auto table = table_named(context, name.text, here)) {
    return table;
  }
  refuse(context, name, "table", here);
  return std::nullopt;
}

std::vector<TableId> expect_tables(Context& context, const ast::Names& names) {
  std::vector<TableId> tables;
  for (const ast::Name& name : names) {
    const auto place = expect_place(context, name);
    if (place && place->table) {
      tables.push_back(*place->table);
    } else if (place) {
      const auto& own = context.model.at(*place->store).tables;
      tables.insert(tables.end(), own.begin(), own.end());
    }
  }
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

FieldId column_of(Context& context, TableId table, const std::string& name, SourceSpan span) {
  const FieldId next{static_cast<std::uint32_t>(context.model.fields.size())};
  const auto [at, is_new] = context.columns[table.value].try_emplace(name, next);
  if (is_new) {
    Field field;
    field.table = table;
    field.name = name;
    field.column = name;
    context.model.fields.push_back(std::move(field));
    context.model.tables[table.value].fields.push_back(next);
    context.places.fields.push_back(span);
  }
  return at->second;
}

std::optional<FieldId> expect_own_column(Context& context, const ast::Name& name, TableId table,
                                         Declares declares) {
  const auto& columns = context.columns[table.value];
  if (const auto known = columns.find(name.text); known != columns.end()) {
    return known->second;
  }
  const auto placed = split(context, name.text, context.model.at(table).store);
  if (placed && placed->table == table) {
    return expect_own_column(context, {.span = name.span, .text = placed->rest}, table, declares);
  }
  if (placed && context.columns[placed->table.value].contains(placed->rest)) {
    context.error("E0602", name.span,
                  fmt::format("`{}` is a column of another table; here stands one of `{}`",
                              name.text, context.model.full_name(table)),
                  fmt::format("name a column of `{}`", context.model.full_name(table)));
    return std::nullopt;
  }
  if (declares == Declares::yes) {
    return column_of(context, table, name.text, name.span);
  }
  if (const auto other = table_named(context, name.text, context.model.at(table).store)) {
    refuse_table(context, name, *other);
    return std::nullopt;
  }
  NearNames names;
  for (const FieldId field : context.model.at(table).fields) {
    names.add(context.model.at(field).name);
  }
  const std::string near = names.find(name.text);
  auto& unknown = context.error(
      "E0201", name.span,
      fmt::format("table `{}` declares no column `{}`", context.model.full_name(table), name.text),
      near.empty() ? fmt::format("declare it there, `field {}: …;`", name.text)
                   : fmt::format("did you mean `{}`?", near));
  unknown.labels.push_back({context.places.tables[table.value], "the table"});
  return std::nullopt;
}

std::optional<FieldId> expect_column(Context& context, const ast::Name& name, Declares declares,
                                     std::optional<StoreId> here) {
  const auto found = split(context, name.text, here);
  if (!found) {
    if (const auto table = table_named(context, name.text, here)) {
      refuse_table(context, name, *table);
    } else {
      refuse(context, name, "column", here);
    }
    return std::nullopt;
  }
  const auto& columns = context.columns[found->table.value];
  if (const auto known = columns.find(found->rest); known != columns.end()) {
    return known->second;
  }
  if (declares == Declares::yes) {
    return column_of(context, found->table, found->rest, name.span);
  }
  const std::string table_part = name.text.substr(0, name.text.size() - found->rest.size());
  NearNames names;
  for (const FieldId field : context.model.at(found->table).fields) {
    names.add(context.model.at(field).name);
  }
  const std::string near = names.find(found->rest);
  auto& unknown =
      context.error("E0201", name.span,
                    fmt::format("table `{}` declares no column `{}`",
                                context.model.full_name(found->table), found->rest),
                    near.empty() ? remedy_for(context, found->table, table_part)
                                 : fmt::format("did you mean `{}{}`?", table_part, near));
  unknown.labels.push_back({context.places.tables[found->table.value], "the table"});
  return std::nullopt;
}

}  // namespace abide::policy::resolving
