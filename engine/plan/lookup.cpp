// Asks the other table with the values at hand, in lists no longer than its store takes. Rows for
// which all lookups answer the same are settled together: what is left of the condition then is a
// plain selector for their own table.
#include "engine/plan/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "engine/plan/condition.hpp"

namespace abide::engine {
namespace {

/// One spelling for values that stores of different types hold as the same: 41, 41.0, true for 1
/// and `41`.
struct Spelling {
  Match match;
  std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
  std::optional<std::string> operator()(bool value) const { return value ? "t1" : "t0"; }
  std::optional<std::string> operator()(std::int64_t value) const {
    return fmt::format("t{}", value);
  }
  std::optional<std::string> operator()(double value) const {
    constexpr double exact_below = 9007199254740992.0;
    const bool whole = std::abs(value) < exact_below && std::trunc(value) == value;
    return whole ? fmt::format("t{}", static_cast<std::int64_t>(value)) : fmt::format("t{}", value);
  }
  std::optional<std::string> operator()(const std::string& value) const {
    return "t" + (match == Match::folded ? folded(value) : value);
  }
  std::optional<std::string> operator()(const Bytes& value) const {
    const std::string bytes(value.begin(), value.end());
    return match == Match::folded ? "t" + folded(bytes) : "b" + bytes;
  }
};

/// The spelling of several values together; nullopt when they lead nowhere.
std::optional<std::string> spelling(std::span<const Value> values, Match match) {
  if (values.size() == 1 && leads_nowhere(values.front(), match)) {
    return std::nullopt;
  }
  std::string whole;
  for (const Value& value : values) {
    const auto one = std::visit(Spelling{match}, value);
    if (!one) {
      return std::nullopt;
    }
    whole += fmt::format("{}:{}", one->size(), *one);
  }
  return whole;
}

/// A row's values as they are, of whatever type.
std::string exactly(const Row& row) {
  std::string whole;
  for (const Value& value : row) {
    const auto one = std::visit(Spelling{Match::exact}, value);
    whole += fmt::format("{}{}", value.index(), one ? *one : "-");
  }
  return whole;
}

/// A selector with the answers of lookups put in.
struct PutIn {
  const std::vector<Lookup>& lookups;
  const std::map<std::string, bool>* answers;  ///< nullptr: none is known
  bool generous = true;                        ///< what is not known counts as true

  SelectorPtr of(const SelectorPtr& selector) const {
    return std::visit([&](const auto& node) { return one(selector, node); }, selector->node);
  }

 private:
  static SelectorPtr constant(bool value) { return value ? share({All{}}) : nullptr; }
  SelectorPtr one(const SelectorPtr& whole, const InParameter& node) const {
    if (lookup_named(lookups, node.parameter) == nullptr) {
      return whole;
    }
    return constant(answers == nullptr ? generous : answers->at(node.parameter));
  }
  SelectorPtr one(const SelectorPtr& /*whole*/, const And& node) const {
    And left;
    for (const SelectorPtr& part : node.all) {
      SelectorPtr now = of(part);
      if (!now) {
        return nullptr;
      }
      if (!is_all(now)) {
        left.all.push_back(std::move(now));
      }
    }
    return left.all.empty()       ? share({All{}})
           : left.all.size() == 1 ? left.all.front()
                                  : share({std::move(left)});
  }
  SelectorPtr one(const SelectorPtr& /*whole*/, const Or& node) const {
    Or left;
    for (const SelectorPtr& part : node.any) {
      SelectorPtr now = of(part);
      if (is_all(now)) {
        return now;
      }
      if (now) {
        left.any.push_back(std::move(now));
      }
    }
    return left.any.empty()       ? nullptr
           : left.any.size() == 1 ? left.any.front()
                                  : share({std::move(left)});
  }
  SelectorPtr one(const SelectorPtr& /*whole*/, const Not& node) const {
    const SelectorPtr now = PutIn{lookups, answers, !generous}.of(node.of);
    return !now ? share({All{}}) : is_all(now) ? nullptr : share({Not{now}});
  }
  template <class Node>
  SelectorPtr one(const SelectorPtr& whole, const Node& /*node*/) const {
    return whole;
  }
};

/// The values a lookup asks with, one tuple a row.
std::vector<Row> values_of(const Lookup& lookup, const std::vector<Column>& columns,
                           std::span<const Row> rows) {
  std::vector<std::size_t> places;
  for (const Column& column : lookup.columns) {
    const auto at = std::find(columns.begin(), columns.end(), column);
    places.push_back(static_cast<std::size_t>(at - columns.begin()));
  }
  std::vector<Row> tuples;
  tuples.reserve(rows.size());
  for (const Row& row : rows) {
    Row& tuple = tuples.emplace_back();
    for (const std::size_t place : places) {
      tuple.push_back(row[place]);
    }
  }
  return tuples;
}

}  // namespace

SelectorPtr at_most(const SelectorPtr& where, const std::vector<Lookup>& lookups) {
  return where ? PutIn{lookups, nullptr}.of(where) : nullptr;
}

std::vector<Column> Answers::columns_for(const SelectorPtr& where) const {
  std::vector<Column> columns;
  for (const std::string& name : names_in(where, lookups_)) {
    for (const Column& column : lookup_named(lookups_, name)->columns) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        columns.push_back(column);
      }
    }
  }
  return columns;
}

/// Rows of the lookup's table that have one of the tuples and that it chooses.
Result<std::vector<Row>> Answers::ask(const Lookup& lookup, std::span<const Row> tuples) {
  ABIDE_TRY(Connector & store, open_store(stores_, lookup.store));
  const SelectorPtr where = at_most(lookup.where, lookups_);
  if (!where) {
    return std::vector<Row>{};
  }
  const std::uint64_t max_in = store.capabilities().max_in;
  ABIDE_TRY(const SelectorPtr filled, engine::bind(where, parameters_));
  Read read{lookup.store, lookup.table, lookup.target_columns, lookup.target_columns.size(), {}};
  const std::vector<Column> more = columns_for(lookup.where);
  read.columns.insert(read.columns.end(), more.begin(), more.end());
  const SelectorPtr asked = has_values(lookup.target_columns, tuples, lookup.match, max_in);
  // Rows that read the same are one: many may have one value.
  std::set<std::string> seen;
  ABIDE_CHECK(store.select({.table = lookup.table,
                            .columns = read.columns,
                            .key = lookup.target_columns,
                            .range = {},
                            .where = share({And{{asked, with_short_lists(filled, max_in)}}})},
                           [&](std::span<const Row> page) -> Result<void> {
                             for (const Row& row : page) {
                               if (seen.insert(exactly(row)).second) {
                                 read.rows.push_back(row);
                               }
                             }
                             return {};
                           }));
  return chosen(std::move(read), lookup.where);
}

/// For each row, whether the lookup finds it.
Result<std::vector<bool>> Answers::answers(const Lookup& lookup, const Read& read) {
  const std::vector<Row> tuples = values_of(lookup, read.columns, read.rows);
  std::vector<Row> open;
  std::vector<std::optional<std::string>> texts;
  for (const Row& tuple : tuples) {
    texts.push_back(spelling(tuple, lookup.match));
    if (texts.back() && known_[lookup.name].try_emplace(*texts.back(), false).second) {
      open.push_back(tuple);
    }
  }
  ABIDE_TRY(const Connector& store, open_store(stores_, lookup.store));
  const std::size_t chunk = std::max<std::size_t>(
      1, static_cast<std::size_t>(store.capabilities().max_in) / lookup.target_columns.size());
  for (std::size_t at = 0; at < open.size(); at += chunk) {
    ABIDE_TRY(const std::vector<Row> found,
              ask(lookup, std::span{open}.subspan(at, std::min(chunk, open.size() - at))));
    for (const Row& row : found) {
      const auto text = spelling(std::span{row}.first(lookup.target_columns.size()), lookup.match);
      if (text) {
        known_[lookup.name][*text] = true;
      }
    }
  }
  std::vector<bool> all;
  for (const auto& text : texts) {
    all.push_back(text && known_[lookup.name][*text]);
  }
  return all;
}

/// Asks the rows' own table which of these rows what is left of the condition chooses.
Result<void> Answers::settle(const Read& read, const SelectorPtr& left,
                             const std::vector<std::size_t>& rows, std::vector<bool>& pass) {
  ABIDE_TRY(Connector & store, open_store(stores_, read.store));
  const std::uint64_t max_in = store.capabilities().max_in;
  ABIDE_TRY(const SelectorPtr filled, engine::bind(left, parameters_));
  const std::vector<Column> telling(
      read.columns.begin(), read.columns.begin() + static_cast<std::ptrdiff_t>(read.telling));
  std::vector<Row> these;
  for (const std::size_t i : rows) {
    const Row& row = read.rows[i];
    these.emplace_back(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(read.telling));
  }
  std::set<std::string> found;
  const SelectorPtr where = share(
      {And{{has_values(telling, these, Match::exact, max_in), with_short_lists(filled, max_in)}}});
  ABIDE_CHECK(store.select(
      {.table = read.table, .columns = read.columns, .key = telling, .range = {}, .where = where},
      [&](std::span<const Row> page) -> Result<void> {
        for (const Row& row : page) {
          found.insert(exactly(row));
        }
        return {};
      }));
  for (const std::size_t i : rows) {
    pass[i] = found.contains(exactly(read.rows[i]));
  }
  return {};
}

Result<std::vector<Row>> Answers::chosen(Read read, const SelectorPtr& where) {
  const std::vector<std::string> names = names_in(where, lookups_);
  if (names.empty() || read.rows.empty()) {
    return std::move(read.rows);
  }
  std::vector<std::vector<bool>> said(read.rows.size());
  for (const std::string& name : names) {
    ABIDE_TRY(const std::vector<bool> each, answers(*lookup_named(lookups_, name), read));
    for (std::size_t i = 0; i < said.size(); ++i) {
      said[i].push_back(each[i]);
    }
  }
  std::map<std::vector<bool>, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < said.size(); ++i) {
    alike[said[i]].push_back(i);
  }
  const SelectorPtr read_by = at_most(where, lookups_);
  std::vector<bool> pass(read.rows.size(), false);
  for (const auto& [answer, rows] : alike) {
    std::map<std::string, bool> known;
    for (std::size_t n = 0; n < names.size(); ++n) {
      known[names[n]] = answer[n];
    }
    const SelectorPtr left = PutIn{lookups_, &known}.of(where);
    if (same(left, read_by) || is_all(left)) {
      for (const std::size_t i : rows) pass[i] = true;
    } else if (left) {
      ABIDE_CHECK(settle(read, left, rows, pass));
    }
  }
  std::vector<Row> rows;
  for (std::size_t i = 0; i < pass.size(); ++i) {
    if (pass[i]) rows.push_back(std::move(read.rows[i]));
  }
  return rows;
}

}  // namespace abide::engine
