// What the layout owes beyond what the golden files show: files of other systems, faults, the look
// at its own result, the meaning of the examples, and the diff.
#include "policy/format.hpp"

#include <gtest/gtest.h>

#include "policy/compile.hpp"
#include "policy/format/sameness.hpp"
#include "policy/format/unified.hpp"
#include "policy/model.hpp"
#include "policy/parse.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

std::string laid_out(const std::string& text) {
  const Formatted made = format(SourceFile{"x.policy", text});
  const auto* const misprinted = std::get_if<Misprinted>(&made);
  EXPECT_EQ(misprinted, nullptr) << misprinted->what;
  const auto* const out = std::get_if<std::string>(&made);
  return out == nullptr ? "(unreadable)" : *out;
}

TEST(Format, TakesAwayWhatOtherSystemsAdd) {
  EXPECT_EQ(laid_out("\xEF\xBB\xBF"
                     "abide 1;\r\n\r\n\r\n// a\r\nstaff dpo {\r\n}\r\n\r\n"),
            "abide 1;\n\n// a\nstaff dpo {}\n");
  EXPECT_EQ(laid_out("abide 1;\nstaff dpo {}// the end  "), "abide 1;\nstaff dpo {} // the end\n");
}

TEST(Format, LeavesFaultsToTheParser) {
  const Formatted made = format(SourceFile{"x.policy", "abide 1;\nstaff dpo {"});
  ASSERT_TRUE(std::holds_alternative<Unreadable>(made));
  EXPECT_FALSE(std::get<Unreadable>(made).diagnostics.empty());
  EXPECT_TRUE(std::holds_alternative<Unreadable>(format(SourceFile{"x.policy", ""})));
}

/// A value that is also a key, on a line of its own before another value, would begin an attribute.
TEST(Format, NeverLetsAValueBeginALine) {
  const std::string many =
      "abide 1;\nstore a_store_of_many_words kind sqlite {\n    table a_table_of_many_words {\n"
      "        pattern one two three four five six seven eight nine ten eleven twelve thirteen "
      "clock fifteen;\n    }\n}\n";
  EXPECT_EQ(laid_out(many), many);
}

TEST(Format, CountsCharactersNotBytes) {
  const std::string fits =
      "abide 1;\ncategory a \"äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü\" is "
      "identifier alias \"b\";\n";
  EXPECT_EQ(laid_out(fits), fits);
}

TEST(Format, LooksAtItsOwnResult) {
  const std::string text = "abide 1;\n// why\nstaff dpo \"A  B\" {} // then\nstaff other {}\n";
  const ast::File tree = parse(SourceFile{"x.policy", text}).file;
  EXPECT_EQ(layout::difference(text, tree, laid_out(text)), "");
  for (const char* other : {"abide 1;\nstaff dpo \"A  B\" {} // then\nstaff other {}\n",
                            "abide 1;\n// why\nstaff dpo \"A B\" {} // then\nstaff other {}\n",
                            "abide 1;\n// why\nstaff other {} // then\nstaff dpo \"A  B\" {}\n",
                            "abide 1;\n// then\nstaff dpo \"A  B\" {} // why\nstaff other {}\n",
                            "abide 1;\n// why\nstaff dpo \"A  B\" {} // then\n",
                            "abide 1;\n// why\nstaff dpo \"A  B\" { // then\n} staff other {}\n"}) {
    EXPECT_NE(layout::difference(text, tree, other), "") << other;
  }
  const ast::File another = parse(SourceFile{"y.policy", "abide 1;\nstaff dpo {}\n"}).file;
  EXPECT_EQ(layout::difference(text, another, text), "its syntax tree is another");
  EXPECT_FALSE(layout::same_tree(tree, another));
}

Digest meaning_of(const std::string& folder, const std::string& name, bool formatted) {
  const auto reader = [&](const std::string& path) -> Result<std::string> {
    std::string text = test::read_text(folder + "/" + path);
    return path.ends_with(".policy") && formatted ? laid_out(text) : text;
  };
  const auto compiled = compile(name, reader, {.today = parse_date("2026-05-08")});
  EXPECT_TRUE(compiled && compiled->model) << name;
  return meaning_digest(*compiled->model);
}

TEST(Format, KeepsTheMeaningOfTheExamples) {
  for (const char* name : {"interview-studio", "career-mentor"}) {
    const std::string folder = std::string{ABIDE_SOURCE_DIR} + "/docs/examples/" + name;
    const std::string file = std::string{name} + ".policy";
    EXPECT_EQ(meaning_of(folder, file, true), meaning_of(folder, file, false)) << name;
  }
}

// ── the diff ──────────────────────────────────────────────────────────────────────────────────

TEST(UnifiedDiff, SaysNothingOfEqualTexts) {
  EXPECT_EQ(layout::unified_diff("a\nb\n", "a\nb\n", "x"), "");
}
TEST(UnifiedDiff, JoinsLinesByWhatIsWrittenBeforeThem) {
  EXPECT_EQ(
      layout::unified_diff("a\nb\nc\nd { e; f; }\ng\n\n\nh\ni\nj\nk",
                           "a\nb\nc\nd {\n    e;\n    f;\n}\ng\n\nh\ni\nj\nk\n", "x"),
      "--- x\n+++ x\n@@ -1,11 +1,13 @@\n a\n b\n c\n-d { e; f; }\n+d {\n+    e;\n+    f;\n+}\n"
      " g\n \n-\n h\n i\n j\n-k\n\\ No newline at end of file\n+k\n");
}
TEST(UnifiedDiff, KeepsFarChangesApart) {
  EXPECT_EQ(
      layout::unified_diff("\na\nb\nc\nd\ne\nf\ng\nh  \n", "a\nb\nc\nd\ne\nf\ng\nh\n", "x"),
      "--- x\n+++ x\n@@ -1,4 +1,3 @@\n-\n a\n b\n c\n@@ -6,4 +5,4 @@\n e\n f\n g\n-h  \n+h\n");
}
TEST(UnifiedDiff, AddsLinesToNothing) {
  EXPECT_EQ(layout::unified_diff("a b\n", "a\n\nb\n", "x"),
            "--- x\n+++ x\n@@ -1,1 +1,3 @@\n-a b\n+a\n+\n+b\n");
}

}  // namespace
}  // namespace abide::policy
