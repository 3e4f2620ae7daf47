// The forms are the grammar's and the resolver's: every line of the examples reads along one, every
// key and probe is theirs, and what is proposed is what they take.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "policy/editing/completion.hpp"
#include "policy/parse.hpp"
#include "tests/unit/policy/editing/support.hpp"

namespace abide::editing_test {
namespace {

using editing::Item;
using editing::Proposal;

TEST(Forms, read_every_line_of_the_examples) {
  std::vector<std::string> texts = example_policies();
  for (std::string& text : example_deployments()) texts.push_back(std::move(text));
  for (const std::string& text : texts) {
    const Read read{text};
    ASSERT_GT(read.script.items.size(), 5U);
    for (const Item& item : read.script.items) EXPECT_TRUE(item.whole) << read.slice(item.span);
  }
}

TEST(Forms, a_line_that_the_grammar_refuses_does_not_read) {
  for (const char* const wrong :
       {"promise A-1 { erase x 30 days; }", "promise A-1 { send x openai; }",
        "promise A-1 { may keep x; }", "event e from nowhere;", "store db kind sqlite;",
        "promise A-1 { probe tls with least 3; }", "promise A-1 { must keep x for 6 after y; }"}) {
    const Read read{wrong};
    EXPECT_TRUE(std::ranges::any_of(read.script.items, [](const Item& i) { return !i.whole; }))
        << wrong;
  }
}

TEST(Forms, what_is_broken_ends_with_its_line) {
  const Read read{
      "abide 1;\ncategory a;\npromise A-1 {\n  erase\n  keep a at most 3 days after b;\n  send a "
      "{\n}\n}\ncategory c;\npromise A-2 {\n  host a with\npromise A-3 {\n}\n"};
  std::vector<std::string> names;
  for (const editing::NameUse& use : read.script.names) names.push_back(read.slice(use.span));
  EXPECT_EQ(names, (std::vector<std::string>{"a", "A-1", "a", "b", "a", "c", "A-2", "a", "A-3"}));
}

// ── keys, against what the resolver says that it knows ─────────────────────────────────────────

/// The words in backticks of a list.
std::set<std::string> listed(const std::string& help) {
  std::set<std::string> words;
  for (std::size_t at = help.find('`'); at != std::string::npos;) {
    const std::size_t end = help.find('`', at + 1);
    words.insert(help.substr(at + 1, end - at - 1));
    at = help.find('`', end + 1);
  }
  return words;
}

/// The keys of a block's forms: words in a row up to the first value; `skipped` are no keys.
std::set<std::string> keys_of(std::string_view block, const std::set<std::string>& skipped,
                              const std::set<std::string>& known) {
  std::set<std::string> keys;
  for (const editing::BlockForms& one : editing::block_forms()) {
    if (one.name != block) continue;
    for (const editing::Program& program : one.programs) {
      for (const std::string& pattern : program.patterns) {
        const std::string first{program.word};
        const std::string second = pattern.substr(0, pattern.find(' ', first.size() + 1));
        if (!skipped.contains(first)) keys.insert(known.contains(second) ? second : first);
      }
    }
  }
  return keys;
}

struct Block {
  const char* context;
  const char* text;  ///< with a key that nobody has
  std::set<std::string> skipped = {};
};

TEST(Forms, have_the_keys_that_the_resolver_has) {
  const std::vector<Block> blocks{
      {"policy", "policy p { zzzzzzzz 1; }"},
      {"controller", "controller c { zzzzzzzz 1; }"},
      {"subject", "subject s { zzzzzzzz 1; }"},
      {"party", "recipient r { zzzzzzzz 1; }"},
      {"party", "processor r { zzzzzzzz 1; }"},
      {"purpose", "purpose p { zzzzzzzz 1; }"},
      {"transform", "transform t { zzzzzzzz 1; }"},
      {"store", "store s kind sqlite { zzzzzzzz 1; }", {"table", "keyspace", "folder", "topic"}},
      {"table", "store s kind sqlite { table t { zzzzzzzz 1; } }",
       {"field", "link", "owned", "shared", "mentions", "unowned"}},
      {"outlet", "outlet o from server to r { zzzzzzzz 1; }", {"payload", "set", "require"}}};
  for (const Block& block : blocks) {
    const auto said = said_of(std::string{"abide 1;\n"} + block.text);
    const auto told = std::ranges::find(said, "E0204", &policy::Diagnostic::code);
    ASSERT_NE(told, said.end()) << block.text;
    const std::set<std::string> known = listed(told->help);
    EXPECT_EQ(keys_of(block.context, block.skipped, known), known) << block.text;
  }
}

policy::Model model_of(const std::string& text) {
  auto compiled = policy::compile(
      "p.policy", [&text](const std::string&) { return Result<std::string>{text}; });
  return *compiled->model;
}

TEST(Forms, have_the_keys_of_deployments) {
  const policy::Model model = model_of("abide 1;\npolicy p { regime uk_gdpr; }\n");
  for (const auto& [context, text] :
       {std::pair{"deploy", "abide 1;\ndeploy d for p { zzzzzzzz 1; }"},
        std::pair{"limits", "abide 1;\ndeploy d for p { limits { zzzzzzzz 1; } }"}}) {
    const std::string whole = text;
    const auto compiled = policy::compile_deployment(
        "d.deploy", [&whole](const std::string&) { return Result<std::string>{whole}; }, model);
    const auto& said = compiled->diagnostics;
    const auto told = std::ranges::find(said, "E0204", &policy::Diagnostic::code);
    ASSERT_NE(told, said.end()) << text;
    EXPECT_EQ(keys_of(context, {"limits"}, listed(told->help)), listed(told->help));
  }
}

TEST(Forms, have_the_probes_and_their_arguments) {
  const auto probe = [](const std::string& name) {
    return said_of("abide 1;\npolicy p { regime uk_gdpr; }\npromise A-1 { probe " + name + "; }");
  };
  const auto said = probe("zzzzzzzzzzzz");
  const auto told = std::ranges::find(said, "E0201", &policy::Diagnostic::code);
  ASSERT_NE(told, said.end());
  std::set<std::string> known;
  std::string list = told->help.substr(told->help.find(':') + 2) + ", ";
  for (std::size_t at = list.find(", "); at != std::string::npos; at = list.find(", ")) {
    known.insert(list.substr(0, at));
    list.erase(0, at + 2);
  }
  std::map<std::string, std::string> patterns;
  for (const editing::BlockForms& block : editing::block_forms()) {
    if (block.name != "promise") continue;
    for (const std::string& pattern : block.find("probe")->patterns) {
      patterns[pattern.substr(6, pattern.find(' ', 6) - 6)] = pattern;
    }
  }
  std::set<std::string> ours;
  for (const auto& [name, pattern] : patterns) ours.insert(name);
  EXPECT_EQ(ours, known);
  for (const auto& [name, pattern] : patterns) {
    if (name == "vendor_settings") continue;  // any setting
    const auto about = probe(name + " with zzzzzzzz \"x\"");
    const auto refused = std::ranges::find(about, "E0204", &policy::Diagnostic::code);
    ASSERT_NE(refused, about.end()) << name;
    for (const std::string& argument : listed(refused->help)) {
      EXPECT_TRUE(pattern.find("(" + argument + " ") != std::string::npos ||
                  pattern.find("|" + argument + " ") != std::string::npos ||
                  pattern.find("with " + argument + " ") != std::string::npos)
          << name << ": " << argument;
    }
    EXPECT_EQ(refused->help == "remove it", pattern.find("with") == std::string::npos) << name;
  }
}

// ── proposals ─────────────────────────────────────────────────────────────────────────────────

std::vector<std::string> words_at(const Read& read, std::uint32_t offset) {
  std::vector<std::string> words;
  for (const Proposal& one :
       editing::proposals_at(read.names, 0, offset, editing::FileSort::policy).list)
    words.push_back(one.text);
  return words;
}
bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

/// Each kind of position once: the line's first word, the word before, and what stands there.
using Position = std::tuple<std::string, std::string, std::string>;

/// What somebody who writes an example is offered at each word is the word that stands there.
TEST(Proposals, hold_what_the_examples_say) {
  std::set<Position> seen;
  int looked = 0;
  for (const std::string& text : example_policies()) {
    const Read read{text};
    for (const editing::NameUse& use : read.script.names) {
      const std::string word = read.slice(use.span);
      const std::string slot{use.slot->name};
      const bool free = use.declares || slot == "free" || slot == "country" || slot == "code";
      const Item& item = read.script.items[use.item];
      if (free || !seen.emplace(slot, read.slice(item.word), "").second) continue;
      const auto words = words_at(read, use.span.begin);
      const bool shorter = std::ranges::any_of(
          words, [&](const std::string& one) { return one.ends_with("." + word); });
      const bool singular = holds(words, word + "s");
      EXPECT_TRUE(holds(words, word) || shorter || singular) << slot << ": " << word;
      ++looked;
    }
    std::set<std::uint32_t> named;
    for (const editing::NameUse& use : read.script.names) named.insert(use.span.begin);
    std::string before;
    for (const policy::layout::Piece& piece : read.script.pieces) {
      const std::string word = text.substr(piece.begin, piece.end - piece.begin);
      const bool keyword = piece.kind == policy::layout::Piece::Kind::word &&
                           !named.contains(piece.begin) && word[0] >= 'a' && word[0] <= 'z';
      if (keyword && seen.emplace("word", before, word).second) {
        EXPECT_TRUE(holds(words_at(read, piece.begin), word)) << before << " | " << word;
        ++looked;
      }
      before = keyword ? word : piece.kind == policy::layout::Piece::Kind::sign ? word : "…";
    }
  }
  EXPECT_GT(looked, 200);
}

/// Whatever is offered in place of a name is taken by the resolver; a category where a recipient is
/// wanted is not.
TEST(Proposals, are_of_a_kind_that_the_resolver_takes) {
  std::set<Position> seen;
  int tried = 0;
  const std::string& text = example_policies().front();
  const Read read{text};
  for (const editing::NameUse& use : read.script.names) {
    if (use.declares || use.slot->lookup == editing::Lookup::nothing) continue;
    const std::string line = read.slice(read.script.items[use.item].word);
    if (!seen.emplace(use.slot->name, line, "").second) continue;
    std::set<editing::Kind> kinds;
    for (const Proposal& one :
         editing::proposals_at(read.names, 0, use.span.begin, editing::FileSort::policy).list) {
      if (one.sort != Proposal::Sort::name || !kinds.insert(one.kind).second) continue;
      std::string other = text;
      other.replace(use.span.begin, use.span.end - use.span.begin, one.text);
      const auto said = said_of(other);
      const auto end = use.span.begin + static_cast<std::uint32_t>(one.text.size());
      const policy::Diagnostic* const refused = refusal_at(said, use.span.begin, end);
      const bool narrower = refused != nullptr &&
                            (refused->message.find("group of categories") != std::string::npos ||
                             refused->message.starts_with("probe"));
      EXPECT_TRUE(refused == nullptr || narrower)
          << line << " " << one.text << ": " << refused->message;
      ++tried;
    }
  }
  EXPECT_GT(tried, 60);
  std::string twin = text;
  const std::size_t to = twin.find("to anthropic");
  ASSERT_NE(to, std::string::npos);
  twin.replace(to + 3, 9, "account  ");
  EXPECT_NE(refusal_at(said_of(twin), static_cast<std::uint32_t>(to + 3),
                       static_cast<std::uint32_t>(to + 10)),
            nullptr);
}

/// Whatever word is offered, the parser's first complaint lies behind it.
TEST(Proposals, of_words_are_taken_by_the_parser) {
  const Read read{example_policies().front()};
  std::set<Position> seen;
  int tried = 0;
  for (const policy::layout::Piece& piece : read.script.pieces) {
    if (piece.kind != policy::layout::Piece::Kind::word) continue;
    const auto item = std::ranges::find_if(read.script.items, [&](const Item& one) {
      return one.parent != editing::no_item && one.span.begin < piece.begin &&
             one.span.end > piece.begin && !one.opened;
    });
    if (item == read.script.items.end()) continue;
    for (const Proposal& one :
         editing::proposals_at(read.names, 0, piece.begin, editing::FileSort::policy).list) {
      const bool new_one =
          one.sort == Proposal::Sort::keyword &&
          seen.emplace(read.slice(item->word), read.text.substr(piece.begin - 3, 3), one.text).second;
      if (!new_one) continue;
      const std::string start = read.text.substr(0, piece.begin) + one.text;
      policy::SourceFile file{"t.policy", start + " "};
      const auto parsed = policy::parse(file);
      ASSERT_FALSE(parsed.diagnostics.empty());
      const auto at = static_cast<std::uint32_t>(piece.begin);
      EXPECT_TRUE(std::ranges::none_of(
          parsed.diagnostics,
          [&](const policy::Diagnostic& d) {
            return d.span.begin <= at && d.span.end > at && d.code != "E0101";
          }))
          << one.text;
      const bool refused = std::ranges::any_of(parsed.diagnostics, [&](const auto& d) {
        return d.span.begin == at;
      });
      EXPECT_FALSE(refused) << read.slice(item->span) << " | " << one.text;
      ++tried;
    }
  }
  EXPECT_GT(tried, 100);
}

TEST(Proposals, are_what_the_place_asks_for) {
  const std::string text =
      "abide 1;\npolicy p { regime uk_gdpr; }\ncategory a { category b; }\ncategory c;\n"
      "recipient r { country GB; }\nevent e from app;\nstore db kind sqlite { table t { key id; "
      "field x: c; } }\npromise A-1 {\n  \n}\n";
  const auto at = [&text](const std::string& typed) {
    std::string whole = text;
    const std::size_t place = whole.find("{\n  \n}") + 4;
    whole.insert(place, typed);
    const Read read{whole};
    return words_at(read, static_cast<std::uint32_t>(place + typed.size()));
  };
  EXPECT_TRUE(holds(at("er"), "erase"));
  EXPECT_TRUE(holds(at("erase "), "a.b"));
  EXPECT_FALSE(holds(at("erase "), "r"));
  EXPECT_EQ(at("send a to "), (std::vector<std::string>{"r"}));
  EXPECT_TRUE(holds(at("erase a within 30 "), "days"));
  EXPECT_EQ(at("erase a within 30 days of e because law ").empty(), false);
  EXPECT_TRUE(holds(at("must keep a for 6 years after e because law "), "uk.ct"));
  EXPECT_TRUE(holds(at("transfer to r under "), "idta"));
  EXPECT_TRUE(holds(at("sever db.t."), "db.t.x"));
  EXPECT_TRUE(holds(at("never "), "sell"));
  EXPECT_TRUE(at("tell r \"some ").empty());
  EXPECT_TRUE(at("// erase ").empty());
  EXPECT_TRUE(at("erase erase erase a ").empty());
}

}  // namespace
}  // namespace abide::editing_test
