// The reference is whole and true: its blocks are one sound policy and its deployment; whatever
// word the sources of grammar and vocabulary know is in it, and whatever word it lists is in them.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "policy/compile.hpp"
#include "tests/docs/blocks.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;
using WordSet = std::set<std::string>;

const fs::path root{ABIDE_SOURCE_DIR};

std::string page() { return test::read_text(root / "docs" / "language-reference.md"); }

/// Every match of a group of the pattern.
std::vector<std::string> all_of(const std::string& text, const std::string& pattern,
                                int group = 1) {
  const std::regex expression{pattern};
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), expression}, end; at != end; ++at) {
    found.push_back((*at)[static_cast<std::size_t>(group)]);
  }
  return found;
}
void add_words(WordSet& words, const std::string& text) {
  for (const std::string& word : all_of(text, "([A-Za-z0-9_]+)")) words.insert(word);
}

// ── what the sources know ─────────────────────────────────────────────────────────────────────

std::string sources_in(const std::string& folder) {
  std::string text;
  for (const auto& entry : fs::directory_iterator{root / folder}) {
    if (entry.path().extension() == ".cpp") text += test::read_text(entry.path());
  }
  return text;
}

WordSet words_of_the_grammar() {
  const std::string text = sources_in("policy/grammar");
  WordSet words;
  for (const char* const pattern :
       {R"(kw\s*<\s*"(\w+)\")", R"(Lead\{"(\w+)\"\})", R"(opens\("(\w+)\")", R"("`(\w+)`")",
        R"(TwoWords\{"(\w+)\")", R"(TwoWords\{"\w+", "(\w+)\")"}) {
    for (std::string& word : all_of(text, pattern)) words.insert(std::move(word));
  }
  for (const std::string& list : all_of(text, R"(joining_words\{([^}]*)\})"))
    add_words(words, list);
  return words;
}

/// `sweep every`, `limit rows`, as the tables of attributes have them.
WordSet keys() {
  const std::string text =
      sources_in("policy/resolve") + test::read_text(root / "policy" / "deployment_resolver.cpp");
  const auto found = all_of(text, R"re(Key\{\s*"([a-z0-9_ ]+)")re");
  return {found.begin(), found.end()};
}

/// The words that a value, a verb or a probe may be.
WordSet values() {
  WordSet words;
  const std::string resolver = sources_in("policy/resolve");
  for (const std::string& key : all_of(resolver, R"(Key\{([^{}]*)\})")) {
    for (const std::string& list : all_of(key, R"re(,\s*("[^;]*")\s*$)re")) add_words(words, list);
  }
  const std::string lists = test::read_text(root / "policy" / "resolve" / "vocabulary.hpp") +
                            test::read_text(root / "policy" / "deployment_resolver.cpp");
  for (const std::string& list : all_of(lists, R"re((?:_words|_verbs) =\s*((?:"[^"]*"\s*)+);)re")) {
    add_words(words, list);
  }
  const std::string probes = test::read_text(root / "policy" / "resolve" / "probes.cpp");
  const std::size_t begin = probes.find("make_rows() {");
  const std::string rows = probes.substr(begin, probes.find("/// Lists such as") - begin);
  for (std::string& word : all_of(rows, R"re(\{\{?"(\w+)")re")) words.insert(std::move(word));
  return words;
}

// ── what the page has ─────────────────────────────────────────────────────────────────────────

/// The blocks of policy and deployment, without what they quote and remark.
std::string code_of(const std::string& page) {
  std::string code;
  for (const test::Block& block : test::blocks_of(page)) {
    if (block.is("policy") || block.is("deploy")) code += block.text;
  }
  return std::regex_replace(code, std::regex{R"re(//[^\n]*|"[^"\n]*")re"}, "");
}
/// What stands in backticks in the running text.
std::string named_in(const std::string& page) {
  std::string text;
  std::size_t done = 0;
  for (const test::Block& block : test::blocks_of(page)) {
    text += page.substr(done, block.at - done);
    done = block.at + block.text.size();
  }
  std::string named;
  for (const std::string& span : all_of(text + page.substr(done), "`([^`\n]+)`"))
    named += span + "\n";
  return named;
}
/// The words of the language that tables list in their first column.
WordSet listed_in(const std::string& page) {
  WordSet words;
  for (const std::string& row : all_of(page, R"(\n\| ([^|\n]*)\|)")) {
    for (const std::string& span : all_of(row, "`([^`]+)`")) {
      for (const std::string& word : all_of(span, "([A-Za-z0-9_]+)")) {
        if (std::islower(static_cast<unsigned char>(word[0])) != 0) words.insert(word);
      }
    }
  }
  return words;
}

WordSet words_without(const WordSet& words, const WordSet& others) {
  WordSet left;
  for (const std::string& word : words) {
    if (!others.contains(word)) left.insert(word);
  }
  return left;
}
/// Words of grammar and vocabulary that the page does not name, attributes that no block shows.
WordSet missing_in(const std::string& page) {
  const std::string code = code_of(page);
  WordSet there;
  add_words(there, code);
  add_words(there, named_in(page));
  WordSet missing = words_without(words_of_the_grammar(), there);
  missing.merge(words_without(values(), there));
  for (const std::string& key : keys()) {
    const std::string blanks = std::regex_replace(key, std::regex{" "}, "\\s+");
    if (!std::regex_search(code, std::regex{"\\b" + blanks + "\\b"})) missing.insert(key);
  }
  return missing;
}
WordSet unknown_in(const std::string& page) {
  WordSet known = words_of_the_grammar();
  known.merge(values());
  for (const std::string& key : keys()) add_words(known, key);
  return words_without(listed_in(page), known);
}

// ── it is one policy ──────────────────────────────────────────────────────────────────────────

std::map<std::string, std::string> files_of(const std::string& page) {
  std::map<std::string, std::string> files;
  for (const test::Block& block : test::blocks_of(page)) {
    const std::size_t name = block.info.rfind("> ");
    if (name != std::string::npos) files[block.info.substr(name + 2)] += block.text;
  }
  return files;
}
std::string shown(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  std::string text;
  for (const Diagnostic& one : diagnostics) text += render(one, sources.files);
  return text;
}

TEST(Reference, BlocksAreOneSoundPolicyAndItsDeployment) {
  const auto files = files_of(page());
  const Reader reader = [&files](const std::string& path) -> Result<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return Error{ErrorCode::not_found, "no block is `" + path + "`", ""};
    return found->second;
  };
  const auto policy = compile("library.policy", reader, {.today = parse_date("2026-07-01")});
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(shown(policy->diagnostics, policy->sources), "");
  ASSERT_TRUE(policy->model.has_value());
  const auto deployment = compile_deployment("library.deploy", reader, *policy->model);
  ASSERT_TRUE(deployment.ok());
  EXPECT_EQ(shown(deployment->diagnostics, deployment->sources), "");
}

TEST(Reference, NamesEveryWordOfTheLanguage) {
  EXPECT_GT(words_of_the_grammar().size(), 140U);
  EXPECT_GT(keys().size(), 55U);
  EXPECT_GT(values().size(), 100U);
  EXPECT_EQ(missing_in(page()), WordSet{});
}
TEST(Reference, ListsNoWordThatTheLanguageHasNot) {
  EXPECT_GT(listed_in(page()).size(), 100U);
  EXPECT_EQ(unknown_in(page()), WordSet{});
}

std::string less(const std::string& text, const std::string& word) {
  return std::regex_replace(text, std::regex{"\\b" + word + "\\b"}, "x");
}
TEST(Reference, AWordTooFewOrTooManyIsSeen) {
  EXPECT_EQ(missing_in(less(page(), "jointly")), WordSet{"jointly"});
  EXPECT_EQ(missing_in(less(page(), "never_from")), WordSet{"never_from"});
  EXPECT_EQ(missing_in(less(page(), "rotates")), WordSet{"rotates"});
  EXPECT_EQ(missing_in(less(page(), "vital_interests")), WordSet{"vital_interests"});
  EXPECT_EQ(unknown_in(page() + "\n| `retian` X | the same |\n"), WordSet{"retian"});
}

}  // namespace
}  // namespace abide::policy
