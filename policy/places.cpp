// Three attributes of a deployment, read as they were written.
#include "policy/places.hpp"

#include "policy/deployment.hpp"

namespace abide::policy {
namespace {

/// The texts among an attribute's values.
std::vector<std::string> texts_of(const ast::Attribute& attribute) {
  std::vector<std::string> texts;
  for (const ast::Value& value : attribute.values) {
    if (const auto* text = std::get_if<ast::Text>(&value)) {
      texts.push_back(text->text);
    }
  }
  return texts;
}

void read(const ast::Attribute& attribute, Places& places) {
  const std::vector<std::string> texts = texts_of(attribute);
  if (texts.empty()) {
    return;
  }
  if (attribute.key.text == "control") {
    places.control = texts.front();
  } else if (attribute.key.text == "keys") {
    places.keys = texts.front();
  } else if (attribute.key.text == "anchor") {
    places.anchors.insert(places.anchors.end(), texts.begin(), texts.end());
  }
}

}  // namespace

Places places_of(const Sources& sources) {
  const Deployment usual;
  Places places{usual.control, usual.keys, {}};
  for (const ast::File& tree : sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      const auto* deploy = std::get_if<ast::Deploy>(&declaration);
      if (deploy == nullptr) {
        continue;
      }
      for (const ast::DeployItem& item : deploy->items) {
        if (const auto* attribute = std::get_if<ast::Attribute>(&item)) {
          read(*attribute, places);
        }
      }
      return places;
    }
  }
  return places;
}

}  // namespace abide::policy
