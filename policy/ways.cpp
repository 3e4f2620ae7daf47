// A walk in breadth over steps that are worked out where the walk comes by.
#include "policy/ways.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "policy/checks/join_graph.hpp"
#include "policy/diagnostics.hpp"

namespace abide::policy {
namespace {

using Kind = Station::Kind;

/// What a rule does to one column, from the strongest cut to the weakest.
std::vector<Cut> cuts_of(const Model& model, const std::vector<FieldId>& columns) {
  constexpr std::size_t most = 3;
  std::vector<Cut> cuts;
  for (const bool severs : {true, false}) {
    for (const Rule& rule : model.rules) {
      const bool ends = rule.is_ceiling() && (rule.kind == Rule::Kind::sever) == severs &&
                        std::ranges::any_of(columns, [&](FieldId column) {
                          return std::ranges::binary_search(rule.fields, column);
                        });
      // `as` repeats a statement, at the same place.
      const bool told = std::ranges::find(cuts, rule.location, &Cut::location) != cuts.end();
      if (ends && !told && cuts.size() < most)
        cuts.push_back({model.at(rule.promise).id, rule.sentence, rule.location});
    }
  }
  return cuts;
}

std::string names(const std::vector<std::string>& all, const auto& ids) {
  std::vector<std::string> list;
  for (const auto id : ids) list.push_back(all[id.value]);
  return fmt::format("{}", fmt::join(list, ", "));
}

/// Every step out of one thing.
class Steps {
 public:
  /// @param itself  what else is in a row of the data is passed over, and what joins with it
  Steps(const Model& model, bool itself, Kind began)
      : model_(model),
        joins_(!itself),
        rows_whole_(!itself || (began != Kind::category && began != Kind::recipient)),
        graph_(model),
        by_leaf_(model.categories.size()),
        made_of_(model.categories.size()),
        held_(model.categories.size()) {
    const auto& permissions = model.flows.permissions;
    for (std::uint32_t i = 0; i < permissions.size(); ++i) {
      for (const CategoryId leaf : permissions[i].leaves) by_leaf_[leaf.value].push_back(i);
      for (const CategoryId leaf : permissions[i].sources) made_of_[leaf.value].push_back(i);
    }
    for (std::uint32_t i = 0; i < model.fields.size(); ++i) {
      for (const CategoryId leaf : model.fields[i].categories)
        held_[leaf.value].push_back(FieldId{i});
    }
  }

  /// A person, a recipient or a store is where a way begins or ends, never what it leads through:
  /// that somebody has rows in two tables joins nothing, and what lies in one store besides does
  /// not get anywhere by that.
  /// @param far  steps from where the walk began; never fewer than in a call before
  template <class Visit>
  void each(Station from, std::size_t far, const Visit& visit) {
    switch (from.kind) {
      case Kind::category:
        for (const FieldId field : held_[from.index]) visit(stored(from, field));
        out_of_leaf(from, visit);
        break;
      case Kind::carried:
        out_of_leaf(from, visit);
        break;
      case Kind::table:
        out_of_table(from, far, visit);
        break;
      case Kind::store:
        out_of_store(from, far, visit);
        break;
      case Kind::recipient:
        if (far > 0) break;
        collected(from, visit, [&](const Permission& one) {
          return std::ranges::find(one.recipients, RecipientId{from.index}) != one.recipients.end();
        });
        break;
      case Kind::subject:
        if (far == 0) out_of_subject(from, visit);
        break;
    }
  }

 private:
  [[nodiscard]] Leg stored(Station leaf, FieldId field) const {
    const TableId table = model_.at(field).table;
    return {leaf,
            {Kind::table, table.value},
            fmt::format("lies in {}", model_.full_name(field)),
            "",
            "",
            model_.at(table).location,
            {field},
            {}};
  }
  [[nodiscard]] Leg said(Station from, Station to, const Permission& by, std::string words) const {
    return {from,
            to,
            std::move(words),
            by.promise ? model_.at(*by.promise).id : "",
            by.sentence,
            by.location,
            {},
            {}};
  }
  [[nodiscard]] std::string sent_words(const Permission& by) const {
    std::string words =
        by.act == Act::host  ? "rests there"
        : by.act == Act::set ? "set by it in the browser"
        : by.act == Act::include
            ? fmt::format("carried by outlet {}", model_.flows.outlets[by.outlet->value])
            : "sent";
    if (!by.purposes.empty()) words += " for " + names(model_.flows.purposes, by.purposes);
    if (!by.when.empty()) words += " while " + names(model_.flows.states, by.when);
    return words;
  }
  template <class Visit>
  void out_of_leaf(Station from, const Visit& visit) const {
    for (const std::uint32_t i : by_leaf_[from.index]) {
      const Permission& by = model_.flows.permissions[i];
      const bool goes = by.act == Act::send || by.act == Act::host || by.act == Act::include ||
                        by.act == Act::set;
      if (!goes) continue;
      for (const RecipientId to : by.recipients)
        visit(said(from, {Kind::recipient, to.value}, by, sent_words(by)));
    }
    for (const std::uint32_t i : made_of_[from.index]) {
      const Permission& by = model_.flows.permissions[i];
      for (const CategoryId made : by.leaves)
        visit(said(from, {Kind::category, made.value}, by, "made of it"));
    }
  }
  template <class Visit>
  void out_of_table(Station from, std::size_t far, const Visit& visit) {
    const TableId id{from.index};
    const Table& table = model_.at(id);
    for (const auto& [hub, place] : graph_.of(id)) {
      if (!joins_) break;
      const auto& members = graph_.hubs()[hub].members;
      if (!joins_anew(hub, members.size(), far)) continue;
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (i != place && members[i].table != id) visit(joined(from, members[place], members[i]));
      }
    }
    for (const FieldId field : table.fields) {
      if (!rows_whole_) break;
      for (const CategoryId leaf : model_.at(field).categories) {
        visit(Leg{from,
                  {Kind::carried, leaf.value},
                  fmt::format("holds it in {}", model_.full_name(field)),
                  "",
                  "",
                  table.location,
                  {field},
                  {}});
      }
    }
    for (const Ownership& owner : table.owners) {
      visit(Leg{from,
                {Kind::subject, owner.subject.value},
                "its rows are of",
                "",
                "",
                owner.location,
                owner.hops.empty() ? std::vector<FieldId>{} : owner.hops.front().from,
                {}});
    }
    visit(
        Leg{from, {Kind::store, table.store.value}, "lies in it", "", "", table.location, {}, {}});
  }
  /// A value that many tables hold is gone through once: all of them are reached then.
  bool joins_anew(std::uint32_t hub, std::size_t members, std::size_t far) {
    constexpr std::size_t few = 64;
    const auto [seen, is_new] = hubs_seen_.try_emplace(hub, far);
    return is_new || (seen->second == far && members <= few);
  }
  [[nodiscard]] Leg joined(Station from, const checks::JoinGraph::Member& near,
                           const checks::JoinGraph::Member& far) const {
    const FieldId a = near.columns.front();
    const FieldId b = far.columns.front();
    std::vector<FieldId> both = near.columns;
    both.insert(both.end(), far.columns.begin(), far.columns.end());
    return {from,
            {Kind::table, far.table.value},
            fmt::format("{} = {}, {}", model_.full_name(a), model_.full_name(b), why_joined(a, b)),
            "",
            "",
            model_.at(near.table).location,
            std::move(both),
            {}};
  }
  [[nodiscard]] std::string why_joined(FieldId a, FieldId b) const {
    if (model_.at(a).links_to == b || model_.at(b).links_to == a) return "by a link";
    for (const CategoryId leaf : model_.at(a).categories) {
      const auto& others = model_.at(b).categories;
      if (model_.at(leaf).identifier && std::ranges::find(others, leaf) != others.end())
        return fmt::format("both the identifier {}", model_.at(leaf).name);
    }
    return "by whose rows they are";
  }
  template <class Visit>
  void out_of_store(Station from, std::size_t far, const Visit& visit) const {
    const Store& store = model_.stores[from.index];
    for (std::size_t i = 0; far == 0 && i < store.tables.size(); ++i) {
      const TableId table = store.tables[i];
      visit(Leg{
          from, {Kind::table, table.value}, "holds it", "", "", model_.at(table).location, {}, {}});
    }
    if (!store.run_by) return;
    const auto keeper = std::ranges::find(model_.recipients, *store.run_by);
    if (keeper == model_.recipients.end()) return;
    const auto index = static_cast<std::uint32_t>(keeper - model_.recipients.begin());
    visit(Leg{from, {Kind::recipient, index}, "run by it", "", "", store.location, {}, {}});
  }
  template <class Visit>
  void out_of_subject(Station from, const Visit& visit) const {
    collected(from, visit, [&](const Permission& one) {
      return std::ranges::find(one.subjects, SubjectId{from.index}) != one.subjects.end();
    });
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
      for (const Ownership& owner : model_.tables[i].owners) {
        if (owner.subject.value == from.index)
          visit(Leg{from, {Kind::table, i}, "has rows in", "", "", owner.location, {}, {}});
      }
    }
  }
  template <class Visit, class Of>
  void collected(Station from, const Visit& visit, const Of& of) const {
    for (const Permission& one : model_.flows.permissions) {
      if (one.act != Act::collect || !of(one)) continue;
      for (const CategoryId leaf : one.leaves)
        visit(said(from, {Kind::category, leaf.value}, one, "collected from them"));
    }
  }

  const Model& model_;
  const bool joins_, rows_whole_;
  checks::JoinGraph graph_;
  std::vector<std::vector<std::uint32_t>> by_leaf_, made_of_;  ///< permissions, by leaf
  std::vector<std::vector<FieldId>> held_;                     ///< columns, by leaf
  std::map<std::uint32_t, std::size_t> hubs_seen_;             ///< how far away first
};

/// From where the walk began, the steps by which each thing was first reached.
class Walk {
 public:
  Walk(const Model& model, const std::vector<Station>& from, const std::vector<Station>& to, By by)
      : model_(model),
        steps_(model, by == By::flows, from.empty() ? Kind::category : from.front().kind),
        to_(to.begin(), to.end()) {
    for (const Station& thing : to) {
      if (thing.kind == Kind::category) to_.insert({Kind::carried, thing.index});
    }
    std::deque<Station> waiting(from.begin(), from.end());
    for (const Station& thing : from) far_[thing] = 0;
    for (; !waiting.empty(); waiting.pop_front()) {
      const Station at = waiting.front();
      const std::size_t far = far_.at(at);
      if (nearest_ && far >= *nearest_) break;
      steps_.each(at, far, [&](Leg step) {
        const auto [next, is_new] = far_.try_emplace(step.to, far + 1);
        if (is_new) waiting.push_back(step.to);
        if (is_new && to_.contains(step.to) && !nearest_) nearest_ = far + 1;
        if (next->second == far + 1) keep(std::move(step));
      });
    }
  }
  [[nodiscard]] std::vector<Way> ways(std::size_t most) const {
    std::optional<std::size_t> best;
    for (const Station& end : to_) {
      if (const auto far = far_.find(end); far != far_.end() && (!best || far->second < *best))
        best = far->second;
    }
    std::vector<Way> ways;
    for (const Station& end : to_) {
      if (const auto far = far_.find(end); far != far_.end() && far->second == best)
        back(end, {}, most, ways);
    }
    for (Way& way : ways) {
      for (Leg& step : way) step.cuts = cuts_of(model_, step.columns);
    }
    return ways;
  }

 private:
  /// One step between two things stands for all of them: a sentence goes before a declaration.
  void keep(Leg step) {
    auto& into = into_[step.to];
    const auto same = std::ranges::find(into, step.from, &Leg::from);
    if (same == into.end()) {
      into.push_back(std::move(step));
    } else if (same->promise.empty() && !step.promise.empty()) {
      *same = std::move(step);
    }
  }
  void back(Station at, Way way, std::size_t most, std::vector<Way>& ways) const {
    if (ways.size() >= most) return;
    if (far_.at(at) == 0) {
      std::ranges::reverse(way);
      ways.push_back(std::move(way));
      return;
    }
    for (const Leg& step : into_.at(at)) {
      Way longer = way;
      longer.push_back(step);
      back(step.from, std::move(longer), most, ways);
    }
  }

  const Model& model_;
  Steps steps_;
  std::set<Station> to_;
  std::map<Station, std::size_t> far_;
  std::map<Station, std::vector<Leg>> into_;
  std::optional<std::size_t> nearest_;
};

template <class Items>
void add_named(const Items& items, Kind kind, std::string_view wanted, const auto& name_of_item,
               std::vector<Station>& found) {
  for (std::uint32_t i = 0; found.empty() && i < items.size(); ++i) {
    if (name_of_item(i) == wanted) found.push_back({kind, i});
  }
}

}  // namespace

std::string name_of(const Model& model, Station thing) {
  switch (thing.kind) {
    case Kind::category:
    case Kind::carried:
      return model.categories[thing.index].name;
    case Kind::table:
      return model.full_name(TableId{thing.index});
    case Kind::store:
      return model.stores[thing.index].name;
    case Kind::recipient:
      return model.recipients[thing.index];
    case Kind::subject:
      return model.subjects[thing.index].name;
  }
  return "";
}

Result<std::vector<Station>> stations_named(const Model& model, std::string_view name) {
  std::vector<Station> found;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    const Category& one = model.categories[i];
    const bool below =
        one.name.size() > name.size() && one.name.starts_with(name) && one.name[name.size()] == '.';
    if (one.leaf && (one.name == name || below)) found.push_back({Kind::category, i});
  }
  add_named(
      model.tables, Kind::table, name, [&](std::uint32_t i) { return model.full_name(TableId{i}); },
      found);
  add_named(
      model.stores, Kind::store, name, [&](std::uint32_t i) { return model.stores[i].name; },
      found);
  add_named(
      model.recipients, Kind::recipient, name, [&](std::uint32_t i) { return model.recipients[i]; },
      found);
  add_named(
      model.subjects, Kind::subject, name, [&](std::uint32_t i) { return model.subjects[i].name; },
      found);
  if (!found.empty()) return found;
  std::vector<std::string> known;
  for (const Category& one : model.categories) known.push_back(one.name);
  for (std::uint32_t i = 0; i < model.tables.size(); ++i)
    known.push_back(model.full_name(TableId{i}));
  for (const Store& one : model.stores) known.push_back(one.name);
  for (const Subject& one : model.subjects) known.push_back(one.name);
  known.insert(known.end(), model.recipients.begin(), model.recipients.end());
  const std::string near = nearest(name, known);
  return Error{ErrorCode::not_found,
               fmt::format("the policy has no category, table, store, recipient or kind of person "
                           "`{}`",
                           name),
               near.empty() ? "tables are named with their store, as in `db.users`"
                            : fmt::format("did you mean `{}`?", near)};
}

std::vector<Way> shortest_ways(const Model& model, const std::vector<Station>& from,
                               const std::vector<Station>& to, By by, std::size_t most) {
  return Walk{model, from, to, by}.ways(most);
}

}  // namespace abide::policy
