// The graph put together, and told as a table.
#include "reports/model/map.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "policy/id_sets.hpp"
#include "reports/record/parties.hpp"
#include "reports/words.hpp"

namespace abide::reports::data_map {
namespace {

using policy::Act;
using policy::Model;
using policy::Permission;

std::string quoted(const Model& model, const Permission& one) {
  return one.promise ? fmt::format("{}: {}", model.at(*one.promise).id, one.sentence)
                     : one.sentence;
}

class Mapper {
 public:
  explicit Mapper(const Ground& ground) : ground_(ground), model_(ground.model) {
    map_.title = title_of(model_);
  }

  DataMap map() {
    find_leaves();
    people();
    data();
    stores();
    recipients();
    given();
    kept();
    delivered();
    std::erase_if(map_.edges, [](const Edge& edge) {
      return edge.leaves.empty() && edge.kind != Edge::Kind::runs;
    });
    for (const Edge& edge : map_.edges) {
      for (const std::size_t end : {edge.from, edge.to}) {
        Node& node = map_.nodes[end];
        if (node.kind == Node::Kind::data) continue;
        node.receives = node.receives || (end == edge.to && node.kind == Node::Kind::recipient);
        node.leaves.insert(node.leaves.end(), edge.leaves.begin(), edge.leaves.end());
        policy::make_set(node.leaves);
      }
    }
    return std::move(map_);
  }

 private:
  void find_leaves() {
    std::set<CategoryId> found;
    for (const Permission& one : model_.flows.permissions)
      if (one.act != Act::use && one.act != Act::include)
        found.insert(one.leaves.begin(), one.leaves.end());
    for (const policy::Field& field : model_.fields)
      found.insert(field.categories.begin(), field.categories.end());
    for (const CategoryId leaf : found)
      if (is_personal_leaf(model_, leaf)) map_.leaves.push_back(leaf);
  }

  std::size_t add(Node node) {
    map_.nodes.push_back(std::move(node));
    return map_.nodes.size() - 1;
  }
  void people() {
    for (std::uint32_t i = 0; i < model_.subjects.size(); ++i)
      add({.kind = Node::Kind::people, .index = i, .title = title_of(model_.subjects[i])});
  }
  void data() {
    for (auto& [group, leaves] : grouped(model_, map_.leaves))
      add({.kind = Node::Kind::data,
           .index = group.value,
           .title = title_of(model_.at(group)),
           .leaves = std::move(leaves)});
  }
  void stores() {
    for (std::uint32_t i = 0; i < model_.stores.size(); ++i)
      add({.kind = Node::Kind::store,
           .index = i,
           .title = title_of(model_.stores[i]),
           .note = model_.stores[i].kind});
  }
  void recipients() {
    const std::vector<bool> beyond = abroad(ground_);
    for (std::uint32_t i = 0; i < model_.recipients.size(); ++i) {
      const policy::Party& party = party_of(ground_, RecipientId{i});
      std::vector<std::string> countries;
      for (const std::string& country : party.countries)
        countries.push_back(record::country_name(country));
      add({.kind = Node::Kind::recipient,
           .index = i,
           .title = party.title,
           .note = role_of(party),
           .works_for_us = party.is_processor,
           .country = joined(countries),
           .abroad = beyond[i],
           .safeguard = party.safeguard.empty() ? "" : record::safeguard_words(party.safeguard)});
    }
  }

  [[nodiscard]] std::size_t node(Node::Kind kind, std::uint32_t index) const {
    const auto at = std::ranges::find_if(
        map_.nodes, [&](const Node& one) { return one.kind == kind && one.index == index; });
    return static_cast<std::size_t>(at - map_.nodes.begin());
  }

  /// Bundles what is of one kind between the same two.
  void connect(Edge::Kind kind, std::size_t from, std::size_t to,
               const std::vector<CategoryId>& leaves, const std::string& sentence) {
    auto at = std::ranges::find_if(map_.edges, [&](const Edge& one) {
      return one.kind == kind && one.from == from && one.to == to;
    });
    if (at == map_.edges.end()) at = map_.edges.insert(at, {kind, from, to, {}, {}});
    at->leaves.insert(at->leaves.end(), leaves.begin(), leaves.end());
    policy::make_set(at->leaves);
    add_once(at->sentences, sentence);
  }
  /// From or to the groups that some leaves are in.
  template <class Connect>
  void each_group(const std::vector<CategoryId>& leaves, const Connect& connect) {
    for (const auto& [group, some] : grouped(model_, policy::in_common(leaves, map_.leaves)))
      connect(node(Node::Kind::data, group.value), some);
  }

  void given() {
    for (const Permission& one : model_.flows.permissions) {
      if (one.act != Act::collect) continue;
      const std::string sentence = quoted(model_, one);
      each_group(one.leaves, [&](std::size_t group, const std::vector<CategoryId>& some) {
        for (const SubjectId from : one.subjects)
          connect(Edge::Kind::given, node(Node::Kind::people, from.value), group, some, sentence);
        for (const RecipientId from : one.recipients)
          connect(Edge::Kind::given, node(Node::Kind::recipient, from.value), group, some,
                  sentence);
      });
    }
  }
  void kept() {
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i) {
      const policy::Field& field = model_.fields[i];
      const std::uint32_t store = model_.at(field.table).store.value;
      each_group(field.categories, [&](std::size_t group, const std::vector<CategoryId>& some) {
        connect(Edge::Kind::kept, group, node(Node::Kind::store, store), some,
                model_.full_name(FieldId{i}));
      });
    }
  }
  void delivered() {
    for (const Delivery& one : deliveries_of(model_)) {
      const std::size_t to = node(Node::Kind::recipient, one.to.value);
      if (one.kind == Delivery::Kind::runs) {
        connect(Edge::Kind::runs, node(Node::Kind::store, one.store->value), to,
                policy::in_common(one.leaves, map_.leaves), one.sentence);
        continue;
      }
      each_group(one.leaves, [&](std::size_t group, const std::vector<CategoryId>& some) {
        connect(Edge::Kind::sent, group, to, some,
                one.promise ? fmt::format("{}: {}", model_.at(*one.promise).id, one.sentence)
                            : one.sentence);
      });
    }
  }

  const Ground& ground_;
  const Model& model_;
  DataMap map_;
};

/// Other ends of the edges of one kind that carry the leaf.
std::vector<std::string> ends(const DataMap& map, CategoryId leaf, Edge::Kind kind,
                              std::size_t Edge::*end) {
  std::vector<std::string> titles;
  for (const Edge& edge : map.edges)
    if (edge.kind == kind && std::ranges::binary_search(edge.leaves, leaf))
      add_once(titles, map.nodes[edge.*end].title);
  return titles;
}

std::string made_of(const Ground& ground, CategoryId leaf) {
  std::vector<CategoryId> sources;
  for (const Permission& one : ground.model.flows.permissions)
    if (one.act == Act::generate && std::ranges::binary_search(one.leaves, leaf))
      sources.insert(sources.end(), one.sources.begin(), one.sources.end());
  policy::make_set(sources);
  return sources.empty()
             ? ""
             : fmt::format("made from: {}", fmt::join(group_lines(ground.model, sources), "; "));
}

}  // namespace

DataMap map_of(const Ground& ground) { return Mapper{ground}.map(); }

record::RecordTable table_of(const Ground& ground, const DataMap& map) {
  record::RecordTable table{"map", "", {}, {}};
  for (const char* const name : {"Group", "Data", "From", "Kept in", "Received by", "Store run by"})
    table.columns.push_back({"", "", name});
  for (const CategoryId leaf : map.leaves) {
    std::vector<std::string> from = ends(map, leaf, Edge::Kind::given, &Edge::from);
    if (const std::string made = made_of(ground, leaf); !made.empty()) from.push_back(made);
    const auto lines = [](const std::vector<std::string>& all) {
      return fmt::format("{}", fmt::join(all, "\n"));
    };
    table.rows.push_back({title_of(ground.model.at(group_of(ground.model, leaf))),
                          title_of(ground.model.at(leaf)), lines(from),
                          lines(ends(map, leaf, Edge::Kind::kept, &Edge::to)),
                          lines(ends(map, leaf, Edge::Kind::sent, &Edge::to)),
                          lines(ends(map, leaf, Edge::Kind::runs, &Edge::to))});
  }
  return table;
}

}  // namespace abide::reports::data_map
