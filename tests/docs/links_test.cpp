// Pages lead somewhere: a page or file that one names is there, and what is policy says so at its
// fence, by which the other tests find it.
#include <gtest/gtest.h>

#include <regex>

#include "policy/grammar/lexemes.hpp"
#include "tests/docs/blocks.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

/// Files of the project that the text names in backticks or as a link, and that are not there. They
/// are looked for beside the page, in docs/ and from the project's root.
std::vector<std::string> dead_links(const fs::path& page, const std::string& text) {
  static const std::regex named{
      R"((?:`|\]\()((?:docs|tests|policy|engine|reports|cli|base|include|cmake)?/?[A-Za-z0-9_./-]+\.(?:md|hpp|h|sh|py))(?:`|\)))"};
  const fs::path root{ABIDE_SOURCE_DIR};
  std::vector<std::string> dead;
  for (std::sregex_iterator at{text.begin(), text.end(), named}, end; at != end; ++at) {
    const std::string link = (*at)[1];
    const bool ours = link.ends_with(".md") || link.find('/') != std::string::npos;
    const bool there = fs::exists(page.parent_path() / link) || fs::exists(root / "docs" / link) ||
                       fs::exists(root / link);
    const bool made = text.find("> " + link + "\n") != std::string::npos;  // by a block of the page
    if (ours && !there && !made) dead.push_back(link);
  }
  return dead;
}

/// Whether a block without a kind is policy.
bool is_unnamed_policy(const test::Block& block) {
  const auto word = grammar::word_at(block.text.data(), block.text.data() + block.text.size());
  const bool declares =
      std::ranges::find(grammar::declaration_words, word) != grammar::declaration_words.end() ||
      word == "abide";
  return block.info.empty() && declares && block.text.find(';') != std::string::npos;
}

TEST(DocsLinks, EveryPageThatIsNamedIsThere) {
  for (const fs::path& path : test::pages()) {
    for (const std::string& link : dead_links(path, test::read_text(path))) {
      ADD_FAILURE() << path << " names " << link << ", which is not there";
    }
  }
}
TEST(DocsLinks, TheIndexHasEveryPage) {
  const fs::path docs = fs::path{ABIDE_SOURCE_DIR} / "docs";
  const std::string index = test::read_text(docs / "README.md");
  for (const auto& entry : fs::directory_iterator{docs}) {
    const std::string name = entry.path().filename().string();
    if (name == "README.md") continue;
    const std::string named = "`" + name + (entry.is_directory() ? "/`" : "`");
    EXPECT_NE(index.find(named), std::string::npos) << "docs/README.md has no " << named;
  }
}
TEST(DocsLinks, PolicySaysSoAtItsFence) {
  for (const fs::path& path : test::pages()) {
    for (const test::Block& block : test::blocks_of(test::read_text(path))) {
      EXPECT_FALSE(is_unnamed_policy(block)) << path << ":" << block.line;
    }
  }
}
TEST(DocsLinks, WhatLeadsNowhereIsSeen) {
  const fs::path page = fs::path{ABIDE_SOURCE_DIR} / "docs" / "tutorial.md";
  EXPECT_EQ(dead_links(page, "see `no-page.md`, [one](docs/none.md) and `operations.md`"),
            (std::vector<std::string>{"no-page.md", "docs/none.md"}));
  EXPECT_TRUE(is_unnamed_policy({"", "abide 1;\n"}));
  EXPECT_TRUE(is_unnamed_policy({"", "test \"a\" {\n    given hold for ada;\n}\n"}));
  EXPECT_FALSE(is_unnamed_policy({"policy", "abide 1;\n"}));
  EXPECT_FALSE(is_unnamed_policy({"", "category  count\n"}));
}

}  // namespace
}  // namespace abide::policy
