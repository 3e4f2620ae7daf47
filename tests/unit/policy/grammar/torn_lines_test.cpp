// Lines whose quotes do not pair, in texts that are laid out over several lines.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "policy/parse.hpp"

namespace abide::policy {
namespace {

/// `E0101 3:7 message | help`, a line each.
std::string said(const std::string& text) {
  const SourceFile source{"t.policy", text};
  std::string all;
  for (const Diagnostic& diagnostic : parse(source).diagnostics) {
    const Position at = source.position(diagnostic.span.begin);
    all += fmt::format("{} {}:{} {}{}{}\n", diagnostic.code, at.line, at.column, diagnostic.message,
                       diagnostic.help.empty() ? "" : " | ", diagnostic.help);
  }
  return all;
}

std::string said_in_promise(const std::string& statements) {
  return said("abide 1;\npromise X-1 {\n" + statements + "\n}\n");
}

TEST(TornLines, a_quote_on_a_line_of_its_own_that_lost_a_mark_is_told_once) {
  const std::string torn =
      "a text on this line has only one of its two quotes | write `\"` before and after it\n";
  const auto header = [](const std::string& lines) {
    return said("abide 1;\npromise A-1 detected\n" + lines + "    in \"One\" {\n    tell a;\n}\n");
  };
  EXPECT_EQ(header("    Lost quote.\"\n"), "E0102 3:5 " + torn);
  EXPECT_EQ(header("    Lost quote.\"\n    \"second part\"\n"), "E0102 3:5 " + torn);
  EXPECT_EQ(header("    \"first part\"\n    lost quote.\"\n"), "E0102 4:5 " + torn);
  EXPECT_EQ(header("    \"Lost end.\n    \"second part\"\n"),
            "E0102 3:5 a text is not closed on its line | write `\"` after it; a text cannot run "
            "over several lines\n");
  EXPECT_EQ(said_in_promise("tell a;\nattest\n    no page\"\n    by dpo every 12 months;\ntell b;"),
            "E0102 5:5 " + torn);
  EXPECT_EQ(said_in_promise("probe p with\n    text words\"\n    as \"x\" every 7 days;\ntell b;"),
            "E0102 4:15 " + torn);
}

}  // namespace
}  // namespace abide::policy
