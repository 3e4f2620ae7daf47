// E0318: data goes somewhere, or is collected, for a purpose that does not name it in its `uses`.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"

namespace abide::policy::checks {

void check_purpose_uses(Context& context) {
  const Model& model = context.model;
  for (std::size_t i = 0; i < model.flows.permissions.size(); ++i) {
    const Permission& permission = model.flows.permissions[i];
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
