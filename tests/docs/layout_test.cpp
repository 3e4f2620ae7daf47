// What a reader learns the layout from stands in it: the examples, Abide's own policy, and the
// blocks of the pages. ABIDE_UPDATE_GOLDEN=1 lays them out.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>

#include "policy/format.hpp"
#include "tests/docs/blocks.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

/// Nothing where the text has a fault.
std::optional<std::string> laid_out(const std::string& name, const std::string& text) {
  Formatted made = format(SourceFile{name, text});
  auto* const out = std::get_if<std::string>(&made);
  return out == nullptr ? std::nullopt : std::optional{std::move(*out)};
}

/// The block, laid out as what it is: a file, or a part of one.
std::string laid_out(const test::Block& block) {
  const std::string before = block.before_it();
  const auto laid = laid_out("page", before + block.text);
  return laid ? laid->substr(before.size()) : block.text;
}

/// The page with its blocks laid out; those with a fault stay as they are.
std::string with_blocks_laid_out(const std::string& page) {
  std::string out;
  std::size_t done = 0;
  for (const test::Block& block : test::blocks_of(page)) {
    if (!block.is("policy") && !block.is("deploy")) continue;
    out += page.substr(done, block.at - done) + laid_out(block);
    done = block.at + block.text.size();
  }
  return out + page.substr(done);
}

void expect_laid_out(const fs::path& path, const std::string& text, const std::string& laid) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  const char* const update = std::getenv("ABIDE_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view{update} == "1" && laid != text) {
    std::ofstream{path, std::ios::binary} << laid;
  }
  EXPECT_TRUE(laid == text) << path.string() << " is not in the layout of `abide fmt`";
}

TEST(DocsLayout, OfTheExamplesAndOfAbidesOwnPolicy) {
  std::vector<fs::path> files{fs::path{ABIDE_SOURCE_DIR} / "engine" / "own" / "own.policy"};
  for (const auto& entry :
       fs::recursive_directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples"}) {
    const auto kind = entry.path().extension();
    if (kind == ".policy" || kind == ".deploy") files.push_back(entry.path());
  }
  for (const fs::path& path : files) {
    const std::string text = test::read_text(path);
    const auto laid = laid_out(path.string(), text);
    ASSERT_TRUE(laid.has_value()) << path;
    expect_laid_out(path, text, *laid);
  }
  EXPECT_GE(files.size(), 7U);
}
TEST(DocsLayout, OfTheBlocksOfThePages) {
  for (const fs::path& path : test::pages()) {
    const std::string page = test::read_text(path);
    expect_laid_out(path, page, with_blocks_laid_out(page));
  }
}
TEST(DocsLayout, ABlockThatIsNotInItIsSeen) {
  const std::string page = "Say:\n```policy\nabide 1;\nstaff dpo {\n}\n```\nand so on.\n";
  EXPECT_EQ(with_blocks_laid_out(page),
            "Say:\n```policy\nabide 1;\nstaff dpo {}\n```\nand so on.\n");
  EXPECT_EQ(with_blocks_laid_out("```policy >> a.policy\n\nstaff dpo {\n}\n```\n"),
            "```policy >> a.policy\n\nstaff dpo {}\n```\n");
}

}  // namespace
}  // namespace abide::policy
