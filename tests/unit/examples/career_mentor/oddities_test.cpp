// Every oddity that the second example promises is there, counted by questions of our own.
#include "stores.hpp"

namespace abide::mentor::testing {
namespace {

struct DirtyClock {
  const char* store;
  const char* table;
  const char* column;
};
constexpr DirtyClock dirty_text_clocks[] = {
    {"outbox", "emails", "sent_at"},           {"clerk", "sessions", "created_at"},
    {"db", "practice_sessions", "deleted_at"}, {"db", "practice_sessions", "expires_at"},
    {"db", "invitations", "sent_at"},          {"db", "submissions", "submitted_at"},
    {"mailbox", "messages", "received_at"},    {"mailbox", "replies", "sent_at"},
    {"issues", "events", "received_at"}};
constexpr DirtyClock dirty_unix_clocks[] = {{"billing_book", "invoices", "paid_at"},
                                            {"ratelimit", "counters", "counted_at"}};

/// Rows for which `condition`, with `$` for the column, holds, over several clocks.
template <std::size_t N>
std::int64_t clocks_with(const Generated& generated, const DirtyClock (&clocks)[N],
                         const std::string& condition) {
  std::int64_t count = 0;
  for (const DirtyClock& clock : clocks) {
    std::string where = condition;
    for (std::size_t at = where.find('$'); at != std::string::npos; at = where.find('$')) {
      where.replace(at, 1, clock.column);
    }
    count += generated.number(
        clock.store, std::string{"SELECT count(*) FROM "} + clock.table + " WHERE " + where);
  }
  return count;
}

class MentorOddities : public ::testing::TestWithParam<std::int64_t> {
 protected:
  MentorOddities() : generated_(options_for(GetParam(), 3)) {}
  void expect_dirt(const std::string& name, std::int64_t found) const {
    EXPECT_GT(found, 0) << name;
    EXPECT_EQ(told(generated_.summary.dirt, name), found) << name;
  }
  [[nodiscard]] std::int64_t count(const char* store, const std::string& sql) const {
    return generated_.number(store, "SELECT count(*) FROM " + sql);
  }
  Generated generated_;
};
INSTANTIATE_TEST_SUITE_P(sizes, MentorOddities, ::testing::Values(80, 300));

TEST_P(MentorOddities, clocks_that_mislead) {
  const auto text = [&](const std::string& condition) {
    return clocks_with(generated_, dirty_text_clocks, condition);
  };
  expect_dirt("clock reads 0000-00-00", text("$ = '0000-00-00'"));
  expect_dirt("clock reads 31/12/2025", text("$ = '31/12/2025'"));
  expect_dirt("clock is empty text", text("$ = ''"));
  expect_dirt("clock has a blank for T", text("$ LIKE '20__-__-__ __:__:__'"));
  expect_dirt("clock has an offset of +01:00", text("$ LIKE '20%+01:00'"));
  expect_dirt("clock has no time of day", text("$ LIKE '20__-__-__'"));
  expect_dirt("clock is in the future", text("$ GLOB '20*' AND $ >= '2026-11-25'"));
}

TEST_P(MentorOddities, clocks_of_numbers_that_mislead) {
  const auto numbers = [&](const std::string& condition) {
    return clocks_with(generated_, dirty_unix_clocks, condition);
  };
  expect_dirt("clock counts milliseconds, not seconds",
              numbers("typeof($) = 'integer' AND $ > 100000000000"));
  expect_dirt("clock of numbers holds a text", numbers("typeof($) = 'text'"));
  expect_dirt("clock of numbers reads 0", numbers("$ = 0"));
}

TEST_P(MentorOddities, rows_that_lead_nowhere) {
  const std::string orphans =
      "practice_answers WHERE session_id NOT IN (SELECT id FROM practice_sessions)";
  expect_dirt("answer without its session", count("db", orphans));
  expect_dirt("profile of nobody Clerk ever had",
              count("db",
                    "profiles WHERE length(user_id) = 32 AND cv_text IS NULL AND goals IS "
                    "NULL AND substr(user_id, 6) NOT GLOB '*[A-Zg-z]*'"));
  expect_dirt("hiring team without a member",
              count("db", "hiring_teams WHERE id NOT IN (SELECT team_id FROM team_members)"));
  expect_dirt("member of a team that is gone",
              count("db", "team_members WHERE team_id NOT IN (SELECT id FROM hiring_teams)"));
  expect_dirt("invoice without a customer",
              count("billing_book", "invoices WHERE customer IS NULL"));
  expect_dirt("mail from a stranger",
              count("mailbox", "messages WHERE from_address LIKE 'asks.%@elsewhere.example'"));
}

TEST_P(MentorOddities, addresses_spelt_in_two_ways) {
  expect_dirt("mail from an address in capitals",
              count("mailbox", "messages WHERE from_address = upper(from_address)"));
  expect_dirt("address with a trailing blank", count("clerk", "users WHERE email <> rtrim(email)"));
  expect_dirt("address a second time, in another case",
              generated_.number("clerk",
                                "SELECT count(*) - count(DISTINCT lower(trim(email))) FROM users"));
}

TEST_P(MentorOddities, content_where_none_was_promised_to_be) {
  expect_dirt("session neither saved nor to be discarded",
              count("db", "practice_sessions WHERE saved_at IS NULL AND completed_at IS NOT NULL"));
  expect_dirt("part of a CV in Clerk's metadata",
              count("clerk", "users WHERE public_metadata LIKE '%rota%'"));
  expect_dirt("crash report with an address in it",
              count("issues", "events WHERE request_context LIKE '%@%'"));
}

TEST_P(MentorOddities, dirt_is_a_small_minority_and_spares_the_demos_people) {
  std::int64_t dirt = 0;
  std::int64_t rows = 0;
  for (const auto& [name, found] : generated_.summary.dirt) {
    dirt += found;
  }
  for (const auto& [name, found] : generated_.summary.rows) {
    rows += found;
  }
  EXPECT_LT(dirt * 50, rows);
  EXPECT_EQ(count("db",
                  "practice_sessions WHERE rowid <= 29 AND (saved_at NOT GLOB '20*T*Z' OR "
                  "deleted_at NOT GLOB '20*T*Z' OR expires_at NOT GLOB '20*T*Z')"),
            0);
  EXPECT_EQ(count("clerk",
                  "users WHERE rowid <= 10 AND (email <> rtrim(email) OR "
                  "public_metadata LIKE '%rota%')"),
            0);
}

TEST_P(MentorOddities, what_any_such_database_has) {
  const auto expect = [&](const std::string& name, std::int64_t found) {
    EXPECT_GT(found, 0) << name;
    EXPECT_EQ(told(generated_.summary.oddities, name), found) << name;
  };
  expect("people with two accounts", count("clerk", "users WHERE email LIKE '%@second.example%'"));
  expect("payments on 29 February",
         count("billing_book",
               "invoices WHERE typeof(paid_at) = 'integer' AND "
               "strftime('%m-%d', paid_at, 'unixepoch') = '02-29' AND paid_at > 0"));
  EXPECT_GT(count("clerk", "users WHERE name LIKE '%''%' OR name LIKE '%\u2019%'"), 0);
  EXPECT_GT(count("clerk", "users WHERE name GLOB '*[\u0391-\u03c9]*'"), 0) << "Greek";
  EXPECT_GT(count("clerk", "users WHERE role = 'hiring'"), 2);
  EXPECT_GT(
      count("db", "practice_sessions WHERE mode = 'voice' AND metrics_source = 'answer_text'"), 0);
  EXPECT_GT(count("db", "invitations WHERE invitee_email LIKE '%@elsewhere.example'"), 0);
  EXPECT_GT(count("db", "profiles WHERE goals IS NULL"), 0);
}

TEST(MentorAbsent, accounts_that_clerk_no_longer_has_leave_the_rest_behind) {
  const Generated generated{options_for(600, 0)};
  const auto absent = told(generated.summary.oddities, "accounts that Clerk no longer has");
  EXPECT_GT(absent, 3);
  EXPECT_LT(absent * 20, 600);
  std::string known = generated.rows("clerk", "SELECT id FROM users");
  std::istringstream owners{generated.rows("db", "SELECT DISTINCT user_id FROM practice_sessions")};
  std::int64_t orphans = 0;
  for (std::string id; std::getline(owners, id);) {
    orphans += known.find(id) == std::string::npos ? 1 : 0;
  }
  EXPECT_GT(orphans, 0);
  EXPECT_LE(orphans, absent);
}

}  // namespace
}  // namespace abide::mentor::testing
