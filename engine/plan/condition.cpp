// The algebra of selectors, with the lookups carried along.
#include "engine/plan/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

namespace abide::engine {
namespace {

/// Parameters that stand in a selector.
void gather(const SelectorPtr& where, std::set<std::string>& names) {
  if (!where) {
    return;
  }
  if (const auto* leaf = std::get_if<InParameter>(&where->node)) {
    names.insert(leaf->parameter);
  } else if (const auto* all = std::get_if<And>(&where->node)) {
    for (const SelectorPtr& part : all->all) gather(part, names);
  } else if (const auto* any = std::get_if<Or>(&where->node)) {
    for (const SelectorPtr& part : any->any) gather(part, names);
  } else if (const auto* not_so = std::get_if<Not>(&where->node)) {
    gather(not_so->of, names);
  }
}

/// What is asked, in short: the same question has the same name in every condition and plan.
std::string name_of(const Lookup& lookup) {
  Json json;
  json["columns"] = lookup.columns;
  json["target_columns"] = lookup.target_columns;
  json["match"] = lookup.match == Match::folded;
  json["where"] = to_json(*lookup.where);
  const auto text = canonical_json(json);
  const std::string hex = to_hex(sha256(as_bytes(text.ok() ? *text : json.dump())));
  return fmt::format("found:{}.{}#{}", lookup.store, lookup.table, hex.substr(0, 16));
}

}  // namespace

Condition Condition::always() { return of(Selector{All{}}); }
Condition Condition::of(Selector selector) { return of(share(std::move(selector))); }
Condition Condition::of(SelectorPtr selector) {
  Condition condition;
  condition.where_ = std::move(selector);
  return condition;
}

Condition Condition::of(SelectorPtr where, const std::vector<Lookup>& lookups) {
  Lookups known;
  for (const Lookup& lookup : lookups) {
    known.emplace(lookup.name, std::make_shared<const Lookup>(lookup));
  }
  return made(std::move(where), known, {});
}

Condition Condition::found(Lookup link, const Condition& target) {
  if (target.is_never()) {
    return {};
  }
  link.where = target.where_;
  link.name = name_of(link);
  Condition condition = of(Selector{InParameter{link.columns.front(), link.name}});
  condition.lookups_ = target.lookups_;
  const std::string name = link.name;
  condition.lookups_.emplace(name, std::make_shared<const Lookup>(std::move(link)));
  return condition;
}

Condition Condition::made(SelectorPtr where, const Lookups& some, const Lookups& more) {
  Condition condition = of(std::move(where));
  if (some.empty() && more.empty()) {
    return condition;
  }
  std::set<std::string> open;
  gather(condition.where_, open);
  while (!open.empty()) {
    const std::string name = *open.begin();
    open.erase(open.begin());
    for (const Lookups* known : {&some, &more}) {
      const auto at = known->find(name);
      if (at != known->end() && condition.lookups_.emplace(name, at->second).second) {
        gather(at->second->where, open);
      }
    }
  }
  return condition;
}

std::vector<Lookup> Condition::lookups() const {
  std::vector<Lookup> all;
  for (const auto& [name, lookup] : lookups_) {
    all.push_back(*lookup);
  }
  return all;
}

bool Condition::operator==(const Condition& other) const {
  // A lookup's name tells what it asks.
  return same(where_, other.where_);
}

Condition Condition::by_name(const std::string& store) const {
  Lookups found_here = lookups_;
  const std::function<SelectorPtr(const SelectorPtr&)> named =
      [&](const SelectorPtr& selector) -> SelectorPtr {
    const auto each = [&](std::vector<SelectorPtr> parts) {
      for (SelectorPtr& part : parts) part = named(part);
      return parts;
    };
    if (const auto* all = std::get_if<And>(&selector->node)) return share({And{each(all->all)}});
    if (const auto* any = std::get_if<Or>(&selector->node)) return share({Or{each(any->any)}});
    if (const auto* no = std::get_if<Not>(&selector->node)) return share({Not{named(no->of)}});
    const auto* via = std::get_if<Via>(&selector->node);
    if (via == nullptr) return selector;
    Condition target;
    target.where_ = via->where;
    target.lookups_ = lookups_;
    const Condition one =
        found({"", via->columns, store, via->table, via->target_columns, nullptr, via->match},
              target.by_name(store));
    found_here.insert(one.lookups_.begin(), one.lookups_.end());
    return one.where_;
  };
  return where_ ? made(named(where_), found_here, {}) : Condition{};
}

bool within(const Condition& a, const Condition& b) {
  return a.is_never() || (!b.is_never() && implies(a.where(), b.where()));
}

Condition operator||(const Condition& a, const Condition& b) {
  return Condition::made(either(a.where_, b.where_), a.lookups_, b.lookups_);
}
Condition operator&&(const Condition& a, const Condition& b) {
  return Condition::made(both(a.where_, b.where_), a.lookups_, b.lookups_);
}
Condition operator!(const Condition& a) {
  return Condition::made(negated(a.where_), a.lookups_, {});
}

std::vector<std::string> names_in(const SelectorPtr& where, const std::vector<Lookup>& lookups) {
  std::set<std::string> names;
  gather(where, names);
  std::vector<std::string> known;
  for (const std::string& name : names) {
    if (lookup_named(lookups, name) != nullptr) {
      known.push_back(name);
    }
  }
  return known;
}

const Lookup* lookup_named(const std::vector<Lookup>& lookups, std::string_view name) {
  const auto at = std::ranges::find(lookups, name, &Lookup::name);
  return at == lookups.end() ? nullptr : &*at;
}

}  // namespace abide::engine
