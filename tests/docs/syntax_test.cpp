// The pages are right about the parser: what follows `Avoid:` gets the page's code and no other,
// what follows `Prefer:` none, and every other policy block reads.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "policy/parse.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

struct Block {
  std::string text;
  bool avoid = false;
};

std::vector<Block> blocks_of(const std::string& page) {
  const std::string fence = "```policy\n";
  std::vector<Block> blocks;
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const std::size_t begin = at + fence.size();
    const std::string before = page.substr(0, at);
    blocks.push_back(
        {page.substr(begin, page.find("\n```", begin) + 1 - begin), before.ends_with("Avoid:\n")});
  }
  return blocks;
}

std::set<std::string> codes_of(const std::string& text) {
  std::set<std::string> codes;
  for (const Diagnostic& diagnostic : parse(SourceFile{"page", text}).diagnostics) {
    codes.insert(diagnostic.code);
  }
  return codes;
}

TEST(Docs, blocks_of_policy_read_as_the_pages_say) {
  int read = 0;
  for (const auto& entry : fs::recursive_directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "docs"}) {
    if (entry.path().extension() != ".md") {
      continue;
    }
    const std::string code = entry.path().stem().string();
    for (const Block& block : blocks_of(test::read_text(entry.path()))) {
      ++read;
      const bool spoilt = block.avoid && code.starts_with("E01");
      EXPECT_EQ(codes_of(block.text), spoilt ? std::set{code} : std::set<std::string>{})
          << entry.path().filename().string() << "\n"
          << block.text;
    }
  }
  EXPECT_GE(read, 14);
}

TEST(Docs, each_code_of_the_parser_has_a_page) {
  for (int number = 1; number <= 9; ++number) {
    const std::string code = fmt::format("E010{}", number);
    const std::string page =
        test::read_text(fs::path{ABIDE_SOURCE_DIR} / "docs" / "diagnostics" / (code + ".md"));
    for (const std::string& part :
         {"# " + code, std::string{"Avoid:"}, std::string{"Prefer:"}, std::string{"Why:"}}) {
      EXPECT_NE(page.find(part), std::string::npos) << code << " lacks " << part;
    }
  }
}

}  // namespace
}  // namespace abide::policy
