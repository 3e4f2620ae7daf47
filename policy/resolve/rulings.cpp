// What a ruling decides about time: bounds of the promises it names that contradict its own go; the
// rest of them stands (LANGUAGE 4.8).
#include <algorithm>

#include "policy/checks/bounds.hpp"
#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

/// True when the ruling that holds rule `by` names the promise of rule `of`.
bool overrides(Context& context, RuleId by, RuleId of) {
  const auto& ruling = context.scopes[by.value].ruling;
  if (!ruling) {
    return false;
  }
  const auto& names = context.promises[ruling->value].ruling->between;
  const Model& model = context.model;
  const std::string& said_by = model.at(model.at(of).promise).id;
  const std::string& written_in = model.at(context.scopes[of.value].written_in).id;
  return std::any_of(names.begin(), names.end(), [&](const ast::Name& name) {
    return name.text == said_by || name.text == written_in;
  });
}

void drop(Rule& rule, const std::vector<FieldId>& fields) {
  std::erase_if(rule.fields, [&](FieldId field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  });
}

}  // namespace

void apply_rulings(Context& context) {
  const bool any = std::any_of(context.scopes.begin(), context.scopes.end(),
                               [](const RuleScope& scope) { return scope.ruling.has_value(); });
  if (!any) {
    return;
  }
  const auto decided = [&](RuleId floor, RuleId ceiling) {
    return overrides(context, floor, ceiling) != overrides(context, ceiling, floor);
  };
  for (const auto& found : checks::find_contradictions(context.model, context.clashes, decided)) {
    const bool floor_rules = overrides(context, found.floor, found.ceiling);
    drop(context.model.rules[(floor_rules ? found.ceiling : found.floor).value], found.fields);
  }
}

}  // namespace abide::policy::resolving
