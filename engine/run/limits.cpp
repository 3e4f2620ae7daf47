// What may run without a person's leave.
#include <fmt/format.h>

#include "engine/run/run.hpp"

namespace abide::engine {

std::string beyond_limits(const Plan& plan, const policy::Limits& limits, const Zone& zone,
                          Instant now) {
  if (limits.rows && plan.rows() > *limits.rows) {
    return fmt::format("it would touch {} rows, the limit is {}", plan.rows(), *limits.rows);
  }
  // A share says nothing of a handful of rows; an erasure of one person is what it is.
  constexpr std::uint64_t few = 100;
  for (const Step& step : plan.steps) {
    if (limits.share_percent && plan.kind == "sweep" && step.rows > few && step.table_rows > 0 &&
        step.rows * 100 > step.table_rows * *limits.share_percent) {
      return fmt::format("it would touch {} of {} rows of `{}.{}`, the limit is {} %", step.rows,
                         step.table_rows, step.store, step.table, *limits.share_percent);
    }
  }
  if (limits.hours && plan.kind == "sweep") {
    const int minute = zone.minute_of_day(now);
    const auto [from, until] = *limits.hours;
    const bool inside =
        from <= until ? minute >= from && minute < until : minute >= from || minute < until;
    if (!inside) {
      return fmt::format("it is outside the hours {:02}:{:02} to {:02}:{:02}", from / 60, from % 60,
                         until / 60, until % 60);
    }
  }
  return "";
}

}  // namespace abide::engine
