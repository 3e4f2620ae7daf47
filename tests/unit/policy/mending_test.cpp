// Safe fixes applied round after round, and none that makes anything worse.
#include "policy/mending.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/compile.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

/// Looks at texts that lie nowhere but here.
Looker looker_over(const Texts& lie) {
  return [lie](const Texts& changed) -> Result<Look> {
    const Reader reader = [&](const std::string& path) -> Result<std::string> {
      for (const Texts* texts : {&changed, &lie}) {
        if (const auto found = texts->find(path); found != texts->end()) return found->second;
      }
      return Error{ErrorCode::not_found, "no such file", ""};
    };
    ABIDE_TRY(CompileResult compiled, compile("shop.policy", reader));
    return Look{std::move(compiled.sources), std::move(compiled.diagnostics)};
  };
}
std::string shop(const std::string& more = "", const std::string& statements = "") {
  return test::Shop{.more = more, .statements = statements}.text();
}
std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Mending, goes_on_from_fault_to_fault) {
  std::string text = with(shop(), "abide 1;\n", "");
  text = with(text, "erase contact, text within 30 days of closed;",
              "erase contact, text within 30 days of closed\n");
  text = with(text, "field items: orders", "field items: ordres");
  const auto mending = mend(looker_over({{"shop.policy", text}}));
  ASSERT_TRUE(mending.ok());
  EXPECT_EQ(mending->mended.size(), 3U);
  EXPECT_TRUE(mending->left.diagnostics.empty());
  EXPECT_EQ(mending->texts.at("shop.policy"),
            with(shop(), "within 30 days of closed;", "within 30 days of closed;\n"));
  EXPECT_EQ(mending->mended.front().before, "policy shop \"Web shop\" { regime uk_gdpr; }");
}
TEST(Mending, changes_each_file_that_it_is_about_and_no_other) {
  const Texts lie{{"shop.policy", with(shop(), "abide 1;\n",
                                       "abide 1;\nuse \"more.policy\";\nuse \"people.policy\";\n")},
                  {"more.policy", "abide 1;\npromise INT-002 { never sell orderss; }\n"},
                  {"people.policy", "abide 1;\npromise INT-003 { never sell text; }\n"}};
  const auto mending = mend(looker_over(lie));
  ASSERT_TRUE(mending.ok());
  ASSERT_EQ(mending->texts.size(), 1U);
  EXPECT_EQ(mending->texts.at("more.policy"), "abide 1;\npromise INT-002 { never sell orders; }\n");
}
/// Another policy may import the same file.
TEST(Mending, takes_nothing_out_of_an_import_that_another_policy_may_need) {
  const std::string entry = with(shop(), "abide 1;\n", "abide 1;\nuse \"more.policy\";\n");
  const std::map<std::string, std::string> needless{
      {"W0713", "waive W0405 on db.orders because \"x\" by dpo until 2099-01-01;\n"},
      {"W0504", "promise INT-002 { erase contact within 40 days of closed; tell customer; }\n"}};
  for (const auto& [code, text] : needless) {
    const std::string needed =
        "staff dpo \"Data protection lead\" {}\npromise INT-009 { attest \"x\" by dpo every 1 "
        "year; }\n";
    const auto mending =
        mend(looker_over({{"shop.policy", entry}, {"more.policy", "abide 1;\n" + needed + text}}));
    ASSERT_TRUE(mending.ok());
    EXPECT_TRUE(mending->texts.empty()) << code;
    EXPECT_NE(std::ranges::find(mending->left.diagnostics, code, &Diagnostic::code),
              mending->left.diagnostics.end())
        << code;
    const auto own = mend(looker_over({{"shop.policy", shop(needed + text)}}));
    ASSERT_TRUE(own.ok());
    EXPECT_EQ(own->mended.size(), 1U) << code << ": the twin, in the entry";
  }
}
TEST(Mending, takes_out_of_an_import_what_the_same_file_declares_twice) {
  const std::string entry = with(shop("category notes;\n"), "abide 1;\n",
                                 "abide 1;\nuse \"more.policy\";\nuse \"other.policy\";\n");
  const std::string more = "abide 1;\ncategory drafts;\ncategory drafts;\n";
  const std::string other = "abide 1;\ncategory notes;\n";
  const auto mending =
      mend(looker_over({{"shop.policy", entry}, {"more.policy", more}, {"other.policy", other}}));
  ASSERT_TRUE(mending.ok());
  ASSERT_EQ(mending->texts.size(), 1U) << "of the other, a policy may need the only one";
  EXPECT_EQ(mending->texts.at("more.policy"), "abide 1;\ncategory drafts;\n");
}
TEST(Mending, of_a_sound_text_is_nothing) {
  const auto mending = mend(looker_over({{"shop.policy", shop()}}));
  ASSERT_TRUE(mending.ok());
  EXPECT_TRUE(mending->texts.empty() && mending->mended.empty());
}
TEST(Mending, keeps_nothing_that_makes_things_worse) {
  const Texts lie{
      {"shop.policy", shop("category drafts;", "never sell orderss;\nnever sell textt;")}};
  // Calls every suggestion something that nothing declares.
  const Fixer harmful = [](const Diagnostic& diagnostic, const Sources&) {
    return std::vector<Fix>{{"spoil it", {{diagnostic.span, "spoilt"}}, true}};
  };
  const auto spoilt = mend(looker_over(lie), harmful);
  ASSERT_TRUE(spoilt.ok());
  EXPECT_TRUE(spoilt->texts.empty());
  // One of two is harmful: the other is kept.
  const Fixer half = [](const Diagnostic& diagnostic, const Sources& sources) {
    std::vector<Fix> fixes = fixes_for(diagnostic, sources);
    if (diagnostic.message.find("textt") != std::string::npos)
      fixes = {{"spoil it", {{diagnostic.span, "spoilt"}}, true}};
    return fixes;
  };
  const auto kept = mend(looker_over(lie), half);
  ASSERT_TRUE(kept.ok());
  ASSERT_EQ(kept->mended.size(), 1U);
  EXPECT_NE(kept->texts.at("shop.policy").find("never sell orders;\nnever sell textt;"),
            std::string::npos);
}
TEST(Mending, leaves_what_somebody_has_to_choose) {
  const Texts lie{{"shop.policy", shop("", "delete text within 40 days of closed;")}};
  const auto mending = mend(looker_over(lie));
  ASSERT_TRUE(mending.ok());
  EXPECT_TRUE(mending->texts.empty());
}

Diagnostic said(const char* code, const char* message = "x") {
  return {.code = code,
          .severity = code[0] == 'E' ? Severity::error : Severity::warning,
          .message = message};
}
TEST(Better, is_less_of_the_same_or_a_step_further) {
  EXPECT_TRUE(is_better({}, {said("W0713")}));
  EXPECT_TRUE(is_better({said("E0201")}, {said("E0201"), said("E0201")}));
  EXPECT_TRUE(is_better({said("E0201"), said("W0215")}, {said("E0101")}));
  EXPECT_TRUE(is_better({said("W0215"), said("W0411")}, {said("E0201")})) << "hidden until then";
  EXPECT_FALSE(is_better({said("E0201", "a")}, {said("E0201", "b")}));
  EXPECT_FALSE(is_better({said("E0101", "a")}, {said("E0101", "b"), said("E0101", "c")}));
  EXPECT_FALSE(is_better({said("W0906")}, {said("W0504")}));
  EXPECT_FALSE(is_better({said("W0504")}, {said("W0504")}));
}

}  // namespace
}  // namespace abide::policy
