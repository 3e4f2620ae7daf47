// Tables from declarations, rows from tests.
#include "engine/scenarios/fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace abide::engine::scenarios {
namespace {

using policy::ClockForm;
using policy::Field;
using policy::Hop;
using policy::Model;
using policy::Scenario;
using policy::Table;

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string{c};
  return text + "\"";
}

std::vector<std::string> quoted(const Model& model, const std::vector<FieldId>& fields) {
  std::vector<std::string> names;
  for (const FieldId field : fields) names.push_back(quoted(model.at(field).column));
  return names;
}

/// Columns of which the test gives a value, and whether it is a number.
std::map<FieldId, bool> given_numbers(const Scenario& scenario) {
  std::map<FieldId, bool> numbers;
  for (const policy::ScenarioStep& step : scenario.steps) {
    const auto* row = std::get_if<policy::GivenRow>(&step.what);
    if (row == nullptr) continue;
    for (const auto& [given, value] : row->cells) {
      if (std::holds_alternative<std::monostate>(value)) continue;
      const bool number =
          std::holds_alternative<std::int64_t>(value) || std::holds_alternative<bool>(value);
      numbers[given] = numbers[given] || number;
    }
  }
  return numbers;
}

/// Columns that are compared with each other: by owners, mentions and links.
std::vector<std::pair<FieldId, FieldId>> compared(const Model& model) {
  std::vector<std::pair<FieldId, FieldId>> pairs;
  const auto add = [&](const Hop& hop) {
    for (std::size_t i = 0; i < hop.from.size(); ++i) pairs.emplace_back(hop.from[i], hop.to[i]);
  };
  for (const Table& table : model.tables) {
    for (const policy::Ownership& owner : table.owners) {
      for (const Hop& hop : owner.hops) add(hop);
    }
    for (const policy::Mention& mention : table.mentions) add(mention.hop);
    for (const FieldId field : table.fields) {
      if (const auto target = model.at(field).links_to) pairs.emplace_back(field, *target);
    }
  }
  return pairs;
}

std::string type_of(FieldId id, const Field& field, const std::map<FieldId, bool>& numbers) {
  if (field.clock) {
    const bool text = field.clock == ClockForm::iso || field.clock == ClockForm::date;
    return text ? "TEXT" : "INTEGER";
  }
  const auto known = numbers.find(id);
  return known != numbers.end() && known->second ? "INTEGER" : "TEXT";
}

/// Columns of `child` that point at the whole key of a table in the same store.
struct Pointing {
  std::vector<FieldId> from;
  TableId to_table;
  std::vector<FieldId> to;
};
std::vector<Pointing> pointing(const Model& model, TableId child) {
  std::vector<Pointing> all;
  const auto add = [&](const std::vector<FieldId>& from, TableId table,
                       const std::vector<FieldId>& to) {
    const Table& target = model.at(table);
    const bool whole_key = to == target.key && target.store == model.at(child).store;
    const bool itself = table == child && from == to;
    const bool known = std::ranges::any_of(all, [&](const Pointing& p) { return p.from == from; });
    if (whole_key && !itself && !known) all.push_back({from, table, to});
  };
  for (const policy::Ownership& owner : model.at(child).owners) {
    if (!owner.hops.empty() && !owner.condition) {
      add(owner.hops.front().from, owner.hops.front().table, owner.hops.front().to);
    }
  }
  for (const policy::Mention& mention : model.at(child).mentions) {
    add(mention.hop.from, mention.hop.table, mention.hop.to);
  }
  for (const FieldId field : model.at(child).fields) {
    if (const auto target = model.at(field).links_to) {
      add({field}, model.at(*target).table, {*target});
    }
  }
  return all;
}

void bind(sqlite3_stmt* statement, int at, const Value& value) {
  struct Bind {
    sqlite3_stmt* statement;
    int at;
    void operator()(std::monostate) const { sqlite3_bind_null(statement, at); }
    void operator()(bool value) const { sqlite3_bind_int(statement, at, value ? 1 : 0); }
    void operator()(std::int64_t value) const { sqlite3_bind_int64(statement, at, value); }
    void operator()(double value) const { sqlite3_bind_double(statement, at, value); }
    void operator()(const std::string& value) const {
      sqlite3_bind_text(statement, at, value.data(), static_cast<int>(value.size()),
                        SQLITE_TRANSIENT);
    }
    void operator()(const Bytes& value) const {
      sqlite3_bind_blob(statement, at, value.data(), static_cast<int>(value.size()),
                        SQLITE_TRANSIENT);
    }
  };
  std::visit(Bind{statement, at}, value);
}

Value moment(Instant at, ClockForm form, const Zone& zone) {
  using namespace std::chrono;
  switch (form) {
    case ClockForm::iso:
      return abide::to_string(at);
    case ClockForm::date:
      return abide::to_string(zone.local_date(at));
    case ClockForm::unix_seconds:
      return duration_cast<seconds>(at.time_since_epoch()).count();
    case ClockForm::unix_milliseconds:
      return duration_cast<milliseconds>(at.time_since_epoch()).count();
  }
  return {};
}

std::string key_condition(const Model& model, TableId table) {
  std::string sql;
  for (const FieldId key : model.at(table).key) {
    sql += fmt::format("{}{} = ?", sql.empty() ? " WHERE " : " AND ", quoted(model.at(key).column));
  }
  return sql;
}

}  // namespace

const Value& Record::at(FieldId field) const {
  static const Value none;
  const auto found = cells.find(field);
  return found == cells.end() ? none : found->second;
}

Row key_of(const Model& model, const Record& record) {
  Row key;
  for (const FieldId field : model.at(record.table).key) key.push_back(record.at(field));
  return key;
}

std::string name_of(const Model& model, TableId table, const Row& key) {
  std::string text;
  for (std::size_t i = 0; i < key.size() && i < model.at(table).key.size(); ++i) {
    const auto* number = std::get_if<std::int64_t>(&key[i]);
    const auto* words = std::get_if<std::string>(&key[i]);
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", model.at(model.at(table).key[i]).name,
                        number != nullptr  ? fmt::format("{}", *number)
                        : words != nullptr ? *words
                                           : "null");
  }
  return text;
}
std::string name_of(const Model& model, const Record& record) {
  return name_of(model, record.table, key_of(model, record));
}

bool in_reach(const Model& model, TableId table) {
  return !model.at(model.at(table).store).no_reach_because && !model.at(table).key.empty();
}
std::string file_of(const policy::Store& store) { return store.name + ".sqlite"; }

Value value_of(const policy::Literal& literal, const Field* field, const Zone& zone) {
  if (const auto* day = std::get_if<Date>(&literal)) {
    return field != nullptr && field->clock ? moment(zone.start_of(*day), *field->clock, zone)
                                            : Value{abide::to_string(*day)};
  }
  if (const auto* text = std::get_if<std::string>(&literal)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&literal)) return *number;
  if (const auto* truth = std::get_if<bool>(&literal)) return std::int64_t{*truth ? 1 : 0};
  return {};
}

/// A column of which the test gives no value is of the type that it is compared with.
std::map<FieldId, bool> Fixture::numbers(const Scenario& scenario) const {
  std::map<FieldId, bool> known = given_numbers(scenario);
  const auto pairs = compared(model_);
  for (bool grew = true; grew;) {
    const std::size_t before = known.size();
    for (const auto& [one, other] : pairs) {
      if (known.contains(one)) known.try_emplace(other, known.at(one));
      if (known.contains(other)) known.try_emplace(one, known.at(other));
    }
    grew = known.size() > before;
  }
  return known;
}

std::string Fixture::table_sql(TableId id, const std::map<FieldId, bool>& numbers) const {
  const Table& table = model_.at(id);
  std::vector<std::string> parts;
  std::set<std::string> seen;
  for (const FieldId field : table.fields) {
    const bool in_key = std::ranges::find(table.key, field) != table.key.end();
    if (seen.insert(model_.at(field).column).second) {
      parts.push_back(fmt::format("{} {}{}", quoted(model_.at(field).column),
                                  type_of(field, model_.at(field), numbers),
                                  in_key ? " NOT NULL" : ""));
    }
  }
  parts.push_back(fmt::format("PRIMARY KEY ({})", fmt::join(quoted(model_, table.key), ", ")));
  std::string indexes;
  for (const Pointing& one : pointing(model_, id)) {
    const std::string from = fmt::format("{}", fmt::join(quoted(model_, one.from), ", "));
    parts.push_back(fmt::format("FOREIGN KEY ({}) REFERENCES {} ({})", from,
                                quoted(model_.at(one.to_table).live_name),
                                fmt::join(quoted(model_, one.to), ", ")));
    indexes += fmt::format("CREATE INDEX {} ON {} ({});\n",
                           quoted(fmt::format("by {} {}", table.live_name, one.from.front().value)),
                           quoted(table.live_name), from);
  }
  return fmt::format("CREATE TABLE {} ({});\n{}", quoted(table.live_name), fmt::join(parts, ", "),
                     indexes);
}

Result<void> Fixture::make(StoreId store, const Scenario& scenario, const std::string& folder) {
  ABIDE_TRY(auto db, sqlite::open(folder + "/" + file_of(model_.at(store)),
                                  SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  const std::map<FieldId, bool> types = numbers(scenario);
  std::string sql = "PRAGMA synchronous = OFF;\n";
  for (const TableId table : model_.at(store).tables) {
    if (in_reach(model_, table)) sql += table_sql(table, types);
  }
  ABIDE_CHECK(sqlite::execute(db.get(), sql));
  databases_.emplace(store.value, std::move(db));
  return {};
}

Result<Fixture> Fixture::create(const Model& model, const Scenario& scenario,
                                const std::string& folder, const Zone& zone) {
  Fixture fixture{model, zone};
  for (std::uint32_t i = 0; i < model.stores.size(); ++i) {
    if (!model.stores[i].no_reach_because) {
      ABIDE_CHECK(fixture.make(StoreId{i}, scenario, folder));
    }
  }
  return fixture;
}

Result<void> Fixture::change(const std::string& sql, TableId table,
                             const std::vector<Value>& values) {
  sqlite3* db = databases_.at(model_.at(table).store.value).get();
  ABIDE_TRY(const sqlite::Statement statement, sqlite::prepare(db, sql));
  for (std::size_t i = 0; i < values.size(); ++i) {
    bind(statement.get(), static_cast<int>(i) + 1, values[i]);
  }
  ABIDE_TRY(const bool row, sqlite::step(db, statement.get()));
  (void)row;
  return {};
}

Result<void> Fixture::put(const policy::GivenRow& row) {
  Record record{row.table, {}};
  std::vector<std::string> columns;
  std::vector<Value> values;
  for (const auto& [field, literal] : row.cells) {
    Value value = value_of(literal, &model_.at(field), zone_);
    columns.push_back(quoted(model_.at(field).column));
    values.push_back(value);
    record.cells[field] = std::move(value);
  }
  ABIDE_CHECK(change(fmt::format("INSERT INTO {} ({}) VALUES ({})",
                                 quoted(model_.at(row.table).live_name), fmt::join(columns, ", "),
                                 fmt::join(std::vector<std::string>(values.size(), "?"), ", ")),
                     row.table, values));
  records_.push_back(std::move(record));
  return {};
}

Result<void> Fixture::set(std::size_t record, FieldId clock, Instant at) {
  Record& row = records_[record];
  const Field& field = model_.at(clock);
  const Value value = moment(at, field.clock.value_or(ClockForm::iso), zone_);
  std::vector<Value> values{value};
  for (const Value& part : key_of(model_, row)) values.push_back(part);
  ABIDE_CHECK(change(fmt::format("UPDATE {} SET {} = ?{}", quoted(model_.at(row.table).live_name),
                                 quoted(field.column), key_condition(model_, row.table)),
                     row.table, values));
  row.cells[clock] = value;
  return {};
}

Result<void> Fixture::remove(std::size_t record) {
  const Record& row = records_[record];
  return change(fmt::format("DELETE FROM {}{}", quoted(model_.at(row.table).live_name),
                            key_condition(model_, row.table)),
                row.table, key_of(model_, row));
}

}  // namespace abide::engine::scenarios
