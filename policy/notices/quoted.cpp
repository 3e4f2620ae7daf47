#include "policy/notices/quoted.hpp"

#include <algorithm>
#include <variant>

namespace abide::policy::notices {
namespace {

/// Calls `look` with every text of the attributes of that key in the policy's own block.
template <class Look>
void each_text(const Sources& sources, std::string_view key, Look look) {
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* const block = std::get_if<ast::Block>(&declaration);
      if (block == nullptr || block->keyword.text != "policy") continue;
      for (const auto& item : block->attributes) {
        const auto* const attribute = std::get_if<ast::Attribute>(&item);
        if (attribute == nullptr || attribute->key.text != key) continue;
        for (const ast::Value& value : attribute->values) {
          if (const auto* const text = std::get_if<ast::Text>(&value)) look(*text);
        }
      }
    }
  }
}

}  // namespace

std::vector<Quoted> quoted_in(const Sources& sources) {
  std::vector<Quoted> quoted;
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* const promise = std::get_if<ast::Promise>(&declaration);
      if (promise == nullptr || promise->quotes.empty()) continue;
      quoted.push_back({promise->id.text, promise->id.span, promise->quotes, promise->section});
    }
  }
  return quoted;
}

std::vector<Named> notices_named_in(const Sources& sources) {
  std::vector<Named> named;
  each_text(sources, "notice", [&named](const ast::Text& text) {
    if (std::ranges::find(named, text.text, &Named::path) == named.end())
      named.push_back({text.text, text.span});
  });
  return named;
}

Titles titles_in(const Sources& sources, std::span<const Quoted> quoted) {
  Titles titles;
  for (const Quoted& one : quoted) {
    if (one.section) titles.sections.push_back(one.section->text);
  }
  std::ranges::sort(titles.sections);
  const auto twice = std::ranges::unique(titles.sections);
  titles.sections.erase(twice.begin(), twice.end());
  each_text(sources, "heading",
            [&titles](const ast::Text& text) { titles.headings.push_back(text.text); });
  return titles;
}

}  // namespace abide::policy::notices
