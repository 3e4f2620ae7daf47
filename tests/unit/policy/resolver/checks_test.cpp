// Every other check: what raises it, and a twin that must not.
#include "policy/checks/checks.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

struct Twins {
  std::string code;
  Shop raises;
  Shop twin;
  std::string twin_codes = {};
};
class EachCheck : public testing::TestWithParam<Twins> {};
TEST_P(EachCheck, raises_its_code_and_spares_the_twin) {
  const Checked bad = GetParam().raises.check();
  EXPECT_NE(bad.find(GetParam().code), nullptr) << bad.text();
  EXPECT_EQ(bad.result.model.has_value(), GetParam().code.starts_with("W")) << bad.text();
  const Checked good = GetParam().twin.check();
  EXPECT_EQ(good.codes(), GetParam().twin_codes) << good.text();
  for (const Diagnostic& diagnostic : bad.result.diagnostics) {
    EXPECT_FALSE(diagnostic.message.empty());
    EXPECT_FALSE(diagnostic.help.empty()) << diagnostic.message;
    EXPECT_FALSE(diagnostic.message.ends_with('.')) << diagnostic.message;
    EXPECT_EQ(diagnostic.message.find('\n'), std::string::npos);
  }
}

const std::string dpo = "staff dpo \"D\" {}\n";
std::string notes(const std::string& items) {
  return "table notes { key id; " + items + " field t: text; }\n";
}
const std::string by_user = "owned by customer through user_id to users.id; ";

/// Receipts with a clock of their own and a ceiling far off.
Shop kept(const std::string& statements) {
  return {.tables = "table receipts { key id; " + by_user + "field r: receipts; clock made; }",
          .more = "event made at db.receipts.made;",
          .statements = statements + " keep receipts at most 90 years after made;"};
}

/// People of another kind, whose row may name a customer.
Shop pupils(const std::string& items, const std::string& known_by = "") {
  return {.tables =
              "table pupils { key id; owned by pupil through id; clock joined; field id: "
              "guardian; " +
              items + " }",
          .more =
              "category guardian is identifier; event joined at db.pupils.joined; subject "
              "pupil { identified by db.pupils.id" +
              known_by + "; }",
          .statements = "keep guardian at most 9 years after joined;"};
}

INSTANTIATE_TEST_SUITE_P(
    Checks, EachCheck,
    testing::Values(
        Twins{"E0704",
              {.more = "promise INT-002 \"x\" { }"},
              {.more = "promise INT-002 \"x\" { tell customer; }"}},
        Twins{"E0505",
              {.tables = notes(by_user + "clock made as date;"),
               .more = "event made at db.notes.made;",
               .statements = "keep text in db.notes at most 12 hours after made;"},
              {.tables = notes(by_user + "clock made as unix;"),
               .more = "event made at db.notes.made;",
               .statements = "keep text in db.notes at most 12 hours after made;"}},
        Twins{"E0505",
              {.statements = "keep text at most 12 hours after end of year of closed;"},
              {.statements = "keep text at most 12 hours after closed;"}},
        Twins{"E0503",
              {.statements = "erase text within 0 days of closed;"},
              {.statements = "erase text within 30 days of closed;"}},
        Twins{"E0601", {.tables = notes("")}, {.tables = notes(by_user)}},
        Twins{"E0601",
              {.tables = notes("")},
              {.more = "store page kind browser { topic notes { field t: text; } }"}},
        Twins{"E0601",
              {.tables = notes("")},
              {.tables = "table totals { key id; field n: stats; }",
               .more = "category stats is anonymous;"}},
        Twins{"W0603",
              {.tables = notes("owned by customer through user_id to users.id blanks user_id; ")},
              {.tables = notes(
                   "owned jointly by customer through user_id to users.id blanks user_id; "
                   "owned jointly by customer through other to users.id; ")}},
        Twins{"W0603",
              {.tables =
                   "table notes { key id; owned by customer through who; field who: contact.id; "
                   "field t: text; }",
               .more = "event asked from requests;",
               .statements = "erase contact promptly after asked;"},
              {.tables =
                   "table notes { key id; owned by customer through who; field who: contact.id; "
                   "field t: text; }",
               .more = "event asked from requests;",
               .statements = "erase contact, text promptly after asked;"}},
        Twins{"W0604",
              {.tables = notes(by_user + "owned by customer through other to users.id; ")},
              {.tables = notes(by_user + "owned by customer through other to users.id when kind is "
                                         "\"b\"; ")}},
        Twins{"W0607",
              pupils("field parent: guardian; shared with customer through parent to users.email;"),
              pupils("field parent: guardian; shared with customer through parent to users.email;",
                     ", db.pupils.parent")},
        Twins{"W0607",
              pupils("field parent: guardian; shared with customer through parent to users.email;"),
              pupils("field parent: guardian; shared with customer through parent to users.email; "
                     "mentions customer through parent to users.email, on erase keep;")},
        Twins{"W0607", pupils("link parent: guardian to users.email;"),
              pupils("link parent: guardian to orders.user_id;")},
        Twins{"W0607", pupils("link parent: guardian to users.email;"),
              pupils("link friend: guardian to pupils.id;")},
        Twins{"E0605",
              {.more = "store api kind http { table notes { key id; owned by customer through u to "
                       "db.users.id; field t: text; } }"},
              {.more =
                   "store api kind http { recipe \"api\"; table notes { key id; owned by customer "
                   "through u to db.users.id; field t: text; } }"}},
        Twins{
            "E0606",
            {.tables = notes(by_user + "link last to drafts.id; ") +
                       "table drafts { key id; owned by customer through note to notes.id; }"},
            {.tables = notes("owned by customer through user_id to users.id blanks last; link last "
                             "to drafts.id; ") +
                       "table drafts { key id; owned by customer through note to notes.id; }"}},
        Twins{"E0606",
              {.tables = notes(by_user + "link last to drafts.id; ") +
                         "table drafts { key id; owned by customer through note to notes.id; }"},
              {.tables = notes(by_user + "link parent to notes.id; ")}},
        Twins{"W0405",
              {.tables = "table t { key id; " + by_user + "field c: extra; }",
               .more = "category extra;"},
              {.tables = "table t { key id; " + by_user + "field c: extra; }",
               .more = "category extra is anonymous;"}},
        Twins{"W0504",
              {.tables = notes(by_user), .statements = "erase text within 60 days of closed;"},
              {.tables = notes(by_user),
               .more = "event asked from requests;",
               .statements = "erase text within 60 days of asked;"}},
        Twins{"W0504",
              kept("must keep receipts at least 2 years after made because law uk.ct; must keep "
                   "receipts at least 6 years after made because law uk.ct;"),
              kept("must keep receipts at least 2 years after made because law uk.ct; must keep "
                   "receipts at least 6 years after end of year of made because law uk.ct;")},
        Twins{"W0506",
              {.statements = "right access for customer via \"x@shop.example\";"},
              {.statements =
                   "right access for customer via \"x@shop.example\" within 1 month; right "
                   "erasure for customer via app \"page\"; right complaint for customer via "
                   "\"x@shop.example\" acknowledged within 30 days;"}},
        Twins{"W0508", kept("must keep receipts at least 7 years after made because law uk.vat;"),
              kept("must keep receipts at least 6 years after made because law uk.vat;")},
        Twins{"W0508", kept("must keep receipts at least 1 day after made because law pci.sad;"),
              kept("must keep receipts at least 6 years after made because law uk.nmw;")},
        Twins{"W0215",
              {.more = "category unused;"},
              {.more = "category used;", .statements = "never sell used;"}},
        Twins{
            "W0215",
            {.more = "state eager from app;"},
            {.more = "state eager from app;", .statements = "never use text for sale when eager;"}},
        Twins{"W0215",
              {.more = dpo},
              {.more = dpo, .statements = "attest \"x\" by dpo every 1 year;"}},
        Twins{"W0215",
              {.more = dpo + "category spare;"},
              {.more = dpo + "category spare; waive W0215 on spare because \"x\" by dpo until "
                             "2030-01-01;"}},
        Twins{"E0610",
              {.tables = "table bills { key id; " + by_user +
                         "link order_id to orders.id; field mail: contact.email; }",
               .statements = "sever db.orders.user_id from db.users.id at closed so orders cannot "
                             "identify contact;"},
              {.statements = "sever db.orders.user_id from db.users.id at closed so orders cannot "
                             "identify text;"}}));

TEST(Checks, every_one_is_listed_once_and_raised_by_some_test) {
  std::set<std::string_view> codes;
  for (const checks::CheckEntry& check : checks::all()) {
    EXPECT_FALSE(check.name.empty());
    EXPECT_NE(check.function, nullptr);
    EXPECT_TRUE(codes.insert(check.code).second) << check.code;
  }
  EXPECT_EQ(codes.size(), checks::all().size());
  EXPECT_GE(codes.size(), 39U);
}
TEST(Checks, the_owner_is_guessed_by_category_and_by_name) {
  const auto guess = [](const std::string& fields) {
    const Checked shop =
        Shop{.tables = "table notes { key id; " + fields + " field t: text; }"}.check();
    return shop.find("E0601") == nullptr ? shop.text() : shop.find("E0601")->help;
  };
  EXPECT_EQ(guess("field who: contact.id;"),
            "perhaps `owned by customer through who to db.users.id;`");
  EXPECT_EQ(guess("field who: contact.email;"),
            "perhaps `owned by customer through who to db.users.email;`");
  EXPECT_EQ(guess("link customer_id to orders.id;"),
            "perhaps `owned by customer through customer_id to db.users.id;`");
  EXPECT_EQ(guess("").substr(0, 20), "say `owned by SUBJEC");
}
TEST(Checks, a_surviving_path_is_printed_with_what_would_cut_it) {
  const Checked shop =
      Shop{.tables =
               "table bills { key id; owned by customer through u to users.id; field m: "
               "contact.email; link order_id to orders.id; }",
           .statements =
               "sever db.orders.user_id from db.users.id at closed so orders cannot "
               "identify contact;"}
          .check();
  ASSERT_NE(shop.find("E0610"), nullptr) << shop.text();
  EXPECT_EQ(shop.find("E0610")->message, "after closed, orders can still identify contact");
  EXPECT_EQ(shop.find("E0610")->notes,
            (std::vector<std::string>{"db.orders.id = db.bills.order_id"}));
  EXPECT_EQ(shop.find("E0610")->help, "also sever db.bills.order_id at closed");
}
TEST(Checks, an_identifier_on_both_sides_joins_and_a_table_erased_at_once_does_not) {
  const auto shop = [](const std::string& more) {
    return Shop{.tables =
                    "table notes { key id; owned by customer through u to users.id; field t: "
                    "text; }\n"
                    "table slips { key id; owned by customer through o to orders.id; field p: "
                    "payer; }\n",
                .more =
                    "category payer is identifier; category amount;\n"
                    "store book kind http { recipe \"b\"; table people { key id; owned by customer "
                    "through mail to db.users.email; field id: payer; field mail: contact.email; } "
                    "}",
                .statements =
                    "never sell amount;\n"
                    "erase payer within 30 days of closed;\n"
                    "sever db.orders.user_id from db.users.id at closed so orders cannot "
                    "identify text;\n" +
                    more};
  };
  const Checked path = shop("").check();
  ASSERT_NE(path.find("E0610"), nullptr) << path.text();
  EXPECT_EQ(path.find("E0610")->notes[0],
            "db.orders.id = db.slips.o; db.slips.p = book.people.id; book.people.mail = "
            "db.users.email; db.users.id = db.notes.u");
  EXPECT_EQ(shop("sever db.slips.o from db.orders.id at closed so orders cannot identify text;")
                .check()
                .find("E0610"),
            nullptr);
  EXPECT_EQ(shop("erase payer promptly after closed;").check().find("E0610"), nullptr);
}
TEST(Checks, clocks_on_both_sides_may_join) {
  const auto shop = [](const std::string& form) {
    return codes_of(
        {.tables = "table notes { key id; owned by customer through u to users.id; field "
                   "t: text; clock made " +
                   form + "; }",
         .statements = "sever db.orders.user_id from db.users.id at closed so orders "
                       "cannot identify text;"});
  };
  EXPECT_EQ(shop("as unix"), "W0611");
  EXPECT_EQ(shop("as date"), "");
}
TEST(Checks, what_is_overdue_or_expired_depends_on_the_day_and_stops_no_sweep) {
  const auto shop = [](std::optional<Date> today) {
    return Shop{
        .more = dpo +
                "category extra;\n"
                "ruling INT-G1 between INT-001 \"which\" { tell customer; decide by dpo before "
                "2026-12-31; }\n"
                "waive W0215 on extra because \"x\" by dpo until 2026-12-31;",
        .options = {.today = today}}
        .check();
  };
  EXPECT_EQ(shop(std::nullopt).codes(), "");
  EXPECT_EQ(shop(parse_date("2026-12-30")).codes(), "");
  EXPECT_EQ(shop(parse_date("2026-12-31")).codes(), "E0712");
  EXPECT_EQ(shop(parse_date("2027-01-01")).codes(), "W0215 E0712 W0713");
  EXPECT_TRUE(shop(parse_date("2027-01-01")).result.model.has_value());
}
TEST(Checks, a_waiver_silences_one_code_on_one_thing_and_is_missed_when_it_does_not) {
  const auto shop = [](const std::string& waive) {
    return codes_of({.more = dpo + "category extra; category other;\n" + waive,
                     .statements = "attest \"x\" by dpo every 1 year;"});
  };
  const std::string by = " because \"x\" by dpo until 2030-01-01;";
  EXPECT_EQ(shop(""), "W0215 W0215");
  EXPECT_EQ(shop("waive W0215 on extra" + by), "W0215");
  EXPECT_EQ(shop("waive W0215 on extra, other" + by), "");
  EXPECT_EQ(shop("waive W0405 on extra" + by), "W0215 W0215 W0713");
  EXPECT_EQ(shop("waive W0803 on extra" + by), "W0215 W0215");
}

}  // namespace
}  // namespace abide::policy
