// The handles' small functions, and the live schema: columns, keys, references, triggers, views.
#include <fmt/format.h>

#include <algorithm>

#include "connectors/sqlite/connector.hpp"
#include "connectors/sqlite/encoding.hpp"

namespace abide::sqlite {
namespace {

std::string text_at(sqlite3_stmt* statement, int index) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
  return text == nullptr ? "" : text;
}

/// Calls `row` for each row of `sql`, whose one question mark is `argument`.
template <class Fn>
Result<void> each(sqlite3* db, const std::string& sql, const std::string& argument, Fn row) {
  ABIDE_TRY(const Statement statement, prepare(db, sql));
  const Value value = argument;
  ABIDE_CHECK(bind(db, statement.get(), std::span{&value, 1}));
  while (true) {
    ABIDE_TRY(const bool more, step(db, statement.get()));
    if (!more) {
      return {};
    }
    row(statement.get());
  }
}

/// The column's affinity by its declared type, as SQLite decides it; where it keeps texts, with its
/// collation.
std::string compared(sqlite3* db, const LiveTable& table, const LiveColumn& column) {
  std::string type = column.type;
  std::ranges::transform(type, type.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
  const bool text = !has("INT") && (has("CHAR") || has("CLOB") || has("TEXT"));
  const bool as_it_comes = !has("INT") && !text && (has("BLOB") || type.empty());
  if (!text && !as_it_comes) {
    return "as numbers";
  }
  const char* collation = nullptr;
  sqlite3_table_column_metadata(db, "main", table.name.c_str(), column.name.c_str(), nullptr,
                                &collation, nullptr, nullptr, nullptr);
  return fmt::format("{}, {}", text ? "as texts" : "as they come",
                     collation == nullptr ? "BINARY" : collation);
}

Result<void> read_columns(sqlite3* db, LiveTable& table) {
  std::vector<std::pair<int, Column>> key;
  // A key that is the rowid holds no NULL, whatever is declared: one column, without an index of
  // its own behind it.
  ABIDE_CHECK(
      each(db,
           "SELECT name, type, \"notnull\" OR hidden OR (pk = 1 AND type COLLATE NOCASE = "
           "'INTEGER' AND 1 = (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0) AND "
           "NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')), pk "
           "FROM pragma_table_xinfo(?1)",
           table.name, [&](sqlite3_stmt* row) {
             const int place = sqlite3_column_int(row, 3);
             table.columns.push_back({.name = text_at(row, 0),
                                      .type = text_at(row, 1),
                                      .nullable = sqlite3_column_int(row, 2) == 0});
             table.columns.back().compared = compared(db, table, table.columns.back());
             if (place > 0) {
               key.emplace_back(place, table.columns.back().name);
             }
           }));
  std::sort(key.begin(), key.end());
  for (auto& [place, name] : key) {
    table.key.push_back(std::move(name));
  }
  return {};
}

Result<void> read_foreign_keys(sqlite3* db, LiveTable& table) {
  int current = -1;
  return each(
      db,
      "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) "
      "ORDER BY id, seq",
      table.name, [&](sqlite3_stmt* row) {
        if (sqlite3_column_int(row, 0) != current) {
          current = sqlite3_column_int(row, 0);
          const std::string action = text_at(row, 4);
          using Action = ForeignKey::Action;
          table.foreign_keys.push_back({.columns = {},
                                        .target_table = text_at(row, 1),
                                        .target_columns = {},
                                        .on_delete = action == "CASCADE"       ? Action::cascade
                                                     : action == "SET NULL"    ? Action::set_null
                                                     : action == "SET DEFAULT" ? Action::set_default
                                                                               : Action::none});
        }
        table.foreign_keys.back().columns.push_back(text_at(row, 2));
        const std::string target = text_at(row, 3);
        if (!target.empty()) {
          table.foreign_keys.back().target_columns.push_back(target);
        }
      });
}

Result<void> read_indexes(sqlite3* db, LiveTable& table) {
  std::vector<std::vector<Column>> indexes{table.key};
  std::vector<bool> unique{true};
  int current = -1;
  ABIDE_CHECK(
      each(db,
           "SELECT l.seq, l.\"unique\" AND l.partial = 0, i.name FROM pragma_index_list(?) l "
           "JOIN pragma_index_info(l.name) i ORDER BY l.seq, i.seqno",
           table.name, [&](sqlite3_stmt* row) {
             if (sqlite3_column_int(row, 0) != current) {
               current = sqlite3_column_int(row, 0);
               indexes.emplace_back();
               unique.push_back(sqlite3_column_int(row, 1) != 0);
             }
             indexes.back().push_back(text_at(row, 2));
           }));
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    for (LiveColumn& column : table.columns) {
      column.unique = column.unique || (unique[i] && indexes[i] == std::vector{column.name});
    }
    if (unique[i] && i > 0 && indexes[i] != table.key) {
      table.unique.push_back(indexes[i]);
    }
    for (ForeignKey& key : table.foreign_keys) {
      key.indexed =
          key.indexed || (key.columns.size() <= indexes[i].size() &&
                          std::equal(key.columns.begin(), key.columns.end(), indexes[i].begin()));
    }
  }
  return {};
}

bool same_name(const std::string& a, const std::string& b) {
  return sqlite3_stricmp(a.c_str(), b.c_str()) == 0;
}

/// References as the tables and columns are really spelt; one without columns means the key.
void spell_references(LiveSchema& schema) {
  for (LiveTable& table : schema.tables) {
    for (ForeignKey& key : table.foreign_keys) {
      const auto target = std::ranges::find_if(schema.tables, [&](const LiveTable& one) {
        return same_name(one.name, key.target_table);
      });
      if (target == schema.tables.end()) {
        continue;
      }
      key.target_table = target->name;
      if (key.target_columns.empty()) {
        key.target_columns = target->key;
      }
      for (Column& name : key.target_columns) {
        for (const LiveColumn& column : target->columns) {
          name = same_name(column.name, name) ? column.name : name;
        }
      }
    }
  }
}

}  // namespace

Result<LiveSchema> read_schema(sqlite3* db) {
  LiveSchema schema;
  ABIDE_CHECK(
      each(db,
           "SELECT name, type FROM sqlite_schema WHERE type IN ('table','view') AND name NOT "
           "LIKE 'sqlite\\_%' ESCAPE '\\' AND ? IS NOT NULL ORDER BY name",
           "", [&](sqlite3_stmt* row) {
             LiveTable table;
             table.name = text_at(row, 0);
             table.is_view = text_at(row, 1) == "view";
             schema.tables.push_back(std::move(table));
           }));
  for (LiveTable& table : schema.tables) {
    ABIDE_CHECK(read_columns(db, table));
    ABIDE_CHECK(read_foreign_keys(db, table));
    ABIDE_CHECK(read_indexes(db, table));
    ABIDE_CHECK(each(db,
                     "SELECT name FROM sqlite_schema WHERE type='trigger' AND tbl_name = ? COLLATE "
                     "NOCASE ORDER BY name",
                     table.name,
                     [&](sqlite3_stmt* row) { table.triggers.push_back(text_at(row, 0)); }));
  }
  spell_references(schema);
  return schema;
}

Result<void> bind(sqlite3* db, sqlite3_stmt* statement, std::span<const Value> values) {
  struct Bind {
    sqlite3_stmt* to;
    int at;
    int operator()(std::monostate) const { return sqlite3_bind_null(to, at); }
    int operator()(bool v) const { return sqlite3_bind_int(to, at, v ? 1 : 0); }
    int operator()(std::int64_t v) const { return sqlite3_bind_int64(to, at, v); }
    int operator()(double v) const { return sqlite3_bind_double(to, at, v); }
    int operator()(const std::string& v) const {
      return sqlite3_bind_text64(to, at, v.data(), v.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    int operator()(const Bytes& v) const {
      return sqlite3_bind_blob64(to, at, v.data(), v.size(), SQLITE_TRANSIENT);
    }
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::visit(Bind{statement, static_cast<int>(i) + 1}, values[i]) != SQLITE_OK) {
      return error_of(db, "binding a value");
    }
  }
  return {};
}

Value column_value(sqlite3_stmt* statement, int index) {
  const auto size = [&] {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
  };
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, index)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, index);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      return std::string(text, size());
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, index));
      return bytes == nullptr ? Bytes{} : Bytes(bytes, bytes + size());
    }
    default:
      return std::monostate{};
  }
}

}  // namespace abide::sqlite
