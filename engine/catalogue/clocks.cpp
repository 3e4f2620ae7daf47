// E1010, clocks that cannot be read or lie far off, and E1004 for rows without a key.
#include <fmt/format.h>

#include "engine/catalogue/conditions.hpp"
#include "engine/catalogue/parts.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine::catalogue {
namespace {

/// A moment further ahead is a placeholder, or milliseconds where seconds are meant.
constexpr std::chrono::days furthest_ahead{366};

/// What one clock column may be, and what it may not.
struct Clock {
  Column column;
  TimeEncoding encoding;
  Instant latest;
  [[nodiscard]] SelectorPtr before(Instant cutoff) const {
    return share({Before{column, cutoff, encoding}});
  }
  [[nodiscard]] SelectorPtr unreadable() const { return share({Unreadable{column, encoding}}); }
  [[nodiscard]] SelectorPtr filled() const { return no(share({IsNull{column}})); }
  [[nodiscard]] SelectorPtr odd() const {
    return share({Outside{column, earliest_moment, latest, encoding}});
  }
  [[nodiscard]] SelectorPtr late() const {
    return all_of({filled(), no(before(latest)), no(unreadable())});
  }
};

Query rows_of(const Pair& pair, SelectorPtr where) {
  return {.table = pair.live.name,
          .columns = {},
          .key = columns_of(pair.model, pair.table.key),
          .range = {},
          .where = std::move(where)};
}

const char* form_of(TimeEncoding encoding) {
  switch (encoding) {
    case TimeEncoding::iso:
      return "an ISO 8601 moment";
    case TimeEncoding::date:
      return "a date";
    case TimeEncoding::unix_seconds:
      return "a number of Unix seconds";
    case TimeEncoding::unix_milliseconds:
      return "a number of Unix milliseconds";
  }
  return "";
}

Result<void> examine(const Pair& pair, FieldId field, const Clock& clock, Connector& store,
                     Gaps& gaps) {
  const struct {
    SelectorPtr where;
    std::string reason;
    const char* remedy;
  } kinds[] = {
      {clock.unreadable(),
       fmt::format("what stands there is not {} after 1970: no sentence that counts from it can be "
                   "kept, and the rows stay",
                   form_of(clock.encoding)),
       "correct these rows (zero dates look like this), or say how the clock is written (`as "
       "iso|date|unix|unix_ms`)"},
      {clock.late(),
       fmt::format("moments after {}: what waits for them is never due",
                   to_string(Date{std::chrono::floor<std::chrono::days>(clock.latest)})),
       "correct these rows; a clock that mixes seconds and milliseconds looks like this"}};
  for (const auto& kind : kinds) {
    ABIDE_TRY(const std::uint64_t rows, store.count(rows_of(pair, kind.where)));
    if (rows > 0) {
      gaps.add({"E1010", pair.model.full_name(field), kind.reason, kind.remedy, rows, std::nullopt,
                false});
    }
  }
  return {};
}

}  // namespace

void check_clocks(const Pair& pair, Connector& store, Instant at, std::vector<RowCheck>& checks,
                  Gaps& gaps) {
  std::vector<std::pair<FieldId, Clock>> clocks;
  std::vector<SelectorPtr> odd;
  for (const FieldId id : pair.table.fields) {
    const policy::Field& field = pair.model.at(id);
    if (field.clock) {
      clocks.emplace_back(id, Clock{field.column, encoding_of(field), at + furthest_ahead});
      odd.push_back(clocks.back().second.odd());
    }
  }
  if (clocks.empty()) {
    return;
  }
  checks.push_back({share({Or{std::move(odd)}}),
                    [&pair, &store, &gaps, clocks](std::uint64_t /*rows*/) -> Result<void> {
                      for (const auto& [field, clock] : clocks) {
                        ABIDE_CHECK(examine(pair, field, clock, store, gaps));
                      }
                      return {};
                    }});
}

void check_null_keys(const Pair& pair, std::vector<RowCheck>& checks, Gaps& gaps) {
  std::vector<SelectorPtr> nulls;
  for (const FieldId field : pair.table.key) {
    const LiveColumn* column = find_column(pair.live, pair.model.at(field).column);
    if (column != nullptr && column->nullable) {
      nulls.push_back(share({IsNull{column->name}}));
    }
  }
  if (nulls.empty()) {
    return;
  }
  checks.push_back({share({Or{std::move(nulls)}}), [&pair, &gaps](std::uint64_t rows) {
                      gaps.add({"E1004", pair.model.full_name(pair.id),
                                "rows whose key is NULL: they cannot be named",
                                "give them a key; they stay until then", rows, std::nullopt,
                                false});
                      return Result<void>{};
                    }});
}

}  // namespace abide::engine::catalogue
