// What a person sees when a policy is wrong.
#include "policy/diagnostics.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/nearness.hpp"

namespace abide::policy {
namespace {

TEST(Diagnostics, shows_both_places_with_carets_under_characters) {
  const SourceFile file{"shop.policy", "category é;\nfield x: anwsers;\n"};
  const auto at = static_cast<std::uint32_t>(file.text().find("anwsers"));
  const Diagnostic wrong{.code = "E0201",
                         .severity = Severity::error,
                         .span = {at, at + 7},
                         .message = "category `anwsers` is not declared",
                         .labels = {{{9, 11}, "declared here"}},
                         .notes = {"why"},
                         .help = "did you mean `answers`?"};
  EXPECT_EQ(render(wrong, file),
            "error[E0201]: category `anwsers` is not declared\n"
            "   ┌─ shop.policy:2:10\n   2│ field x: anwsers;\n    │          ^^^^^^^\n"
            "   ┌─ shop.policy:1:10\n   1│ category é;\n    │          - declared here\n"
            "   = why\n   help: did you mean `answers`?\n");
}
TEST(Diagnostics, survives_places_at_the_end_and_across_lines) {
  const SourceFile file{"p", "ab\ncd"};
  EXPECT_NE(render({.code = "E0101", .span = {5, 5}, .message = "m"}, file).find("p:2:3"),
            std::string::npos);
  EXPECT_NE(render({.code = "E0101", .span = {1, 5}, .message = "m"}, file).find("│  ^\n"),
            std::string::npos);
}
TEST(Diagnostics, shows_a_long_line_around_the_place_only) {
  const std::string text = std::string(5000, 'a') + "é bad é" + std::string(5000, 'b');
  const SourceFile file{"p", text};
  const std::string shown = render({.code = "E0101", .span = {5003, 5006}, .message = "m"}, file);
  EXPECT_LT(shown.size(), 600U);
  EXPECT_NE(shown.find("p:1:5003"), std::string::npos) << shown;
  EXPECT_NE(shown.find("a" + std::string{"é bad é"} + "b"), std::string::npos) << shown;
  const std::size_t line = shown.find("…");
  const std::size_t carets = shown.find("^^^");
  const std::size_t break_after = shown.find('\n', line);
  const std::string above = shown.substr(line, shown.find("bad") - line);
  const std::string below = shown.substr(break_after + 9, carets - break_after - 9);
  EXPECT_EQ(below, std::string(SourceFile("", above).position(9999).column - 1, ' ')) << shown;
}
TEST(Diagnostics, never_prints_what_a_terminal_would_obey) {
  const SourceFile file{"p",
                        "a\x1b[2J\xFF\xBF"
                        "b\xE2\x80\xAE"
                        "c\x7F\n"};
  const std::string shown = render({.code = "E0101", .span = {0, 1}, .message = "m"}, file);
  EXPECT_NE(shown.find("a [2J?b c \n"), std::string::npos) << shown;
}
TEST(Diagnostics, the_nearest_word_is_within_two_edits_or_nothing) {
  const std::vector<std::string> words{"answers", "account", "ip"};
  EXPECT_EQ(nearest("anwsers", words), "answers");
  EXPECT_EQ(nearest("acount", words), "account");
  EXPECT_EQ(nearest("payments", words), "");
  EXPECT_EQ(nearest("xy", words), "");
}

TEST(Nearness, beyond_its_limit_is_one_more_than_that) {
  EXPECT_EQ(edits_between("answers", "anwsers"), 1U);
  EXPECT_EQ(edits_between("", "abc"), 3U);
  EXPECT_EQ(edits_between("kitten", "sitting"), 3U);
  const std::vector<std::string> words{"",     "a",     "ab",     "ba",      "orders", "ordres",
                                       "ored", "order", "border", "receipt", "abcabc", "cbacba"};
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      for (std::size_t most = 0; most < 8; ++most)
        EXPECT_EQ(edits_between(a, b, most), std::min(edits_between(a, b), most + 1)) << a << b;
    }
  }
}
TEST(Nearness, names_every_word_that_is_as_near) {
  EXPECT_EQ(did_you_mean("ek_gdpr", {"eu_gdpr", "uk_gdpr"}),
            "did you mean `eu_gdpr` or `uk_gdpr`?");
  EXPECT_EQ(did_you_mean("yeers", {"year", "years"}), "did you mean `years`?");
  EXPECT_EQ(did_you_mean("anything", {"year", "years"}), "");
}

}  // namespace
}  // namespace abide::policy
