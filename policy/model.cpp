// Looking things up in a Model. The digest of its meaning is in model_digest.cpp.
#include "policy/model.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::policy {
namespace {

template <class Id, class Items>
std::optional<Id> find_named(const Items& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  if (found == items.end()) {
    return std::nullopt;
  }
  return Id{static_cast<std::uint32_t>(found - items.begin())};
}

}  // namespace

std::string_view word_of(Mode mode) {
  switch (mode) {
    case Mode::stated:
      return "stated";
    case Mode::attested:
      return "attested";
    case Mode::evidenced:
      return "evidenced";
    case Mode::detected:
      return "detected";
    case Mode::enforced:
      return "enforced";
  }
  return "stated";
}

std::optional<Mode> mode_of(std::string_view word) {
  for (const Mode mode :
       {Mode::stated, Mode::attested, Mode::evidenced, Mode::detected, Mode::enforced}) {
    if (word_of(mode) == word) {
      return mode;
    }
  }
  return std::nullopt;
}

std::optional<Mode> Promise::kept_as() const {
  const auto written = mode_of(mode);
  return written ? written : computed;
}

std::string Model::full_name(TableId id) const {
  return fmt::format("{}.{}", at(at(id).store).name, at(id).name);
}

std::string Model::full_name(FieldId id) const {
  return fmt::format("{}.{}", full_name(at(id).table), at(id).name);
}

std::optional<StoreId> Model::find_store(std::string_view wanted) const {
  return find_named<StoreId>(stores, wanted);
}

std::optional<TableId> Model::find_table(std::string_view full_name) const {
  for (const Store& store : stores) {
    if (!full_name.starts_with(store.name) || full_name.size() <= store.name.size() ||
        full_name[store.name.size()] != '.') {
      continue;
    }
    const std::string_view rest = full_name.substr(store.name.size() + 1);
    for (const TableId table : store.tables) {
      if (at(table).name == rest) {
        return table;
      }
    }
  }
  return std::nullopt;
}

std::optional<SubjectId> Model::find_subject(std::string_view wanted) const {
  return find_named<SubjectId>(subjects, wanted);
}

std::optional<EventId> Model::find_event(std::string_view wanted) const {
  return find_named<EventId>(events, wanted);
}

TableId Model::home_of(SubjectId id) const { return at(at(id).identified_by.front()).table; }

bool Model::only_identifies(FieldId id) const {
  const auto& leaves = at(id).categories;
  return !leaves.empty() && std::all_of(leaves.begin(), leaves.end(),
                                        [&](CategoryId leaf) { return at(leaf).identifier; });
}

std::vector<FieldId> Model::points_at(FieldId id) const {
  std::vector<FieldId> targets;
  const auto follow = [&](const std::vector<FieldId>& from, const std::vector<FieldId>& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] == id) {
        targets.push_back(to[i]);
      }
    }
  };
  const Table& table = at(at(id).table);
  if (const auto target = at(id).links_to) {
    targets.push_back(*target);
  }
  for (const Ownership& owner : table.owners) {
    if (owner.hops.empty()) {
      continue;
    }
    const Hop& hop = owner.hops.front();
    if (!owner.backward) {
      follow(hop.from, hop.to);
    } else if (hop.table == at(id).table) {
      follow(hop.to, hop.from);
    }
  }
  for (const Mention& mention : table.mentions) {
    follow(mention.hop.from, mention.hop.to);
  }
  return targets;
}

bool Model::names_another(FieldId id) const {
  const TableId own = at(id).table;
  const auto targets = points_at(id);
  return std::ranges::any_of(targets, [&](FieldId target) { return at(target).table == own; }) ||
         std::ranges::any_of(at(own).mentions, [id](const Mention& mention) {
           return std::ranges::find(mention.hop.from, id) != mention.hop.from.end();
         });
}

bool Model::is_personal(FieldId id) const {
  const auto& leaves = at(id).categories;
  return std::any_of(leaves.begin(), leaves.end(),
                     [&](CategoryId leaf) { return at(leaf).mark != Mark::anonymous; });
}

std::vector<RuleId> Model::rules_of(FieldId id) const {
  std::vector<RuleId> found;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (std::binary_search(rules[i].fields.begin(), rules[i].fields.end(), id)) {
      found.push_back(RuleId{i});
    }
  }
  return found;
}

const Dating* Model::dating(TableId table, EventId event) const {
  if (table.value >= datings.size()) {
    return nullptr;
  }
  const auto& list = datings[table.value];
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const Dating& dating) { return dating.event == event; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace abide::policy
