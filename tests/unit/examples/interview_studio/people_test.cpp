// The demo's people are who the README says, and a person's canaries are theirs alone.
#include <algorithm>

#include "studio.hpp"

namespace abide::studio::testing {
namespace {

class StudioPeople : public ::testing::Test {
 protected:
  [[nodiscard]] std::int64_t count(const std::string& address, const std::string& table,
                                   const std::string& where = "1") const {
    return studio_.number("db", "SELECT count(*) FROM " + table + " WHERE " + where +
                                    " AND user_id = (SELECT id FROM users WHERE email = '" +
                                    address + "')");
  }
  [[nodiscard]] std::string closed(const std::string& address) const {
    return studio_.store("db").rows("SELECT substr(deleted_at, 1, 10) FROM users WHERE email = '" +
                                    address + "'");
  }
  Studio studio_{options_for(60, 2)};
};

TEST_F(StudioPeople, ada_is_a_member_with_something_in_every_store) {
  const std::string ada = "ada.lovell@mail.example";
  EXPECT_EQ(closed(ada), "NULL\n");
  for (const char* table :
       {"interview_sessions", "star_drafts", "access_log", "\"auth.sessions\""}) {
    EXPECT_GT(count(ada, table), 0) << table;
  }
  EXPECT_GT(count(ada, "answers JOIN interview_sessions s ON s.id = session_id"), 0);
  EXPECT_GT(count(ada, "purchases", "paid_at > '2020-11-25'"), 0);
  EXPECT_EQ(
      studio_.number("stripe_book", "SELECT count(*) FROM customers WHERE email = '" + ada + "'"),
      1);
  EXPECT_GT(
      studio_.number("mailbox", "SELECT count(*) FROM messages WHERE from_address = '" + ada + "'"),
      0);
  EXPECT_GT(
      studio_.number("mailbox", "SELECT count(*) FROM replies WHERE to_address = '" + ada + "'"),
      0);
  EXPECT_GT(
      studio_.number("mailbox", "SELECT count(*) FROM messages WHERE cc_address = '" + ada + "'"),
      0);
}

TEST_F(StudioPeople, three_closed_their_accounts_forty_days_ago) {
  for (const char* address :
       {"ben.okafor@mail.example", "chloe.dubois@mail.example", "dmitri.petrov@mail.example"}) {
    EXPECT_EQ(closed(address), "2026-10-16\n") << address;
    EXPECT_GT(count(address, "interview_sessions"), 0) << address;
    EXPECT_EQ(count(address, "purchases", "paid_at > '2025-11-25'"), 1) << address;
    EXPECT_EQ(count(address, "purchases"), 1) << address;
  }
}

TEST_F(StudioPeople, eleni_paid_more_than_seven_years_ago_and_since) {
  const std::string eleni = "eleni.papadaki@mail.example";
  EXPECT_EQ(closed(eleni), "NULL\n");
  EXPECT_EQ(count(eleni, "purchases", "paid_at < '2019-11-23'"), 2);
  EXPECT_EQ(count(eleni, "purchases", "paid_at >= '2019-11-28'"), 2);
}

TEST_F(StudioPeople, fionnuala_has_two_accounts) {
  EXPECT_EQ(studio_.number("db", "SELECT count(*) FROM users WHERE name = 'Fionnuala O''Neill'"),
            2);
}

TEST_F(StudioPeople, the_demos_people_are_there_at_other_sizes_dates_and_seeds) {
  Options options = options_for(20, 9);
  options.seed = 99;
  options.years = 1;
  options.today = *parse_date("2028-02-29");
  const Studio studio{options};
  EXPECT_EQ(studio.number("db",
                          "SELECT count(*) FROM users WHERE email IN ('ada.lovell@mail.example', "
                          "'ben.okafor@mail.example', 'chloe.dubois@mail.example', "
                          "'dmitri.petrov@mail.example', 'eleni.papadaki@mail.example', "
                          "'fionnuala.oneill@mail.example', 'gianni.dangelo@mail.example')"),
            7);
  EXPECT_EQ(studio.store("db").rows("SELECT substr(deleted_at, 1, 10) FROM users WHERE email = "
                                    "'ben.okafor@mail.example'"),
            "2028-01-20\n");
}

/// Takes everything of one person away, as an erasure should, payments severed.
void remove_person(const Studio& studio, const std::string& address) {
  const std::string id = "(SELECT id FROM users WHERE email = '" + address + "')";
  const auto& db = studio.store("db");
  db.run(
      "DELETE FROM answers WHERE session_id IN (SELECT id FROM interview_sessions WHERE user_id "
      "= " +
      id + ")");
  for (const char* table :
       {"interview_sessions", "star_drafts", "access_log", "\"auth.sessions\""}) {
    db.run(std::string{"DELETE FROM "} + table + " WHERE user_id = " + id);
  }
  db.run("UPDATE purchases SET user_id = NULL, stripe_customer = NULL WHERE user_id = " + id);
  db.run("DELETE FROM \"auth.users\" WHERE id = " + id);
  db.run("DELETE FROM users WHERE email = '" + address + "'");
  const auto& mailbox = studio.store("mailbox");
  mailbox.run("DELETE FROM messages WHERE from_address = '" + address + "'");
  mailbox.run("DELETE FROM replies WHERE to_address = '" + address + "'");
  mailbox.run("UPDATE messages SET cc_address = NULL WHERE cc_address = '" + address + "'");
  mailbox.run("UPDATE replies SET cc_address = NULL WHERE cc_address = '" + address + "'");
  studio.store("stripe_book").run("DELETE FROM customers WHERE email = '" + address + "'");
}

class StudioCanaries : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(people, StudioCanaries,
                         ::testing::Values("ada.lovell@mail.example", "ben.okafor@mail.example",
                                           "eleni.papadaki@mail.example"));

TEST_P(StudioCanaries, are_in_the_stores_until_the_person_is_gone) {
  Options options = options_for(120, 2);
  options.canary_person = GetParam();
  const Studio studio{options};
  ASSERT_GT(studio.summary.canaries.size(), 15U);
  const std::string before = studio.everything();
  for (const std::string& canary : studio.summary.canaries) {
    EXPECT_GE(canary.size(), 8U) << canary;
    EXPECT_EQ(canary.find('\n'), std::string::npos);
    EXPECT_NE(before.find(canary), std::string::npos) << canary;
  }
  remove_person(studio, GetParam());
  const std::string after = studio.everything();
  EXPECT_LT(after.size(), before.size());
  for (const std::string& canary : studio.summary.canaries) {
    EXPECT_EQ(after.find(canary), std::string::npos) << canary;
  }
}

TEST(StudioCanariesOfNobody, are_an_error) {
  const testing_support::TempFolder folder;
  Options options = options_for(20, 0);
  options.canary_person = "nobody@mail.example";
  options.folder = folder.file("data");
  const auto made = generate(options);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace abide::studio::testing
