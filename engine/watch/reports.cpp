// The planner puts the keys that an event was told of into parameters that bear its name; what a
// step asks of them makes rows due unless it is denied.
#include "engine/watch/reports.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/watch/parts.hpp"

namespace abide::engine::watch {
namespace {

enum class Side { holds, fails };

/// Names of the parameters that a condition asks for on the side on which it makes rows due.
void add_parameters(const SelectorPtr& where, Side side, std::set<std::string>& names) {
  if (where == nullptr) return;
  if (const auto* all = std::get_if<And>(&where->node)) {
    for (const SelectorPtr& one : all->all) add_parameters(one, side, names);
  } else if (const auto* any = std::get_if<Or>(&where->node)) {
    for (const SelectorPtr& one : any->any) add_parameters(one, side, names);
  } else if (const auto* no = std::get_if<Not>(&where->node)) {
    add_parameters(no->of, side == Side::holds ? Side::fails : Side::holds, names);
  } else if (const auto* via = std::get_if<Via>(&where->node)) {
    add_parameters(via->where, side, names);
  } else if (const auto* in = std::get_if<InParameter>(&where->node)) {
    if (side == Side::holds) names.insert(in->parameter);
  }
}

std::set<std::string> parameters_of(const Step& step) {
  std::set<std::string> names;
  add_parameters(step.where, Side::holds, names);
  for (std::size_t known = 0; known != names.size();) {
    known = names.size();
    for (const Lookup& lookup : step.lookups)
      if (names.contains(lookup.name)) add_parameters(lookup.where, Side::holds, names);
  }
  return names;
}

/// `event:closed#2` is a parameter of the event `closed`.
bool is_of(const std::string& parameter, const std::string& event) {
  return parameter.substr(0, parameter.find('#')) == "event:" + event;
}

/// When each of these keys was reported; the first where it was several times.
std::map<Value, Instant> moments_of(EventId event, const std::vector<ToldEvent>& reports) {
  std::map<Value, Instant> moments;
  for (const ToldEvent& one : reports) {
    if (one.event != event || one.row) continue;
    const auto [at, is_new] = moments.try_emplace(one.subject_key.reveal(), one.at);
    if (!is_new) at->second = std::min(at->second, one.at);
  }
  return moments;
}

struct Counted {
  Busiest minutes{65536};
  std::uint64_t early = 0;
};

Counted count(const std::vector<Value>& keys, const std::map<Value, Instant>& moments,
              std::optional<Instant> began) {
  Counted counted;
  for (const Value& key : keys) {
    const auto at = moments.find(key);
    if (at == moments.end()) continue;
    if (began && at->second < *began) ++counted.early;
    counted.minutes.add(
        std::chrono::floor<std::chrono::minutes>(at->second).time_since_epoch().count());
  }
  return counted;
}

}  // namespace

DueClocks due_reports(const Planned& planned, const policy::Model& model,
                      const std::vector<ToldEvent>& reports, std::optional<Instant> began) {
  DueClocks found;
  std::set<std::string> seen;
  for (const Step& step : planned.plan.steps) {
    if (step.rows == 0 || !step.blocked.empty()) continue;
    for (const std::string& name : parameters_of(step)) {
      const auto values = planned.parameters.find(name);
      const auto event = std::ranges::find_if(
          model.events, [&](const policy::Event& one) { return is_of(name, one.name); });
      if (values == planned.parameters.end() || event == model.events.end() ||
          !seen.insert(part_of(step) + '\0' + event->name).second)
        continue;
      const EventId id{static_cast<std::uint32_t>(event - model.events.begin())};
      const Counted counted = count(values->second.reveal(), moments_of(id, reports), began);
      if (counted.early > 0 && seen.insert(event->name).second)
        found.early.push_back({event->name, counted.early});
      const auto top = counted.minutes.top();
      if (!top || top->second <= few_of_a_table) continue;
      found.shared.push_back(
          {part_of(step), event->name, abide::to_string(Instant{std::chrono::minutes{top->first}}),
           top->second, counted.minutes.total(), std::max(step.table_rows, top->second), false});
    }
  }
  return found;
}

}  // namespace abide::engine::watch
