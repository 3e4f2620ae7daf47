// Lines whose quotes do not pair, in texts that are laid out over several lines.
#include <gtest/gtest.h>

#include "tests/unit/policy/grammar/told.hpp"

namespace abide::policy {
namespace {

TEST(TornLines, a_quote_on_a_line_of_its_own_that_lost_a_mark_is_told_once) {
  const std::string torn =
      "a text on this line has only one of its two quotes | write `\"` before and after it\n";
  const auto header = [](const std::string& lines) {
    return told("abide 1;\npromise A-1 detected\n" + lines + "    in \"One\" {\n    tell a;\n}\n");
  };
  EXPECT_EQ(header("    Lost quote.\"\n"), "E0102 3:5 " + torn);
  EXPECT_EQ(header("    Lost quote.\"\n    \"second part\"\n"), "E0102 3:5 " + torn);
  EXPECT_EQ(header("    \"first part\"\n    lost quote.\"\n"), "E0102 4:5 " + torn);
  EXPECT_EQ(header("    \"Lost end.\n    \"second part\"\n"),
            "E0102 3:5 a text is not closed on its line | write `\"` after it; a text cannot run "
            "over several lines\n");
  EXPECT_EQ(told_in_promise("tell a;\nattest\n    no page\"\n    by dpo every 12 months;\ntell b;"),
            "E0102 5:5 " + torn);
  EXPECT_EQ(told_in_promise("probe p with\n    text words\"\n    as \"x\" every 7 days;\ntell b;"),
            "E0102 4:15 " + torn);
}

TEST(TornLines, a_header_of_several_lines_is_told_once_where_it_is_wrong) {
  EXPECT_EQ(told("abide 1;\npromise A-1 detected\n    No quotes at all.\n    in \"One\"\n{\n"
                 "    tell a;\n}\n"),
            "E0101 3:5 expected a text in quotes, `in` or `{`, found `No`\n");
  EXPECT_EQ(told("abide 1;\npromise A-1\n    \"q\"\n    ni \"One\"\n{\n    tell a;\n}\n"),
            "E0101 4:5 expected a text in quotes, `in` or `{`, found `ni`\n");
}
TEST(TornLines, a_header_without_its_brace_takes_none_of_what_follows) {
  EXPECT_EQ(told("abide 1;\npromise A-1\n    \"q\"\n    in \"One\"\n    tell a;\n}\n"
                 "promise A-2\n    \"q\"\n{\n    fro a;\n}\n"),
            "E0101 4:13 expected `{` after the text\nE0104 10:5 unknown statement `fro`\n");
}

}  // namespace
}  // namespace abide::policy
