// E0502: an event read from a place that nothing can look into never comes, and what waits on it
// would wait for ever.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

std::optional<TableId> read_from(const Model& model, const Event& event) {
  if (const auto* at = std::get_if<AtColumn>(&event.source)) {
    return model.at(at->field).table;
  }
  if (const auto* absence = std::get_if<OnAbsence>(&event.source)) {
    return absence->table;
  }
  return std::nullopt;
}

}  // namespace

void check_impossible_events(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.events.size(); ++i) {
    const auto table = read_from(model, model.events[i]);
    const bool unseen = table && model.at(model.at(*table).store).no_reach_because;
    if (!unseen) {
      continue;
    }
    const auto waits = std::ranges::find_if(model.rules, [&](const Rule& rule) {
      return std::ranges::find(rule.anchor.events, EventId{i}) != rule.anchor.events.end();
    });
    if (waits == model.rules.end()) {
      continue;
    }
    const auto rule = static_cast<std::size_t>(waits - model.rules.begin());
    auto& error = context.error(
        "E0502", context.places.events[i],
        fmt::format("event `{}` is read from `{}`, which nothing reaches, so it never comes",
                    model.events[i].name, model.full_name(*table)),
        "let the app tell it: `from app`; or read it from a store that is reached");
    error.labels.push_back({context.places.rules[rule], "this waits on it"});
  }
}

}  // namespace abide::policy::checks
