// Statements about time become rules on columns; rows get their dates; rulings decide.
#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

std::string fields_of(const Model& model, const Rule& rule) {
  std::string all;
  for (const FieldId field : rule.fields) {
    all += (all.empty() ? "" : " ") + model.full_name(field);
  }
  return all;
}
const Rule& last_rule(const Checked& checked) { return checked.model().rules.back(); }

struct Statement {
  std::string text;
  Rule::Kind kind;
  Period period;
  std::string fields;
};
class Kinds : public testing::TestWithParam<Statement> {};
TEST_P(Kinds, compile_as_the_table_says) {
  const Statement& expected = GetParam();
  const Checked shop =
      Shop{.more = "event asked from requests;", .statements = expected.text + ";"}.check();
  ASSERT_TRUE(shop.result.model) << shop.text();
  const Rule& rule = last_rule(shop);
  EXPECT_EQ(rule.kind, expected.kind);
  EXPECT_EQ(rule.period, expected.period);
  EXPECT_EQ(fields_of(shop.model(), rule), expected.fields);
  EXPECT_EQ(rule.sentence, expected.text);
  EXPECT_EQ(rule.location.file, "test.policy");
  EXPECT_EQ(shop.model().at(rule.promise).id, "INT-001");
}
constexpr auto years = Period::Unit::years;
constexpr auto days = Period::Unit::days;
const std::string contacts = "db.users.id db.users.email";
INSTANTIATE_TEST_SUITE_P(
    Rules, Kinds,
    testing::Values(
        Statement{"may keep contact until asked", Rule::Kind::may_keep, {}, contacts},
        Statement{"keep contact.email in db.users at most 20 years after asked",
                  Rule::Kind::keep_at_most,
                  {20, years},
                  "db.users.email"},
        Statement{
            "erase contact within 9 days of asked", Rule::Kind::erase_within, {9, days}, contacts},
        Statement{"erase contact at asked", Rule::Kind::erase_at, {}, contacts},
        Statement{"erase contact promptly after asked except contact.id",
                  Rule::Kind::erase_promptly,
                  {},
                  "db.users.email"},
        Statement{"must keep orders at least 6 years after end of financial_year of paid because "
                  "law uk.ct",
                  Rule::Kind::must_keep_at_least,
                  {6, years},
                  "db.orders.items"},
        Statement{
            "sever db.orders.user_id from db.users.id at asked so orders cannot identify contact",
            Rule::Kind::sever,
            {},
            "db.orders.user_id"}));

TEST(Rules, carry_law_review_and_the_end_of_a_period) {
  const Checked shop =
      Shop{.more = "event asked from requests; event left from app;",
           .statements = "may keep contact until asked or left review every 24 months;"}
          .check();
  ASSERT_EQ(shop.text(), "");
  const Rule& keep = shop.model().rules[0];
  EXPECT_EQ(keep.law, "uk.ct");
  EXPECT_EQ(keep.anchor.end_of, Anchor::EndOf::financial_year);
  EXPECT_TRUE(keep.is_floor() && keep.is_ceiling());
  EXPECT_EQ(last_rule(shop).review, (Period{24, Period::Unit::months}));
  EXPECT_EQ(last_rule(shop).anchor.events.size(), 2U);
}
TEST(Rules, a_sentence_folds_blanks_and_comments) {
  const Checked shop = Shop{.statements = "erase   contact // not now\n   at\n closed ;"}.check();
  ASSERT_TRUE(shop.result.model) << shop.text();
  EXPECT_EQ(last_rule(shop).sentence, "erase contact at closed");
}
TEST(Rules, may_keep_yields_to_an_erasure_of_the_same_event) {
  const auto kinds = [](const std::string& statements) {
    const Checked shop =
        Shop{.more = "event asked from requests; event left from app;", .statements = statements}
            .check();
    std::string all;
    for (const Rule& rule : shop.model().rules) {
      if (rule.kind == Rule::Kind::may_keep) {
        all += fields_of(shop.model(), rule) + " until " +
               std::to_string(rule.anchor.events.size()) + "; ";
      }
    }
    return all;
  };
  // closed is covered by the shop's own `erase contact within 30 days of closed`
  EXPECT_EQ(kinds("may keep contact until closed;"), "");
  EXPECT_EQ(kinds("may keep contact until closed or asked;"), contacts + " until 1; ");
  EXPECT_EQ(kinds("may keep contact until asked or left;"), contacts + " until 2; ");
  EXPECT_EQ(kinds("may keep contact until asked or left; erase contact.id within 3 days of asked;"),
            "db.users.id until 1; db.users.email until 2; ");
  EXPECT_EQ(kinds("may keep contact until asked; erase contact promptly after asked;"),
            contacts + " until 1; ");
}
TEST(Rules, without_in_they_leave_what_nobody_owns) {
  const std::string counters =
      "table counters { key id; unowned because \"x\"; field n: text; clock at; }\n"
      "table shelf { key id; shared with customer through u to users.id; field m: text; }\n"
      "table notes { key id; owned by customer through u to users.id; field t: text; }\n";
  const Checked all = Shop{.tables = counters}.check();
  EXPECT_EQ(fields_of(all.model(), last_rule(all)), contacts + " db.notes.t");
  EXPECT_EQ(all.codes(), "W0405 W0405");
  const Checked named = Shop{.tables = counters,
                             .more = "event counted at db.counters.at;",
                             .statements = "keep text in db.counters at most 3 days after counted;"}
                            .check();
  EXPECT_EQ(fields_of(named.model(), last_rule(named)), "db.counters.n");
  EXPECT_EQ(codes_of({.tables = counters,
                      .statements = "keep text in db.counters at most 3 days "
                                    "after closed;"}),
            "E0509");
}

std::string dating(const Checked& checked, const std::string& table, const std::string& event) {
  const Model& model = checked.model();
  const Dating* found = model.dating(*model.find_table(table), *model.find_event(event));
  if (found == nullptr) {
    return "none";
  }
  std::string path;
  for (const Hop& hop : found->hops) {
    path += model.full_name(hop.from.front()) + " -> " + model.full_name(hop.to.front()) + "; ";
  }
  return path;
}

TEST(Rules, a_row_is_dated_by_itself_by_steps_to_one_or_by_its_subject) {
  const Checked shop =
      Shop{.tables =
               "table lines { key id; link part to parts.id; owned by customer through order_id "
               "to orders.id; field t: text; }\n"
               "table parts { key id; clock made; unowned because \"x\"; }\n"
               "table cards { key id; owned by customer from users through card; field u: text; "
               "}\n"
               "table pages { key id; owned by customer through who to users.id; field v: text; "
               "}",
           .more =
               "event made at db.parts.made; event gone on absence of db.users;\n"
               "event left from app; event torn from app of db.pages;",
           .statements =
               "keep text in db.lines at most 9 years after paid;\n"
               "keep text in db.lines at most 9 years after made;\n"
               "erase text promptly after gone; erase text promptly after left;\n"
               "erase text in db.pages at torn; erase text in db.pages at policy_changed;"}
          .check();
  ASSERT_TRUE(shop.result.model) << shop.text();
  EXPECT_EQ(dating(shop, "db.orders", "paid"), "");
  EXPECT_EQ(dating(shop, "db.lines", "paid"), "db.lines.order_id -> db.orders.id; ");
  EXPECT_EQ(dating(shop, "db.lines", "made"), "db.lines.part -> db.parts.id; ");
  EXPECT_EQ(dating(shop, "db.lines", "closed"),
            "db.lines.order_id -> db.orders.id; db.orders.user_id -> db.users.id; ");
  EXPECT_EQ(dating(shop, "db.cards", "closed"), "db.cards.id -> db.users.card; ");
  EXPECT_EQ(dating(shop, "db.cards", "left"), "db.cards.id -> db.users.card; ");
  EXPECT_EQ(dating(shop, "db.pages", "gone"), "db.pages.who -> db.users.id; ");
  EXPECT_EQ(dating(shop, "db.pages", "torn"), "");
  EXPECT_EQ(dating(shop, "db.pages", "policy_changed"), "");
  EXPECT_EQ(dating(shop, "db.pages", "paid"), "none");
}
TEST(Rules, a_row_that_no_step_dates_is_an_error_with_three_places) {
  const Checked shop = Shop{.statements = "erase contact within 9 years of paid;"}.check();
  ASSERT_EQ(shop.codes(), "E0509");
  EXPECT_EQ(shop.find("E0509")->labels.size(), 2U);
  EXPECT_EQ(shop.at(*shop.find("E0509")), "paid");
  // a row event never falls back to the subject
  EXPECT_EQ(codes_of({.more = "event torn from app of db.orders;",
                      .statements = "erase contact promptly after torn;"}),
            "E0509");
}
TEST(Rules, a_ruling_takes_from_what_it_names_only_what_contradicts_it) {
  const std::string tables =
      "table notes { key id; owned by customer through u to users.id; field t: text; }";
  const auto shop = [&](const std::string& between) {
    return Shop{.tables = tables,
                .more =
                    "staff dpo \"D\" {}\n"
                    "promise INT-002 { erase text, orders within 60 days of closed; }\n"
                    "ruling INT-G1 " +
                    between +
                    " \"which\" {\n"
                    "  must keep orders at least 6 years after paid because law uk.ct;\n"
                    "  decide by dpo before 2030-01-01; }"}
        .check();
  };
  EXPECT_EQ(shop("between INT-001").codes(), "E0501 E0501");
  // the ruling names the promise that contradicts it, but not the other floor, which still does
  EXPECT_EQ(shop("").codes(), "E0501 E0501");
  std::string text = Shop{.tables = tables,
                          .more =
                              "staff dpo \"D\" {}\n"
                              "promise INT-002 { erase text, orders within 60 days of closed; }\n"
                              "ruling INT-G1 between INT-001, INT-002 \"which\" {\n"
                              "  must keep orders at least 6 years after paid because law uk.ct;\n"
                              "  decide by dpo before 2030-01-01; }"}
                         .text();
  const Checked ruled = test::check_policy(text);
  ASSERT_TRUE(ruled.result.model) << ruled.text();
  for (const Rule& rule : ruled.model().rules) {
    if (ruled.model().at(rule.promise).id == "INT-002") {
      EXPECT_EQ(fields_of(ruled.model(), rule), "db.notes.t");
    }
  }
}
TEST(Rules, digests_depend_on_meaning_alone) {
  const auto digest = [](const std::string& text) {
    const Checked checked = test::check_policy(text);
    return checked.result.model ? to_hex(meaning_digest(checked.model())) : checked.text();
  };
  const std::string text = Shop{}.text();
  std::string spaced = text;
  for (std::size_t at = 0; (at = spaced.find("; ", at)) != std::string::npos; at += 10) {
    spaced.replace(at, 2, ";\n // x\n  ");
  }
  std::string titled = text;
  titled.replace(titled.find("\"Web shop\""), 10, "\"Another title\"");
  std::string longer = text;
  longer.replace(longer.find("30 days"), 7, "31 days");
  std::string other = text;
  other.replace(other.find("for 6 years after"), 17, "at least 6 years after");
  EXPECT_EQ(digest(text), digest(spaced));
  EXPECT_EQ(digest(text), digest(titled));
  EXPECT_NE(digest(text), digest(longer));
  EXPECT_NE(digest(text), digest(other));
}

}  // namespace
}  // namespace abide::policy
