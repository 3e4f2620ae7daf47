// Two lists of traits against each other, by name.
#include "policy/compare/traits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "policy/compare/blocks.hpp"
#include "policy/periods.hpp"

namespace abide::policy::compare {
namespace {

enum class Order { same, more, less, both, other };

Order order_of(const Measure& before, const Measure& after) {
  if (before == after) return Order::same;
  const auto* old_period = std::get_if<Period>(&before);
  const auto* new_period = std::get_if<Period>(&after);
  if (old_period != nullptr && new_period != nullptr) {
    switch (lengths(*new_period, *old_period)) {
      case Lengths::same:
        return Order::same;
      case Lengths::longer:
        return Order::more;
      case Lengths::shorter:
        return Order::less;
      case Lengths::crossing:
        return Order::both;
    }
  }
  const auto* old_rank = std::get_if<std::int64_t>(&before);
  const auto* new_rank = std::get_if<std::int64_t>(&after);
  if (old_rank != nullptr && new_rank != nullptr)
    return *new_rank > *old_rank ? Order::more : Order::less;
  return Order::other;
}

Judgement judge(Effect effect, bool is_more) {
  if (effect == Effect::neither || effect == Effect::nothing) return Judgement::sideways;
  return (effect == Effect::protects) == is_more ? Judgement::stricter : Judgement::looser;
}

std::string text_of(const Measure& measure) {
  const auto* period = std::get_if<Period>(&measure);
  const auto* words = std::get_if<std::string>(&measure);
  return period != nullptr ? to_string(*period) : words != nullptr ? *words : "";
}

/// Whether `a` says more for people than `b`: then `b` adds nothing to it.
bool outdoes(const Trait& a, const Trait& b) {
  const Order order = order_of(b.measure, a.measure);
  return (a.more == Effect::protects && order == Order::more) ||
         (a.more == Effect::exposes && order == Order::less);
}

using ByName = std::map<std::string, const Trait*>;
ByName by_name(const std::vector<Trait>& traits) {
  ByName found;
  for (const Trait& one : traits) {
    const auto [at, is_new] = found.emplace(one.name, &one);
    if (!is_new && outdoes(one, *at->second)) at->second = &one;
  }
  return found;
}

class Comparer {
 public:
  std::vector<Change> run(const std::vector<Trait>& before, const std::vector<Trait>& after) {
    const ByName old = by_name(before);
    const ByName now = by_name(after);
    for (const auto& [name, trait] : now) {
      const auto was = old.find(name);
      was == old.end() ? gained(*trait) : measured(*was->second, *trait);
    }
    for (const auto& [name, trait] : old)
      if (!now.contains(name)) lost(*trait);
    return std::move(changes_);
  }

 private:
  void gained(const Trait& trait) {
    if (trait.being == Effect::nothing) return;
    changes_.push_back({trait.part,
                        judge(trait.being, true),
                        trait.what,
                        {},
                        {trait.sentence},
                        {std::string{trait.wording->gained}},
                        {},
                        trait.location});
  }
  void lost(const Trait& trait) {
    if (trait.being == Effect::nothing) return;
    changes_.push_back({trait.part,
                        judge(trait.being, false),
                        trait.what,
                        {trait.sentence},
                        {},
                        {std::string{trait.wording->lost}},
                        trait.location,
                        {}});
  }
  void measured(const Trait& before, const Trait& after) {
    switch (order_of(before.measure, after.measure)) {
      case Order::same:
        return;
      case Order::more:
        return add(before, after, judge(after.more, true), after.wording->more);
      case Order::less:
        return add(before, after, judge(after.more, false), after.wording->less);
      case Order::both:  // 30 days and one month: now the one is longer, now the other
        if (after.more != Effect::protects && after.more != Effect::exposes)
          return add(before, after, Judgement::sideways, after.wording->other);
        add(before, after, judge(after.more, true), after.wording->more, "at times ");
        return add(before, after, judge(after.more, false), after.wording->less, "at times ");
      case Order::other:
        return add(before, after, Judgement::sideways, after.wording->other);
    }
  }
  void add(const Trait& before, const Trait& after, Judgement judgement, std::string_view clause,
           std::string_view at_times = "") {
    std::string why = fmt::format("{}{}", at_times, clause);
    if (std::holds_alternative<Period>(after.measure))
      why += fmt::format(": {}, {} before", text_of(after.measure), text_of(before.measure));
    changes_.push_back({after.part,
                        judgement,
                        after.what,
                        {before.sentence},
                        {after.sentence},
                        {std::move(why)},
                        before.location,
                        after.location});
  }

  std::vector<Change> changes_;
};

}  // namespace

bool Shared::has_leaf(const std::string& name) const {
  return std::ranges::binary_search(leaves, name);
}
bool Shared::has_table(const std::string& name) const {
  return std::ranges::binary_search(tables, name);
}
bool Shared::has_block(const std::string& name) const {
  return std::ranges::binary_search(blocks, name);
}

Shared shared(const Named& before, const Named& after) {
  const auto both = [](std::vector<std::string> a, std::vector<std::string> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    std::vector<std::string> common;
    std::ranges::set_intersection(a, b, std::back_inserter(common));
    return common;
  };
  const auto leaves = [](const Named& edition) {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < edition.model.categories.size(); ++i)
      if (edition.model.categories[i].leaf) names.push_back(edition.names.categories[i]);
    return names;
  };
  const auto blocks = [](const Named& edition) {
    std::vector<std::string> names;
    for (const ast::File& file : edition.sources.trees)
      for (const ast::Declaration& one : file.declarations) names.push_back(block_of(edition, one));
    return names;
  };
  return {both(leaves(before), leaves(after)), both(before.names.tables, after.names.tables),
          both(blocks(before), blocks(after))};
}

std::vector<Change> compare_traits(const std::vector<Trait>& before,
                                   const std::vector<Trait>& after) {
  return Comparer{}.run(before, after);
}

Lengths lengths(const Period& a, const Period& b) {
  if (a == b) return Lengths::same;
  if (surely_longer(a, b)) return Lengths::longer;
  if (surely_longer(b, a)) return Lengths::shorter;
  const auto in_months = [](const Period& period) { return period.unit >= Period::Unit::months; };
  const bool alike = (in_months(a) && in_months(b)) || (!a.is_civil() && !b.is_civil()) ||
                     (a.is_civil() && b.is_civil() && !in_months(a) && !in_months(b));
  return alike ? Lengths::same : Lengths::crossing;
}

}  // namespace abide::policy::compare
