// Names of things, categories and events: found, or refused with the name that was meant.
#include <fmt/format.h>

#include <algorithm>

#include "policy/id_sets.hpp"
#include "policy/periods.hpp"
#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

constexpr std::array all_kinds{Kind::category,   Kind::subject, Kind::recipient, Kind::processor,
                               Kind::controller, Kind::staff,   Kind::purpose,   Kind::transform,
                               Kind::event,      Kind::state,   Kind::store,     Kind::table,
                               Kind::outlet,     Kind::promise, Kind::ruling};

/// `a recipient or a processor`
std::string choice_of(Kinds kinds) {
  std::vector<std::string_view> words;
  for (const Kind kind : all_kinds) {
    if (kinds.has(kind)) {
      words.push_back(with_article(kind));
    }
  }
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

/// What an unknown name is called in a message: the one kind that fits, or plainly a name.
std::string_view noun_of(Kinds kinds) {
  for (const Kind kind : all_kinds) {
    if (kinds.bits == static_cast<std::uint32_t>(kind)) {
      return kind == Kind::staff ? "staff member" : word_of(kind);
    }
  }
  if (kinds.has(Kind::category)) {
    return "category";
  }
  if (kinds.has(Kind::table)) {
    return "store or table";
  }
  return kinds.has(Kind::recipient) ? "party" : "name";
}

bool is_built_in(std::string_view name) {
  return name == "personal" || name == "special" || name == "everything" || name == "anyone" ||
         name == "safeguarded" || name == "undeclared";
}

}  // namespace

bool is_category_set(std::string_view name) {
  return name == "personal" || name == "special" || name == "everything";
}

const Symbol* expect(Context& context, const ast::Name& name, Kinds kinds) {
  if (Symbol* symbol = context.symbols.find(kinds, name.text)) {
    context.symbols.mark_used(*symbol);
    return symbol;
  }
  if (const Symbol* other = context.symbols.find_any(name.text)) {
    auto& wrong = context.error("E0203", name.span,
                                fmt::format("`{}` is {}; here stands {}", name.text,
                                            with_article(other->kind), choice_of(kinds)));
    if (other->span.end != 0) {
      wrong.labels.push_back({other->span, fmt::format("`{}` is declared here", name.text)});
    }
    wrong.help = fmt::format("name {}", choice_of(kinds));
    return nullptr;
  }
  if (is_built_in(name.text)) {
    context.error(
        "E0203", name.span,
        fmt::format("`{}` cannot stand here: {} is named here", name.text, choice_of(kinds)),
        fmt::format("name {}", choice_of(kinds)));
    return nullptr;
  }
  const std::string near = context.symbols.suggest(kinds, name.text);
  context.error("E0201", name.span,
                fmt::format("{} `{}` is not declared", noun_of(kinds), name.text),
                near.empty() ? fmt::format("declare it, or name {}", choice_of(kinds))
                             : fmt::format("did you mean `{}`?", near));
  return nullptr;
}

std::vector<const Symbol*> expect_all(Context& context, const ast::Names& names, Kinds kinds) {
  std::vector<const Symbol*> found;
  for (const ast::Name& name : names) {
    if (const Symbol* symbol = expect(context, name, kinds)) {
      found.push_back(symbol);
    }
  }
  return found;
}

namespace {

void add_set(const Context& context, std::string_view set, std::vector<CategoryId>& into) {
  const auto& categories = context.model.categories;
  for (std::uint32_t i = 0; i < categories.size(); ++i) {
    const Category& category = categories[i];
    const bool in = set == "everything" || (set == "special" && category.mark == Mark::special) ||
                    (set == "personal" && category.mark != Mark::anonymous);
    if (category.leaf && in) {
      into.push_back(CategoryId{i});
    }
  }
}

void add_leaves(const Context& context, CategoryId category, std::vector<CategoryId>& into) {
  const auto& [begin, end] = context.leaf_ranges[category.value];
  into.insert(into.end(), context.leaves_in_order.begin() + begin,
              context.leaves_in_order.begin() + end);
}

}  // namespace

std::vector<CategoryId> leaves_of(Context& context, const ast::Names& names) {
  std::vector<CategoryId> leaves;
  for (const ast::Name& name : names) {
    if (is_category_set(name.text)) {
      add_set(context, name.text, leaves);
    } else if (const Symbol* symbol = expect(context, name, Kind::category)) {
      add_leaves(context, CategoryId{symbol->index}, leaves);
    }
  }
  make_set(leaves);
  return leaves;
}

std::vector<CategoryId> leaves_of(Context& context, const ast::Names& names,
                                  const ast::Names& except) {
  const std::vector<CategoryId> all = leaves_of(context, names);
  const std::vector<CategoryId> without = leaves_of(context, except);
  std::vector<CategoryId> rest;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(),
                      std::back_inserter(rest));
  return rest;
}

void expect_events(Context& context, const ast::Names& names, std::vector<EventId>& into) {
  for (const ast::Name& name : names) {
    if (const Symbol* symbol = expect(context, name, Kind::event)) {
      into.push_back(EventId{symbol->index});
    }
  }
}

void check_period(Context& context, const ast::Duration& duration) {
  constexpr std::int64_t most_days = 366'000;
  if (duration.period.count <= 0) {
    context.error("E0503", duration.span, "a period of zero is no period",
                  "give a period of at least one, or say `at` or `promptly after`");
    return;
  }
  if (longest_days(duration.period) > most_days) {
    context.error(
        "E0206", duration.span,
        fmt::format("`{}` is longer than a thousand years", context.sentence(duration.span)),
        "give a period that someone will live to see the end of");
  }
}

}  // namespace abide::policy::resolving
