// Clocks in rows that an erasure leaves.
#include "engine/plan/kept_clocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {

namespace {

using policy::ClockForm;

/// Reads what stands in a clock as it was written: days of the policy's, hours of the column's own
/// zone.
class ClockReader {
 public:
  static Result<ClockReader> of(const policy::Field& clock, const Zone& home) {
    const ClockForm form = clock.clock.value_or(ClockForm::iso);
    const bool local = form == ClockForm::iso && !clock.zone.empty();
    ABIDE_TRY(Zone zone, local ? Zone::find(clock.zone) : Result<Zone>{home});
    return ClockReader{form, form == ClockForm::date || local, std::move(zone)};
  }
  [[nodiscard]] std::optional<Instant> moment(const Value& value) const {
    if (const auto* text = std::get_if<std::string>(&value)) {
      const auto at = parse_instant(*text);
      const auto midnight = std::chrono::floor<std::chrono::days>(at.value_or(Instant{}));
      return at && local_ ? std::optional{zone_.start_of(Date{midnight}) + (*at - midnight)} : at;
    }
    const auto* whole = std::get_if<std::int64_t>(&value);
    constexpr std::int64_t furthest = 100'000'000'000;  // seconds, in three thousand years
    if (whole != nullptr && form_ == ClockForm::unix_seconds && std::abs(*whole) <= furthest) {
      return Instant{std::chrono::seconds{*whole}};
    }
    if (whole != nullptr && form_ == ClockForm::unix_milliseconds &&
        std::abs(*whole / 1000) <= furthest) {
      return Instant{std::chrono::milliseconds{*whole}};
    }
    return std::nullopt;
  }

 private:
  ClockReader(ClockForm form, bool local, Zone zone)
      : form_(form), local_(local), zone_(std::move(zone)) {}
  ClockForm form_;
  bool local_;  ///< days and hours are those of the zone
  Zone zone_;
};

/// The first and the last of what it is told of.
template <class Moment>
struct Span {
  std::optional<Moment> first;
  std::optional<Moment> last;
  void take(Moment one) {
    first = first ? std::min(*first, one) : one;
    last = last ? std::max(*last, one) : one;
  }
};

/// One column of the rows: in no order where their own store answers alone.
Result<void> read_column(const PlanRequest& request, const Parameters& parameters, TableId table,
                         const Condition& rows, const Column& column, const RowSink& sink) {
  const policy::Model& model = request.model;
  const policy::Table& of = model.at(table);
  Step reading;
  reading.store = model.at(of.store).name;
  reading.table = of.name;
  reading.live_table = of.live_name;
  reading.key = columns_of(model, of.key);
  choose(reading, rows);
  if (!rows.is_local()) {
    return for_each_row(reading, {column}, request.stores, parameters, sink);
  }
  ABIDE_TRY(Query query, due_query(reading, request.stores, parameters, {}));
  query.columns = {column};
  query.key.clear();
  ABIDE_TRY(Connector & store, open_store(request.stores, reading.store));
  return store.select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      ABIDE_CHECK(sink(row));
    }
    return {};
  });
}

}  // namespace

Result<std::string> kept_until(const PlanRequest& request, const Reckoner& reckoner,
                               const Parameters& parameters, const TableDue& due,
                               const Condition& rows) {
  const policy::Model& model = request.model;
  std::set<std::pair<const policy::Rule*, FieldId>> clocks;
  for (const FieldDue& field : due.fields) {
    for (const policy::Rule* rule : field.floors) {
      for (const EventId event : rule->anchor.events) {
        const auto* column = std::get_if<policy::AtColumn>(&model.at(event).source);
        if (column != nullptr && model.at(column->field).table == due.table) {
          clocks.emplace(rule, column->field);
        }
      }
    }
  }
  Span<Date> span;
  for (const auto& [rule, id] : clocks) {
    if (rows.is_never() || (model.at(due.table).key.empty() && !rows.is_local())) {
      break;
    }
    const policy::Field& clock = model.at(id);
    ABIDE_TRY(const ClockReader reader, ClockReader::of(clock, reckoner.zone()));
    // A floor that is over keeps nothing: another sentence keeps the row. Days rise with anchors.
    const Instant over_before = reckoner.floor_cutoff(*rule, request.at);
    Span<Instant> anchors;
    const auto take = [&](std::span<const Value> row) -> Result<void> {
      const auto anchor = reader.moment(row.front());
      if (anchor && *anchor >= over_before) {
        anchors.take(*anchor);
      }
      return {};
    };
    ABIDE_CHECK(read_column(request, parameters, due.table, rows, clock.column, take));
    for (const auto& anchor : {anchors.first, anchors.last}) {
      if (anchor) {
        span.take(reckoner.floor_day(*rule, *anchor));
      }
    }
  }
  if (!span.first) {
    return std::string{"each row's own date"};
  }
  return *span.first == *span.last
             ? to_string(*span.last)
             : fmt::format("{} to {}", to_string(*span.first), to_string(*span.last));
}

Result<void> check_clocks(Draft& draft, const policy::Model& model, TableId table,
                          const Condition& rows) {
  for (const FieldId id : model.at(table).fields) {
    const policy::Field& field = model.at(id);
    if (!field.clock) {
      continue;
    }
    const Condition odd = Condition::of(Selector{Unreadable{field.column, encoding_of(field)}});
    ABIDE_TRY(const std::uint64_t count, draft.count(table, rows && odd));
    if (count > 0) {
      draft.gap({"E1010", model.full_name(id),
                 "what stands there is no moment: no sentence that counts from it can be kept",
                 "correct these rows, or say how the clock is written", count, std::nullopt,
                 false});
    }
  }
  return {};
}

}  // namespace abide::engine
