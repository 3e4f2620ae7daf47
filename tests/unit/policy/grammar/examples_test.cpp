// The language's own examples and the two policies written with it read without a fault.
#include <gtest/gtest.h>

#include "policy/parse.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

fs::path language() { return test::corpora().parent_path() / "language"; }

void expect_sound(const std::string& name, const std::string& text, std::size_t declarations) {
  const SourceFile source{name, text};
  const ParseResult result = parse(source);
  for (const Diagnostic& diagnostic : result.diagnostics) {
    ADD_FAILURE() << render(diagnostic, source);
  }
  EXPECT_GE(result.file.declarations.size(), declarations) << name;
}

TEST(Examples, of_the_project_are_sound) {
  int read = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples"}) {
    const std::string kind = entry.path().extension().string();
    if (kind == ".policy" || kind == ".deploy") {
      expect_sound(entry.path().filename().string(), test::read_text(entry.path()), 1);
      ++read;
    }
  }
  EXPECT_GE(read, 1);
}

TEST(Examples, two_policies_are_sound) {
  if (!fs::exists(language())) {
    GTEST_SKIP() << "no policies beside the corpora: set ABIDE_CORPORA";
  }
  expect_sound("career-mentor.policy", test::read_text(language() / "career-mentor.policy"), 190);
  expect_sound("interview-studio.policy", test::read_text(language() / "interview-studio.policy"),
               180);
}

TEST(Examples, each_block_of_the_description_is_sound) {
  const std::string page = test::read_text(language() / "LANGUAGE.md");
  if (page.empty()) {
    GTEST_SKIP() << "no LANGUAGE.md beside the corpora: set ABIDE_CORPORA";
  }
  int read = 0;
  for (std::size_t at = page.find("```\nabide 1;"); at != std::string::npos;
       at = page.find("```\nabide 1;", at + 1)) {
    const std::size_t begin = at + 4;
    expect_sound("LANGUAGE.md", page.substr(begin, page.find("\n```", begin) - begin), 1);
    ++read;
  }
  EXPECT_GE(read, 2);
}

/// The forms that the description shows in running text.
TEST(Examples, each_row_of_the_description_is_sound) {
  const std::string statements[] = {
      "may keep x until e or f;",
      "may keep x until e; erase x within 30 days of e;",
      "must keep x for 6 years after e because law uk.ct;",
      "must keep x at least 6 years after e because law uk.ct;",
      "keep x at most 30 days after e;",
      "erase x within 30 days of e;",
      "erase x at e;",
      "erase x promptly after e;",
      "only send x to r for p;",
      "use x only for p;",
      "host x with r;",
      "confine x to s;",
      "generate x from y;",
      "collect x from s;",
      "never collect x from s;",
      "never store x in s;",
      "never send x to r for p;",
      "never use x for p;",
      "never share x;",
      "never include x in o;",
      "never sell x;",
      "never set c;",
      "never process x;",
      "never train on x;",
      "never advertise with x;",
      "never derive x from y;",
      "sever t.f from u.g at e so a cannot identify b;",
      "send voice.live_audio to speech_vendor for voice_analysis when voice_mode_on;",
      "never send personal to anyone except openai, clerk, neon, stripe, resend, upstash, sentry, "
      "vercel;",
      "as IS-051;"};
  for (const std::string& statement : statements) {
    expect_sound(statement, "abide 1;\npromise X-1 {\n    " + statement + "\n}\n", 1);
  }
  const std::string steps[] = {"given row db.t (id: 1, name: \"x\");",
                               "given member ada;",
                               "given voice_mode_on on;",
                               "when erasure_requested by ada of 41, usage.answers;",
                               "expect db.t erased for ada;",
                               "expect usage, account cannot reach stripe;",
                               "expect scrub outlet \"in\" gives \"out\";",
                               "expect plan \"delete db.t 2 rows, id 1, id 2\";",
                               "expect due 2027-03-01;",
                               "expect error E0310;"};
  for (const std::string& step : steps) {
    expect_sound(step, "abide 1;\ntest \"t\" {\n    on 2026-05-08 " + step + "\n}\n", 1);
  }
}

}  // namespace
}  // namespace abide::policy
