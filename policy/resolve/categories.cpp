// The trees of categories: parents, marks and flags inherited, leaves in one row.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "policy/nearness.hpp"
#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

constexpr std::array mark_words{std::pair{std::string_view{"anonymous"}, Mark::anonymous},
                                std::pair{std::string_view{"pseudonymous"}, Mark::pseudonymous},
                                std::pair{std::string_view{"personal"}, Mark::personal},
                                std::pair{std::string_view{"special"}, Mark::special}};

std::string_view word_of_mark(Mark mark) {
  return mark_words[static_cast<std::size_t>(mark)].first;
}

/// `category account.phone;` at the outside joins the tree of `account`.
void join_dotted(Context& context, std::uint32_t index) {
  Category& category = context.model.categories[index];
  const std::size_t dot = category.name.rfind('.');
  if (category.parent || dot == std::string::npos) {
    return;
  }
  ast::Name parent;
  parent.span = context.places.categories[index];
  parent.text = category.name.substr(0, dot);
  if (const Symbol* symbol = expect(context, parent, Kind::category)) {
    category.parent = CategoryId{symbol->index};
  }
}

void read_marks(Context& context, std::uint32_t index) {
  Category& category = context.model.categories[index];
  std::optional<Mark>& mark = context.written_marks[index];
  for (const ast::Name& word : context.categories[index]->marks) {
    const auto known = std::find_if(mark_words.begin(), mark_words.end(),
                                    [&](const auto& entry) { return entry.first == word.text; });
    if (known != mark_words.end()) {
      if (mark && *mark != known->second) {
        context.error(
            "E0206", word.span,
            fmt::format("`{}` is marked `{}` already", category.name, word_of_mark(*mark)),
            "keep one of the two marks");
      }
      mark = known->second;
    } else if (word.text == "identifier") {
      category.identifier = true;
    } else if (word.text == "confidential") {
      category.confidential = true;
    } else if (word.text == "secret") {
      category.secret = true;
    } else {
      const std::string help =
          did_you_mean(word.text, {"anonymous", "pseudonymous", "personal", "special", "identifier",
                                   "confidential", "secret"});
      context.error("E0206", word.span, fmt::format("`{}` is no mark of a category", word.text),
                    help.empty() ? "marks are anonymous, pseudonymous, personal and special; flags "
                                   "are identifier, confidential and secret"
                                 : help);
    }
  }
}

/// What a child takes from its parent, and what it may not undo (E0212).
void inherit(Context& context, std::uint32_t index, std::optional<CategoryId> marked_by,
             const std::unordered_set<std::string>& given) {
  Category& category = context.model.categories[index];
  if (category.parent) {
    const Category& parent = context.model.at(*category.parent);
    category.identifier = category.identifier || parent.identifier;
    category.confidential = category.confidential || parent.confidential;
    category.secret = category.secret || parent.secret;
    category.mark = parent.mark;
  }
  if (const auto own = context.written_marks[index]) {
    if (marked_by && *own < category.mark && !given.contains(category.name)) {
      auto& lowered =
          context.error("E0212", context.places.categories[index],
                        fmt::format("`{}` is marked `{}`, less than its parent's `{}`",
                                    category.name, word_of_mark(*own), word_of_mark(category.mark)),
                        "raise the mark, or declare the transform that gives this category");
      lowered.labels.push_back({context.places.categories[marked_by->value],
                                fmt::format("marked `{}` here", word_of_mark(category.mark))});
    }
    category.mark = *own;
  }
}

struct Tree {
  std::vector<std::vector<CategoryId>> children;
  std::vector<CategoryId> roots;
};

Tree tree_of(Context& context) {
  Tree tree;
  tree.children.resize(context.model.categories.size());
  for (std::uint32_t i = 0; i < context.model.categories.size(); ++i) {
    join_dotted(context, i);
    const auto& parent = context.model.categories[i].parent;
    (parent ? tree.children[parent->value] : tree.roots).push_back(CategoryId{i});
  }
  return tree;
}

/// Walks down from one root without recursion: dotted names may nest as deep as they like.
void walk(Context& context, const Tree& tree, CategoryId root,
          const std::unordered_set<std::string>& given) {
  struct Visit {
    CategoryId id;
    std::optional<CategoryId> marked_by;
    bool leaving = false;
  };
  std::vector<Visit> stack{{root, {}, false}};
  while (!stack.empty()) {
    const Visit visit = stack.back();
    stack.pop_back();
    auto& range = context.leaf_ranges[visit.id.value];
    if (visit.leaving) {
      range.second = static_cast<std::uint32_t>(context.leaves_in_order.size());
      continue;
    }
    inherit(context, visit.id.value, visit.marked_by, given);
    range.first = static_cast<std::uint32_t>(context.leaves_in_order.size());
    const auto& children = tree.children[visit.id.value];
    context.model.categories[visit.id.value].leaf = children.empty();
    if (children.empty()) {
      context.leaves_in_order.push_back(visit.id);
    }
    stack.push_back({visit.id, {}, true});
    const auto marked_by =
        context.written_marks[visit.id.value] ? std::optional{visit.id} : visit.marked_by;
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
      stack.push_back({*child, marked_by, false});
    }
  }
}

/// What some transform gives carries its own mark.
std::unordered_set<std::string> given_by_transforms(const Context& context) {
  std::unordered_set<std::string> given;
  for (const Transform& transform : context.transforms) {
    for (const auto& item : transform.block->attributes) {
      const auto* attribute = std::get_if<ast::Attribute>(&item);
      if (attribute == nullptr || attribute->key.text != "gives") {
        continue;
      }
      for (const ast::Value& value : attribute->values) {
        if (const auto* name = std::get_if<ast::Name>(&value)) {
          given.insert(name->text);
        }
      }
    }
  }
  return given;
}

}  // namespace

void resolve_categories(Context& context) {
  const std::size_t count = context.model.categories.size();
  context.written_marks.resize(count);
  context.leaf_ranges.resize(count);
  context.fields_of_leaf.resize(count);
  const Tree tree = tree_of(context);
  for (std::uint32_t i = 0; i < count; ++i) {
    read_marks(context, i);
  }
  const auto given = given_by_transforms(context);
  for (const CategoryId root : tree.roots) {
    walk(context, tree, root, given);
  }
}

}  // namespace abide::policy::resolving
