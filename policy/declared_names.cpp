#include "policy/declared_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

namespace abide::policy {
namespace {

constexpr std::array<std::string_view, 9> built_in{
    "personal",   "special",          "everything",     "anyone",         "safeguarded",
    "undeclared", "request_received", "policy_changed", "policy_loosened"};

class Collector {
 public:
  std::vector<std::string> run(const Sources& sources) {
    names_.assign(built_in.begin(), built_in.end());
    for (const ast::File& file : sources.trees) {
      for (const ast::Declaration& declaration : file.declarations) std::visit(*this, declaration);
    }
    std::ranges::sort(names_);
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    return std::move(names_);
  }

  void operator()(const ast::Block& block) { add(block.name.text); }
  void operator()(const ast::Category& category) { add(category, ""); }
  void operator()(const ast::Event& event) { add(event.name.text); }
  void operator()(const ast::State& state) { add(state.name.text); }
  void operator()(const ast::Outlet& outlet) { add(outlet.name.text); }
  void operator()(const ast::Promise& promise) { add(promise.id.text); }
  void operator()(const ast::Ruling& ruling) { add(ruling.id.text); }
  void operator()(const ast::Store& store) {
    add(store.name.text);
    for (const ast::StoreItem& item : store.items) {
      if (const auto* table = std::get_if<ast::Table>(&item)) add(*table, store.name.text);
    }
  }
  template <class Other>
  void operator()(const Other& /*other*/) {}

 private:
  void add(std::string name) {
    if (!name.empty()) names_.push_back(std::move(name));
  }
  void add(const ast::Category& category, const std::string& above) {
    const std::string name = above + category.name.text;
    add(name);
    for (const ast::Category& child : category.children) add(child, name + ".");
  }
  void add(const ast::Table& table, const std::string& store) {
    add(table.name.text);
    add(store + "." + table.name.text);
    for (const ast::TableItem& item : table.items) {
      if (const auto* field = std::get_if<ast::Field>(&item)) add_column(table, store, field->name);
      const auto* const attribute = std::get_if<ast::Attribute>(&item);
      if (attribute == nullptr) continue;
      if (attribute->key.text != "key" && attribute->key.text != "clock") continue;
      for (const ast::Value& value : attribute->values) {
        if (const auto* name = std::get_if<ast::Name>(&value)) add_column(table, store, *name);
      }
    }
  }
  void add_column(const ast::Table& table, const std::string& store, const ast::Name& column) {
    add(column.text);
    add(table.name.text + "." + column.text);
    add(store + "." + table.name.text + "." + column.text);
  }
  std::vector<std::string> names_;
};

}  // namespace

std::vector<std::string> declared_names(const Sources& sources) { return Collector{}.run(sources); }

}  // namespace abide::policy
