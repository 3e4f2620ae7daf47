// The forms are the grammar's and the resolver's: every line of the examples reads along one, and
// every key and probe is theirs.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "policy/compile.hpp"
#include "tests/unit/policy/editing/support.hpp"

namespace abide::editing_test {
namespace {

using editing::Item;

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
  EXPECT_EQ(names,
            (std::vector<std::string>{"a", "A-1", "a", "days", "b", "a", "c", "A-2", "a", "A-3"}));
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
      {"table",
       "store s kind sqlite { table t { zzzzzzzz 1; } }",
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

}  // namespace
}  // namespace abide::editing_test
