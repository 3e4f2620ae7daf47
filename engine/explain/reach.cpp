// Steps between rows, one query each.
#include "engine/explain/reach.hpp"

#include <algorithm>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Model;

constexpr std::size_t most_rows = 1000;

/// The values that a row points with; nullopt when one of them is NULL.
std::optional<Row> pointer_of(const Cells& cells, const std::vector<FieldId>& from) {
  Row pointer;
  for (const FieldId field : from) {
    const auto at = cells.find(field);
    if (at == cells.end() || is_null(at->second)) {
      return std::nullopt;
    }
    pointer.push_back(at->second);
  }
  return pointer;
}

}  // namespace

Result<std::vector<Cells>> read_rows(const Model& model, const Stores& stores, TableId table,
                                     const std::vector<FieldId>& columns,
                                     const std::vector<Row>& tuples, Match match) {
  const policy::Table& meant = model.at(table);
  ABIDE_TRY(const auto store, open_store(stores, model.at(meant.store).name));
  Query query{.table = meant.live_name,
              .columns = columns_of(model, meant.fields),
              .key = columns_of(model, meant.key),
              .range = {},
              .where = has_values(columns_of(model, columns), tuples, match,
                                  store.get().capabilities().max_in)};
  std::vector<Cells> rows;
  ABIDE_CHECK(store.get().select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      Cells cells;
      for (std::size_t i = 0; i < row.size(); ++i) {
        cells[meant.fields[i]] = row[i];
      }
      if (rows.size() < most_rows) {
        rows.push_back(std::move(cells));
      }
    }
    return {};
  }));
  return rows;
}

Result<Reached> reach(const Model& model, const Stores& stores, const Cells& row,
                      std::span<const policy::Hop> hops) {
  Reached reached;
  reached.rows.push_back(row);
  for (std::size_t i = 0; i < hops.size(); ++i) {
    reached.pointers.clear();
    for (const Cells& cells : reached.rows) {
      if (auto pointer = pointer_of(cells, hops[i].from)) {
        reached.pointers.push_back(std::move(*pointer));
      }
    }
    if (reached.pointers.empty()) {
      reached.rows.clear();
      reached.ends_at = i;
      reached.pointer_empty = true;
      return reached;
    }
    ABIDE_TRY(reached.rows, read_rows(model, stores, hops[i].table, hops[i].to, reached.pointers,
                                      match_of(model, hops[i])));
    if (reached.rows.empty()) {
      reached.ends_at = i;
      return reached;
    }
  }
  return reached;
}

std::optional<Instant> moment_in(const policy::Field& field, const Value& value) {
  const policy::ClockForm form = field.clock.value_or(policy::ClockForm::iso);
  if (form == policy::ClockForm::iso || form == policy::ClockForm::date) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::nullopt : parse_instant(*text);
  }
  const auto scale =
      form == policy::ClockForm::unix_seconds ? std::int64_t{1'000'000} : std::int64_t{1'000};
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    const std::int64_t most = std::chrono::microseconds::max().count() / scale;
    return *whole > most || *whole < -most
               ? std::nullopt
               : std::optional{Instant{std::chrono::microseconds{*whole * scale}}};
  }
  constexpr double furthest = 1e17;  // some three thousand years in microseconds
  if (const auto* real = std::get_if<double>(&value)) {
    const double micros = *real * static_cast<double>(scale);
    return micros < furthest && micros > -furthest
               ? std::optional{Instant{
                     std::chrono::microseconds{static_cast<std::int64_t>(micros)}}}
               : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace abide::engine
