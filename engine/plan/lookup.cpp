// Asks the other store with the values at hand, in lists no longer than it takes, and compares its
// answer with each row.
#include "engine/plan/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_set>

namespace abide::engine {
namespace {

std::string folded(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const auto first = text.find_first_not_of(blanks);
  const auto last = text.find_last_not_of(blanks);
  std::string result{first == std::string_view::npos ? "" : text.substr(first, last - first + 1)};
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return result;
}

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

/// The spelling of several values together; nullopt when one is NULL.
std::optional<std::string> spelling(std::span<const Value> values, Match match) {
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

/// The values a lookup asks with, one tuple a row.
std::vector<Row> values_of(const Step& step, const Lookup& lookup,
                           const std::vector<Column>& columns, std::span<const Row> rows) {
  std::vector<std::size_t> places;
  for (const Column& column : lookup.columns) {
    const auto at = std::find(columns.begin(), columns.end(), column);
    places.push_back(step.key.size() + static_cast<std::size_t>(at - columns.begin()));
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

using Spellings = std::unordered_set<std::string>;

/// Which of `tuples` some row of the other store has.
Result<Spellings> found(const Lookup& lookup, const Stores& stores, const Parameters& parameters,
                        const std::vector<Row>& tuples) {
  ABIDE_TRY(Connector & other, open_store(stores, lookup.store));
  const std::uint64_t max_in = other.capabilities().max_in;
  ABIDE_TRY(const SelectorPtr filled, bind(lookup.where, parameters));
  const SelectorPtr where = with_short_lists(filled, max_in);
  std::vector<Row> distinct;
  Spellings seen;
  for (const Row& tuple : tuples) {
    const auto text = spelling(tuple, lookup.match);
    if (text && seen.insert(*text).second) {
      distinct.push_back(tuple);
    }
  }
  Spellings answer;
  const std::size_t chunk = std::max<std::size_t>(1, max_in / lookup.target_columns.size());
  for (std::size_t at = 0; at < distinct.size(); at += chunk) {
    const std::span part{distinct.begin() + static_cast<std::ptrdiff_t>(at),
                         std::min(chunk, distinct.size() - at)};
    const SelectorPtr asked = has_values(lookup.target_columns, part, lookup.match, max_in);
    ABIDE_CHECK(other.select({.table = lookup.table,
                              .columns = lookup.target_columns,
                              .key = lookup.target_columns,
                              .range = {},
                              .where = share({And{{asked, where}}})},
                             [&](std::span<const Row> page) -> Result<void> {
                               for (const Row& row : page) {
                                 if (auto text = spelling(row, lookup.match)) {
                                   answer.insert(std::move(*text));
                                 }
                               }
                               return {};
                             }));
  }
  return answer;
}

}  // namespace

std::vector<Column> lookup_columns(const Step& step) {
  std::vector<Column> columns;
  for (const Lookup& lookup : step.lookups) {
    for (const Column& column : lookup.columns) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        columns.push_back(column);
      }
    }
  }
  return columns;
}

Result<std::vector<bool>> passing(const Step& step, const Stores& stores,
                                  const Parameters& parameters, std::span<const Row> rows) {
  const std::vector<Column> columns = lookup_columns(step);
  std::vector<bool> pass(rows.size(), true);
  for (const Lookup& lookup : step.lookups) {
    const std::vector<Row> tuples = values_of(step, lookup, columns, rows);
    ABIDE_TRY(const Spellings answer, found(lookup, stores, parameters, tuples));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto text = spelling(tuples[i], lookup.match);
      const bool matched = text && answer.contains(*text);
      pass[i] = pass[i] && matched == (lookup.sense == Lookup::Sense::must);
    }
  }
  return pass;
}

}  // namespace abide::engine
