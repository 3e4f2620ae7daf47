// The demo's people are who the README says, and a person's canaries are theirs alone.
#include <algorithm>

#include "stores.hpp"

namespace abide::mentor::testing {
namespace {

class MentorPeople : public ::testing::Test {
 protected:
  [[nodiscard]] std::int64_t count(const std::string& address, const std::string& table,
                                   const std::string& where = "1") const {
    return generated_.number("db", "SELECT count(*) FROM " + table + " WHERE " + where +
                                       " AND user_id = '" + generated_.id_of(address) + "'");
  }
  [[nodiscard]] std::int64_t invoices(const std::string& address, const std::string& where) const {
    return generated_.number("billing_book",
                             "SELECT count(*) FROM invoices JOIN customers c ON c.id = customer "
                             "WHERE email = '" +
                                 address + "' AND " + where);
  }
  Generated generated_{options_for(90, 2)};
};

TEST_F(MentorPeople, amara_has_something_in_every_store_that_knows_people) {
  const std::string amara = "amara.nwosu@mail.example";
  const std::string id = generated_.id_of(amara);
  EXPECT_EQ(count(amara, "profiles", "cv_text IS NOT NULL"), 1);
  EXPECT_EQ(count(amara, "practice_sessions", "saved_at IS NOT NULL"), 4);
  EXPECT_EQ(invoices(amara, "status = 'paid'"), 2);
  const auto some = [&](const char* store, const std::string& sql) {
    EXPECT_GT(generated_.number(store, "SELECT count(*) FROM " + sql), 0) << sql;
  };
  some("clerk", "sessions WHERE user_id = '" + id + "'");
  some("db", "invitations WHERE invitee_email = '" + amara + "'");
  some("db", "submissions WHERE candidate_id = '" + id + "' AND reviewed_by IS NOT NULL");
  some("db", "submission_answers WHERE candidate_id = '" + id + "'");
  some("outbox", "emails WHERE to_address = '" + amara + "'");
  some("mailbox", "messages WHERE from_address = '" + amara + "'");
  some("mailbox", "replies WHERE to_address = '" + amara + "'");
  some("mailbox", "messages WHERE cc_address = '" + amara + "'");
}

TEST_F(MentorPeople, bilals_account_is_gone_from_clerk_and_the_rest_is_there) {
  const std::string bilal = "bilal.haddad@mail.example";
  EXPECT_EQ(generated_.id_of(bilal), "");
  EXPECT_EQ(invoices(bilal, "1"), 1);
  EXPECT_EQ(
      generated_.number("db", "SELECT count(*) FROM profiles WHERE cv_text LIKE '%" + bilal + "%'"),
      1);
  EXPECT_GT(generated_.number("mailbox",
                              "SELECT count(*) FROM messages WHERE from_address = '" + bilal + "'"),
            0);
}

TEST_F(MentorPeople, carys_and_dragan_deleted_all_their_sessions_and_esi_one) {
  for (const char* address : {"carys.price@mail.example", "dragan.kovac@mail.example"}) {
    EXPECT_EQ(count(address, "practice_sessions", "deleted_at IS NULL"), 0) << address;
    EXPECT_EQ(count(address, "practice_sessions"), 4) << address;
  }
  const std::string esi = "esi.mensah@mail.example";
  EXPECT_EQ(count(esi, "practice_sessions", "deleted_at IS NOT NULL"), 1);
  EXPECT_EQ(count(esi, "practice_sessions", "expires_at IS NOT NULL AND saved_at IS NULL"), 1);
  EXPECT_EQ(count(esi, "practice_sessions"), 5);
}

TEST_F(MentorPeople, fumiko_cleared_her_goals_and_kept_the_rest) {
  const std::string fumiko = "fumiko.tanaka@mail.example";
  EXPECT_EQ(count(fumiko, "profiles", "goals IS NULL AND cv_text IS NOT NULL"), 1);
}

TEST_F(MentorPeople, grace_and_hugo_share_a_team_and_hugo_pays) {
  const std::string team = "(SELECT id FROM hiring_teams WHERE company = 'Northgate Logistics')";
  EXPECT_EQ(generated_.number("db", "SELECT count(*) FROM team_members WHERE team_id = " + team),
            2);
  EXPECT_EQ(count("grace.omalley@northgate.example", "team_members", "team_id = " + team), 1);
  EXPECT_EQ(count("hugo.darcy@northgate.example", "team_members", "team_id = " + team), 1);
  EXPECT_EQ(invoices("hugo.darcy@northgate.example", "plan = 'corporate'"), 2);
}

TEST_F(MentorPeople, ioanna_paid_before_the_oldest_year_that_is_kept_and_since) {
  const std::string ioanna = "ioanna.papadopoulou@mail.example";
  EXPECT_EQ(invoices(ioanna, "paid_at < unixepoch('2020-04-01')"), 2);
  EXPECT_EQ(invoices(ioanna, "paid_at >= unixepoch('2020-04-01')"), 2);
  EXPECT_EQ(invoices(ioanna, "date(paid_at, 'unixepoch') = '2024-02-29'"), 1);
}

TEST_F(MentorPeople, jaya_has_two_accounts_in_two_roles) {
  EXPECT_EQ(generated_.rows("clerk",
                            "SELECT group_concat(role) FROM (SELECT role FROM users WHERE email "
                            "IN ('jaya.raman@mail.example', 'jaya.raman@second.example') ORDER BY "
                            "role)"),
            "candidate,hiring\n");
  EXPECT_EQ(count("jaya.raman@second.example", "team_members"), 1);
}

TEST_F(MentorPeople, the_demos_people_are_there_at_other_sizes_dates_and_seeds) {
  Options options = options_for(20, 9);
  options.seed = 99;
  options.years = 1;
  options.today = *parse_date("2028-02-29");
  const Generated other{options};
  EXPECT_EQ(other.number("clerk",
                         "SELECT count(*) FROM users WHERE email IN ('amara.nwosu@mail.example', "
                         "'carys.price@mail.example', 'dragan.kovac@mail.example', "
                         "'esi.mensah@mail.example', 'fumiko.tanaka@mail.example', "
                         "'grace.omalley@northgate.example', 'hugo.darcy@northgate.example', "
                         "'ioanna.papadopoulou@mail.example', 'jaya.raman@mail.example')"),
            9);
}

/// Takes everything of one person away, as an erasure should, what is shared or kept severed.
void remove_person(const Generated& generated, const std::string& address) {
  const std::string mine = " = '" + generated.id_of(address) + "'";
  const std::string my_address = " = '" + address + "'";
  const auto& db = generated.store("db");
  db.run(
      "DELETE FROM practice_answers WHERE session_id IN (SELECT id FROM practice_sessions WHERE "
      "user_id" +
      mine + ")");
  for (const char* table : {"practice_sessions", "profiles", "team_members"}) {
    db.run(std::string{"DELETE FROM "} + table + " WHERE user_id" + mine);
  }
  db.run("DELETE FROM submission_answers WHERE candidate_id" + mine);
  db.run(
      "UPDATE submissions SET candidate_id = NULL, overall_score = NULL, decision = NULL WHERE "
      "candidate_id" +
      mine);
  db.run("UPDATE submissions SET reviewed_by = NULL WHERE reviewed_by" + mine);
  db.run("UPDATE assessments SET created_by = NULL WHERE created_by" + mine);
  db.run("UPDATE invitations SET invited_by = NULL WHERE invited_by" + mine);
  db.run("UPDATE invitations SET invitee_email = NULL WHERE invitee_email" + my_address);
  const auto& clerk = generated.store("clerk");
  clerk.run("DELETE FROM sessions WHERE user_id" + mine);
  clerk.run("DELETE FROM users WHERE id" + mine);
  const auto& book = generated.store("billing_book");
  book.run(
      "UPDATE invoices SET customer = NULL WHERE customer IN (SELECT id FROM customers WHERE "
      "email" +
      my_address + ")");
  book.run("DELETE FROM customers WHERE email" + my_address);
  generated.store("outbox").run("DELETE FROM emails WHERE to_address" + my_address);
  const auto& mailbox = generated.store("mailbox");
  mailbox.run("DELETE FROM messages WHERE from_address" + my_address);
  mailbox.run("DELETE FROM replies WHERE to_address" + my_address);
  mailbox.run("UPDATE messages SET cc_address = NULL WHERE cc_address" + my_address);
  mailbox.run("UPDATE replies SET cc_address = NULL WHERE cc_address" + my_address);
}

class MentorCanaries : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(people, MentorCanaries,
                         ::testing::Values("amara.nwosu@mail.example",
                                           "hugo.darcy@northgate.example",
                                           "ioanna.papadopoulou@mail.example"));

TEST_P(MentorCanaries, are_in_the_stores_until_the_person_is_gone) {
  Options options = options_for(120, 2);
  options.canary_person = GetParam();
  const Generated generated{options};
  ASSERT_GT(generated.summary.canaries.size(), 8U);
  const std::string before = generated.everything();
  for (const std::string& canary : generated.summary.canaries) {
    EXPECT_GE(canary.size(), 8U) << canary;
    EXPECT_EQ(canary.find('\n'), std::string::npos);
    EXPECT_NE(before.find(canary), std::string::npos) << canary;
  }
  remove_person(generated, GetParam());
  const std::string after = generated.everything();
  EXPECT_LT(after.size(), before.size());
  for (const std::string& canary : generated.summary.canaries) {
    EXPECT_EQ(after.find(canary), std::string::npos) << canary;
  }
}

TEST(MentorCanariesOfNobody, are_an_error) {
  const testing_support::TempFolder folder;
  Options options = options_for(20, 0);
  options.canary_person = "nobody@mail.example";
  options.folder = folder.file("data");
  const auto made = generate(options);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace abide::mentor::testing
