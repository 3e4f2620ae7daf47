// Every oddity that the example promises is there, counted by questions of our own.
#include "studio.hpp"

namespace abide::studio::testing {
namespace {

struct Clock {
  const char* store;
  const char* table;
  const char* column;
};
constexpr Clock clocks[] = {
    {"db", "users", "deleted_at"},          {"db", "auth.sessions", "created_at"},
    {"db", "purchases", "paid_at"},         {"db", "access_log", "seen_at"},
    {"mailbox", "messages", "received_at"}, {"mailbox", "replies", "sent_at"},
    {"insights", "events", "timestamp"},    {"issues", "events", "received_at"}};

/// Clocks for which `condition`, with `$` for the column, holds.
std::int64_t clocks_with(const Studio& studio, const std::string& condition) {
  std::int64_t count = 0;
  for (const Clock& clock : clocks) {
    std::string where = condition;
    for (std::size_t at = where.find('$'); at != std::string::npos; at = where.find('$')) {
      where.replace(at, 1, clock.column);
    }
    count += studio.number(
        clock.store, std::string{"SELECT count(*) FROM \""} + clock.table + "\" WHERE " + where);
  }
  return count;
}

class StudioOddities : public ::testing::TestWithParam<std::int64_t> {
 protected:
  StudioOddities() : studio_(options_for(GetParam(), 3)) {}
  void expect_dirt(const std::string& name, std::int64_t found) const {
    EXPECT_GT(found, 0) << name;
    EXPECT_EQ(told(studio_.summary.dirt, name), found) << name;
  }
  Studio studio_;
};
INSTANTIATE_TEST_SUITE_P(sizes, StudioOddities, ::testing::Values(30, 300));

TEST_P(StudioOddities, clocks_that_mislead) {
  expect_dirt("clock reads 0000-00-00", clocks_with(studio_, "$ = '0000-00-00'"));
  expect_dirt("clock reads 31/12/2025", clocks_with(studio_, "$ = '31/12/2025'"));
  expect_dirt("clock is empty text", clocks_with(studio_, "$ = ''"));
  expect_dirt("clock has a blank for T", clocks_with(studio_, "$ LIKE '20__-__-__ __:__:__'"));
  expect_dirt("clock has an offset of +01:00", clocks_with(studio_, "$ LIKE '20%+01:00'"));
  expect_dirt("clock has no time of day", clocks_with(studio_, "$ LIKE '20__-__-__'"));
  expect_dirt("clock is in the future", clocks_with(studio_, "$ GLOB '20*' AND $ >= '2026-11-25'"));
}

TEST_P(StudioOddities, rows_that_lead_nowhere) {
  const std::string orphans =
      "FROM answers WHERE session_id NOT IN (SELECT id FROM interview_sessions)";
  expect_dirt("answer without its session", studio_.number("db", "SELECT count(*) " + orphans));
  EXPECT_EQ(studio_.store("db").rows("PRAGMA foreign_key_check"),
            studio_.store("db").rows("SELECT 'answers', id, 'interview_sessions', 0 " + orphans +
                                     " ORDER BY id"));
  expect_dirt(
      "payment without a person",
      studio_.number(
          "db",
          "SELECT count(*) FROM purchases WHERE user_id IS NULL AND stripe_customer IS NULL"));
  expect_dirt(
      "mail from a stranger",
      studio_.number(
          "mailbox",
          "SELECT count(*) FROM messages WHERE lower(from_address) LIKE '%@elsewhere.example'"));
}

TEST_P(StudioOddities, addresses_spelt_in_two_ways) {
  expect_dirt("address with a trailing blank",
              studio_.number("db", "SELECT count(*) FROM users WHERE email <> rtrim(email)"));
  expect_dirt(
      "address a second time, in another case",
      studio_.number("db", "SELECT count(*) - count(DISTINCT lower(trim(email))) FROM users"));
  expect_dirt(
      "mail from an address in capitals",
      studio_.number("mailbox",
                     "SELECT count(*) FROM messages WHERE from_address = upper(from_address)"));
}

TEST_P(StudioOddities, dirt_is_a_small_minority_and_spares_the_demos_people) {
  std::int64_t dirt = 0;
  std::int64_t rows = 0;
  for (const auto& [name, count] : studio_.summary.dirt) {
    dirt += count;
  }
  for (const auto& [name, count] : studio_.summary.rows) {
    rows += count;
  }
  EXPECT_LT(dirt * 50, rows);
  const std::string theirs = "user_id IN (SELECT id FROM users WHERE rowid <= 8)";
  const std::string sound = " NOT GLOB '20*T*Z'";
  EXPECT_EQ(studio_.number(
                "db", "SELECT count(*) FROM access_log WHERE seen_at" + sound + " AND " + theirs),
            0);
  EXPECT_EQ(studio_.number(
                "db", "SELECT count(*) FROM purchases WHERE paid_at" + sound + " AND " + theirs),
            0);
}

TEST_P(StudioOddities, what_any_such_database_has) {
  const auto count = [&](const std::string& where) {
    return studio_.number("db", "SELECT count(*) FROM " + where);
  };
  const auto expect = [&](const std::string& name, std::int64_t found) {
    EXPECT_GT(found, 0) << name;
    EXPECT_EQ(told(studio_.summary.oddities, name), found) << name;
  };
  expect("people with two accounts", count("users WHERE email LIKE '%@second.example%'"));
  expect("payments on 29 February", count("purchases WHERE paid_at LIKE '____-02-29%'"));
  // A dirty closing date may stand on an open account, and a second spelling repeats a name.
  EXPECT_GE(count("users WHERE status = 'closed'"), 3);
  EXPECT_EQ(told(studio_.summary.oddities, "accounts closed lately"),
            count("users WHERE status = 'closed'"));
  EXPECT_GE(count("users WHERE name LIKE '%''%' OR name LIKE '%\u2019%'"),
            told(studio_.summary.oddities, "names with an apostrophe"));
  EXPECT_GT(count("users WHERE name GLOB '*[\u0391-\u03c9]*'"), 0) << "Greek";
  EXPECT_GT(studio_.number("mailbox", "SELECT count(*) FROM messages WHERE cc_address IS NOT NULL"),
            0);
}

TEST(StudioScripts, all_of_them_in_a_larger_database) {
  const Studio studio{options_for(400, 0)};
  const std::map<std::string, std::string> scripts{
      {"Greek", "[\u0391-\u03c9]"},      {"Cyrillic", "[\u0410-\u044f]"},
      {"Hebrew", "[\u05d0-\u05ea]"},     {"Arabic", "[\u0621-\u064a]"},
      {"Devanagari", "[\u0904-\u0939]"}, {"Thai", "[\u0e01-\u0e2e]"},
      {"Chinese", "[\u4e00-\u9fff]"},    {"Hangul", "[\uac00-\ud7a3]"}};
  for (const auto& [name, letters] : scripts) {
    EXPECT_GT(studio.number("db", "SELECT count(*) FROM users WHERE name GLOB '*" + letters + "*'"),
              0)
        << name;
  }
}

}  // namespace
}  // namespace abide::studio::testing
