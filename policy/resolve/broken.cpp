// Whether a tree holds anything that did not parse.
#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

/// The place of the first Broken in a node, or nullopt.
struct FindBroken {
  using Found = std::optional<SourceSpan>;

  Found operator()(const ast::Broken& broken) const { return broken.span; }
  Found operator()(const ast::Block& block) const { return first(block.attributes); }
  Found operator()(const ast::Table& table) const { return first(table.items); }
  Found operator()(const ast::Store& store) const { return first(store.items); }
  Found operator()(const ast::Outlet& outlet) const { return first(outlet.items); }
  Found operator()(const ast::Promise& promise) const { return first(promise.statements); }
  Found operator()(const ast::Ruling& ruling) const { return first(ruling.statements); }
  Found operator()(const ast::Limits& limits) const { return first(limits.attributes); }
  Found operator()(const ast::Deploy& deploy) const { return first(deploy.items); }
  Found operator()(const ast::Test& test) const {
    for (const ast::Step& step : test.steps) {
      if (const auto* broken = std::get_if<ast::Broken>(&step.form)) {
        return broken->span;
      }
    }
    return std::nullopt;
  }
  // NOLINTNEXTLINE(misc-no-recursion): the parser bounds the nesting
  Found operator()(const ast::Category& category) const {
    return category.broken ? Found{category.span} : first(category.children);
  }
  template <class... T>
  Found operator()(const std::variant<T...>& item) const {
    return std::visit(*this, item);
  }
  template <class Whole>
  Found operator()(const Whole& /*whole*/) const {
    return std::nullopt;
  }

  template <class Item>
  [[nodiscard]] Found first(const std::vector<Item>& items) const {
    for (const Item& item : items) {
      if (const Found place = (*this)(item)) {
        return place;
      }
    }
    return std::nullopt;
  }
};

}  // namespace

bool refuse_broken(Context& context) {
  for (const ast::File& tree : context.sources.trees) {
    if (const auto place = FindBroken{}.first(tree.declarations)) {
      context.error("E0101", *place, "this could not be read, so nothing is loaded",
                    "mend what is reported about it first");
      return true;
    }
  }
  return false;
}

}  // namespace abide::policy::resolving
