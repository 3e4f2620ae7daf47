// Steps and conditions cut into parts that share no row.
#include <algorithm>
#include <optional>

#include "engine/plan/draft.hpp"

namespace abide::engine {
namespace {

constexpr int deepest = 4;

void disjoint(const Condition& rows, std::vector<Alternative>& parts, int depth) {
  Condition earlier;
  for (const Alternative& alternative : rows.alternatives()) {
    Condition one = Condition::of(alternative.where);
    for (const Lookup& lookup : alternative.lookups) {
      one = one && Condition::of(lookup);
    }
    const Condition rest = one && !earlier;
    if (rest.alternatives().size() <= 1 || depth > deepest) {
      parts.insert(parts.end(), rest.alternatives().begin(), rest.alternatives().end());
    } else {
      disjoint(rest, parts, depth + 1);
    }
    earlier = earlier || one;
  }
}

template <class T>
void add_each(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& one : from) {
    if (std::ranges::find(to, one) == to.end()) {
      to.push_back(one);
    }
  }
}

void add_parts(std::vector<Step>& steps, Step pattern, const Condition& rows) {
  pattern.ranges.clear();
  pattern.rows = 0;
  for (Alternative& part : disjoint(rows)) {
    Step step = pattern;
    step.where = std::move(part.where);
    step.lookups = std::move(part.lookups);
    steps.push_back(std::move(step));
  }
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
          !(condition_of(a) && condition_of(b)).is_never()) {
        return std::pair{i, j};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Condition condition_of(const Step& step) {
  Condition rows = Condition::of(step.where);
  for (const Lookup& lookup : step.lookups) {
    rows = rows && Condition::of(lookup);
  }
  return rows;
}

std::vector<Alternative> disjoint(const Condition& rows) {
  std::vector<Alternative> parts;
  disjoint(rows, parts, 0);
  return parts;
}

bool part_ring(std::vector<Step>& steps, const std::vector<std::size_t>& ring) {
  const auto pair = overlapping(steps, ring);
  if (!pair) {
    return false;
  }
  const Step a = steps[pair->first];
  const Step b = steps[pair->second];
  const Condition in_a = condition_of(a);
  const Condition in_b = condition_of(b);
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(pair->second));
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(pair->first));
  add_parts(steps, united(a, b), in_a && in_b);
  add_parts(steps, a, in_a && !in_b);
  add_parts(steps, b, in_b && !in_a);
  return true;
}

}  // namespace abide::engine
