// Declared and live columns side by side, tables nobody declared, and keys that name no row.
#include <fmt/format.h>

#include <algorithm>

#include "engine/catalogue/guess.hpp"
#include "engine/catalogue/parts.hpp"
#include "engine/plan/paths.hpp"
#include "policy/diagnostics.hpp"

namespace abide::engine::catalogue {
namespace {

/// Tables that a server keeps for itself and that hold no row of an app.
bool is_system(std::string_view name) {
  return name.starts_with("sqlite_") || name.starts_with("pg_") ||
         name.starts_with("pg_catalog.") || name.starts_with("information_schema.");
}

bool is_declared(const Pair& pair, const Column& column) {
  return std::ranges::any_of(pair.table.fields,
                             [&](FieldId field) { return pair.model.at(field).column == column; });
}

void check_unclassified(const Pair& pair, Gaps& gaps) {
  const std::string table = pair.model.full_name(pair.id);
  for (const LiveColumn& column : pair.live.columns) {
    if (is_declared(pair, column.name)) {
      continue;
    }
    const bool guessed = guess_category(pair.model, column.name).has_value();
    gaps.add({"E1001", table + "." + column.name,
              fmt::format("the store has this column{} and the policy does not: no sentence says "
                          "what becomes of it",
                          column.type.empty() ? "" : fmt::format(" ({})", column.type)),
              fmt::format("add to table `{}`: {}{}", pair.table.name,
                          field_line(pair.model, column.name),
                          guessed ? " (a guess by its name)"
                                  : " (CATEGORY being the category of what it holds)"),
              0, std::nullopt, false});
  }
}

void check_missing(const Pair& pair, Gaps& gaps) {
  std::vector<std::string> names;
  for (const LiveColumn& column : pair.live.columns) {
    names.push_back(column.name);
  }
  for (const FieldId field : pair.table.fields) {
    const Column& column = pair.model.at(field).column;
    if (find_column(pair.live, column) != nullptr) {
      continue;
    }
    const std::string near = policy::nearest(column, names);
    gaps.add({"E1002", pair.model.full_name(field),
              fmt::format("the policy declares the column `{}`, and the store has none", column),
              near.empty()
                  ? "remove it from the policy, or put the column back"
                  : fmt::format("if `{}` is meant, write `as \"{}\"` after its name", near, near),
              0, std::nullopt, true});
  }
}

void check_key(const Pair& pair, Gaps& gaps) {
  if (pair.table.key.empty()) {
    gaps.add({"E1004", pair.model.full_name(pair.id), "the policy gives the table no key",
              "add `key COLUMN;` with the column that names one row", 0, std::nullopt, true});
    return;
  }
  const auto key = columns_of(pair.model, pair.table.key);
  if (identify_a_row(pair.live, key)) {
    return;
  }
  const std::string columns = fmt::format("{}", fmt::join(key, ", "));
  gaps.add({"E1004", pair.model.full_name(pair.id),
            pair.live.key.empty()
                ? fmt::format("the table has no key in the store, and `{}` need not be unique "
                              "there: no row can be named",
                              columns)
                : fmt::format("`{}` is not unique in the store; its key is `{}`", columns,
                              fmt::join(pair.live.key, ", ")),
            pair.live.key.empty()
                ? fmt::format("CREATE UNIQUE INDEX {0}_key ON {0} ({1}), once no two rows share it",
                              pair.live.name, columns)
                : fmt::format("write `key {};`", fmt::join(pair.live.key, ", ")),
            0, std::nullopt, true});
}

}  // namespace

void check_columns(const Pair& pair, Gaps& gaps) {
  if (pair.live.is_view) {
    gaps.add({"E1008", pair.model.full_name(pair.id),
              "a view: rows that its filter leaves out would not be seen",
              "declare the table behind it instead", 0, std::nullopt, true});
    return;
  }
  check_missing(pair, gaps);
  const bool has_key_columns = std::ranges::all_of(pair.table.key, [&](FieldId field) {
    return find_column(pair.live, pair.model.at(field).column) != nullptr;
  });
  if (has_key_columns) {
    check_key(pair, gaps);
  }
  check_unclassified(pair, gaps);
}

void check_links(const Pair& pair, const LiveSchema& schema, Gaps& gaps) {
  std::vector<policy::Hop> hops;
  for (const policy::Ownership& owner : pair.table.owners) {
    if (!owner.hops.empty()) {
      hops.push_back(owner.hops.front());
    }
  }
  for (const policy::Hop& hop : hops) {
    const policy::Table& target = pair.model.at(hop.table);
    const auto there = std::ranges::find(schema.tables, target.live_name, &LiveTable::name);
    const bool exact = match_of(pair.model, hop) == Match::exact;
    if (!exact || target.store != pair.table.store || there == schema.tables.end()) {
      continue;
    }
    for (std::size_t i = 0; i < hop.from.size(); ++i) {
      const LiveColumn* from = find_column(pair.live, pair.model.at(hop.from[i]).column);
      const LiveColumn* to = find_column(*there, pair.model.at(hop.to[i]).column);
      if (from != nullptr && to != nullptr && from->compared != to->compared) {
        gaps.add({"E1012", pair.model.full_name(hop.from[i]),
                  fmt::format("the store compares it {}, and `{}`, which it points at, {}: one "
                              "value may lead to several people",
                              from->compared, pair.model.full_name(hop.to[i]), to->compared),
                  "declare both columns with one type and one collation", 0, std::nullopt, true});
      }
    }
  }
}

void check_undeclared(const policy::Model& model, StoreId store, const LiveSchema& schema,
                      Gaps& gaps) {
  for (const LiveTable& live : schema.tables) {
    if (live.is_view || is_system(live.name) || declared(model, store, live.name)) {
      continue;
    }
    gaps.add({"E1001", live_name(model, store, live.name),
              fmt::format("the store has this table of {} columns and the policy does not: no "
                          "sentence says what becomes of its rows",
                          live.columns.size()),
              fmt::format("add to store `{}` what it holds: {}", model.at(store).name,
                          table_block(model, store, live)),
              0, std::nullopt, false});
  }
}

}  // namespace abide::engine::catalogue
