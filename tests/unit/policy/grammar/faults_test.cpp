// Faults of every code, alone and together, and texts that are no policies at all.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "policy/parse.hpp"
#include "tests/support/synthetic_policy.hpp"
#include "tests/unit/policy/grammar/told.hpp"

namespace abide::policy {
namespace {

TEST(Faults, a_sound_text_has_none) {
  EXPECT_EQ(told("abide 1;"), "");
  EXPECT_EQ(told("\xEF\xBB\xBF"
                 "abide 1;\r\nstaff dpo {}\r\n"),
            "");
  EXPECT_EQ(told("// first\nabide 1; // é ñ 田\nstaff dpo \"Zoë\" {}"), "");
}

TEST(Faults, the_first_line) {
  EXPECT_EQ(told(""),
            "E0108 1:1 expected `abide 1;` before all else | write `abide 1;` on the first line\n");
  EXPECT_EQ(told("staff dpo {}"),
            "E0108 1:1 expected `abide 1;` before all else | write `abide 1;` on the first line\n");
  EXPECT_EQ(told("abdie 1;\nstaff dpo {}"),
            "E0108 1:1 expected `abide 1;` before all else | did you mean `abide`?\n");
  EXPECT_EQ(
      told("abide 2;\nstaff dpo {}"),
      "E0107 1:7 version 2 of the language is not supported | this program reads version 1\n");
  EXPECT_EQ(told("abide ;\nstaff dpo {}"),
            "E0101 1:7 expected the version of the language, which is 1, found `;`\n");
  EXPECT_EQ(told("abide 1\nstaff dpo {}"), "E0101 1:8 expected `;` after `1`\n");
}

TEST(Faults, unknown_words_with_the_word_meant) {
  EXPECT_EQ(told_in_promise("  retian x;"), "E0104 3:3 unknown statement `retian`\n");
  EXPECT_EQ(told_in_promise("  probbe x;"),
            "E0104 3:3 unknown statement `probbe` | did you mean `probe`?\n");
  EXPECT_EQ(told("abide 1;\nporcessor x {}\nstaff y {}"),
            "E0105 2:1 unknown declaration `porcessor` | did you mean `processor`?\n");
  EXPECT_EQ(told_in_promise("  send a to b fro c;"),
            "E0101 3:15 expected `for`, `through`, `when` or `;`, found `fro` | did you mean "
            "`for`?\n");
  EXPECT_EQ(told_in_promise("  collected x from y;"),
            "E0104 3:3 unknown statement `collected` | did you mean `collect`?\n");
}

TEST(Faults, what_was_expected_is_said_in_words_of_the_reader) {
  EXPECT_EQ(told_in_promise("  erase x within days of e;"),
            "E0101 3:18 expected a period such as 30 days, found `days`\n");
  EXPECT_EQ(told_in_promise("  erase x within 30 dyas of e;"),
            "E0101 3:18 expected a period such as 30 days, found `30` | did you mean `days`?\n");
  EXPECT_EQ(told_in_promise("  send to b;"), "E0101 3:8 expected a category, found `to`\n");
  EXPECT_EQ(told_in_promise("  transfer to x under contract;"),
            "E0101 3:23 expected a safeguard such as `idta`, found `contract`\n");
  EXPECT_EQ(told("abide 1;\npromise IS1 {}"),
            "E0101 2:9 expected a promise's id such as CM-017, found `IS1`\n");
  EXPECT_EQ(told("abide 1;\nwaive E04 on x because \"y\" by z until 2026-01-01;"),
            "E0101 2:7 expected a code such as W0412, found `E04`\n");
  EXPECT_EQ(told("abide 1;\nruling R-1 \"q\" {\n decide by dpo before 2026-02-30;\n}"),
            "E0101 3:23 `2026-02-30` is no day of the calendar\n");
  EXPECT_EQ(told("abide 1;\npolicy p {\n limit hours 25:00, 05:00;\n}"),
            "E0101 3:14 `25:00` is no time of the day\n");
  EXPECT_EQ(told_in_promise("  erase x within 9000 years of e;"),
            "E0101 3:18 `9000 years` is longer than a thousand years\n");
  EXPECT_EQ(told("abide 1;\npolicy p {\n limit rows 1234567890123456;\n}"),
            "E0101 3:13 `1234567890123456` is longer than fifteen digits\n");
}

TEST(Faults, quotes) {
  EXPECT_EQ(told("abide 1;\nstaff dpo \"Data {}\nstaff x {}"),
            "E0102 2:11 a text is not closed on its line | write `\"` after it; a text cannot run "
            "over several lines\n");
  EXPECT_EQ(told("abide 1;\nstaff dpo Data\" {}\nstaff x {}"),
            "E0102 2:11 a text on this line has only one of its two quotes | write `\"` before and "
            "after it\n");
  EXPECT_EQ(
      told(
          "abide 1;\noutlet o from server to x at https://x.example/** { purpose p; }\nstaff x {}"),
      "E0101 2:30 expected a text in quotes, found an address without them | write `\"` "
      "before and after it\n");
  EXPECT_EQ(
      told_in_promise(R"(  tell m "a\tb";)"),
      "E0101 3:12 expected `\\\"`, `\\\\` or `\\n`, found another escape | write `\\\\` where "
      "a backslash is meant\n");
}

TEST(Faults, stray_bytes) {
  EXPECT_EQ(told_in_promise("  tell “m”;"),
            "E0103 3:8 stray character `“` | texts stand in straight double quotes\n");
  EXPECT_EQ(told_in_promise("  tell m;\n  # note\n  tell n;"), "E0103 4:3 stray character `#`\n");
  EXPECT_EQ(told_in_promise("  tell\xC2\xA0m;"), "E0103 3:7 stray character `\xC2\xA0`\n");
  EXPECT_EQ(told("abide 1;\n// \xFF caf\xE9\nstaff x \"\xC3\" {}\n"),
            "E0103 2:4 stray byte 0xFF is not UTF-8 | save the file as UTF-8\n"
            "E0103 3:10 stray byte 0xC3 is not UTF-8 | save the file as UTF-8\n");
  EXPECT_EQ(told(std::string("abide 1;\0staff x {}", 19)),
            "E0103 1:9 stray control character 0x00\n");
}

TEST(Faults, braces_and_semicolons_that_are_missing_are_taken_as_written) {
  EXPECT_EQ(told("abide 1;\npromise X-1 {\n  tell m;\npromise X-2 {\n  tell m;\n}\n"),
            "E0101 3:10 expected `}` to close the promise\n");
  EXPECT_EQ(told("abide 1;\npromise X-1\n  tell m;\n}\npromise X-2 {\n  fro m;\n}\n"),
            "E0101 2:12 expected `{` after `X-1`\nE0104 6:3 unknown statement `fro`\n");
  EXPECT_EQ(told_in_promise("  tell m\n  as X-2\n  fro x;"),
            "E0101 3:9 expected `;` after `m`\nE0101 4:9 expected `;` after `X-2`\n"
            "E0104 5:3 unknown statement `fro`\n");
  EXPECT_EQ(told("abide 1;\nstore s kind sqlite {\n  table t {\n    key id;\n  table u { key id; "
                 "}\n}\nstaff x {}\n"),
            "E0101 4:12 expected `}` to close the table\n");
  EXPECT_EQ(told("abide 1;\ncategory a \"A\"\n  category b;\n}\nstaff x {}\n"),
            "E0101 2:15 expected `;` or `{` after the text\n");
  EXPECT_EQ(told("abide 1;\npromise X-1 {\n  tell m;\n}}\nstaff x {}\n"),
            "E0101 4:2 expected a declaration, found `}`\n");
}

TEST(Faults, a_missing_semicolon_swallows_no_attribute) {
  EXPECT_EQ(told("abide 1;\npolicy p {\n  regime uk_gdpr, pecr\n  zone \"Europe/London\";\n}\n"),
            "E0101 3:23 expected `;` after `pecr`\n");
  EXPECT_EQ(told("abide 1;\nstore s kind sqlite {\n  run by x\n  backups kept 30 days\n  table t "
                 "{ key id owned by m through id; }\n}\n"),
            "E0101 3:11 expected `;` after `x`\nE0101 4:23 expected `;` after `days`\n"
            "E0101 5:20 expected a value or `;`, found `owned`\n");
  EXPECT_EQ(told("abide 1;\ndeploy d for p {\n  store keys is sqlite \"k.db\"\n  control sqlite "
                 "\"c.db\";\n}\n"),
            "E0101 3:30 expected `;` after the text\n");
  EXPECT_EQ(told("abide 1;\npolicy p {\n  regime\n    zone, grace;\n  notice a,\n  zone;\n}\n"),
            "");
}

TEST(Faults, several_in_one_run_each_once) {
  EXPECT_EQ(
      told("abide 1;\nevent a att t.f;\nevent b at t.f;\npromise X-1 dteected \"q\" {\n  send "
           "a to;\n  tell m;\n  keep a at mots 3 days after e;\n}\nstate s from nowhere;\n"),
      "E0101 2:9 expected a text in quotes, `at`, `on` or `from`, found `att`\n"
      "E0101 4:13 expected a mode such as `enforced`, a text in quotes, `in` or `{`, found "
      "`dteected` | did you mean `detected`?\n"
      "E0101 5:12 expected a recipient or processor, found `;`\n"
      "E0101 7:13 expected `most`, found `mots` | did you mean `most`?\n"
      "E0101 9:14 expected `app` or `requests`, found `nowhere`\n");
}

TEST(Faults, what_did_not_parse_stays_visible) {
  const SourceFile source{"t",
                          "abide 1;\nevent a att t.f;\npromise X-1 {\n  fro x;\n  tell m;\n}\n"
                          "category c {\n  catgory d;\n  category e;\n}\n"
                          "test \"t\" {\n  gvien x;\n}\n"};
  const ast::File file = parse(source).file;
  ASSERT_EQ(file.declarations.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<ast::Broken>(file.declarations[0]));
  const SourceSpan broken = ast::span_of(file.declarations[0]);
  EXPECT_EQ(source.text().substr(broken.begin, 16), "event a att t.f;");
  const auto& promise = std::get<ast::Promise>(file.declarations[1]);
  ASSERT_EQ(promise.statements.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<ast::Broken>(promise.statements[0]));
  EXPECT_TRUE(std::holds_alternative<ast::Tell>(promise.statements[1]));
  const auto& category = std::get<ast::Category>(file.declarations[2]);
  ASSERT_EQ(category.children.size(), 2U);
  EXPECT_TRUE(category.children[0].broken);
  EXPECT_FALSE(category.children[1].broken);
  const auto& test = std::get<ast::Test>(file.declarations[3]);
  EXPECT_TRUE(std::holds_alternative<ast::Broken>(test.steps.at(0).form));
}

TEST(Faults, nesting_is_counted_before_it_is_read) {
  const auto nested = [](int depth) {
    std::string text = "abide 1;\n";
    for (int i = 0; i < depth; ++i) {
      text += "category a {";
    }
    return text + std::string(static_cast<std::size_t>(depth), '}');
  };
  EXPECT_EQ(told(nested(max_nesting)), "");
  const std::string refused = fmt::format("E0106 2:{} blocks are nested deeper than 64\n", 65 * 12);
  EXPECT_EQ(told(nested(max_nesting + 1)), refused);
  EXPECT_EQ(told(nested(10'000)), refused);
  EXPECT_EQ(told(nested(1'000'000)), refused);
}

TEST(Faults, texts_that_hide_their_braces_cannot_overflow_the_stack) {
  std::string text = "abide 1;\n";
  for (int i = 0; i < 100'000; ++i) {
    text += "category a \"x {\n";
  }
  const SourceFile source{"t", text};
  EXPECT_EQ(parse(source).diagnostics.size(), 101U);
}

TEST(Faults, a_hundred_are_shown_and_the_rest_counted) {
  std::string text = "abide 1;\npromise X-1 {\n";
  for (int i = 0; i < 350; ++i) {
    text += "  fro x;\n";
  }
  const SourceFile source{"t", text + "}\n"};
  const ParseResult result = parse(source);
  ASSERT_EQ(result.diagnostics.size(), 101U);
  EXPECT_EQ(result.diagnostics.back().message, "250 more faults are not shown");
}

TEST(Faults, a_text_too_large_is_refused_at_once) {
  const SourceFile source{"t", std::string(std::size_t{50} << 20U, ' ')};
  const ParseResult result = parse(source);
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].message, "expected at most 32 MB of text, found 50");
}

double seconds_to_read(const std::string& text) {
  const SourceFile source{"t", text};
  const auto start = std::chrono::steady_clock::now();
  const ParseResult result = parse(source);
  for (const Diagnostic& diagnostic : result.diagnostics) {
    EXPECT_LT(render(diagnostic, source).size(), 4000U);
  }
  return std::chrono::duration<double>{std::chrono::steady_clock::now() - start}.count();
}

std::string repeated(const std::string& head, const std::string& part, std::size_t bytes) {
  std::string text = head;
  while (text.size() < bytes) {
    text += part;
  }
  return text;
}

/// Four times the text may cost little more than four times the time, whatever is wrong with it.
TEST(Faults, time_is_linear_in_the_text_whatever_it_holds) {
  std::mt19937 random{3};
  std::string noise(std::size_t{1} << 20U, ' ');
  for (char& c : noise) {
    c = static_cast<char>(random());
  }
  constexpr std::size_t size = std::size_t{1} << 20U;
  const std::vector<std::pair<std::string, std::string>> texts{
      {"noise", noise},
      {"faults on one line", repeated("abide 1; promise X-1 {", " fro x;", size)},
      {"torn lines", repeated("abide 1;\n", "staff \"x {}\n", size)},
      {"torn line", repeated("abide 1; promise X-1 {", " tell m \"x\" y; \"", size)},
      {"quotes", std::string(size, '"')},
      {"braces", repeated("abide 1;", "}{", size)},
      {"semicolons", repeated("abide 1; promise X-1 {", ";", size)},
      {"one word", repeated("abide 1; staff ", "a", size)},
      {"digits", repeated("abide 1; policy p { a ", "1", size)},
      {"blanks", repeated("abide 1; promise X-1 { tell m", " ", size)},
      {"comments", repeated("abide 1; promise X-1 { tell m", "//\n", size)},
      {"open categories", repeated("abide 1;\n", "category a {\n", size)},
      {"categories on one line", repeated("abide 1;", " category a b;", size)},
      {"header after header", repeated("abide 1;", " promise X-1 x y", size)},
      {"lists", repeated("abide 1; promise X-1 { tell m", ", m", size)},
      {"walls", repeated("abide 1;\n", "policy\n", size)}};
  for (const auto& [name, text] : texts) {
    const double quarter = seconds_to_read(text.substr(0, text.size() / 4));
    const double whole = seconds_to_read(text);
    EXPECT_LT(whole, 8 * quarter + 0.2) << name;
    EXPECT_LT(whole, 5.0) << name;
  }
}

TEST(Faults, random_bytes_are_refused_in_words) {
  std::mt19937 random{11};
  for (int i = 0; i < 2000; ++i) {
    std::string text = i % 2 == 0 ? "abide 1;\n" : "";
    const std::size_t length = random() % 300;
    while (text.size() < length) {
      text += static_cast<char>(random());
    }
    const SourceFile source{"t", text};
    for (const Diagnostic& diagnostic : parse(source).diagnostics) {
      EXPECT_FALSE(render(diagnostic, source).empty());
      EXPECT_EQ(diagnostic.message.find("boost"), std::string::npos);
    }
  }
}

TEST(Faults, a_large_sound_policy_has_none) {
  const SourceFile source{"t", test::synthetic_policy(std::size_t{1} << 20U)};
  EXPECT_TRUE(parse(source).diagnostics.empty());
}

}  // namespace
}  // namespace abide::policy
