// W0508: a term longer than the law it cites.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"
#include "policy/periods.hpp"

namespace abide::policy::checks {

void check_longer_than_law(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    const Rule& rule = model.rules[i];
    const Law* law = rule.law ? context.laws.find(*rule.law) : nullptr;
    const bool has_term = rule.is_floor() || rule.kind == Rule::Kind::keep_at_most;
    if (law == nullptr || !law->period || !has_term ||
        context.scopes[i].written_in != rule.promise || !surely_longer(rule.period, *law->period)) {
      continue;
    }
    const bool ban = law->kind == Law::Kind::ban;
    auto& warning = context.warn(
        "W0508", context.places.rules[i],
        ban ? fmt::format("`{}` forbids keeping at all", law->key)
            : fmt::format("`{}` is longer than the {} of `{}`", to_string(rule.period),
                          to_string(*law->period), law->key),
        {model.at(rule.promise).id, law->key},
        ban ? "keep nothing of it" : "shorten the term, or cite the law that asks for it");
    warning.notes.push_back(fmt::format("{}: {}, {}{}{}", law->statute, law->record,
                                        ban ? "none" : to_string(*law->period),
                                        law->start.empty() ? "" : " from ", law->start));
  }
}

}  // namespace abide::policy::checks
