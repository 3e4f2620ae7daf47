#include "policy/checks/settled.hpp"

#include <algorithm>

namespace abide::policy::checks {

Settled::Settled(resolving::Context& context) : rulings_of_(context.promises.size()) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    const ast::Ruling* ruling = context.promises[i].ruling;
    if (ruling == nullptr) {
      continue;
    }
    rulings_of_[i].push_back(i);
    for (const ast::Name& name : ruling->between) {
      if (const auto* promise = context.symbols.find(resolving::Kind::promise, name.text)) {
        rulings_of_[promise->index].push_back(i);
      }
    }
  }
  for (auto& rulings : rulings_of_) {
    std::ranges::sort(rulings);
  }
}

bool Settled::between(PromiseId a, PromiseId b) const {
  const auto& of_b = rulings_of_[b.value];
  return std::ranges::any_of(rulings_of_[a.value], [&](std::uint32_t ruling) {
    return std::ranges::binary_search(of_b, ruling);
  });
}

}  // namespace abide::policy::checks
