// Selectors made ready for a store: parameters filled in, lists of values cut to its measure.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/plan.hpp"

namespace abide::engine {
namespace {

/// Rebuilds a tree; `leaf` may give another node for a node without branches.
template <class Leaf>
class Rebuild {
 public:
  explicit Rebuild(Leaf leaf) : leaf_(std::move(leaf)) {}
  Result<SelectorPtr> of(const SelectorPtr& selector) const {
    return std::visit([&](const auto& node) { return one(node); }, selector->node);
  }

 private:
  Result<std::vector<SelectorPtr>> each(const std::vector<SelectorPtr>& branches) const {
    std::vector<SelectorPtr> rebuilt;
    rebuilt.reserve(branches.size());
    for (const SelectorPtr& branch : branches) {
      ABIDE_TRY(SelectorPtr part, of(branch));
      rebuilt.push_back(std::move(part));
    }
    return rebuilt;
  }
  Result<SelectorPtr> one(const And& node) const {
    ABIDE_TRY(std::vector<SelectorPtr> all, each(node.all));
    return share({And{std::move(all)}});
  }
  Result<SelectorPtr> one(const Or& node) const {
    ABIDE_TRY(std::vector<SelectorPtr> any, each(node.any));
    return share({Or{std::move(any)}});
  }
  Result<SelectorPtr> one(const Not& node) const {
    ABIDE_TRY(SelectorPtr part, of(node.of));
    return share({Not{std::move(part)}});
  }
  Result<SelectorPtr> one(const Via& node) const {
    Via via = node;
    ABIDE_TRY(via.where, of(node.where));
    return share({std::move(via)});
  }
  template <class Node>
  Result<SelectorPtr> one(const Node& node) const {
    return leaf_(node);
  }

  Leaf leaf_;
};

/// A balanced tree, since stores limit how deep an expression may be.
SelectorPtr any_of(std::span<const SelectorPtr> parts) {
  constexpr std::size_t width = 16;
  if (parts.size() == 1) {
    return parts.front();
  }
  if (parts.size() <= width) {
    return share({Or{{parts.begin(), parts.end()}}});
  }
  const std::size_t each = (parts.size() + width - 1) / width;
  std::vector<SelectorPtr> branches;
  for (std::size_t at = 0; at < parts.size(); at += each) {
    branches.push_back(any_of(parts.subspan(at, std::min(each, parts.size() - at))));
  }
  return share({Or{std::move(branches)}});
}

struct FillIn {
  const Parameters& parameters;
  Result<SelectorPtr> operator()(const InParameter& node) const {
    const auto found = parameters.find(node.parameter);
    if (found == parameters.end()) {
      return Error{ErrorCode::not_found,
                   fmt::format("the plan's parameter `{}` has no values", node.parameter),
                   "plan again; nothing was done"};
    }
    return share({In{node.column, found->second.reveal(), node.match}});
  }
  template <class Node>
  Result<SelectorPtr> operator()(const Node& node) const {
    return share({node});
  }
};

struct Shorten {
  std::uint64_t max_in;
  Result<SelectorPtr> operator()(const In& node) const {
    return in_chunks(node.column, node.values, node.match, max_in);
  }
  template <class Node>
  Result<SelectorPtr> operator()(const Node& node) const {
    return share({node});
  }
};

}  // namespace

Result<SelectorPtr> bind(const SelectorPtr& selector, const Parameters& parameters) {
  return Rebuild{FillIn{parameters}}.of(selector);
}

SelectorPtr with_short_lists(const SelectorPtr& selector, std::uint64_t max_in) {
  // Nothing in it can fail.
  return std::move(Rebuild{Shorten{max_in}}.of(selector)).value();
}

SelectorPtr in_chunks(const Column& column, std::span<const Value> values, Match match,
                      std::uint64_t max_in) {
  const std::size_t each = std::max<std::size_t>(1, max_in);
  if (values.size() <= each) {
    return share({In{column, {values.begin(), values.end()}, match}});
  }
  std::vector<SelectorPtr> parts;
  for (std::size_t at = 0; at < values.size(); at += each) {
    const auto part = values.subspan(at, std::min(each, values.size() - at));
    parts.push_back(share({In{column, {part.begin(), part.end()}, match}}));
  }
  return any_of(parts);
}

SelectorPtr has_values(const std::vector<Column>& columns, std::span<const Row> tuples, Match match,
                       std::uint64_t max_in) {
  if (columns.size() == 1) {
    std::vector<Value> values;
    values.reserve(tuples.size());
    for (const Row& tuple : tuples) {
      values.push_back(tuple.front());
    }
    return in_chunks(columns.front(), values, match, max_in);
  }
  std::vector<SelectorPtr> parts;
  parts.reserve(tuples.size());
  for (const Row& tuple : tuples) {
    And all;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      all.all.push_back(share({In{columns[i], {tuple[i]}, match}}));
    }
    parts.push_back(share({std::move(all)}));
  }
  return parts.empty() ? share({Or{}}) : any_of(parts);
}

}  // namespace abide::engine
