// Attributes and probe arguments: their keys, how often each stands, and what they may hold.
#include "policy/resolve/attributes.hpp"

#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

struct Case {
  std::string text;
  std::string codes;
};

class Declarations : public testing::TestWithParam<Case> {};
TEST_P(Declarations, are_typed) {
  const Checked shop = Shop{.more = GetParam().text,
                            .statements =
                                "tell r; collect orders from r "
                                "for p;"}
                           .check();
  EXPECT_EQ(shop.codes(), GetParam().codes) << shop.text();
}
const std::string r = "recipient r { country GB; } ";
const std::string p = "purpose p { basis contract; uses orders; } ";
INSTANTIATE_TEST_SUITE_P(
    Attributes, Declarations,
    testing::Values(
        Case{r + p, ""}, Case{r + "purpose p { basis contract; }", "E0205"},
        Case{r + "purpose p { uses orders; }", "E0205"},
        Case{r + "purpose p { basis contrat; uses orders; }", "E0206"},
        Case{r + "purpose p { basis contract, consent; uses orders; }", "E0206"},
        Case{r + "purpose p { basis contract; basis consent; uses orders; }", "E0202"},
        Case{r + "purpose p { basis contract; uses orders; uses contact; }", ""},
        Case{r + "purpose p { basis contract; uses orders; functon \"x\"; }", "E0204"},
        Case{r + "purpose p { basis contract; uses orders; function x; }", "E0206"},
        Case{p + "recipient r { country UK; }", "E0206"}, Case{p + "recipient r { }", "E0205"},
        Case{p + "recipient r { country GB; role third_pary; }", "E0206"},
        Case{p + "recipient r { country GB; role auditor; }", ""},
        Case{p + "recipient r { country GB; ages_out 0 days; }", "E0503"},
        Case{p + "recipient r { country GB; ages_out \"90 days\"; }", "E0206"},
        Case{r + p + "controller c { country GB; }", "E0205"},
        Case{r + p + "staff s { country GB; }", "E0204"},
        Case{r + p + "store s kind files { reach none; }", "E0206"},
        Case{r + p + "store s kind files { reach none because \"x\"; backups kept 0 days; }", ""},
        Case{r + p + "store s kind file { }", "E0101"},
        Case{r + p + "store s kind files { run by us; }", "E0201"},
        Case{r + p + "store s kind files { backup kept 30 days; }", "E0204"},
        Case{r + p + "store s kind files { at Europe; }", "E0206"},
        Case{r + p + "store s kind files { at EU \"x\"; encrypted at_rest; }", ""},
        Case{r + p + "store s kind files { table t { field a: orders; } }", "E0205"},
        Case{r + p + "outlet o from server to r { }", "E0315"},
        Case{r + p + "outlet o from server to r { purpose p; refuse when unredable; }", "E0206"}));

TEST(Attributes, the_policy_block_sets_the_calendar_and_limits) {
  std::string text = Shop{}.text();
  const std::string block = "regime uk_gdpr;";
  text.replace(
      text.find(block), block.size(),
      "regime uk_gdpr, pecr; zone \"Europe/Paris\"; financial_year \"30 June\"; grace 2 days; "
      "lead 3 days; sweep every 12 hours; limit rows 500; limit share 7 %; limit hours "
      "23:00, 04:30;");
  const Checked shop = test::check_policy(text);
  ASSERT_EQ(shop.text(), "");
  const Model& model = shop.model();
  EXPECT_EQ(model.calendar.zone, "Europe/Paris");
  EXPECT_EQ(model.calendar.financial_year_end, std::chrono::June / 30);
  EXPECT_EQ(model.calendar.grace, (Period{2, Period::Unit::days}));
  EXPECT_EQ(model.calendar.sweep_every, (Period{12, Period::Unit::hours}));
  EXPECT_EQ(model.limits.rows, 500U);
  EXPECT_EQ(model.limits.share_percent, 7U);
  EXPECT_EQ(model.limits.hours, (std::pair{23 * 60, 4 * 60 + 30}));
  EXPECT_EQ(model.regimes, (std::vector<std::string>{"uk_gdpr", "pecr"}));
}
class PolicyKeys : public testing::TestWithParam<Case> {};
TEST_P(PolicyKeys, are_typed) {
  std::string text = Shop{}.text();
  const std::string block = "regime uk_gdpr;";
  text.replace(text.find(block), block.size(), GetParam().text);
  EXPECT_EQ(test::check_policy(text).codes(), GetParam().codes);
}
INSTANTIATE_TEST_SUITE_P(
    Attributes, PolicyKeys,
    testing::Values(Case{"", "E0205"}, Case{"regime uk_gpdr;", "E0206"},
                    Case{"regime uk_gdpr; zone \"Europe/Londn\";", "E0206"},
                    Case{"regime uk_gdpr; financial_year \"31 Marsh\";", "E0206"},
                    Case{"regime uk_gdpr; financial_year \"31 April\";", "E0206"},
                    Case{"regime uk_gdpr; sweep every 0 days;", "E0503"},
                    Case{"regime uk_gdpr; sweep 1 day;", "E0204"},
                    Case{"regime uk_gdpr; limit row 5;", "E0204"},
                    Case{"regime uk_gdpr; limit share 200 %;", "E0206"},
                    Case{"regime uk_gdpr; limit share 10;", "E0206"},
                    Case{"regime uk_gdpr; limit rows 10; limit rows 20;", "E0202"},
                    Case{"regime uk_gdpr; limit hours 01:00;", "E0206"}));

class Probes : public testing::TestWithParam<Case> {};
TEST_P(Probes, take_typed_arguments) {
  const Shop shop{.more =
                      "store cache kind redis { keyspace k { key id; unowned because \"x\"; } }\n"
                      "store page kind browser { reach none because \"x\"; topic t { } }\n"
                      "store ram kind memory { reach none because \"x\"; topic u { } }\n"
                      "store pg kind postgres { }\n"
                      "recipient r { country GB; }\npurpose p { basis contract; uses orders; }\n"
                      "outlet o from browser to r { purpose p; }\n",
                  .statements = GetParam().text};
  const Checked checked = shop.check();
  EXPECT_EQ(checked.codes(), GetParam().codes) << checked.text();
}
INSTANTIATE_TEST_SUITE_P(
    Attributes, Probes,
    testing::Values(
        Case{"probe schema_drift on db every 1 day;", ""},
        Case{"probe schema_drift on db, db.users;", ""}, Case{"probe shema_drift on db;", "E0201"},
        Case{"probe schema_drift on dbx;", "E0201"}, Case{"probe schema_drift on page;", "E0203"},
        Case{"probe schema_drift on db every 0 days;", "E0503"},
        Case{"probe schema_drift with of db.users;", "E0204"},
        Case{"probe save_action on db with of db.users;", ""},
        Case{"probe save_action on db;", "E0205"},
        Case{"probe save_action on db with of \"users\";", "E0206"},
        Case{"probe save_action on db with of db.usrs;", "E0201"},
        Case{"probe save_action on cache with of db.users;", "E0203"},
        Case{"probe persistence on cache with ttl true;", ""},
        Case{"probe persistence on db with ttl true;", "E0203"},
        Case{"probe persistence on cache with ttl yes;", "E0206"},
        Case{"probe media_content on ram with kinds \"audio\", older 10 minutes;", ""},
        Case{"probe media_content on db with kinds \"audio\", older 0 minutes;", "E0503"},
        Case{"probe media_content on db with kinds \"audio\", kinds \"video\";", "E0202"},
        Case{"probe canary on db with plant orders, plant contact;", ""},
        Case{"probe canary on db;", "E0205"},
        Case{"probe provenance on db with of contact.id, never_from orders;", ""},
        Case{"probe provenance on db with of contact, never_from orders;", "E0203"},
        Case{"probe small_groups on db with least 10;", ""},
        Case{"probe small_groups on db with least 10 %;", "E0206"},
        Case{"probe least_privilege on pg with roles \"app\", row_security true;", ""},
        Case{"probe page_requests with only o;", ""},
        Case{"probe page_requests with only orders;", "E0203"},
        Case{"probe page_requests on db with only o;", "E0206"},
        Case{"probe cookie_scan with allow orders, deny contact, before_consent true;", ""},
        Case{"probe tls with least \"1.2\";", ""}, Case{"probe tls;", "E0205"},
        Case{"probe dependency_age with most 30 days;", ""},
        Case{"probe region on pg with is \"eu\";", ""},
        Case{"probe egress_hosts as \"only declared outlets\" every 1 day;", ""}));

class Words : public testing::TestWithParam<Case> {};
TEST_P(Words, of_closed_lists_are_checked_and_of_open_ones_only_for_slips) {
  const Shop shop{.more = "recipient r { country GB; } event e from app;",
                  .statements = "notify r of e by email;" + GetParam().text};
  EXPECT_EQ(shop.check().codes(), GetParam().codes) << shop.check().text();
}
INSTANTIATE_TEST_SUITE_P(
    Attributes, Words,
    testing::Values(
        Case{"notify customer of e by carrier_pigeon;", ""},
        Case{"notify customer of e by site_notise;", "E0206"}, Case{"file dpa with r;", ""},
        Case{"file insurance_certificate with r;", ""},
        Case{"file security_reprot with r;", "E0206"},
        Case{"right access for customer via \"x\" within 0 days;", "E0503"},
        Case{"right access for customer via \"x\" within 2000 years;", "E0101"},
        Case{"must keep orders at least 5 years after paid because law uk.cte;", "E0507"},
        Case{"must keep orders at least 5 years after paid because law app.account;", "E0507"},
        Case{"keep orders at most 9 years after end of year of paid;", ""}));

TEST(Attributes, waivers_name_what_may_be_waived_and_things_that_exist) {
  const std::string by = " because \"x\" by dpo until 2030-01-01;";
  const std::string staff = "staff dpo \"D\" {} ";
  const std::string attest = "attest \"x\" by dpo every 1 year;";
  EXPECT_EQ(codes_of({.more = staff + "waive E1001 on db.users.email, db, INT-001" + by,
                      .statements = attest}),
            "");
  EXPECT_EQ(codes_of({.more = staff + "waive E0501 on db" + by, .statements = attest}), "E0206");
  // What the policy does not declare is just what E1001 is about.
  EXPECT_EQ(codes_of({.more = staff + "waive E1001 on db.audit" + by, .statements = attest}), "");
  EXPECT_EQ(codes_of({.more = staff + "waive E1001 on dp.audit" + by, .statements = attest}),
            "E0201");
  EXPECT_EQ(codes_of({.more = staff + "waive E1002 on db.userz" + by, .statements = attest}),
            "E0201");
  EXPECT_EQ(codes_of({.more = "waive E1001 on db because \"x\" by dpo until 2030-01-01;"}),
            "E0201");
}

TEST(Attributes, test_steps_are_read_for_their_names) {
  const auto step = [](const std::string& text) {
    return codes_of(
        {.more = "state eager from app; recipient r { country GB; }\ntest \"t\" { " + text + "; }",
         .statements = "never send orders to r unless eager;"});
  };
  for (const char* good : {"given customer ada", "given eager on", "given row db.users (id: 1)",
                           "on 2026-01-01 when closed by ada", "when paid by ada of 1, orders",
                           "expect db.orders kept", "expect db.orders erased for ada",
                           "expect orders, contact cannot reach r, db", "expect plan \"x\"",
                           "expect due 2026-01-01", "expect error E0501"}) {
    EXPECT_EQ(step(good), "") << good;
  }
  EXPECT_EQ(step("given custmer ada"), "E0201");
  EXPECT_EQ(step("given eagr on"), "E0201");
  EXPECT_EQ(step("given row db.user (id: 1)"), "E0201");
  EXPECT_EQ(step("when clsed by ada"), "E0201");
  EXPECT_EQ(step("expect db.order kept"), "E0201");
  EXPECT_EQ(step("expect orders cannot reach rr, dbb"), "E0201 E0201");
  EXPECT_EQ(step("expect db.orders gone"), "E0104");
}

}  // namespace
}  // namespace abide::policy
