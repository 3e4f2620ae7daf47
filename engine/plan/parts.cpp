// Steps cut into parts that share no row.
#include <algorithm>
#include <optional>

#include "engine/plan/draft.hpp"

namespace abide::engine {
namespace {

template <class T>
void add_each(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& one : from) {
    if (std::ranges::find(to, one) == to.end()) {
      to.push_back(one);
    }
  }
}

void add_part(std::vector<Step>& steps, Step pattern, const Condition& rows) {
  if (rows.is_never()) {
    return;
  }
  pattern.ranges.clear();
  pattern.rows = 0;
  pattern.where = rows.where();
  pattern.lookups = rows.lookups();
  steps.push_back(std::move(pattern));
}

Step united(const Step& a, const Step& b) {
  Step both = a;
  add_each(both.assignments, b.assignments);
  add_each(both.fields, b.fields);
  add_each(both.why, b.why);
  both.severs = a.severs || b.severs;
  if (a.due != b.due) {
    both.due += (a.due.empty() || b.due.empty() ? "" : ", or ") + b.due;
  }
  return both;
}

/// The rows of a step, by one name where its condition is large: parts of parts stay small, and it
/// is plain to see that they share no row.
Condition named(const Step& step) {
  constexpr std::size_t small = 16;
  Condition rows = condition_of(step);
  return size_of(rows.where()) <= small
             ? rows
             : Condition::found(
                   {"", step.key, step.store, step.live_table, step.key, nullptr, Match::exact},
                   rows);
}

/// Two steps of the ring that empty different columns of the same rows.
std::optional<std::pair<std::size_t, std::size_t>> overlapping(
    const std::vector<Step>& steps, const std::vector<std::size_t>& ring) {
  for (const std::size_t i : ring) {
    for (const std::size_t j : ring) {
      const Step& a = steps[i];
      const Step& b = steps[j];
      const bool both_run = a.blocked.empty() && b.blocked.empty();
      if (i < j && both_run && a.operation == Operation::set && b.operation == Operation::set &&
          a.store == b.store && a.live_table == b.live_table && a.assignments != b.assignments &&
          !share_no_row(a.where, b.where)) {
        return std::pair{i, j};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Condition condition_of(const Step& step) { return Condition::of(step.where, step.lookups); }

bool part_ring(std::vector<Step>& steps, const std::vector<std::size_t>& ring) {
  const auto pair = overlapping(steps, ring);
  if (!pair) {
    return false;
  }
  const Step a = steps[pair->first];
  const Step b = steps[pair->second];
  const Condition in_a = named(a);
  const Condition in_b = named(b);
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(pair->second));
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(pair->first));
  add_part(steps, united(a, b), in_a && in_b);
  add_part(steps, a, in_a && !in_b);
  add_part(steps, b, in_b && !in_a);
  return true;
}

}  // namespace abide::engine
