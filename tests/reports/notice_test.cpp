// The public notice holds every fact that the policy declares, and what it lacks is told elsewhere.
#include "reports/model/notice.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "reports/html.hpp"
#include "tests/reports/policies.hpp"

namespace abide::reports::notice {
namespace {

namespace ast = policy::ast;
using test::holds;

/// Names of recipients of `send` and `host`, and of whoever runs a store, from the syntax tree.
std::vector<std::string> receivers(const test::Compiled& made) {
  std::vector<std::string> names;
  for (const auto& [id, one] : test::statements<ast::Send>(made.result.sources))
    for (const ast::Name& name : one.to) names.push_back(name.text);
  for (const auto& [id, one] : test::statements<ast::Host>(made.result.sources))
    for (const ast::Name& name : one.with) names.push_back(name.text);
  return names;
}

TEST(Notice, names_every_recipient_purpose_period_and_right) {
  for (const std::string& name : test::examples()) {
    const test::Compiled made = test::example(name);
    const std::string text = html_of(notice_of(made.ground()).document);
    for (const std::string& receiver : receivers(made))
      EXPECT_TRUE(holds(text, escaped(made.said.party(receiver)->title))) << name << receiver;
    for (const std::string& title : test::declared(made.result.sources, {"purpose"})) {
      const bool nobodys = title == "Anonymous page-view analytics";  // of no person
      EXPECT_EQ(holds(text, escaped(title)), !nobodys) << name << ": " << title;
    }
    const auto periods = [&](const ast::Duration& one) {
      EXPECT_TRUE(holds(text, to_string(one.period))) << name << to_string(one.period);
    };
    for (const auto& [id, one] : test::statements<ast::KeepAtMost>(made.result.sources))
      periods(one.period);
    for (const auto& [id, one] : test::statements<ast::MustKeep>(made.result.sources))
      periods(one.period);
    for (const auto& [id, one] : test::statements<ast::Right>(made.result.sources)) {
      EXPECT_TRUE(holds(text, escaped(one.channel.text))) << one.channel.text;
      EXPECT_TRUE(holds(text, id)) << id;
    }
    for (const auto& [id, one] : test::statements<ast::Cookie>(made.result.sources))
      EXPECT_TRUE(holds(text, id)) << id;
  }
}

/// The twin: a recipient that the policy sends nothing is not told to the public.
TEST(Notice, leaves_out_whom_nothing_is_sent) {
  const test::Compiled made = test::example("interview-studio");
  EXPECT_FALSE(holds(html_of(notice_of(made.ground()).document), "Employers and institutions"));
}

/// One period for every answer, the earliest; one that can never end first is left out.
TEST(Notice, says_once_by_when_it_answers) {
  std::string text = test::hostile_policy();
  EXPECT_TRUE(holds(markdown_of(notice_of(test::compiled_text(text).ground()).document),
                    "We answer within 30 days"));
  const std::string right = "within 30 days; }\n";
  text.insert(text.rfind(right) + right.size() - 2, "respond to customer within 21 days; ");
  const std::string told = markdown_of(notice_of(test::compiled_text(text).ground()).document);
  EXPECT_TRUE(holds(told, "We answer what you ask within 21 days.")) << told;
  EXPECT_FALSE(holds(told, "We answer within")) << told;
}

TEST(Notice, keeps_what_is_missing_out_of_the_public_text) {
  for (const std::string& name : test::examples()) {
    const test::Compiled made = test::example(name);
    const Notice all = notice_of(made.ground());
    ASSERT_FALSE(all.lacks.empty());
    const std::string text = html_of(all.document) + markdown_of(all.document);
    for (const Lack& one : all.lacks) {
      EXPECT_FALSE(holds(text, escaped(one.remedy))) << one.remedy;
      EXPECT_FALSE(holds(text, "asked by")) << one.what;
    }
    for (const char* const word : {"Finance Act", "TO FILL", "confirmed by a person", "db.users"})
      EXPECT_FALSE(holds(text, word)) << name << word;
  }
}

/// What each line of a policy answers to; without the line it is missing.
struct Needed {
  const char* line;
  const char* what;
  const char* article;
};
TEST(Notice, says_of_each_missing_item_which_article_asks_for_it) {
  const std::string whole =
      "abide 1;\npolicy shop \"Shop\" { regime uk_gdpr; updated 2026-01-01; }\n"
      "controller shop_ltd \"Shop Ltd\" { country GB; contact \"a@b.example\"; address \"1 Road\"; "
      "dpo "
      "dpo; representative \"R\"; regulator \"Commission\", \"reg.example\"; }\n"
      "staff dpo \"Officer\" {}\n"
      "subject customer { identified by db.users.id; }\n"
      "category account { category id; category name; }\n"
      "purpose service { basis legitimate_interests; interest \"Selling\"; automated \"None with "
      "effect\"; uses account; }\n"
      "processor host { country US; agreement dpa; }\n"
      "event closed at db.users.closed_at;\n"
      "store db kind sqlite { run by host; table users { key id; owned by customer through id; "
      "field "
      "id: account.id; field name: account.name; } }\n"
      "promise SH-1 { collect account from customer; send account.name to host for service; erase "
      "account within 30 days of closed;\n"
      "transfer to host under addendum;\n"
      "right access over personal for customer via \"a\" within 30 days;\n"
      "right rectification over personal for customer via \"a\" within 30 days;\n"
      "right erasure over personal for customer via \"a\" within 30 days;\n"
      "right restriction over personal for customer via \"a\" within 30 days;\n"
      "right portability over personal for customer via \"a\" within 30 days;\n"
      "right objection over personal for customer via \"a\" within 30 days;\n"
      "right complaint for customer via \"a\" within 30 days;\n}\n";
  const auto lacks = [](const std::string& text) {
    return notice_of(test::compiled_text(text).ground()).lacks;
  };
  // One thing no policy can say.
  const auto all = lacks(whole);
  ASSERT_EQ(all.size(), 1U) << all.back().what;
  EXPECT_TRUE(holds(all.front().asked, "Art 13(2)(e)"));
  EXPECT_TRUE(holds(all.front().asked, "let somebody check that"));
  for (const Needed& one :
       {Needed{" address \"1 Road\";", "where Shop Ltd is to be found",
               "asked by UK GDPR Art 13(1)(a)"},
        Needed{" dpo dpo;", "data protection officer",
               "believed to be asked by UK GDPR Art 13(1)(b)"},
        Needed{" representative \"R\";", "represents the controller", "Art 13(1)(a)"},
        Needed{" regulator \"Commission\", \"reg.example\";", "regulator",
               "asked by UK GDPR Art 13(2)(d)"},
        Needed{" interest \"Selling\";", "legitimate interest", "Art 13(1)(d)"},
        Needed{" automated \"None with effect\";", "machines", "asked by UK GDPR Art 13(2)(f)"},
        Needed{" collect account from customer;", "where this comes from", "Art 14(2)(f)"},
        Needed{" erase account within 30 days of closed;", "how long this is kept", "Art 13(2)(a)"},
        Needed{"right access over personal for customer via \"a\" within 30 days;\n",
               "the rights of access", "asked by UK GDPR Art 13(2)(b)"},
        Needed{"right objection over personal for customer via \"a\" within 30 days;\n",
               "the rights of objection", "Art 13(2)(b)"},
        Needed{"right complaint for customer via \"a\" within 30 days;\n",
               "complain to the controller", "asked by UK GDPR Art 13(2)(ca)"},
        Needed{" updated 2026-01-01;", "last change", ""},
        Needed{" run by host;", "who runs db", "Art 13(1)(e)"}}) {
    const std::string line = one.line;
    std::string less = whole;
    ASSERT_NE(less.find(line), std::string::npos) << line;
    less.erase(less.find(line), line.size());
    const auto found = lacks(less);
    const bool told = std::ranges::any_of(found, [&](const Lack& lack) {
      return holds(lack.what, one.what) && holds(lack.asked, one.article);
    });
    EXPECT_TRUE(told) << line;
  }
}

TEST(Notice, names_no_article_where_no_law_is_known) {
  const test::Compiled made = test::compiled_text(test::hostile_policy());
  std::string text = test::hostile_policy();
  text.replace(text.find("uk_gdpr"), 7, "eprivacy");
  const Notice other = notice_of(test::compiled_text(text).ground());
  EXPECT_FALSE(holds(json_of(other).dump(), "GDPR"));
  EXPECT_TRUE(holds(json_of(notice_of(made.ground())).dump(), "GDPR"));
}

TEST(Notice, escapes_hostile_names) {
  const test::Compiled made = test::compiled_text(test::hostile_policy());
  const Notice all = notice_of(made.ground());
  const std::string html = html_of(all.document);
  EXPECT_FALSE(holds(html, "<script"));
  EXPECT_TRUE(holds(html, "&lt;script&gt;alert(1)"));
  EXPECT_FALSE(holds(markdown_of(all.document), "<script"));
}

TEST(Notice, has_sections_with_ids_of_their_own_and_short_sentences) {
  for (const std::string& name : test::examples()) {
    const Document document = notice_of(test::example(name).ground()).document;
    std::set<std::string> ids;
    for (const Section& section : document.sections) EXPECT_TRUE(ids.insert(section.id).second);
    EXPECT_GT(ids.size(), 9U);
  }
}

}  // namespace
}  // namespace abide::reports::notice
