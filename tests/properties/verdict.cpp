// Plans against worlds.
#include "tests/properties/verdict.hpp"

#include <fmt/format.h>

namespace abide::properties {

std::string show(const engine::Plan& plan) {
  std::string text = "plan\n";
  for (const engine::Step& step : plan.steps) {
    text += fmt::format("  {} {}.{} rows {} lookups {}",
                        step.operation == engine::Operation::remove ? "remove" : "set", step.store,
                        step.table, step.rows, step.lookups.size());
    for (const auto& [column, value] : step.assignments) text += " " + column;
    if (!step.blocked.empty()) text += " blocked " + step.blocked;
    text += "\n";
  }
  for (const engine::Gap& gap : plan.gaps) {
    text += fmt::format("  {} {} {}\n", gap.code, gap.place, gap.reason);
  }
  return text;
}

std::string carried_out_as(const Scenario& scenario, Stage& stage, const oracle::World& expected,
                           const std::function<Result<engine::Planned>()>& plan, Again when_again) {
  const auto planned = plan();
  if (!planned.ok()) return show(scenario) + planned.error().message;
  const Done done = stage.carry_out(*planned);
  const auto actual = stage.world();
  const auto fail = [&](const std::string& why) {
    std::string text = show(scenario) + show(planned->plan);
    for (const std::string& error : done.errors) text += "  error " + error + "\n";
    text += "expected\n" + show(scenario.model, expected);
    return text + "actual\n" + show(scenario.model, actual) + why;
  };
  if (!done.all_ran()) return fail("not every step ran");
  if (actual != expected) return fail("what is left differs");
  for (std::size_t i = 0; i < done.rows.size(); ++i) {
    if (done.rows[i] != planned->plan.steps[i].rows) return fail("other rows than planned");
  }
  const auto again = plan();
  if (!again.ok()) return fail(again.error().message);
  if (!again->plan.steps.empty() && when_again == Again::finds_nothing)
    return fail("the same again finds more\n" + show(again->plan));
  return "";
}

Scenario without(Scenario scenario, Lost lost) {
  if (lost == Lost::floors) {
    std::erase_if(scenario.model.rules, [](const policy::Rule& rule) { return rule.is_floor(); });
  }
  if (lost == Lost::holds) scenario.facts.keeps.clear();
  return scenario;
}

}  // namespace abide::properties
