// The generator as a whole: the same seed gives the same rows, more people give more rows, and a
// clean database has nothing wrong with it.
#include <sys/stat.h>

#include <fstream>

#include "studio.hpp"

namespace abide::studio::testing {
namespace {

std::string digest(const Options& options) {
  const Studio studio{options};
  return to_hex(sha256(as_bytes(studio.everything())));
}

TEST(StudioGenerator, the_same_seed_gives_the_same_rows_and_another_seed_others) {
  const Options options = options_for(40, 2);
  Options other = options;
  other.seed = 12;
  Options later = options;
  later.today = *parse_date("2026-11-26");
  const std::string first = digest(options);
  EXPECT_EQ(first, digest(options));
  EXPECT_NE(first, digest(other));
  EXPECT_NE(first, digest(later));
}

// Ties the rows to this digest, so that no compiler or library changes them unseen. A change of the
// texts or the schema changes it too: look at the rows, then write the new one here.
TEST(StudioGenerator, rows_are_the_same_on_every_machine) {
  EXPECT_EQ(digest(options_for(20, 2)).substr(0, 16), "f4483faf7c84837e");
}

TEST(StudioGenerator, rows_grow_with_people_and_years) {
  const Studio small{options_for(150, 0)};
  const Studio large{options_for(600, 0)};
  for (const auto& [table, rows] : large.summary.rows) {
    const auto few = told(small.summary.rows, table);
    EXPECT_GT(rows, few * 3) << table;
    EXPECT_LT(rows, few * 5 + 40) << table;
  }
  Options longer = options_for(150, 0);
  longer.years = 6;
  const Studio old{longer};
  EXPECT_GT(told(old.summary.rows, "db.answers"), told(small.summary.rows, "db.answers") * 3 / 2);
  EXPECT_LT(told(old.summary.rows, "db.answers"), told(small.summary.rows, "db.answers") * 3);
}

TEST(StudioGenerator, the_summary_counts_what_is_there) {
  const Studio studio{options_for(60, 5)};
  const std::map<std::string, std::string> tables{{"db.users", "users"},
                                                  {"db.auth_users", "\"auth.users\""},
                                                  {"db.auth_sessions", "\"auth.sessions\""},
                                                  {"db.answers", "answers"},
                                                  {"db.purchases", "purchases"},
                                                  {"mailbox.messages", "messages"},
                                                  {"insights.events", "events"},
                                                  {"issues.events", "events"}};
  for (const auto& [title, table] : tables) {
    const std::string store = title.substr(0, title.find('.'));
    EXPECT_EQ(told(studio.summary.rows, title),
              studio.number(store, "SELECT count(*) FROM " + table))
        << title;
  }
}

TEST(StudioGenerator, a_clean_database_is_sound) {
  const Studio studio{options_for(200, 0)};
  EXPECT_TRUE(studio.summary.dirt.empty());
  for (const char* name : store_names) {
    EXPECT_EQ(studio.store(name).rows("PRAGMA integrity_check"), "ok\n") << name;
    EXPECT_EQ(studio.store(name).rows("PRAGMA foreign_key_check"), "") << name;
  }
  EXPECT_EQ(studio.number("db", "SELECT count(*) FROM purchases WHERE user_id IS NULL"), 0);
  EXPECT_EQ(studio.number("db", "SELECT count(*) - count(DISTINCT lower(trim(email))) FROM users"),
            0);
  EXPECT_EQ(
      studio.number(
          "db",
          "SELECT count(*) FROM users u JOIN \"auth.users\" a USING (id) WHERE u.email = a.email"),
      told(studio.summary.rows, "db.users"));
  EXPECT_EQ(studio.number("db", "SELECT count(*) - count(DISTINCT answer) FROM answers"), 0);
}

/// Every column that holds a moment, with its store and table.
struct ClockColumn {
  const char* store;
  const char* table;
  const char* column;
};
constexpr ClockColumn clock_columns[] = {{"db", "users", "created_at"},
                                         {"db", "users", "deleted_at"},
                                         {"db", "auth.users", "last_sign_in_at"},
                                         {"db", "auth.sessions", "created_at"},
                                         {"db", "interview_sessions", "created_at"},
                                         {"db", "interview_sessions", "completed_at"},
                                         {"db", "answers", "created_at"},
                                         {"db", "star_drafts", "updated_at"},
                                         {"db", "purchases", "paid_at"},
                                         {"db", "access_log", "seen_at"},
                                         {"mailbox", "messages", "received_at"},
                                         {"mailbox", "replies", "sent_at"},
                                         {"insights", "events", "timestamp"},
                                         {"issues", "events", "received_at"}};

TEST(StudioGenerator, clean_moments_are_iso_text_before_today) {
  const Studio studio{options_for(120, 0)};
  for (const ClockColumn& clock : clock_columns) {
    const std::string column = clock.column;
    EXPECT_EQ(
        studio.store(clock.store)
            .rows("SELECT " + column + " FROM \"" + clock.table + "\" WHERE " + column +
                  " IS NOT NULL AND (" + column +
                  " NOT GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z' "
                  "OR " +
                  column + " >= '2026-11-25')"),
        "")
        << clock.table << "." << column;
  }
}

// Abide's own limits (a tenth of a table in one night) must not hold the demo's first sweep.
TEST(StudioGenerator, little_is_overdue_without_a_backlog) {
  const Studio studio{options_for(400, 0)};
  const auto overdue = [&](const char* store, const char* table, const char* column,
                           const char* limit) {
    const std::string from = std::string{" FROM \""} + table + "\"";
    const auto due =
        studio.number(store, "SELECT count(*)" + from + " WHERE " + column + " < '" + limit + "'");
    EXPECT_GT(due, 0) << table;
    EXPECT_LT(due * 10, studio.number(store, "SELECT count(*)" + from)) << table;
  };
  overdue("db", "users", "deleted_at", "2026-10-28");
  overdue("db", "access_log", "seen_at", "2026-08-29");
  overdue("db", "auth.sessions", "created_at", "2026-08-29");
  overdue("db", "purchases", "paid_at", "2019-11-27");
  overdue("mailbox", "messages", "received_at", "2024-11-27");
  overdue("insights", "events", "timestamp", "2025-11-27");
}

TEST(StudioGenerator, a_payment_shares_its_second_with_nothing_else) {
  const Studio studio{options_for(200, 0)};
  EXPECT_EQ(
      studio.number("db", "SELECT count(*) FROM purchases WHERE substr(paid_at, 19, 1) % 2 = 0"),
      0);
  for (const char* other : {"answers", "interview_sessions", "star_drafts"}) {
    EXPECT_EQ(studio.number("db", std::string{"SELECT count(*) FROM "} + other +
                                      " WHERE substr(created_at, 19, 1) % 2 = 1"),
              0);
  }
}

TEST(StudioGenerator, files_that_are_there_stay_as_they_are) {
  const testing_support::TempFolder folder;
  std::ofstream{folder.file("mailbox.sqlite")} << "mine";
  Options options = options_for(20, 0);
  options.folder = folder.file("");
  const auto made = generate(options);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::refused);
  EXPECT_FALSE(std::filesystem::exists(folder.file("db.sqlite")));
  std::string content;
  std::getline(std::ifstream{folder.file("mailbox.sqlite")}, content);
  EXPECT_EQ(content, "mine");
}

TEST(StudioGenerator, options_out_of_bounds_are_refused) {
  const testing_support::TempFolder folder;
  const auto refused = [&](auto change) {
    Options options = options_for(20, 0);
    options.folder = folder.file("never");
    change(options);
    const auto made = generate(options);
    return !made.ok() && made.error().code == ErrorCode::refused &&
           !std::filesystem::exists(folder.file("never"));
  };
  EXPECT_TRUE(refused([](Options& o) { o.people = 19; }));
  EXPECT_TRUE(refused([](Options& o) { o.people = -5; }));
  EXPECT_TRUE(refused([](Options& o) { o.years = 0; }));
  EXPECT_TRUE(refused([](Options& o) { o.dirty = 101; }));
  EXPECT_TRUE(refused([](Options& o) { o.backlog = -1; }));
  EXPECT_TRUE(refused([](Options& o) { o.today = Date{}; }));
}

}  // namespace
}  // namespace abide::studio::testing
