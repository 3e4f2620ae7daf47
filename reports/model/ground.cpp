#include "reports/model/ground.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "policy/id_sets.hpp"
#include "policy/laws.hpp"
#include "reports/record/split.hpp"
#include "reports/words.hpp"

namespace abide::reports {
namespace {

using policy::Model;

std::optional<RecipientId> recipient_named(const Model& model, const std::string& name) {
  const auto at = std::ranges::find(model.recipients, name);
  if (at == model.recipients.end()) return std::nullopt;
  return RecipientId{static_cast<std::uint32_t>(at - model.recipients.begin())};
}

std::optional<Delivery::Kind> kind_of(policy::Act act) {
  switch (act) {
    case policy::Act::send:
      return Delivery::Kind::sent;
    case policy::Act::host:
      return Delivery::Kind::hosted;
    case policy::Act::set:
      return Delivery::Kind::cookie;
    case policy::Act::collect:
    case policy::Act::generate:
    case policy::Act::store:
    case policy::Act::use:
    case policy::Act::include:
      return std::nullopt;
  }
  return std::nullopt;
}

/// What every column of the store holds.
std::vector<CategoryId> leaves_in(const Model& model, const policy::Store& store) {
  std::vector<CategoryId> leaves;
  for (const TableId table : store.tables)
    for (const FieldId field : model.at(table).fields)
      leaves.insert(leaves.end(), model.at(field).categories.begin(),
                    model.at(field).categories.end());
  policy::make_set(leaves);
  return leaves;
}

void keep_personal(const Model& model, std::vector<CategoryId>& leaves) {
  std::erase_if(leaves, [&](CategoryId leaf) { return !is_personal_leaf(model, leaf); });
}

}  // namespace

std::vector<Delivery> deliveries_of(const Model& model) {
  std::vector<Delivery> all;
  for (const policy::Permission& one : model.flows.permissions) {
    const auto kind = kind_of(one.act);
    for (std::size_t i = 0; kind && i < one.recipients.size(); ++i)
      all.push_back({*kind,
                     one.recipients[i],
                     one.leaves,
                     one.purposes,
                     one.when,
                     {},
                     one.promise,
                     one.sentence});
  }
  for (std::uint32_t i = 0; i < model.stores.size(); ++i) {
    const policy::Store& store = model.stores[i];
    const auto keeper = store.run_by ? recipient_named(model, *store.run_by) : std::nullopt;
    if (keeper)
      all.push_back({Delivery::Kind::runs,
                     *keeper,
                     leaves_in(model, store),
                     {},
                     {},
                     StoreId{i},
                     {},
                     fmt::format("store {} run by {}", store.name, *store.run_by)});
  }
  std::ranges::stable_sort(all, {}, [](const Delivery& one) { return one.to.value; });
  return all;
}

bool is_personal_leaf(const Model& model, CategoryId leaf) {
  return model.at(leaf).leaf && model.at(leaf).mark != policy::Mark::anonymous;
}

std::vector<CategoryId> personal_leaves(const Model& model, TableId table) {
  std::vector<CategoryId> leaves;
  for (const FieldId field : model.at(table).fields)
    leaves.insert(leaves.end(), model.at(field).categories.begin(),
                  model.at(field).categories.end());
  policy::make_set(leaves);
  keep_personal(model, leaves);
  return leaves;
}

std::vector<CategoryId> personal_leaves(const Model& model, StoreId store) {
  std::vector<CategoryId> leaves = leaves_in(model, model.at(store));
  keep_personal(model, leaves);
  return leaves;
}

CategoryId group_of(const Model& model, CategoryId leaf) {
  while (model.at(leaf).parent) leaf = *model.at(leaf).parent;
  return leaf;
}

std::vector<FieldId> fields_of(const Model& model, CategoryId leaf) {
  std::vector<FieldId> fields;
  for (std::uint32_t i = 0; i < model.fields.size(); ++i)
    if (std::ranges::find(model.fields[i].categories, leaf) != model.fields[i].categories.end())
      fields.emplace_back(i);
  return fields;
}

std::vector<SubjectId> people_of(const Ground& ground, CategoryId leaf) {
  std::set<SubjectId> people;
  const auto add = [&](const record::People& some) {
    for (const std::optional<SubjectId>& one : some)
      if (one) people.insert(*one);
  };
  const std::vector<FieldId> fields = fields_of(ground.model, leaf);
  for (const FieldId field : fields) add(record::whose(ground.model, ground.said, field, leaf));
  if (fields.empty()) add(record::come_from(ground.model, ground.said, leaf));
  return {people.begin(), people.end()};
}

Groups grouped(const Model& model, const std::vector<CategoryId>& leaves) {
  Groups groups;
  for (const CategoryId leaf : leaves) {
    const CategoryId group = group_of(model, leaf);
    auto at = std::ranges::find(groups, group, &Groups::value_type::first);
    if (at == groups.end()) at = groups.insert(at, {group, {}});
    at->second.push_back(leaf);
  }
  return groups;
}

std::vector<std::string> group_lines(const Model& model, const std::vector<CategoryId>& leaves) {
  std::vector<std::string> lines;
  const Groups groups = grouped(model, leaves);
  std::size_t personal = 0;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i)
    if (is_personal_leaf(model, CategoryId{i})) ++personal;
  if (groups.size() > 2 && leaves.size() >= personal) return {"All personal data"};
  for (const auto& [group, some] : groups) {
    std::size_t all = 0;
    for (std::uint32_t i = 0; i < model.categories.size(); ++i)
      if (is_personal_leaf(model, CategoryId{i}) && group_of(model, CategoryId{i}) == group) ++all;
    const bool whole = some.size() >= all || some.front() == group;
    lines.push_back(whole ? title_of(model.at(group))
                          : fmt::format("{}: {}", title_of(model.at(group)),
                                        fmt::join(leaf_titles(model, some), ", ")));
  }
  return lines;
}

std::vector<std::string> leaf_titles(const Model& model, const std::vector<CategoryId>& leaves) {
  std::vector<std::string> titles;
  for (const CategoryId leaf : leaves) titles.push_back(title_of(model.at(leaf)));
  return titles;
}

std::string purpose_title(const Ground& ground, PurposeId id) {
  const std::string& name = ground.model.flows.purposes[id.value];
  const auto at = std::ranges::find(ground.said.purposes, name, &policy::Purpose::name);
  return at == ground.said.purposes.end() ? spaced(name) : at->title;
}

std::string state_title(const Ground& ground, StateId id) {
  const std::string& name = ground.model.flows.states[id.value];
  const auto at = std::ranges::find(ground.said.states, name, &policy::State::name);
  return at == ground.said.states.end() ? spaced(name) : title_of(*at);
}

const policy::Party& party_of(const Ground& ground, RecipientId id) {
  return *ground.said.party(ground.model.recipients[id.value]);
}

std::string role_of(const policy::Party& party) {
  if (!party.role.empty()) return spaced(party.role);
  return party.is_processor ? "processor" : "recipient";
}

std::vector<bool> abroad(const Ground& ground) {
  const policy::Laws laws = policy::Laws::built_in();
  std::vector<bool> beyond;
  for (std::uint32_t i = 0; i < ground.model.recipients.size(); ++i)
    beyond.push_back(std::ranges::any_of(party_of(ground, RecipientId{i}).countries,
                                         [&](const std::string& country) {
                                           return !laws.is_within(country, ground.model.regimes);
                                         }));
  return beyond;
}

std::vector<std::string> promise_ids(const Model& model, const std::vector<PromiseId>& promises) {
  std::vector<std::string> ids;
  for (const PromiseId promise : promises) add_once(ids, model.at(promise).id);
  return ids;
}

}  // namespace abide::reports
