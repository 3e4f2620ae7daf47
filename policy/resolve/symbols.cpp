// Symbols: one hash table of names; suggestions by edit distance.
#include "policy/resolve/symbols.hpp"

#include <algorithm>
#include <bit>

#include "policy/nearness.hpp"

namespace abide::policy::resolving {

void NearNames::add(std::string name) {
  const std::uint64_t letters = letters_of(name);
  names_.push_back({std::move(name), letters});
}

void NearNames::sort() { std::ranges::sort(names_, {}, &Entry::name); }

std::string NearNames::find(std::string_view name) const {
  constexpr int most_changed = 4;
  const std::uint64_t letters = letters_of(name);
  std::vector<std::string> likely;
  for (const Entry& entry : names_) {
    if (std::popcount(letters ^ entry.letters) <= most_changed && entry.name != name) {
      likely.push_back(entry.name);
    }
  }
  std::string near = nearest(name, likely);
  return near.empty() ? only_one_ending_in(name) : near;
}

/// `email` for `who.email`, when nothing else ends so.
std::string NearNames::only_one_ending_in(std::string_view name) const {
  const std::string ending = "." + std::string{name};
  const auto ends = [&](const Entry& entry) { return entry.name.ends_with(ending); };
  const auto found = std::ranges::find_if(names_, ends);
  const bool unique =
      found != names_.end() && std::find_if(found + 1, names_.end(), ends) == names_.end();
  return unique ? found->name : "";
}

const Symbol* Symbols::add(Kind kind, const std::string& name, std::uint32_t index,
                           SourceSpan span) {
  std::vector<Symbol>& same_name = symbols_[name];
  for (const Symbol& symbol : same_name) {
    if (group_of(kind).has(symbol.kind)) {
      return &symbol;
    }
  }
  same_name.push_back({.kind = kind, .index = index, .span = span});
  return nullptr;
}

Symbol* Symbols::find(Kinds kinds, std::string_view name) {
  const auto found = symbols_.find(std::string{name});
  if (found == symbols_.end()) {
    return nullptr;
  }
  for (Symbol& symbol : found->second) {
    if (kinds.has(symbol.kind)) {
      return &symbol;
    }
  }
  return nullptr;
}

const Symbol* Symbols::find_any(std::string_view name) const {
  const auto found = symbols_.find(std::string{name});
  return found == symbols_.end() ? nullptr : &found->second.front();
}

const NearNames& Symbols::names_of(Kinds kinds) {
  NearNames& names = candidates_[kinds.bits];
  if (names.empty()) {
    for (const auto& [name, same_name] : symbols_) {
      if (std::any_of(same_name.begin(), same_name.end(),
                      [&](const Symbol& symbol) { return kinds.has(symbol.kind); })) {
        names.add(name);
      }
    }
    names.sort();
  }
  return names;
}

std::string Symbols::suggest(Kinds kinds, std::string_view name) {
  if (suggestions_left_ <= 0) {
    return "";
  }
  --suggestions_left_;
  std::string near = names_of(kinds).find(name);
  if (near.empty()) {
    Kinds every;
    every.bits = ~std::uint32_t{0};
    near = names_of(every).find(name);
  }
  return near;
}

std::vector<std::pair<std::string, Symbol>> Symbols::all(Kind kind) const {
  std::vector<std::pair<std::string, Symbol>> found;
  for (const auto& [name, same_name] : symbols_) {
    for (const Symbol& symbol : same_name) {
      if (symbol.kind == kind) {
        found.emplace_back(name, symbol);
      }
    }
  }
  return found;
}

}  // namespace abide::policy::resolving
