// The order of steps: what a step reads must still be there when it runs.
#include <algorithm>
#include <set>

#include "engine/plan/draft.hpp"

namespace abide::engine {
namespace {

struct Place {
  std::string store;
  std::string table;
  Column column;         ///< empty: the rows themselves
  bool own_row = false;  ///< of the very row that is chosen
  auto operator<=>(const Place&) const = default;
};
using Places = std::set<Place>;

void read_by(const SelectorPtr& selector, const std::string& store, const std::string& table,
             bool own_row, Places& places);
void read_elsewhere(const std::string& store, const std::string& table,
                    const std::vector<Column>& columns, const SelectorPtr& where, Places& places);

struct Reads {
  const std::string& store;
  const std::string& table;
  bool own_row;
  Places& places;

  void operator()(const All& /*all*/) const {}
  void operator()(const Before& node) const { column(node.column); }
  void operator()(const Unreadable& node) const { column(node.column); }
  void operator()(const Outside& node) const { column(node.column); }
  void operator()(const IsNull& node) const { column(node.column); }
  void operator()(const In& node) const { column(node.column); }
  void operator()(const InParameter& node) const { column(node.column); }
  void operator()(const And& node) const {
    for (const auto& branch : node.all) read_by(branch, store, table, own_row, places);
  }
  void operator()(const Or& node) const {
    for (const auto& branch : node.any) read_by(branch, store, table, own_row, places);
  }
  void operator()(const Not& node) const { read_by(node.of, store, table, own_row, places); }
  void operator()(const Via& node) const {
    for (const Column& name : node.columns) column(name);
    read_elsewhere(store, node.table, node.target_columns, node.where, places);
  }
  void column(const Column& name) const { places.insert({store, table, name, own_row}); }
};

void read_by(const SelectorPtr& selector, const std::string& store, const std::string& table,
             bool own_row, Places& places) {
  std::visit(Reads{store, table, own_row, places}, selector->node);
}

void read_elsewhere(const std::string& store, const std::string& table,
                    const std::vector<Column>& columns, const SelectorPtr& where, Places& places) {
  places.insert({store, table, "", false});
  for (const Column& column : columns) places.insert({store, table, column, false});
  read_by(where, store, table, false, places);
}

Places reads_of(const Step& step) {
  Places places;
  read_by(step.where, step.store, step.live_table, true, places);
  for (const Lookup& lookup : step.lookups) {
    for (const Column& column : lookup.columns)
      places.insert({step.store, step.live_table, column, true});
    read_elsewhere(lookup.store, lookup.table, lookup.target_columns, lookup.where, places);
  }
  return places;
}

bool is_on(const Step& step, const Place& place) {
  return place.store == step.store && place.table == step.live_table;
}

bool empties(const Step& step, const std::vector<Column>& columns) {
  return std::ranges::any_of(step.assignments, [&](const auto& one) {
    return std::ranges::find(columns, one.first) != columns.end();
  });
}

/// Whether two steps touch different rows: what goes is not emptied, parts of one condition share
/// no row, nor do conditions that rule each other out.
bool are_apart(const Step& a, const Step& b) {
  return is_on(a, {b.store, b.live_table, "", true}) &&
         (a.operation != b.operation || a.operation == Operation::remove ||
          a.assignments == b.assignments || (condition_of(a) && condition_of(b)).is_never());
}

/// Whether `writer` destroys something of what `reader` is chosen by, `places`.
bool destroys(const Step& writer, const Places& places, const Step& reader) {
  const bool apart = are_apart(writer, reader);
  return std::ranges::any_of(places, [&](const Place& place) {
    if (!is_on(writer, place) || (apart && place.own_row)) {
      return false;
    }
    return writer.operation == Operation::remove ||
           std::ranges::any_of(writer.assignments,
                               [&](const auto& one) { return one.first == place.column; });
  });
}

bool child_first(const Step& child, const Step& parent, const std::vector<Reference>& references) {
  if (parent.operation != Operation::remove || child.store != parent.store) {
    return false;
  }
  return std::ranges::any_of(references, [&](const Reference& reference) {
    if (reference.store != child.store || reference.child != child.live_table ||
        reference.parent != parent.live_table) {
      return false;
    }
    const bool removes = child.operation == Operation::remove;
    return (removes && reference.child != reference.parent) || empties(child, reference.columns);
  });
}

/// The first of the ready steps: those that sever, then in the order they came.
std::size_t next_ready(const std::vector<Step>& steps,
                       const std::vector<std::set<std::size_t>>& waits,
                       const std::set<std::size_t>& left) {
  std::size_t best = steps.size();
  for (const std::size_t i : left) {
    const bool ready =
        std::ranges::none_of(waits[i], [&](std::size_t j) { return left.contains(j); });
    if (ready && (best == steps.size() || (steps[i].severs && !steps[best].severs))) {
      best = i;
    }
  }
  return best;
}

}  // namespace

std::vector<std::size_t> order_steps(std::vector<Step>& steps,
                                     const std::vector<Reference>& references) {
  std::vector<Places> reads;
  reads.reserve(steps.size());
  for (const Step& step : steps) reads.push_back(reads_of(step));
  std::vector<std::set<std::size_t>> waits(steps.size());
  for (std::size_t later = 0; later < steps.size(); ++later) {
    for (std::size_t earlier = 0; earlier < steps.size(); ++earlier) {
      if (earlier != later && (destroys(steps[later], reads[earlier], steps[earlier]) ||
                               child_first(steps[earlier], steps[later], references))) {
        waits[later].insert(earlier);
      }
    }
  }
  std::set<std::size_t> left;
  for (std::size_t i = 0; i < steps.size(); ++i) left.insert(i);
  std::vector<std::size_t> order;
  while (!left.empty()) {
    const std::size_t next = next_ready(steps, waits, left);
    if (next == steps.size()) {
      return {left.begin(), left.end()};
    }
    order.push_back(next);
    left.erase(next);
  }
  std::vector<Step> ordered;
  std::vector<std::uint32_t> place(steps.size());
  for (const std::size_t i : order) {
    place[i] = static_cast<std::uint32_t>(ordered.size());
    Step step = steps[i];
    step.after.clear();
    for (const std::size_t j : waits[i]) step.after.push_back(place[j]);
    std::ranges::sort(step.after);
    ordered.push_back(std::move(step));
  }
  steps = std::move(ordered);
  return {};
}

}  // namespace abide::engine
