// Each reason in a function of its own; none hides another.
#include "engine/watch/decision.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::engine::watch {
namespace {

using Kind = Reason::Kind;
using Reasons = std::vector<Reason>;

std::uint64_t rows_of(const std::vector<Part>& parts, const std::string& name) {
  const auto at = std::ranges::find(parts, name, &Part::name);
  return at == parts.end() ? 0 : at->rows;
}

std::string rows_are(std::uint64_t rows) {
  return rows == 1 ? "1 row is" : fmt::format("{} rows are", rows);
}

void look_at_change(const Sight& sight, Reasons& reasons) {
  if (!sight.newly) return;
  const NewlyDue& newly = *sight.newly;
  if (!newly.unknown.empty()) {
    reasons.push_back(
        {Kind::published_change,
         fmt::format("what was due by the policy published as number {} cannot be told: {}",
                     newly.number, newly.unknown)});
    return;
  }
  for (const Part& part : newly.parts) {
    if (part.rows == 0) continue;
    reasons.push_back(
        {Kind::published_change,
         newly.number == 0
             ? fmt::format("no sweep has finished here by a published policy yet, and {} due: {}",
                           rows_are(part.rows), part.name)
             : fmt::format(
                   "it is the first run since the policy changed, and {} due that by number "
                   "{} {} not: {}",
                   rows_are(part.rows), newly.number, part.rows == 1 ? "was" : "were", part.name)});
  }
}

void look_at_moments(const Sight& sight, Reasons& reasons) {
  for (const Shared& shared : sight.shared) {
    const bool most = shared.rows > few_of_a_table && shared.rows > shared.table_rows / 2;
    const std::uint64_t whole = shared.by_day ? shared.table_rows : shared.due;
    const bool many = shared.rows > few_rows && shared.rows > whole / 10;
    const auto median = median_of(shared.part, sight.history);
    const bool usual = median && shared.rows <= *median * usual_times;
    if ((!most && !many) || usual) continue;
    reasons.push_back(
        {Kind::shared_moment,
         fmt::format("{} rows share one {} in `{}`, {} ({} are due by it, the table has {})",
                     shared.rows, shared.by_day ? "day" : "minute", shared.column, shared.when,
                     shared.due, shared.table_rows)});
  }
}

void look_at_clocks(const Sight& sight, Reasons& reasons) {
  for (const Early& early : sight.early) {
    if (early.rows == 0) continue;
    reasons.push_back(
        {Kind::early_clock, fmt::format("{} rows of `{}` are dated before the service began, or by "
                                        "what is no date",
                                        early.rows, early.column)});
  }
}

void look_at_backlog(const Sight& sight, const OpenBacklog& backlog, Reasons& reasons) {
  const std::uint64_t growth = std::max(few_rows, backlog.a_night);
  for (const Part& part : sight.parts) {
    const std::uint64_t waiting = rows_of(backlog.waiting, part.name);
    if (part.rows <= waiting + growth) continue;
    reasons.push_back(
        {Kind::beyond_history,
         fmt::format("{} rows are due where {} waited, and a night of the backlog took {}: {}",
                     part.rows, waiting, backlog.a_night, part.name)});
  }
}

void look_at_history(const Sight& sight, Reasons& reasons) {
  if (sight.backlog) {
    look_at_backlog(sight, *sight.backlog, reasons);
    return;
  }
  for (const Part& part : sight.parts) {
    const auto median = median_of(part.name, sight.history);
    if (!median || part.rows <= few_rows || part.rows <= *median * usual_times) continue;
    reasons.push_back({Kind::beyond_history,
                       fmt::format("{} rows are due, more than {} times the {} of its usual night: "
                                   "{}",
                                   part.rows, usual_times, *median, part.name)});
  }
}

void look_at_announced(const Sight& sight, Reasons& reasons) {
  if (!sight.announced) return;
  for (const Part& part : sight.parts) {
    const std::uint64_t was = rows_of(*sight.announced, part.name);
    if (part.rows <= was + few_rows) continue;
    reasons.push_back(
        {Kind::beyond_announced,
         fmt::format("{} rows are due where {} were announced before the cool-off: {}", part.rows,
                     was, part.name)});
  }
}

void look_at_the_time(const Sight& sight, Reasons& reasons) {
  if (!is_quiet_for_long(sight.quiet_days, sight.sweep_days)) return;
  reasons.push_back({Kind::clock_leap,
                     fmt::format("no nightly run was made for {} days: either nobody started it, "
                                 "or the clock is wrong",
                                 sight.quiet_days)});
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::published_change:
      return "published_change";
    case Kind::shared_moment:
      return "shared_moment";
    case Kind::early_clock:
      return "early_clock";
    case Kind::beyond_history:
      return "beyond_history";
    case Kind::beyond_announced:
      return "beyond_announced";
    case Kind::clock_leap:
      return "clock_leap";
  }
  return "";
}

std::optional<std::uint64_t> median_of(const std::string& part, const std::vector<Night>& history) {
  const std::size_t count = std::min(history.size(), nights_of_history);
  if (count < fewest_nights) return std::nullopt;
  std::vector<std::uint64_t> counts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = history[i].rows.find(part);
    counts.push_back(at == history[i].rows.end() ? 0 : at->second);
  }
  std::ranges::sort(counts);
  return counts[(count - 1) / 2];
}

bool is_quiet_for_long(std::int64_t days, std::int64_t sweep_days) {
  return days > std::max(quiet_days, quiet_nights * sweep_days);
}

Decision decide(const Sight& sight) {
  Reasons reasons;
  look_at_change(sight, reasons);
  look_at_moments(sight, reasons);
  look_at_clocks(sight, reasons);
  look_at_history(sight, reasons);
  look_at_announced(sight, reasons);
  look_at_the_time(sight, reasons);
  if (reasons.empty()) return Go{};
  return Held{std::move(reasons)};
}

}  // namespace abide::engine::watch
