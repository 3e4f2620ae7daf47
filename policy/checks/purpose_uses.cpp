// E0318: data goes somewhere, or is collected, for a purpose that does not name it in its `uses`.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"

namespace abide::policy::checks {

namespace {

/// What an outlet carries, one of its purposes uses.
void payload(Context& context, const Permission& carried, SourceSpan at) {
  std::vector<CategoryId> others = carried.leaves;
  for (const PurposeId purpose : carried.purposes) {
    const auto& uses = context.purposes[purpose.value].uses;
    std::erase_if(others, [&](CategoryId leaf) { return std::ranges::binary_search(uses, leaf); });
  }
  if (carried.purposes.empty() || others.empty()) {
    return;
  }
  auto& error = context.error(
      "E0318", at,
      fmt::format("outlet `{}` carries {} for {}, which {} not use it",
                  context.model.flows.outlets[carried.outlet->value],
                  words_for(context.model, others),
                  words_for_purposes(context.model, carried.purposes),
                  carried.purposes.size() == 1 ? "does" : "do"),
      "add it to `uses` of the purpose that it is for, or take it out of the payload");
  error.labels.push_back({context.purposes[carried.purposes.front().value].block->name.span,
                          "what it uses is said here"});
}

}  // namespace

void check_purpose_uses(Context& context) {
  const Model& model = context.model;
  for (std::size_t i = 0; i < model.flows.permissions.size(); ++i) {
    const Permission& permission = model.flows.permissions[i];
    if (permission.act == Act::include) {
      payload(context, permission, context.places.permissions[i]);
    }
    if (!permission.promise) {
      continue;
    }
    for (const PurposeId purpose : permission.purposes) {
      const resolving::Purpose& declared = context.purposes[purpose.value];
      std::vector<CategoryId> others;
      std::ranges::set_difference(permission.leaves, declared.uses, std::back_inserter(others));
      if (others.empty()) {
        continue;
      }
      auto& error = context.error(
          "E0318", context.places.permissions[i],
          fmt::format("{} is for purpose `{}` here, which does not use it",
                      words_for(model, others), declared.block->name.text),
          fmt::format("add it to `uses` of purpose `{}`, or name the purpose that it is for",
                      declared.block->name.text));
      error.labels.push_back({declared.block->name.span, "what it uses is said here"});
      quote(context, *permission.promise, error);
    }
  }
}

}  // namespace abide::policy::checks
