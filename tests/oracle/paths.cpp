// Every row of the other table, compared with the one at hand.
#include "tests/oracle/paths.hpp"

#include <algorithm>

namespace abide::oracle {
namespace {

using policy::Condition;
using policy::Hop;
using policy::Ownership;

std::string plain(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(text.begin());
  while (!text.empty() && text.back() == ' ') text.pop_back();
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool names_an_address(const policy::Model& model, FieldId field) {
  for (const CategoryId id : model.at(field).categories) {
    const std::string& name = model.at(id).name;
    if (name.ends_with("email") || name.ends_with("address")) return true;
  }
  return false;
}

}  // namespace

bool Walker::equal(const Hop& hop, const Cell& a, const Cell& b) const {
  if (is_null(a) || is_null(b)) return false;
  const bool address = hop.to.size() == 1 && (names_an_address(model_, hop.to.front()) ||
                                              names_an_address(model_, hop.from.front()));
  if (hop.to.size() == 1 && std::holds_alternative<std::string>(a)) {
    const std::string& text = std::get<std::string>(a);
    if ((address ? plain(text) : text).empty()) return false;
  }
  if (address && std::holds_alternative<std::string>(a) && std::holds_alternative<std::string>(b)) {
    return plain(std::get<std::string>(a)) == plain(std::get<std::string>(b));
  }
  return a == b;
}

std::vector<Place> Walker::step(Place from, const Hop& hop) const {
  std::vector<Place> found;
  const Rows& rows = world_.at(hop.table);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bool all = true;
    for (std::size_t c = 0; c < hop.from.size(); ++c) {
      all = all && equal(hop, cell(from, hop.from[c]), rows[i].at(hop.to[c]));
    }
    if (all) found.push_back({hop.table, i});
  }
  return found;
}

bool Walker::meets(Place place, const std::vector<Condition>& conditions) const {
  for (const Condition& condition : conditions) {
    if (model_.at(condition.field).table != place.table) continue;
    const Cell& held = cell(place, condition.field);
    const bool met =
        std::visit([&](const auto& value) { return held == Cell{value}; }, condition.value);
    if (!met) return false;
  }
  return true;
}

std::set<Place> Walker::ends(Place from, std::span<const Hop> hops,
                             const std::vector<Condition>& conditions, const Leads& leads) const {
  if (!meets(from, conditions)) return {};
  if (hops.empty()) return {from};
  const Hop& hop = hops.front();
  if (!counts(from, hop)) return {};
  std::set<Place> found;
  for (const Place next : step(from, hop)) {
    if (leads && !leads(from, hop, next)) continue;
    found.merge(ends(next, hops.subspan(1), conditions, leads));
  }
  return found;
}

std::vector<Condition> Walker::conditions_of(const Ownership& owner) {
  std::vector<Condition> all = owner.on_the_way;
  if (owner.condition) all.push_back(*owner.condition);
  return all;
}

bool Walker::counts(Place from, const Hop& hop) const {
  bool known = false;
  for (const Ownership& owner : model_.at(from.table).owners) {
    if (owner.hops.empty() || owner.hops.front() != hop) continue;
    known = true;
    if (!owner.condition || meets(from, {*owner.condition})) return true;
  }
  return !known;
}

std::vector<Walker::Way> Walker::ways(TableId table, const policy::Dating& dating) const {
  const auto& owners = model_.at(table).owners;
  const Ownership* taken = nullptr;
  for (const Ownership& owner : owners) {
    bool begins = owner.kind != Ownership::Kind::shared && !owner.hops.empty() &&
                  owner.hops.size() <= dating.hops.size();
    for (std::size_t i = 0; begins && i < owner.hops.size(); ++i) {
      begins = owner.hops[i] == dating.hops[i];
    }
    if (begins && taken == nullptr) taken = &owner;
  }
  if (taken == nullptr) return {{dating.hops, {}, std::nullopt, true}};
  std::vector<Way> found;
  for (const Ownership& owner : owners) {
    if (owner.kind == Ownership::Kind::shared || owner.hops.empty()) continue;
    Way way{owner.hops, conditions_of(owner), owner.subject, true};
    for (std::size_t i = taken->hops.size(); i < dating.hops.size(); ++i) {
      way.hops.push_back(dating.hops[i]);
    }
    const auto& source = model_.at(dating.event).source;
    const bool people = std::holds_alternative<policy::Told>(source) &&
                        !model_.at(dating.event).of && taken->hops.size() == dating.hops.size();
    // An event dates the rows of its own table, whichever kinds of people they are.
    if (owner.hops.back().table != taken->hops.back().table && !people) {
      way.dates = false;
      way.hops = {owner.hops.front()};
    }
    found.push_back(std::move(way));
  }
  return found;
}

std::vector<Walker::Named> Walker::names(Place from, const Way& way, FieldId asked,
                                         const Leads& leads) const {
  const std::span<const Hop> hops = way.hops;
  if (hops.empty()) return {{{{asked}, from.table, {asked}}, cell(from, asked), true}};
  const Hop& last = hops.back();
  std::vector<Named> found;
  for (const Place place : ends(from, hops.first(hops.size() - 1), way.conditions, leads)) {
    if (!meets(place, way.conditions) || !counts(place, last)) continue;
    const auto rows = step(place, last);
    for (const Place end : rows) {
      if (!leads || leads(place, last, end)) found.push_back({last, cell(end, asked), true});
    }
    if (rows.empty() && last.to.size() == 1 && last.to.front() == asked) {
      found.push_back({last, cell(place, last.from.front()), false});
    }
  }
  std::erase_if(found, [](const Named& one) { return is_null(one.value); });
  return found;
}

bool Walker::belongs(Place place, const Ownership& owner, const Cell& key) const {
  const FieldId own = model_.at(owner.subject).identified_by.front();
  const auto conditions = conditions_of(owner);
  if (owner.hops.empty()) return meets(place, conditions) && cell(place, own) == key;
  const std::span<const Hop> hops = owner.hops;
  const Hop& last = hops.back();
  for (const Place before : ends(place, hops.first(hops.size() - 1), conditions)) {
    if (!meets(before, conditions) || !counts(before, last)) continue;
    if (last.to.size() == 1 && last.to.front() == own) {
      if (cell(before, last.from.front()) == key) return true;
      continue;
    }
    for (const Place end : step(before, last)) {
      if (meets(end, conditions) && cell(end, own) == key) return true;
    }
  }
  return false;
}

std::set<FieldId> Walker::pointers(TableId table, const Ownership& owner) const {
  if (owner.hops.empty() || owner.backward) return {};
  const Hop& hop = owner.hops.front();
  const std::set<FieldId> from(hop.from.begin(), hop.from.end());
  const auto& own = model_.at(table).key;
  const auto& there = model_.at(hop.table).key;
  const bool by_own_key =
      std::ranges::all_of(from, [&](FieldId field) { return std::ranges::count(own, field) > 0; });
  const bool to_key = std::ranges::all_of(
      there, [&](FieldId field) { return std::ranges::count(hop.to, field) > 0; });
  if (by_own_key && !to_key) return {};
  return from;
}

bool Walker::is_somebody(Place place) const {
  return std::ranges::any_of(model_.at(place.table).owners, [&](const Ownership& owner) {
    return owner.hops.empty() && owner.kind != Ownership::Kind::shared &&
           meets(place, conditions_of(owner));
  });
}

bool Walker::is_joint(const Ownership& owner) const {
  if (owner.kind == Ownership::Kind::joint) return true;
  if (owner.hops.empty()) return false;
  const std::vector<Hop> rest(owner.hops.begin() + 1, owner.hops.end());
  const TableId next = owner.hops.front().table;
  return std::ranges::any_of(model_.at(next).owners, [&](const Ownership& onward) {
    return onward.subject == owner.subject && onward.hops == rest &&
           onward.kind != Ownership::Kind::shared && is_joint(onward);
  });
}

}  // namespace abide::oracle
