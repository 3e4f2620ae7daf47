// What must wait for a person, written from docs/operations.md: slow and obvious, and sharing
// nothing with the engine but the facts that both are given.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/watch/decision.hpp"

namespace abide::oracle {

/// Ways in which the oracle can be wrong, for the tests of the tests.
enum class Slip {
  none,
  twice_is_too_much,
  fifteen_nights,
  any_history_counts,
  upper_median,
  nights_without_rows_are_no_nights,
  few_rows_count,
  a_first_run_is_no_change,
  no_row_is_a_change,
  half_of_the_table_is_most,
  a_tenth_of_the_due_days,
  usual_moments_are_told,
  no_table_is_emptied,
  a_backlog_has_history,
  a_backlog_may_grow,
  a_backlog_grows_by_few,
  a_backlog_is_one_sum,
  a_week_is_too_long,
  a_month_is_as_a_day,
  no_early_clock,
  announced_to_the_row,
};

using Kind = engine::watch::Reason::Kind;
/// A reason, and the part or column that it is about; empty where it is about everything.
using Named = std::pair<Kind, std::string>;

/// In order of kind and name.
[[nodiscard]] std::vector<Named> reasons_to_hold(const engine::watch::Sight& sight,
                                                 Slip slip = Slip::none);

}  // namespace abide::oracle
