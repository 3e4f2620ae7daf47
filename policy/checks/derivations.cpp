// E0311: what must never be made of something, and is made of it by way of others: the least
// fixpoint over `generate` and transforms.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"

namespace abide::policy::checks {
namespace {

/// One way in which some leaves come of others.
struct Making {
  const std::vector<CategoryId>* from;
  const std::vector<CategoryId>* to;
  std::optional<PromiseId> promise;
  SourceSpan span;
};

class Derivations {
 public:
  explicit Derivations(Context& context)
      : context_(context), model_(context.model), settled_(context.model) {
    const auto& permissions = model_.flows.permissions;
    for (std::size_t i = 0; i < permissions.size(); ++i) {
      if (permissions[i].act == Act::generate) {
        add({&permissions[i].sources, &permissions[i].leaves, permissions[i].promise,
             context.places.permissions[i]});
      }
    }
    for (const resolving::Transform& transform : context.transforms) {
      add({&transform.takes, &transform.gives, {}, transform.block->name.span});
    }
  }
  void check(const Prohibition& prohibition, SourceSpan at) {
    if (prohibition.made_of.empty()) {
      return;
    }
    reach(prohibition);
    for (const CategoryId leaf : prohibition.leaves) {
      if (by_[leaf.value] != nobody) {
        tell(prohibition, leaf, at);
        return;
      }
    }
  }

 private:
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  void add(Making making) {
    by_source_.resize(model_.categories.size());
    for (const CategoryId leaf : *making.from) {
      by_source_[leaf.value].push_back(static_cast<std::uint32_t>(makings_.size()));
    }
    makings_.push_back(making);
  }
  /// by_[leaf]: the making that gives it, of those that begin at `made_of`.
  void reach(const Prohibition& prohibition) {
    by_source_.resize(model_.categories.size());
    by_.assign(model_.categories.size(), nobody);
    from_.assign(model_.categories.size(), {});
    std::vector<bool> begun(model_.categories.size());
    std::vector<CategoryId> waiting = prohibition.made_of;
    for (const CategoryId leaf : waiting) {
      begun[leaf.value] = true;
    }
    while (!waiting.empty()) {
      const CategoryId leaf = waiting.back();
      waiting.pop_back();
      for (const std::uint32_t making : by_source_[leaf.value]) {
        if (makings_[making].promise &&
            settled_.between(*makings_[making].promise, prohibition.promise)) {
          continue;
        }
        for (const CategoryId made : *makings_[making].to) {
          if (!begun[made.value] && by_[made.value] == nobody) {
            by_[made.value] = making;
            from_[made.value] = leaf;
            waiting.push_back(made);
          }
        }
      }
    }
  }
  void tell(const Prohibition& prohibition, CategoryId leaf, SourceSpan at) {
    std::vector<CategoryId> path{leaf};
    std::vector<std::uint32_t> steps;
    while (by_[path.back().value] != nobody) {
      steps.push_back(by_[path.back().value]);
      path.push_back(from_[path.back().value]);
    }
    auto& error = context_.error(
        "E0311", makings_[steps.front()].span,
        fmt::format("`{}` is made of `{}`, which `{}` forbids", model_.at(leaf).name,
                    model_.at(path.back()).name, model_.at(prohibition.promise).id),
        "take one step of the way out, or let a ruling name both promises and say which holds");
    std::string way;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
      way += (way.empty() ? "" : " -> ") + model_.at(*step).name;
    }
    error.notes.push_back(std::move(way));
    quote(context_, prohibition.promise, error);
    error.labels.push_back({at, "never made of it, it says here"});
    for (std::size_t i = 1; i < steps.size(); ++i) {
      error.labels.push_back({makings_[steps[i]].span, "by way of this"});
    }
  }
  Context& context_;
  const Model& model_;
  Settled settled_;
  std::vector<Making> makings_;
  std::vector<std::vector<std::uint32_t>> by_source_;
  std::vector<std::uint32_t> by_;
  std::vector<CategoryId> from_;
};

}  // namespace

void check_derivations(Context& context) {
  Derivations derivations{context};
  const auto& prohibitions = context.model.flows.prohibitions;
  for (std::size_t i = 0; i < prohibitions.size(); ++i) {
    derivations.check(prohibitions[i], context.places.prohibitions[i]);
  }
}

}  // namespace abide::policy::checks
