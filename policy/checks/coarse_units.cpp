// E0505: a period in hours counted from a clock, or a period's end, that knows days alone.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

/// Why the event is no finer than a day, or empty.
std::string coarseness(const Model& model, const Rule& rule, EventId event) {
  if (rule.anchor.end_of != Anchor::EndOf::moment) {
    return "the end of a year is a day";
  }
  const auto* at = std::get_if<AtColumn>(&model.at(event).source);
  if (at != nullptr && model.at(at->field).clock == ClockForm::date) {
    return fmt::format("`{}` holds days without a time", model.full_name(at->field));
  }
  return "";
}

}  // namespace

void check_coarse_units(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    const Rule& rule = model.rules[i];
    if (rule.period.count == 0 || rule.period.is_civil() ||
        context.scopes[i].written_in != rule.promise) {
      continue;
    }
    for (std::size_t e = 0; e < rule.anchor.events.size(); ++e) {
      const std::string why = coarseness(model, rule, rule.anchor.events[e]);
      if (why.empty()) {
        continue;
      }
      auto& error =
          context.error("E0505", context.places.rule_events[i][e],
                        fmt::format("`{}` cannot be counted from `{}`: {}", to_string(rule.period),
                                    model.at(rule.anchor.events[e]).name, why),
                        "count in days, or from a clock that holds the time");
      if (const auto* at = std::get_if<AtColumn>(&model.at(rule.anchor.events[e]).source)) {
        error.labels.push_back({context.places.fields[at->field.value], "the clock"});
      }
      break;
    }
  }
}

}  // namespace abide::policy::checks
