// E0214: a transform that calls anonymous what can still single a person out.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/pseudonyms.hpp"

namespace abide::policy::checks {

void check_weak_anonymity(Context& context) {
  const Model& model = context.model;
  for (const resolving::Transform& transform : context.transforms) {
    const auto anonymous =
        std::find_if(transform.gives.begin(), transform.gives.end(),
                     [&](CategoryId leaf) { return model.at(leaf).mark == Mark::anonymous; });
    const auto can = [](const ast::Name& method) { return can_anonymise(method.text); };
    if (anonymous == transform.gives.end() || transform.by.empty() ||
        std::any_of(transform.by.begin(), transform.by.end(), can)) {
      continue;
    }
    const bool hash = std::any_of(transform.by.begin(), transform.by.end(),
                                  [](const ast::Name& method) { return is_hash(method.text); });
    auto& error = context.error(
        "E0214", transform.by.front().span,
        fmt::format("`{}` cannot make `{}` anonymous{}", transform.by.front().text,
                    model.at(*anonymous).name, hash ? ": a hash is at best pseudonymous" : ""),
        hash ? "mark the category `pseudonymous`"
             : "use an aggregate with a stated threshold such as `k_threshold_10`, or mark the "
               "category `pseudonymous`");
    error.labels.push_back(
        {context.places.categories[anonymous->value], "marked `anonymous` here"});
  }
}

}  // namespace abide::policy::checks
