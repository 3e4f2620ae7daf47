// What a name means here is what it means to the resolver: misspelt, it is refused just there.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/pfr/core.hpp>
#include <set>

#include "policy/editing/near_word.hpp"
#include "policy/editing/rename.hpp"
#include "policy/parse.hpp"
#include "tests/unit/policy/editing/support.hpp"

namespace abide::editing_test {
namespace {

using editing::Kind;
using editing::Lookup;
using editing::Mention;
using editing::NameUse;
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
      ADD_FAILURE() << read.slice(use.span) << " in " << read.slice(read.script.items[use.item].span);
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
      EXPECT_FALSE(read.names.find(Kind::category | editing::outside | Kind::store | Kind::table,
                                   word))
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
      const bool word = (" " + std::string{use.slot->words} + " ")
                            .find(" " + read.slice(use.span) + " ") != std::string::npos;
      if (is_looked_up && !word && !declares_columns(use)) by_round[count++ % rounds].push_back(use);
    }
    EXPECT_GT(count, 900U);
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
      const policy::Diagnostic* const refused =
          refusal_at(said_of(misspelt), piece.begin, piece.end + 3);
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
  EXPECT_EQ(found,
            (std::vector<std::string>{
                "a=a", "b=a.b", "db=db", "t=db.t", "id=db.t.id", "x=db.t.x", "a=a", "b=a.b", "s=s",
                "id=db.t.id", "u=db.u", "t_id=db.u.t_id", "t=db.t", "id=db.t.id", "s=s", "t=db.t",
                "x=db.t.x", "s=s", "db=db", "t=db.t", "id=db.t.id", "e=e", "t=db.t",
                "gone_at=db.t.gone_at"}));
}

// ── another name ──────────────────────────────────────────────────────────────────────────────

/// Codes and lines, which no name is in.
std::vector<std::pair<std::string, std::uint32_t>> told(const std::string& text) {
  const policy::SourceFile file{"t.policy", text};
  std::vector<std::pair<std::string, std::uint32_t>> all;
  for (const policy::Diagnostic& one : said_of(text)) {
    all.emplace_back(one.code, file.line_at(one.span.begin));
  }
  return all;
}

TEST(Rename, of_any_thing_keeps_what_the_compiler_says) {
  for (const std::string& text : example_policies()) {
    const Read read{text};
    const auto before = told(text);
    std::map<Kind, int> tried;
    for (std::uint32_t id = 0; id < read.names.things().size(); ++id) {
      const editing::Thing& thing = read.names.things()[id];
      if (thing.place == SourceSpan{} || ++tried[thing.kind] > 3) continue;
      const bool promise = editing::group_of(thing.kind).has(Kind::promise);
      const auto edits = editing::rename(read.names, id, promise ? "ZZ-77" : "renamed_here");
      if (!edits) {
        EXPECT_EQ(thing.kind, Kind::column) << thing.name << ": " << edits.error().message;
        continue;
      }
      const std::string renamed = editing::with_edits(text, *edits);
      EXPECT_EQ(told(renamed), before) << thing.name;
      // The twin: a place that was forgotten is seen, but where naming a column declares it.
      if (edits->size() < 2 || thing.kind == Kind::column || thing.kind == Kind::policy) continue;
      std::vector<editing::Edit> forgotten = *edits;
      forgotten.erase(forgotten.begin());
      EXPECT_NE(told(editing::with_edits(text, forgotten)), before) << thing.name;
    }
    EXPECT_GT(tried.size(), 12U);
  }
}

TEST(Rename, back_gives_the_text_again) {
  const std::string& text = example_policies().back();
  const Read read{text};
  for (const auto& [kind, name] :
       {std::pair{Kind::category, "profile"}, std::pair{Kind::event, "erasure_requested"},
        std::pair{Kind::subject, "candidate"}, std::pair{Kind::store, "db"}}) {
    const auto id = read.names.find(kind, name);
    if (!id) continue;
    const auto there = editing::rename(read.names, *id, "another_name");
    ASSERT_TRUE(there.ok()) << name;
    const Read renamed{editing::with_edits(text, *there)};
    EXPECT_NE(renamed.text, text);
    const auto back = editing::rename(renamed.names, *renamed.names.find(kind, "another_name"), name);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(editing::with_edits(renamed.text, *back), text);
  }
}

constexpr const char* small =
    "abide 1;\npolicy p { regime uk_gdpr; }\ncategory a { category b; }\ncategory c;\n"
    "recipient r { country GB; }\nsubject s { identified by db.users.id; }\n"
    "store db kind sqlite {\n  table users { key id; owned by s through id; field mail: a.b; }\n}\n"
    "store other kind sqlite { table people { key id; field x: c; unowned because \"no\"; } }\n"
    "event gone at users.gone_at;\npromise A-1 { erase a in users at gone; never send c to r; "
    "never sell c; }\n";

std::string refusal(const std::string& kind_and_name, std::string_view to) {
  const Read read{small};
  for (std::uint32_t id = 0; id < read.names.things().size(); ++id) {
    const editing::Thing& thing = read.names.things()[id];
    if (std::string{editing::word_of(thing.kind)} + " " + thing.name == kind_and_name) {
      const auto edits = editing::rename(read.names, id, to);
      return edits ? "" : edits.error().message;
    }
  }
  return "no such thing";
}

TEST(Rename, refuses_what_would_say_something_else) {
  EXPECT_EQ(refusal("category a", "alpha"), "");
  EXPECT_EQ(refusal("category a", "c"), "`c` is the name of a category already");
  EXPECT_EQ(refusal("category a", "except"), "`except` is a word of the language");
  EXPECT_EQ(refusal("category a", "personal"), "`personal` is a word of the language");
  EXPECT_EQ(refusal("category a", "1st"), "`1st` is no name");
  EXPECT_EQ(refusal("category a", "a b"), "`a b` is no name");
  EXPECT_EQ(refusal("category a", ""), "`` is no name");
  EXPECT_EQ(refusal("promise A-1", "a1"), "`a1` is no id");
  EXPECT_EQ(refusal("recipient r", "s"), "`s` is the name of a subject already");
  EXPECT_EQ(refusal("event request_received", "x"), "`request_received` is built in and keeps its name");
  // `users` alone would be the name of two tables then, and `in users` of neither.
  EXPECT_TRUE(refusal("table other.people", "users").starts_with("with that name, `users`"));
}

TEST(Rename, keeps_what_a_table_and_a_column_are_called_in_their_store) {
  const Read read{small};
  const auto table = editing::rename(read.names, *read.names.find(Kind::table, "db.users"), "people");
  ASSERT_TRUE(table.ok()) << table.error().message;
  const std::string renamed = editing::with_edits(small, *table);
  EXPECT_NE(renamed.find("table people as \"users\" {"), std::string::npos) << renamed;
  EXPECT_NE(renamed.find("identified by db.people.id"), std::string::npos);
  EXPECT_NE(renamed.find("at people.gone_at"), std::string::npos);
  const auto column =
      editing::rename(read.names, *read.names.find(Kind::column, "db.users.mail"), "email");
  ASSERT_TRUE(column.ok());
  EXPECT_NE(editing::with_edits(small, *column).find("field email as \"mail\": a.b"),
            std::string::npos);
  EXPECT_TRUE(refusal("column db.users.id", "key").find("no `field` declares") != std::string::npos);
}

TEST(NearWord, mends_what_the_message_is_about) {
  const Read read{small};
  std::string misspelt = small;
  misspelt.replace(misspelt.find("to r;"), 5, "to rr;");
  misspelt.replace(misspelt.find("{ regime"), 8, "{ regim");
  int mended = 0;
  for (const policy::Diagnostic& one : said_of(misspelt)) {
    const auto mend = editing::near_word(one, misspelt);
    if (!mend) continue;
    const auto after = said_of(editing::with_edits(misspelt, mend->edits));
    EXPECT_TRUE(std::ranges::none_of(after, [&](const policy::Diagnostic& left) {
      return left.code == one.code && left.span.begin == one.span.begin;
    })) << one.message;
    ++mended;
  }
  EXPECT_GE(mended, 1);
}

}  // namespace
}  // namespace abide::editing_test
