// The pages are right about the parser: what follows `Avoid:` gets the page's code and no other,
// what follows `Prefer:` none, and every other policy block reads.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "policy/parse.hpp"
#include "tests/docs/blocks.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

std::set<std::string> codes_of(const std::string& text) {
  std::set<std::string> codes;
  for (const Diagnostic& diagnostic : parse(SourceFile{"page", text}).diagnostics) {
    codes.insert(diagnostic.code);
  }
  return codes;
}

/// Whether the words stand right before the block's fence.
bool follows(const std::string& page, const test::Block& block, const std::string& words) {
  const std::string before = page.substr(0, block.at);
  return before.ends_with(words + "```" + block.info + "\n");
}

TEST(Docs, blocks_of_policy_read_as_the_pages_say) {
  int read = 0;
  for (const fs::path& path : test::pages()) {
    const std::string code = path.stem().string();
    const std::string page = test::read_text(path);
    for (const test::Block& block : test::blocks_of(page)) {
      if (!block.is("policy") && !block.is("deploy")) continue;
      ++read;
      const bool spoilt = code.starts_with("E01") && follows(page, block, "Avoid:\n");
      EXPECT_EQ(codes_of(spoilt ? block.text : block.before_it() + block.text),
                spoilt ? std::set{code} : std::set<std::string>{})
          << path.filename().string() << ":" << block.line << "\n"
          << block.text;
    }
  }
  EXPECT_GE(read, 100);
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
