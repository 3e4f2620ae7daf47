// Where data may go: what permits, what forbids, and when the two meet.
#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

/// Two processors, a purpose, a state, and outlets that carry everything.
Shop with(const std::string& promises) {
  return {.more =
              "category clip; category words; category special_words;\n"
              "processor post \"Post\" { country GB; agreement dpa; }\n"
              "processor mail \"Mail\" { country GB; agreement dpa; }\n"
              "recipient press \"Press\" { country GB; }\n"
              "purpose care \"Care\" { basis contract; uses contact, text, clip, words, "
              "special_words; }\n"
              "purpose study \"Study\" { basis contract; uses text, words; }\n"
              "state agreed from app; state grown from app;\n"
              "staff dpo \"D\" {}\n"
              "outlet by_post from server to post { payload \"a\": contact, text, clip, words; "
              "purpose care, study; }\n"
              "outlet by_mail from server to mail { payload \"a\": contact, text, clip, words; "
              "purpose care, study; }\n"
              "promise ALL-1 { host contact, text, clip, words with post, mail; }\n"
              "promise ALL-2 { tell press, customer; use clip only for care; never use text "
              "for sale when agreed; never use text for sale when grown; attest \"x\" by dpo "
              "every 1 year; }\n" +
              promises};
}
/// Errors and flow warnings among the codes, without what the frame itself raises.
std::string flow_codes(const std::string& promises) {
  const Checked shop = with(promises).check();
  std::string codes;
  for (const Diagnostic& one : shop.result.diagnostics) {
    if (one.code.starts_with("E") || one.code.starts_with("W03")) {
      codes += (codes.empty() ? "" : " ") + one.code;
    }
  }
  return codes;
}

struct Meeting {
  std::string permits;
  std::string forbids;
  std::string codes;
};
class EachMeeting : public testing::TestWithParam<Meeting> {};
TEST_P(EachMeeting, raises_what_it_should) {
  EXPECT_EQ(flow_codes("promise P-1 { " + GetParam().permits + " } promise P-2 { " +
                       GetParam().forbids + " }"),
            GetParam().codes)
      << GetParam().permits << "\n"
      << GetParam().forbids;
}
INSTANTIATE_TEST_SUITE_P(
    Flows, EachMeeting,
    testing::Values(
        Meeting{"send text to post for care;", "never send text to post;", "E0310 E0310"},
        Meeting{"send text to press for care;", "never send text to press;", "E0310 W0316"},
        Meeting{"send text to press for care;", "never send text to press for study;", "W0316"},
        Meeting{"send text to press for care;", "never send contact to press;", "W0316"},
        Meeting{"send text to press for care;", "never share text;", "E0310 E0310 W0316"},
        Meeting{"send text to press for care;", "never send personal to anyone except press;",
                "E0310 W0316"},
        Meeting{"send text to press for care;",
                "never send everything to anyone except post, mail;", "E0310 W0316"},
        Meeting{"send text to press for care;",
                "never send everything to anyone except press, post, mail;", "W0316"},
        Meeting{"send text to press for care;", "never send personal to press except text;",
                "W0316"},
        Meeting{"send text to press for care when agreed;",
                "never send text to press unless agreed;", "W0316"},
        Meeting{"send text to press for care;", "never send text to press unless agreed;",
                "E0310 W0316"},
        Meeting{"send text to press for care when agreed;",
                "never send text to press unless agreed, grown;", "E0310 W0316"},
        Meeting{"send text to press for care;", "never send text to press when grown;", "W0316"},
        Meeting{"send text to press for care when grown;", "never send text to press when grown;",
                "E0310 W0316"},
        Meeting{"send text to press for care;", "never use text for study;", "E0310 W0316"},
        Meeting{"send text to press for care;", "never use text for training;", "W0316"},
        Meeting{"send clip to press for care;", "use clip only for study;", "E0318 E0318 W0316"},
        Meeting{"collect text from customer for care;", "never collect text from customer;",
                "E0310"},
        Meeting{"collect text from customer for care;",
                "never collect text from anyone except customer;", ""},
        Meeting{"collect text from press for care;",
                "never collect text from anyone except customer;", "E0310"},
        Meeting{"collect clip from customer for care;", "never process clip;", "E0310 E0310"},
        Meeting{"tell customer;", "never store contact in db;", "E0310"},
        Meeting{"tell customer;", "never store contact in db unless agreed;", ""},
        Meeting{"tell customer;", "never store text in db;", ""},
        Meeting{"tell customer;", "never include clip in by_post;", "E0310"},
        Meeting{"send text to press for care;", "never send text to post, anyone;",
                "E0310 E0310 W0316"},
        Meeting{"collect text from customer for care;", "never process text from press;", ""},
        Meeting{"generate special_words from text for care;",
                "never derive special_words, text from text, special_words;", "E0311"},
        Meeting{"generate words from clip for care;", "never derive words from clip unless agreed;",
                ""},
        Meeting{"generate words from clip for care;", "never derive words from clip for study;",
                ""},
        Meeting{"tell customer;", "never send words to post for study;", ""},
        Meeting{"tell customer;", "never use words for study;", "E0310"},
        Meeting{"generate words from clip for care;", "never derive words from clip;", "E0311"},
        Meeting{"generate words from clip for care;", "never derive clip from words;", ""},
        Meeting{"tell customer;", "confine clip to db;", "E0313"},
        Meeting{"only send text to press for care;", "send clip to press for care;",
                "W0316 E0312 W0316"},
        Meeting{"only send text to press for care;", "send text to press for study;", "W0316"},
        Meeting{"only send text to press for care when agreed;", "send text to press for care;",
                "W0316 E0312"},
        Meeting{"send contact to press for study;", "tell customer;", "E0318 W0316"}));

TEST(Flows, a_ruling_that_names_both_decides_and_one_that_names_one_does_not) {
  const auto with_ruling = [](const std::string& between, const std::string& says) {
    return flow_codes(
        "promise P-1 { send text to press for care; } promise P-2 { never send text to press; }"
        "ruling P-G1 between " +
        between + " \"which\" { " + says + " decide by dpo before 2030-01-01; }");
  };
  EXPECT_EQ(with_ruling("P-1, P-2", "send text to press for care;"), "W0316");
  EXPECT_EQ(with_ruling("P-1, P-2", "never send text to press;"), "W0316");
  EXPECT_EQ(with_ruling("P-1, P-2", "tell customer;"), "E0310 W0316") << "it says nothing of it";
  EXPECT_EQ(with_ruling("P-1, P-2", "never send clip to press;"), "E0310 W0316");
  EXPECT_EQ(with_ruling("P-1, ALL-1", "send text to press for care;"), "E0310 W0316 E0310");
}
TEST(Flows, both_sentences_and_what_they_share_are_shown) {
  const Checked shop = Shop{.more =
                                "recipient press \"Press\" { country GB; }\n"
                                "purpose care \"Care\" { basis contract; uses contact; }\n"
                                "promise P-1 \"The press is told.\" { send contact to press "
                                "for care; }\n"
                                "promise P-2 \"Your address stays here.\" { never share "
                                "contact.email; }\n"}
                           .check();
  const Diagnostic* found = shop.find("E0310");
  ASSERT_NE(found, nullptr) << shop.text();
  EXPECT_EQ(found->message, "`P-1` sends `contact.email` to `press`, which `P-2` forbids");
  EXPECT_EQ(shop.at(*found), "send contact to press for care;");
  ASSERT_EQ(found->labels.size(), 1U);
  EXPECT_EQ(found->notes, (std::vector<std::string>{"P-1 says: \"The press is told.\"",
                                                    "P-2 says: \"Your address stays here.\""}));
}
TEST(Flows, what_is_made_by_way_of_others_is_followed_to_its_end) {
  const Checked shop = Shop{.more =
                                "category a; category b; category c; category d;\n"
                                "transform cut \"Cut\" { takes b; gives c; by truncate_24_48; }\n"
                                "purpose care \"Care\" { basis contract; uses a, b, c, d; }\n"
                                "promise P-1 { generate b from a for care; }\n"
                                "promise P-2 { generate d from c for care; }\n"
                                "promise P-3 { generate a from d for care; }\n"
                                "promise P-4 { never derive d from a; }\n"}
                           .check();
  const Diagnostic* found = shop.find("E0311");
  ASSERT_NE(found, nullptr) << shop.text();
  EXPECT_EQ(found->notes.front(), "a -> b -> c -> d");
  EXPECT_EQ(found->labels.size(), 3U);
}
TEST(Flows, a_keeper_of_a_store_is_reached_by_what_lies_in_it) {
  const auto kept_by = [](const std::string& never) {
    return codes_of({.tables = "",
                     .more = "processor host \"Host\" { country GB; agreement dpa; }\n"
                             "store shelf kind sqlite { run by host; table notes { key id; owned "
                             "by customer through u to db.users.id; field t: text; } }\n",
                     .statements = never});
  };
  EXPECT_EQ(kept_by("never send text to host;"), "E0311");
  EXPECT_EQ(kept_by("never send text to anyone except host;"), "");
}
TEST(Flows, safeguarded_is_who_has_a_route_or_sits_where_none_is_asked_for) {
  const auto sent = [](const std::string& country, const std::string& route) {
    return codes_of({.more = "recipient press \"Press\" { country " + country +
                             "; }\n"
                             "purpose care \"Care\" { basis contract; uses text; }\n"
                             "outlet o from server to press { payload \"a\": text; purpose care; }",
                     .statements = "send text to press for care; " + route +
                                   " never send personal to anyone except safeguarded;"});
  };
  EXPECT_EQ(sent("GB", ""), "");
  EXPECT_EQ(sent("US", "transfer to press under addendum;"), "");
  EXPECT_EQ(sent("US", ""), "E0403 E0310");
}
TEST(Flows, a_route_is_one_and_may_be_waived_by_name) {
  const auto routes = [](const std::string& statements, const std::string& more) {
    return codes_of(
        {.more = "staff dpo \"D\" {}\nrecipient press \"Press\" { country US; }\n"
                 "purpose care \"Care\" { basis contract; uses text; }\n"
                 "outlet o from server to press { payload \"a\": text; purpose care; }"
                 "\n" +
                 more,
         .statements =
             "send text to press for care; attest \"x\" by dpo every 1 year; " + statements});
  };
  const std::string waive = "waive E0403 on press because \"x\" by dpo until 2030-01-01;";
  EXPECT_EQ(routes("", ""), "E0403");
  EXPECT_EQ(routes("", waive), "");
  EXPECT_EQ(routes("transfer to press under idta;", ""), "");
  EXPECT_EQ(routes("transfer to press under idta;", waive), "W0713");
  EXPECT_EQ(routes("transfer to press under idta; transfer to press under addendum;", ""), "E0403");
}
TEST(Flows, more_categories_than_memory_are_refused) {
  std::string text = "category all {";
  for (int i = 0; i < 5000; ++i) text += " category c" + std::to_string(i) + ";";
  text += " }\npromise M-1 { tell customer; }\n";
  for (int i = 0; i < 4200; ++i) {
    text += "promise N-" + std::to_string(i) + " { never share personal; }\n";
  }
  const Checked shop = Shop{.more = text}.check();
  ASSERT_EQ(shop.codes(), "E0206");
  EXPECT_EQ(shop.result.diagnostics.front().message,
            "statements about flows name more than 20 million categories together, up to this one");
}
TEST(Flows, many_of_both_cost_little) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += "promise M-" + std::to_string(i) +
            " { never send personal to press for study; send text to post for care; }\n";
  }
  EXPECT_EQ(flow_codes(text), "");
}

}  // namespace
}  // namespace abide::policy
