#include "policy/checks/settled.hpp"

#include <algorithm>

namespace abide::policy::checks {

Settled::Settled(const Model& model) : rulings_of_(model.promises.size()) {
  for (std::uint32_t i = 0; i < model.promises.size(); ++i) {
    if (!model.promises[i].decide_by) {
      continue;
    }
    rulings_of_[i].push_back(PromiseId{i});
    for (const PromiseId named : model.promises[i].between) {
      rulings_of_[named.value].push_back(PromiseId{i});
    }
  }
  for (auto& rulings : rulings_of_) {
    std::ranges::sort(rulings);
  }
}

bool Settled::between(PromiseId a, PromiseId b) const {
  if (a == b) {
    return false;  // what one promise says twice differently is no question between promises
  }
  const auto& of_b = rulings_of_[b.value];
  return std::ranges::any_of(rulings_of_[a.value], [&](PromiseId ruling) {
    return std::ranges::binary_search(of_b, ruling);
  });
}

}  // namespace abide::policy::checks
