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
};
/// A place that is read, and in which rows.
struct Reading {
  Place place;
  SelectorPtr rows;      ///< nullptr: the very row that is chosen
  bool chooses = false;  ///< `rows` asks about the column
};
using Readings = std::vector<Reading>;

/// What is read, and by which lookups; each is followed once.
struct Read {
  const std::vector<Column>& key;  ///< of the step's own rows
  const std::vector<Lookup>& lookups;
  Readings readings;
  std::set<std::string> followed;
};

/// @param rows  those it is asked of; nullptr: the very row
void read_by(const SelectorPtr& selector, const std::string& store, const std::string& table,
             const SelectorPtr& rows, Read& read);
void read_elsewhere(const std::string& store, const std::string& table,
                    const std::vector<Column>& columns, const SelectorPtr& where, Read& read);

struct Reads {
  const std::string& store;
  const std::string& table;
  const SelectorPtr& rows;
  Read& read;

  void operator()(const All& /*all*/) const {}
  void operator()(const Before& node) const { column(node.column); }
  void operator()(const Unreadable& node) const { column(node.column); }
  void operator()(const Outside& node) const { column(node.column); }
  void operator()(const IsNull& node) const { column(node.column); }
  void operator()(const In& node) const { column(node.column); }
  void operator()(const InParameter& node) const {
    column(node.column);
    const Lookup* lookup = lookup_named(read.lookups, node.parameter);
    if (lookup == nullptr) return;
    for (const Column& name : lookup->columns) column(name);
    const bool itself = rows == nullptr && lookup->store == store && lookup->table == table &&
                        lookup->columns == read.key && lookup->target_columns == read.key;
    // INVARIANT: each once, as many conditions as it stands in.
    if (!read.followed.insert((itself ? "own:" : "") + lookup->name).second) return;
    if (itself) {
      read_by(lookup->where, store, table, rows, read);
    } else {
      read_elsewhere(lookup->store, lookup->table, lookup->target_columns, lookup->where, read);
    }
  }
  void operator()(const And& node) const {
    for (const auto& branch : node.all) read_by(branch, store, table, rows, read);
  }
  void operator()(const Or& node) const {
    for (const auto& branch : node.any) read_by(branch, store, table, rows, read);
  }
  void operator()(const Not& node) const { read_by(node.of, store, table, rows, read); }
  void operator()(const Via& node) const {
    for (const Column& name : node.columns) column(name);
    read_elsewhere(store, node.table, node.target_columns, node.where, read);
  }
  void column(const Column& name) const {
    read.readings.push_back({{store, table, name, rows == nullptr}, rows, true});
  }
};

void read_by(const SelectorPtr& selector, const std::string& store, const std::string& table,
             const SelectorPtr& rows, Read& read) {
  std::visit(Reads{store, table, rows, read}, selector->node);
}

void read_elsewhere(const std::string& store, const std::string& table,
                    const std::vector<Column>& columns, const SelectorPtr& where, Read& read) {
  read.readings.push_back({{store, table, "", false}, where});
  for (const Column& column : columns)
    read.readings.push_back({{store, table, column, false}, where});
  read_by(where, store, table, where, read);
}

Readings readings_of(const Step& step) {
  Read read{step.key, step.lookups, {}, {}};
  read_by(step.where, step.store, step.live_table, nullptr, read);
  return read.readings;
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
          a.assignments == b.assignments || share_no_row(a.where, b.where));
}

/// Whether what is read lies in rows that `writer` leaves as they are: it says so, or they are kept
/// in its table. Emptying a column that rows are chosen by may add to those chosen.
bool spares(const Step& writer, const Reading& reading, const KeptRows& kept) {
  if (writer.operation != Operation::remove && reading.chooses) {
    return false;
  }
  const auto stay = kept.find({writer.store, writer.live_table});
  return (stay != kept.end() && reading.rows && implies(reading.rows, stay->second)) ||
         share_no_row(writer.where, reading.rows);
}

/// Whether `writer` destroys something of what `reader` is chosen by.
bool destroys(const Step& writer, const Readings& readings, const Step& reader,
              const KeptRows& kept) {
  bool of_own_row = false;
  for (const Reading& reading : readings) {
    const Place& place = reading.place;
    const bool hit = is_on(writer, place) &&
                     (writer.operation == Operation::remove || empties(writer, {place.column}));
    if (hit && !place.own_row && !spares(writer, reading, kept)) {
      return true;
    }
    of_own_row = of_own_row || (hit && place.own_row);
  }
  return of_own_row && !are_apart(writer, reader);
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

/// Puts the steps in an order in which each comes after those it waits for.
/// @return the steps of a ring that leaves no such order; then they stay as they are
std::vector<std::size_t> arranged(std::vector<Step>& steps,
                                  const std::vector<std::set<std::size_t>>& waits) {
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

}  // namespace

std::vector<std::size_t> order_steps(std::vector<Step>& steps,
                                     const std::vector<Reference>& references,
                                     const KeptRows& kept) {
  std::vector<Readings> reads;
  reads.reserve(steps.size());
  for (const Step& step : steps) reads.push_back(readings_of(step));
  std::vector<std::set<std::size_t>> waits(steps.size());
  for (std::size_t later = 0; later < steps.size(); ++later) {
    if (!steps[later].blocked.empty()) continue;  // it changes nothing, so it waits for nothing
    for (std::size_t earlier = 0; earlier < steps.size(); ++earlier) {
      if (earlier != later && (destroys(steps[later], reads[earlier], steps[earlier], kept) ||
                               child_first(steps[earlier], steps[later], references))) {
        waits[later].insert(earlier);
      }
    }
  }
  return arranged(steps, waits);
}

void put_last(std::vector<Step>& steps, const std::vector<bool>& last,
              const std::vector<bool>& waited_for) {
  std::vector<std::set<std::size_t>> waits(steps.size());
  std::vector<std::set<std::size_t>> in_all(steps.size());  // what each waits for, further on too
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const std::size_t earlier : steps[i].after) {
      waits[i].insert(earlier);
      in_all[i].insert(earlier);
      in_all[i].insert(in_all[earlier].begin(), in_all[earlier].end());
    }
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t other = 0; other < steps.size() && last[i]; ++other) {
      if (waited_for[other] && !in_all[other].contains(i)) {
        waits[i].insert(other);
      }
    }
  }
  (void)arranged(steps, waits);
}

}  // namespace abide::engine
