// W0215: declared and never used; often a slip in the name where it was meant to be used.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

void warn(Context& context, SourceSpan place, std::string_view word, const std::string& name) {
  context.warn("W0215", place, fmt::format("{} `{}` is declared and never used", word, name),
               {name},
               word == "staff" ? "remove them, unless a deployment names them in a waiver"
                               : "remove it, or use it where it was meant");
}

/// A category is used when its name, one above it or one below it is.
void check_categories(Context& context) {
  const auto& categories = context.model.categories;
  std::vector<bool> used(categories.size());
  std::vector<bool> used_below(categories.size());
  for (const auto& [name, symbol] : context.symbols.all(Kind::category)) {
    used[symbol.index] = symbol.used;
    used_below[symbol.index] = symbol.used;
  }
  const auto parent_of = [&](std::size_t i) { return categories[i].parent; };
  for (const CategoryId leaf : context.leaves_in_order) {
    bool below = used_below[leaf.value];
    for (auto at = parent_of(leaf.value); at && below; at = parent_of(at->value)) {
      used_below[at->value] = true;
    }
  }
  for (std::size_t i = 0; i < categories.size(); ++i) {
    bool above = used[i];
    for (auto at = parent_of(i); at && !above; at = parent_of(at->value)) {
      above = used[at->value];
    }
    const auto parent = parent_of(i);
    const bool said_of_parent = parent && !used_below[parent->value];
    if (!above && !used_below[i] && !said_of_parent) {
      warn(context, context.places.categories[i], "category", categories[i].name);
    }
  }
}

/// Whoever waives something is named for good: without them the waiver is refused.
bool waives(const Context& context, Kind kind, const std::string& name) {
  return kind == Kind::staff &&
         std::ranges::any_of(context.model.waivers,
                             [&](const Waiver& waiver) { return waiver.by == name; });
}

}  // namespace

void check_unused_declarations(Context& context) {
  check_categories(context);
  for (const Kind kind : {Kind::subject, Kind::recipient, Kind::processor, Kind::staff,
                          Kind::purpose, Kind::transform, Kind::event, Kind::state}) {
    for (const auto& [name, symbol] : context.symbols.all(kind)) {
      if (!symbol.used && symbol.span.end != 0 && !waives(context, kind, name)) {
        warn(context, symbol.span, word_of(kind), name);
      }
    }
  }
}

}  // namespace abide::policy::checks
