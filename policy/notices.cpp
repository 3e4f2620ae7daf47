#include "policy/notices.hpp"

#include <algorithm>
#include <variant>

namespace abide::policy {
namespace {

void add(const ast::Block& block, std::vector<std::string>& notices) {
  for (const auto& item : block.attributes) {
    const auto* attribute = std::get_if<ast::Attribute>(&item);
    if (attribute == nullptr || attribute->key.text != "notice") continue;
    for (const ast::Value& value : attribute->values) {
      const auto* text = std::get_if<ast::Text>(&value);
      if (text != nullptr && std::ranges::find(notices, text->text) == notices.end())
        notices.push_back(text->text);
    }
  }
}

}  // namespace

std::vector<std::string> notices_of(const Sources& sources) {
  std::vector<std::string> notices;
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      if (const auto* block = std::get_if<ast::Block>(&declaration)) add(*block, notices);
    }
  }
  return notices;
}

}  // namespace abide::policy
