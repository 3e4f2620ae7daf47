// Counts one by one where the engine sorts and divides.
#include "tests/unit/engine/watch/oracle.hpp"

#include <algorithm>

namespace abide::oracle {
namespace {

using engine::Night;
using engine::watch::Part;
using engine::watch::Sight;
using Number = long long;

Number number(std::uint64_t rows) { return static_cast<Number>(rows); }

Number in_part(const std::vector<Part>& parts, const std::string& name) {
  Number rows = 0;
  for (const Part& part : parts) {
    if (part.name == name) rows += number(part.rows);
  }
  return rows;
}

/// Rows of the part, night by night; no more than two weeks of them.
std::vector<Number> nights_of(const Sight& sight, const std::string& part, Slip slip) {
  const std::size_t weeks = slip == Slip::fifteen_nights ? 15 : 14;
  std::vector<Number> counts;
  for (const Night& night : sight.history) {
    if (counts.size() == weeks) break;
    const bool had = night.rows.contains(part);
    if (!had && slip == Slip::nights_without_rows_are_no_nights) continue;
    counts.push_back(had ? number(night.rows.at(part)) : 0);
  }
  return counts;
}

/// The least count that half of the nights do not pass; -1 while nothing is usual yet.
Number usual_night(const Sight& sight, const std::string& part, Slip slip) {
  const std::vector<Number> counts = nights_of(sight, part, slip);
  if (counts.size() < (slip == Slip::any_history_counts ? 1U : 3U)) return -1;
  Number least = -1;
  for (const Number candidate : counts) {
    std::size_t within = 0;
    for (const Number count : counts) within += count <= candidate ? 1 : 0;
    const bool half =
        slip == Slip::upper_median ? within * 2 > counts.size() : within * 2 >= counts.size();
    if (half && (least < 0 || candidate < least)) least = candidate;
  }
  return least;
}

bool is_beyond(Number rows, Number usual, Slip slip) {
  if (usual < 0) return false;
  Number left = rows;
  for (int i = 0; i < (slip == Slip::twice_is_too_much ? 2 : 3); ++i) left -= usual;
  return left > 0;
}

bool is_shared(const Sight& sight, const engine::watch::Shared& one, Slip slip) {
  const Number usual = usual_night(sight, one.part, slip);
  if (slip != Slip::usual_moments_are_told && usual >= 0 &&
      !is_beyond(number(one.rows), usual, slip))
    return false;
  const Number rows = number(one.rows);
  const Number table = number(one.table_rows);
  const bool most = slip == Slip::half_of_the_table_is_most ? rows * 2 >= table : rows * 2 > table;
  if (rows > 10 && most && slip != Slip::no_table_is_emptied) return true;
  const bool of_table = one.by_day && slip != Slip::a_tenth_of_the_due_days;
  const Number whole = of_table ? table : number(one.due);
  // More than a tenth, the tenth taken in whole rows.
  Number tenth = 0;
  while ((tenth + 1) * 10 <= whole) ++tenth;
  return rows > 100 && rows > tenth;
}

/// Parts of which more came due than a night of the backlog takes.
void grown_backlog(const Sight& sight, const engine::watch::OpenBacklog& backlog, Slip slip,
                   std::vector<Named>& named) {
  Number may_grow = number(backlog.a_night);
  if (may_grow < 100 || slip == Slip::a_backlog_grows_by_few) may_grow = 100;
  Number due = 0;
  Number waited = 0;
  for (const Part& part : sight.parts) {
    const Number was = in_part(backlog.waiting, part.name);
    due += number(part.rows);
    waited += was;
    if (number(part.rows) - was > may_grow && slip != Slip::a_backlog_is_one_sum)
      named.emplace_back(Kind::beyond_history, part.name);
  }
  if (slip == Slip::a_backlog_is_one_sum && due - waited > may_grow)
    named.emplace_back(Kind::beyond_history, "");
}

/// Whether nobody ran it for so long that the clock may be wrong.
bool is_quiet(const Sight& sight, Slip slip) {
  const Number nights = slip == Slip::a_month_is_as_a_day ? 3 : 3 * sight.sweep_days;
  const Number days = slip == Slip::a_week_is_too_long ? 6 : 7;
  return sight.quiet_days > nights && sight.quiet_days > days;
}

}  // namespace

std::vector<Named> reasons_to_hold(const Sight& sight, Slip slip) {
  std::vector<Named> named;
  if (sight.newly && !sight.newly->unknown.empty()) {
    named.emplace_back(Kind::published_change, "");
  } else if (sight.newly && !(slip == Slip::a_first_run_is_no_change && sight.newly->number == 0)) {
    for (const Part& part : sight.newly->parts) {
      if (part.rows > 0 || slip == Slip::no_row_is_a_change)
        named.emplace_back(Kind::published_change, part.name);
    }
  }
  for (const auto& one : sight.shared) {
    if (is_shared(sight, one, slip)) named.emplace_back(Kind::shared_moment, one.column);
  }
  for (const auto& one : sight.early) {
    if (one.rows > 0 && slip != Slip::no_early_clock)
      named.emplace_back(Kind::early_clock, one.column);
  }
  const Number few = slip == Slip::few_rows_count ? 0 : 100;
  if (sight.backlog && slip != Slip::a_backlog_may_grow)
    grown_backlog(sight, *sight.backlog, slip, named);
  if (!sight.backlog || slip == Slip::a_backlog_has_history) {
    for (const Part& part : sight.parts) {
      if (number(part.rows) > few &&
          is_beyond(number(part.rows), usual_night(sight, part.name, slip), slip))
        named.emplace_back(Kind::beyond_history, part.name);
    }
  }
  if (sight.announced) {
    const Number more = slip == Slip::announced_to_the_row ? 0 : 100;
    for (const Part& part : sight.parts) {
      if (number(part.rows) - in_part(*sight.announced, part.name) > more)
        named.emplace_back(Kind::beyond_announced, part.name);
    }
  }
  if (is_quiet(sight, slip)) named.emplace_back(Kind::clock_leap, "");
  std::ranges::sort(named);
  return named;
}

}  // namespace abide::oracle
