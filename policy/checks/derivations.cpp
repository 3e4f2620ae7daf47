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
  const std::vector<PurposeId>* purposes;  ///< none: of a transform
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
        add({&permissions[i].sources, &permissions[i].leaves, &permissions[i].purposes,
             permissions[i].promise, context.places.permissions[i]});
      }
    }
    for (const resolving::Transform& transform : context.transforms) {
      add({&transform.takes, &transform.gives, nullptr, {}, transform.block->name.span});
    }
  }
  /// A state that ends it, or has to begin it, is seen only when data is made.
  void check(const Prohibition& prohibition, SourceSpan at) {
    const bool always = prohibition.when.empty() && prohibition.unless.empty();
    if (prohibition.made_of.empty() || !always || found_ >= most_found) {
      return;
    }
    if (const auto end = reach(prohibition)) {
      ++found_;
      tell(prohibition, *end, at);
    }
  }

 private:
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  /// A last step: what is made, of what.
  struct End {
    std::uint32_t making;
    CategoryId from, made;
  };
  void add(Making making) {
    by_source_.resize(model_.categories.size());
    for (const CategoryId leaf : *making.from) {
      by_source_[leaf.value].push_back(static_cast<std::uint32_t>(makings_.size()));
    }
    makings_.push_back(making);
  }
  [[nodiscard]] bool counts(const Making& making, const Prohibition& prohibition) const {
    const bool for_it = prohibition.purposes.is_everything() || making.purposes == nullptr ||
                        prohibition.purposes.meets(*making.purposes);
    return for_it &&
           !(making.promise &&
             settled_.undecided(*making.promise, prohibition.promise, *making.from).empty());
  }
  /// by_[leaf]: the making that gives it, of those that begin at `made_of`.
  std::optional<End> reach(const Prohibition& prohibition) {
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
        if (!counts(makings_[making], prohibition)) {
          continue;
        }
        for (const CategoryId made : *makings_[making].to) {
          if (made != leaf && std::ranges::binary_search(prohibition.leaves, made)) {
            return End{making, leaf, made};
          }
          if (!begun[made.value]) {
            begun[made.value] = true;
            by_[made.value] = making;
            from_[made.value] = leaf;
            waiting.push_back(made);
          }
        }
      }
    }
    return std::nullopt;
  }
  void tell(const Prohibition& prohibition, const End& end, SourceSpan at) {
    std::vector<CategoryId> path{end.made, end.from};
    std::vector<std::uint32_t> steps{end.making};
    while (by_[path.back().value] != nobody) {
      steps.push_back(by_[path.back().value]);
      path.push_back(from_[path.back().value]);
    }
    auto& error = context_.error(
        "E0311", makings_[steps.front()].span,
        fmt::format("`{}` is made of `{}`, which `{}` forbids", model_.at(end.made).name,
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
  std::size_t found_ = 0;
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
