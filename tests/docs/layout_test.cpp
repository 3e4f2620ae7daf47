// The examples stand in the layout that `abide fmt` gives, so that a reader learns it from them.
#include <gtest/gtest.h>

#include <filesystem>

#include "policy/format.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

TEST(Docs, examples_are_in_the_layout) {
  int looked = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples"}) {
    const auto kind = entry.path().extension();
    if (kind != ".policy" && kind != ".deploy") {
      continue;
    }
    ++looked;
    const std::string text = test::read_text(entry.path());
    const Formatted made = format(SourceFile{entry.path().string(), text});
    ASSERT_TRUE(std::holds_alternative<std::string>(made)) << entry.path();
    EXPECT_TRUE(std::get<std::string>(made) == text)
        << "abide fmt --check " << entry.path().string();
  }
  EXPECT_GE(looked, 6);
}

}  // namespace
}  // namespace abide::policy
