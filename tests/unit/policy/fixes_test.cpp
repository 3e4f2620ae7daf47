// What would mend a diagnostic: each way on a text of its own, applied and checked again.
#include "policy/fixes.hpp"

#include <gtest/gtest.h>

#include "policy/parse.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

struct Mend {
  const char* code;
  std::string text;
  bool safe;
  const char* left;        ///< codes once it is applied, separated by blanks
  const char* holds = "";  ///< what the text then holds
};
std::string in_shop(const std::string& more, const std::string& statements = "",
                    const std::string& tables = "") {
  return test::Shop{.tables = tables, .more = more, .statements = statements}.text();
}

/// The first fix of the first diagnostic with the code.
void expect_mended(const Mend& mend) {
  SCOPED_TRACE(mend.code);
  const test::Checked checked = test::check_policy(mend.text, {.today = parse_date("2026-06-30")});
  const Diagnostic* const found = checked.find(mend.code);
  ASSERT_NE(found, nullptr) << checked.text();
  const FixFinder finder{checked.sources};
  const std::vector<Fix> fixes = finder.fixes_for(*found);
  EXPECT_EQ(fixes, finder.fixes_for(*found)) << "what is gathered once stays right";
  EXPECT_EQ(fixes, fixes_for(*found, checked.sources));
  ASSERT_FALSE(fixes.empty()) << checked.text();
  EXPECT_EQ(fixes.front().safe, mend.safe) << fixes.front().title;
  const auto text = with_edits(mend.text, fixes.front().edits);
  ASSERT_TRUE(text.has_value());
  const test::Checked mended = test::check_policy(*text, {.today = parse_date("2026-06-30")});
  EXPECT_EQ(mended.codes(), mend.left) << *text << mended.text();
  EXPECT_NE(text->find(mend.holds), std::string::npos) << *text;
}

std::string without_version(std::string text) { return text.substr(text.find('\n') + 1); }

const std::string staff = "staff dpo \"Data protection lead\" {}\n";

TEST(Fixes, words_that_did_not_read) {
  for (const Mend& mend : std::vector<Mend>{
           {"E0108", without_version(in_shop("")), true, "", "abide 1;\npolicy"},
           {"E0108", "abdie 1;\n" + without_version(in_shop("")), true, ""},
           {"E0101", in_shop("", "erase orders within 90 days of closed"), true, "E0501",
            "of closed;"},
           {"E0101", in_shop("", "erase text within 3 yeers of closed;"), true, "", "3 years"},
           {"E0101", in_shop("", "right acess for customer via app \"x\";"), true, "", "access"},
           {"E0103", in_shop("promise INT-002 \u201CSaid\u201D { tell customer; }"), true, "",
            "\"Said\""},
           {"E0103", in_shop("promise INT-002 'Said' { tell customer; }"), false, "", "\"Said\""},
           {"E0104", in_shop("", "erasee text within 40 days of closed;"), true, ""},
           {"E0104", in_shop("", "delete text within 40 days of closed;"), false, "",
            "erase text within 40"},
           {"E0105", in_shop("porcessor vendor { country GB; agreement dpa; }"), true, "W0215"}}) {
    expect_mended(mend);
  }
}
TEST(Fixes, names_that_nothing_declares) {
  for (const Mend& mend : std::vector<Mend>{
           {"E0201", in_shop("", "never sell orderss;"), true, "", "never sell orders;"},
           {"E0201", in_shop("", "erase contact.emial at closed;"), true, "", "contact.email"},
           {"E0204", in_shop("recipient post \"Post\" { country GB; agrement dpa; }"), true,
            "W0215", "agreement dpa"},
           {"E0206", in_shop("purpose p { basis contrct; uses orders; }"), true, "W0215",
            "basis contract"},
           {"E0507", in_shop("", "must keep text at least 1 year after closed because law uk.ctt;"),
            false, "W0508 E0501"},
           {"E0202", in_shop("category notes;\ncategory notes;"), true, "W0215"}}) {
    const test::Checked checked = test::check_policy(mend.text);
    ASSERT_NE(checked.find(mend.code), nullptr) << checked.text();
    if (std::string{mend.code} == "E0507") {
      EXPECT_FALSE(fixes_for(*checked.find(mend.code), checked.sources).front().safe);
    } else {
      expect_mended(mend);
    }
  }
}
TEST(Fixes, what_says_nothing) {
  const std::string waived =
      staff + "category drafts;\npromise INT-002 { attest \"x\" by dpo every 1 year; }\n";
  for (const Mend& mend : std::vector<Mend>{
           {"W0713",
            in_shop(waived + "waive W0405 on db.orders because \"x\" by dpo until 2099-01-01;\n"),
            true, "W0215"},
           {"W0713",
            in_shop(waived +
                    "waive W0215 on drafts, db.orders because \"x\" by dpo until 2099-01-01;\n"),
            true, "", "on drafts because"},
           {"W0713",
            in_shop(waived + "waive W0215 on drafts because \"x\" by dpo until 2026-01-01;\n"),
            false, "W0215"},
           {"W0317", in_shop("", "never share text, orders;\nnever share text;"), true, ""},
           {"W0504", in_shop("", "erase contact within 40 days of closed;"), true, ""},
           {"W0504", in_shop("promise INT-002 { erase contact within 40 days of closed; }"), false,
            "E0704"},
           {"W0215", in_shop("category drafts;"), false, ""}}) {
    expect_mended(mend);
  }
}
TEST(Fixes, what_somebody_has_to_choose) {
  const std::string books =
      "store notebook kind sqlite { table notes { key id; owned by customer through user_id to "
      "db.users.id; field note: text; } }\n"
      "store books kind sqlite { table invoices { key id; owned by customer through user_id to "
      "db.users.id; link order_id to db.orders.id; field to: contact.email; } }\n";
  for (const Mend& mend : std::vector<Mend>{
           {"E0207", in_shop("promise INT-002 { as INT-003; }\npromise INT-003 { as INT-002; }"),
            false, "E0704"},
           {"E0501", in_shop("", "erase orders within 30 days of closed;"), false, "",
            "of closed except orders because law uk.ct;"},
           {"E0501", in_shop("", "erase orders, text within 30 days of closed except text;"), false,
            "", "except text, orders because law uk.ct;"},
           {"E0610",
            in_shop(books,
                    "sever db.orders.user_id from db.users.id at closed so orders cannot "
                    "identify text;"),
            false, "", "\nsever books.invoices.order_id from db.orders.id at closed so orders"},
           {"E0701", in_shop("promise INT-002 enforced \"We never sell.\" { never sell text; }"),
            false, "", "INT-002 attested"},
           {"W0412",
            in_shop("", "right access for customer via \"a@shop.example\" within 30 days;"), false,
            "", "within 1 month;"},
           {"W0506", in_shop("", "right access for customer via \"a@shop.example\";"), false, "",
            "\"a@shop.example\" within 1 month;"}}) {
    expect_mended(mend);
  }
}
TEST(Fixes, another_number_is_another_thing) {
  const test::Checked checked = test::check_policy(in_shop("promise INT-002 { as INT-003; }\n"));
  const Diagnostic* const unknown = checked.find("E0201");
  ASSERT_NE(unknown, nullptr) << checked.text();
  const std::vector<Fix> fixes = fixes_for(*unknown, checked.sources);
  ASSERT_EQ(fixes.size(), 1U);
  EXPECT_FALSE(fixes.front().safe);
}
TEST(Fixes, of_two_names_as_near_none_is_safe) {
  const std::string text =
      in_shop("category notes;\ncategory noted;\n", "erase note within 30 days of closed;");
  const test::Checked checked = test::check_policy(text);
  ASSERT_NE(checked.find("E0201"), nullptr) << checked.text();
  const std::vector<Fix> fixes = fixes_for(*checked.find("E0201"), checked.sources);
  ASSERT_EQ(fixes.size(), 1U);
  EXPECT_FALSE(fixes.front().safe) << fixes.front().title;
}

/// A fault with two remedies as near: both are offered, and none is safe.
void expect_two(const char* code, const std::string& text) {
  const test::Checked checked = test::check_policy(text);
  ASSERT_NE(checked.find(code), nullptr) << checked.text();
  const std::vector<Fix> fixes = fixes_for(*checked.find(code), checked.sources);
  EXPECT_EQ(fixes.size(), 2U) << checked.text();
  for (const Fix& fix : fixes) EXPECT_FALSE(fix.safe) << fix.title;
}
std::string under(const std::string& regime) {
  std::string text = in_shop("");
  return text.replace(text.find("uk_gdpr"), std::string_view{"uk_gdpr"}.size(), regime);
}
TEST(Fixes, of_two_words_as_near_both_are_offered) {
  expect_two("E0206", under("ek_gdpr"));
  expect_two("E0101", in_shop("", "erase text within 3 monts of closed;"));
}
TEST(Fixes, which_regime_holds_is_for_a_person_to_say) {
  const test::Checked checked = test::check_policy(under("uk_gdp"));
  ASSERT_NE(checked.find("E0206"), nullptr) << checked.text();
  const std::vector<Fix> fixes = fixes_for(*checked.find("E0206"), checked.sources);
  ASSERT_EQ(fixes.size(), 1U) << checked.text();
  EXPECT_EQ(fixes.front().title, "write `uk_gdpr`");
  EXPECT_FALSE(fixes.front().safe);
}
TEST(Fixes, take_out_what_is_said_about_a_declaration_with_it) {
  const std::string text =
      in_shop("/// Letters that nobody\n/// has sent yet.\ncategory drafts;\n");
  const test::Checked checked = test::check_policy(text);
  ASSERT_NE(checked.find("W0215"), nullptr) << checked.text();
  const std::vector<Fix> fixes = fixes_for(*checked.find("W0215"), checked.sources);
  ASSERT_EQ(fixes.size(), 1U);
  EXPECT_EQ(with_edits(text, fixes.front().edits), in_shop(""));
}

TEST(Edits, are_made_from_any_order_and_never_over_each_other) {
  const auto span = [](std::uint32_t begin, std::uint32_t end) {
    return SourceSpan{begin, end, 0};
  };
  EXPECT_EQ(with_edits("one two", {{span(4, 7), "three"}, {span(0, 3), "none"}}), "none three");
  EXPECT_EQ(with_edits("ab", {{span(1, 1), "-"}, {span(2, 2), "!"}}), "a-b!");
  EXPECT_EQ(with_edits("abc", {{span(0, 2), "x"}, {span(1, 3), "y"}}), std::nullopt);
  EXPECT_EQ(with_edits("abc", {{span(2, 9), "x"}}), std::nullopt);
}

}  // namespace
}  // namespace abide::policy
