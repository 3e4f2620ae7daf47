// Lines and columns as an editor shows them.
#include "policy/source.hpp"

#include <gtest/gtest.h>

namespace abide::policy {
namespace {

TEST(Source, counts_lines_from_one_and_columns_in_characters) {
  const SourceFile file{"p", "a\r\nnaïve 田 x\n"};
  EXPECT_EQ(file.position(0), (Position{1, 1}));
  const auto x = static_cast<std::uint32_t>(file.text().find('x'));
  EXPECT_EQ(file.position(x), (Position{2, 9}));
  EXPECT_EQ(file.line(1), "a");
  EXPECT_EQ(file.line(2), "naïve 田 x");
  EXPECT_EQ(file.line(3), "");
  EXPECT_EQ(file.line(9), "");
  EXPECT_EQ(file.position(9999), (Position{3, 1}));
}
TEST(Source, an_empty_text_has_one_line) {
  const SourceFile file{"p", ""};
  EXPECT_EQ(file.line_count(), 1U);
  EXPECT_EQ(file.position(0), (Position{1, 1}));
}

}  // namespace
}  // namespace abide::policy
