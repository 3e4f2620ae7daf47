#include "policy/checks/settled.hpp"

#include <algorithm>

#include "policy/id_sets.hpp"

namespace abide::policy::checks {
namespace {

void add(std::vector<CategoryId>& into, const std::vector<CategoryId>& leaves) {
  into.insert(into.end(), leaves.begin(), leaves.end());
}

bool has(const std::vector<CategoryId>& leaves, CategoryId leaf) {
  return std::ranges::binary_search(leaves, leaf);
}

}  // namespace

Settled::Settled(const Model& model)
    : model_(model), rulings_of_(model.promises.size()), speaks_of_(model.promises.size()) {
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
  for (const Permission& permission : model.flows.permissions) {
    if (permission.promise && is_ruling(*permission.promise)) {
      add(speaks_of_[permission.promise->value], permission.leaves);
      add(speaks_of_[permission.promise->value], permission.sources);
    }
  }
  for (const Prohibition& prohibition : model.flows.prohibitions) {
    if (is_ruling(prohibition.promise)) {
      add(speaks_of_[prohibition.promise.value], prohibition.leaves);
      add(speaks_of_[prohibition.promise.value], prohibition.made_of);
    }
  }
  for (auto& leaves : speaks_of_) {
    make_set(leaves);
  }
}

bool Settled::is_ruling(PromiseId id) const { return model_.at(id).decide_by.has_value(); }

bool Settled::between(PromiseId a, PromiseId b,
                      const std::function<bool(PromiseId ruling)>& speaks) const {
  if (a == b) {
    return false;  // what one promise says twice differently is no question between promises
  }
  const auto& of_b = rulings_of_[b.value];
  return std::ranges::any_of(rulings_of_[a.value], [&](PromiseId ruling) {
    return std::ranges::binary_search(of_b, ruling) &&
           (ruling == a || ruling == b || speaks(ruling));
  });
}

std::vector<CategoryId> Settled::undecided(PromiseId a, PromiseId b,
                                           std::vector<CategoryId> leaves) const {
  std::erase_if(leaves, [&](CategoryId leaf) {
    return between(a, b, [&](PromiseId ruling) { return has(speaks_of_[ruling.value], leaf); });
  });
  return leaves;
}

std::vector<CategoryId> Settled::unpermitted(
    PromiseId forbids, std::vector<CategoryId> leaves,
    const std::function<bool(const Permission&)>& as) const {
  const auto& rulings = rulings_of_[forbids.value];
  if (rulings.empty() || leaves.empty()) {
    return leaves;
  }
  for (const Permission& said : model_.flows.permissions) {
    const bool rules = said.promise && *said.promise != forbids && is_ruling(*said.promise) &&
                       std::ranges::binary_search(rulings, *said.promise);
    if (rules && as(said)) {
      std::erase_if(leaves, [&](CategoryId leaf) { return has(said.leaves, leaf); });
    }
  }
  return leaves;
}

bool Settled::keeps(PromiseId forbids, FieldId field) const {
  if (rulings_of_[forbids.value].empty()) {
    return false;
  }
  return std::ranges::any_of(model_.rules, [&](const Rule& rule) {
    return rule.promise != forbids && is_ruling(rule.promise) &&
           std::ranges::binary_search(rulings_of_[forbids.value], rule.promise) &&
           std::ranges::binary_search(rule.fields, field);
  });
}

}  // namespace abide::policy::checks
