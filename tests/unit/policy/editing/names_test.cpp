// What a name means here is what it means to the resolver: misspelt, it is refused just there.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/pfr/core.hpp>
#include <map>
#include <set>

#include "policy/parse.hpp"
#include "tests/unit/policy/editing/support.hpp"

namespace abide::editing_test {
namespace {

using editing::Lookup;
using editing::Mention;
using editing::NameUse;
using policy::Kind;
using policy::SourceSpan;
namespace ast = policy::ast;

/// Every name of a tree, by its place.
class NamesOfTree {
 public:
  template <class Node>
  void add(const Node& node) {
    if constexpr (std::is_aggregate_v<Node>) {
      boost::pfr::for_each_field(node, [this](const auto& member) { add(member); });
    }
  }
  void add(const SourceSpan&) {}
  void add(const std::string&) {}
  void add(const Date&) {}
  void add(const ast::Name& name) {
    if (name.span.end > 0) spans.push_back(name.span);
  }
  template <class Item>
  void add(const std::vector<Item>& items) {
    for (const Item& item : items) add(item);
  }
  template <class Node>
  void add(const std::optional<Node>& node) {
    if (node) add(*node);
  }
  template <class... Nodes>
  void add(const std::variant<Nodes...>& node) {
    std::visit([this](const auto& held) { add(held); }, node);
  }
  std::vector<SourceSpan> spans;
};

bool declares_columns(const NameUse& use) {
  return use.slot->lookup == Lookup::column || use.slot->lookup == Lookup::own_column ||
         use.slot->lookup == Lookup::their_column;
}

TEST(Names, all_mean_something_in_the_examples) {
  for (const std::string& text : example_policies()) {
    const Read read{text};
    for (const NameUse& use : read.names.unknown()) {
      ADD_FAILURE() << read.slice(use.span) << " in "
                    << read.slice(read.script.items[use.item].span);
    }
    EXPECT_GT(read.names.mentions().size(), 1000U);
  }
}

/// Each name that the tree has is one that was found, or a word that the resolver looks nothing up
/// for.
TEST(Names, of_the_tree_are_found_or_are_words_of_the_language) {
  for (const std::string& text : example_policies()) {
    const Read read{text};
    const policy::SourceFile file{"t.policy", text};
    NamesOfTree tree;
    tree.add(policy::parse(file).file);
    std::map<std::uint32_t, const NameUse*> found;
    for (const NameUse& use : read.script.names) found[use.span.begin] = &use;
    std::set<std::string> words;
    for (const SourceSpan span : tree.spans) {
      const auto use = found.find(span.begin);
      if (use != found.end()) {
        EXPECT_EQ(use->second->span.end, span.end);
      } else {
        words.insert(read.slice(span));
      }
    }
    // Words in the places of names: no thing of the policy is called like them.
    for (const std::string& word : words) {
      EXPECT_FALSE(
          read.names.find(Kind::category | policy::outside | Kind::store | Kind::table, word))
          << word;
    }
    EXPECT_LT(words.size(), 160U);
  }
}

/// Misspells some of the uses at once; those that the resolver does not refuse.
std::vector<NameUse> not_refused(const std::string& text, std::vector<NameUse> uses) {
  std::string misspelt;
  std::size_t at = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  for (const NameUse& use : uses) {
    const bool id = (use.slot->kinds.has(Kind::promise)) && text[use.span.begin] <= 'Z';
    misspelt += text.substr(at, use.span.begin - at);
    const auto begin = static_cast<std::uint32_t>(misspelt.size());
    misspelt += text.substr(use.span.begin, use.span.end - use.span.begin) + (id ? "77" : "x9q");
    places.emplace_back(begin, static_cast<std::uint32_t>(misspelt.size()));
    at = use.span.end;
  }
  misspelt += text.substr(at);
  const auto said = said_of(misspelt);
  std::vector<NameUse> left;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (refusal_at(said, places[i].first, places[i].second) == nullptr) left.push_back(uses[i]);
  }
  return left;
}

TEST(Names, misspelt_are_refused_by_the_resolver_where_they_stand) {
  constexpr std::size_t rounds = 6;
  for (const std::string& text : example_policies()) {
    const Read read{text};
    std::vector<std::vector<NameUse>> by_round(rounds);
    std::size_t count = 0;
    for (const NameUse& use : read.script.names) {
      const bool is_looked_up = use.slot->lookup != Lookup::nothing && !use.declares;
      const bool word =
          (" " + std::string{use.slot->words} + " ").find(" " + read.slice(use.span) + " ") !=
          std::string::npos;
      if (is_looked_up && !word && !declares_columns(use))
        by_round[count++ % rounds].push_back(use);
    }
    EXPECT_GT(count, 600U);
    for (const std::vector<NameUse>& uses : by_round) {
      // One fault may hide another in the same line: those are tried alone.
      for (const NameUse& use : not_refused(text, uses)) {
        EXPECT_TRUE(not_refused(text, {use}).empty())
            << read.slice(use.span) << " as " << use.slot->name << " in "
            << read.slice(read.script.items[use.item].span);
      }
    }
  }
}

/// The other way round: a word that no name was found for is no name to the resolver either.
TEST(Names, that_were_not_found_are_not_looked_up) {
  const std::string& text = example_policies().front();
  const Read read{text};
  std::set<std::uint32_t> found;
  for (const NameUse& use : read.script.names) {
    if (use.slot->lookup != Lookup::nothing) found.insert(use.span.begin);
  }
  std::set<std::pair<std::string, std::string>> seen;
  std::string before;
  for (const policy::layout::Piece& piece : read.script.pieces) {
    const std::string word = text.substr(piece.begin, piece.end - piece.begin);
    const bool is_word = piece.kind == policy::layout::Piece::Kind::word && word[0] >= 'A';
    if (is_word && !found.contains(piece.begin) && seen.emplace(before, word).second) {
      std::string misspelt = text;
      misspelt.insert(piece.end, "x9q");
      const auto said = said_of(misspelt);
      const policy::Diagnostic* const refused = refusal_at(said, piece.begin, piece.end + 3);
      const bool probe = refused != nullptr && refused->message.starts_with("probe");
      EXPECT_TRUE(refused == nullptr || probe) << before << " " << word << ": " << refused->message;
    }
    before = is_word && !found.contains(piece.begin) ? word : "…";
  }
  EXPECT_GT(seen.size(), 150U);
}

TEST(Names, name_part_by_part) {
  const Read read{
      "abide 1;\ncategory a { category b; }\nstore db kind sqlite {\n  table t { key id; field x: "
      "a.b; owned by s through id; }\n  table u { link t_id to t.id; owned by s from t through x; "
      "}\n}\nsubject s { identified by db.t.id; }\nevent e at t.gone_at;\n"};
  std::vector<std::string> found;
  for (const Mention& one : read.names.mentions()) {
    found.push_back(read.slice(one.span) + "=" + read.names.things()[one.thing].name);
  }
  EXPECT_EQ(found, (std::vector<std::string>{
                       "a=a",        "b=a.b",      "db=db",  "t=db.t",
                       "id=db.t.id", "x=db.t.x",   "a=a",    "b=a.b",
                       "s=s",        "id=db.t.id", "u=db.u", "t_id=db.u.t_id",
                       "t=db.t",     "id=db.t.id", "s=s",    "t=db.t",
                       "x=db.t.x",   "s=s",        "db=db",  "t=db.t",
                       "id=db.t.id", "e=e",        "t=db.t", "gone_at=db.t.gone_at"}));
}

}  // namespace
}  // namespace abide::editing_test
