#include "reports/fideslang/taxonomy.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.hpp"
#include "reports/data.hpp"

namespace abide::reports::fideslang {
namespace {

const Json& terms_of(Term term) {
  static const Json all = Json::parse(text_of(DataFile::taxonomy));
  switch (term) {
    case Term::data_category:
      return all.at("data_category");
    case Term::data_use:
      return all.at("data_use");
    case Term::data_subject:
      return all.at("data_subject");
  }
  return all;
}

/// An alias that Fideslang could have written; empty where there is none.
std::string alias_of(const policy::Category& category) {
  const auto at =
      std::ranges::find_if(category.aliases, [](const auto& one) { return is_key(one); });
  return at == category.aliases.end() ? "" : *at;
}

}  // namespace

bool is_known(Term term, const std::string& key) { return terms_of(term).contains(key); }

std::string known_name(Term term, const std::string& key) {
  return terms_of(term).value(key, std::string{});
}

bool is_key(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"_.<>-"}.find(c) != std::string_view::npos;
  });
}

std::vector<std::string> category_keys(const policy::Model& model) {
  std::vector<std::string> keys;
  for (const policy::Category& category : model.categories) {
    std::string key = alias_of(category);
    for (auto at = category.parent; key.empty() && at; at = model.at(*at).parent)
      key = alias_of(model.at(*at));
    keys.push_back(key.empty() ? model.name + "." + category.name : key);
  }
  return keys;
}

std::vector<std::string> keys_of(const std::vector<std::string>& by_category,
                                 const std::vector<CategoryId>& leaves) {
  std::set<std::string> keys;
  for (const CategoryId leaf : leaves) keys.insert(by_category[leaf.value]);
  return {keys.begin(), keys.end()};
}

}  // namespace abide::reports::fideslang
