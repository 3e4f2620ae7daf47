// The second generator as a whole: the same seed gives the same rows, more people give more rows,
// and a clean database has nothing wrong with it.
#include <sys/stat.h>

#include <fstream>

#include "stores.hpp"

namespace abide::mentor::testing {
namespace {

std::string digest(const Options& options) {
  const Generated generated{options};
  return to_hex(sha256(as_bytes(generated.everything())));
}

TEST(MentorGenerator, the_same_seed_gives_the_same_rows_and_another_seed_others) {
  const Options options = options_for(60, 2);
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
TEST(MentorGenerator, rows_are_the_same_on_every_machine) {
  EXPECT_EQ(digest(options_for(20, 2)).substr(0, 16), "c975bc329aab2fb6");
}

TEST(MentorGenerator, rows_grow_with_people_and_years) {
  const Generated small{options_for(200, 0)};
  const Generated large{options_for(800, 0)};
  for (const char* table : {"clerk.users", "clerk.sessions", "db.practice_answers",
                            "db.submissions", "outbox.emails", "billing_book.invoices"}) {
    const auto few = told(small.summary.rows, table);
    EXPECT_GT(told(large.summary.rows, table), few * 2) << table;
    EXPECT_LT(told(large.summary.rows, table), few * 6 + 40) << table;
  }
  Options longer = options_for(200, 0);
  longer.years = 6;
  const Generated old{longer};
  EXPECT_GT(told(old.summary.rows, "db.practice_answers"),
            told(small.summary.rows, "db.practice_answers") * 3 / 2);
}

TEST(MentorGenerator, the_summary_counts_what_is_there) {
  const Generated generated{options_for(90, 5)};
  ASSERT_EQ(generated.summary.rows.size(), 18U);
  for (const auto& [title, rows] : generated.summary.rows) {
    const auto dot = title.find('.');
    EXPECT_EQ(
        generated.number(title.substr(0, dot), "SELECT count(*) FROM " + title.substr(dot + 1)),
        rows)
        << title;
  }
}

TEST(MentorGenerator, a_clean_database_is_sound) {
  const Generated generated{options_for(200, 0)};
  EXPECT_TRUE(generated.summary.dirt.empty());
  for (const char* name : store_names) {
    EXPECT_EQ(generated.rows(name, "PRAGMA integrity_check"), "ok\n") << name;
    EXPECT_EQ(generated.rows(name, "PRAGMA foreign_key_check"), "") << name;
  }
  const auto none = [&](const char* store, const std::string& sql) {
    EXPECT_EQ(generated.number(store, "SELECT count(*) FROM " + sql), 0) << sql;
  };
  none("billing_book", "invoices WHERE customer IS NULL");
  none("db", "practice_sessions WHERE (saved_at IS NULL) = (expires_at IS NULL)");
  none("db", "hiring_teams WHERE id NOT IN (SELECT team_id FROM team_members)");
  none("db", "team_members WHERE team_id NOT IN (SELECT id FROM hiring_teams)");
  none("db", "submissions WHERE (decision = 'pending') <> (reviewed_by IS NULL)");
  EXPECT_EQ(generated.number("clerk", "SELECT count(*) - count(DISTINCT lower(email)) FROM users"),
            0);
  EXPECT_EQ(
      generated.number("db", "SELECT count(*) - count(DISTINCT answer) FROM practice_answers"), 0);
}

/// Every column that holds a moment as text.
struct ClockColumn {
  const char* store;
  const char* table;
  const char* column;
};
constexpr ClockColumn text_clocks[] = {{"clerk", "users", "created_at"},
                                       {"clerk", "users", "last_sign_in_at"},
                                       {"clerk", "sessions", "created_at"},
                                       {"clerk", "sessions", "last_active_at"},
                                       {"db", "profiles", "saved_at"},
                                       {"db", "practice_sessions", "started_at"},
                                       {"db", "practice_sessions", "completed_at"},
                                       {"db", "practice_sessions", "saved_at"},
                                       {"db", "practice_sessions", "expires_at"},
                                       {"db", "practice_sessions", "deleted_at"},
                                       {"db", "practice_answers", "answered_at"},
                                       {"db", "hiring_teams", "created_at"},
                                       {"db", "team_members", "joined_at"},
                                       {"db", "assessments", "created_at"},
                                       {"db", "invitations", "sent_at"},
                                       {"db", "invitations", "accepted_at"},
                                       {"db", "submissions", "submitted_at"},
                                       {"outbox", "emails", "sent_at"},
                                       {"mailbox", "messages", "received_at"},
                                       {"mailbox", "replies", "sent_at"},
                                       {"issues", "events", "received_at"}};

TEST(MentorGenerator, clean_moments_are_iso_text_before_today) {
  const Generated generated{options_for(150, 0)};
  for (const ClockColumn& clock : text_clocks) {
    const std::string column = clock.column;
    EXPECT_EQ(
        generated.rows(
            clock.store,
            "SELECT " + column + " FROM " + clock.table + " WHERE " + column +
                " IS NOT NULL AND (" + column +
                " NOT GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z' "
                "OR " +
                column + " >= '2026-11-25')"),
        "")
        << clock.table << "." << column;
  }
}

TEST(MentorGenerator, counters_are_of_today_but_for_a_few_that_lost_their_expiry) {
  const Generated generated{options_for(400, 0)};
  const auto count = [&](const std::string& where) {
    return generated.number("ratelimit", "SELECT count(*) FROM counters WHERE " + where);
  };
  EXPECT_EQ(count("counted_at >= unixepoch('2026-11-25T00:02:00')"), 0);
  EXPECT_GT(count("counted_at < unixepoch('2026-11-25')"), 0);
  EXPECT_LT(count("counted_at < unixepoch('2026-11-25')") * 10, count("1"));
}

// Abide's own limits (a tenth of a table in one night) must not hold the demo's first sweep.
TEST(MentorGenerator, little_is_overdue_without_a_backlog) {
  const Generated generated{options_for(400, 0)};
  const auto overdue = [&](const char* store, const char* table, const std::string& condition) {
    const std::string from = std::string{"SELECT count(*) FROM "} + table;
    const auto due = generated.number(store, from + " WHERE " + condition);
    EXPECT_GT(due, 0) << table << " " << condition;
    EXPECT_LT(due * 10, generated.number(store, from)) << table << " " << condition;
  };
  overdue("db", "practice_sessions", "deleted_at IS NOT NULL");
  overdue("db", "practice_sessions", "expires_at IS NOT NULL");
  overdue("db", "invitations", "sent_at < '2025-11-29'");
  overdue("clerk", "sessions", "created_at < '2026-08-30'");
  overdue("outbox", "emails", "sent_at < '2026-08-30'");
  overdue("issues", "events", "received_at < '2026-08-30'");
  overdue("billing_book", "invoices", "paid_at < unixepoch('2020-04-01')");
}

TEST(MentorGenerator, a_payment_shares_its_second_with_nothing_else) {
  const Generated generated{options_for(200, 0)};
  EXPECT_EQ(generated.number("billing_book", "SELECT count(*) FROM invoices WHERE paid_at % 2 = 0"),
            0);
  for (const auto& [table, column] :
       {std::pair{"practice_sessions", "started_at"}, std::pair{"practice_answers", "answered_at"},
        std::pair{"submissions", "submitted_at"}}) {
    EXPECT_EQ(generated.number("db", std::string{"SELECT count(*) FROM "} + table +
                                         " WHERE substr(" + column + ", 19, 1) % 2 = 1"),
              0);
  }
}

TEST(MentorGenerator, files_that_are_there_stay_as_they_are) {
  const testing_support::TempFolder folder;
  std::ofstream{folder.file("outbox.sqlite")} << "mine";
  Options options = options_for(20, 0);
  options.folder = folder.file("");
  const auto made = generate(options);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::refused);
  EXPECT_FALSE(std::filesystem::exists(folder.file("clerk.sqlite")));
  std::string content;
  std::getline(std::ifstream{folder.file("outbox.sqlite")}, content);
  EXPECT_EQ(content, "mine");
}

TEST(MentorGenerator, options_out_of_bounds_are_refused) {
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
  EXPECT_TRUE(refused([](Options& o) { o.years = 0; }));
  EXPECT_TRUE(refused([](Options& o) { o.dirty = 101; }));
  EXPECT_TRUE(refused([](Options& o) { o.backlog = -1; }));
  EXPECT_TRUE(refused([](Options& o) { o.today = Date{}; }));
}

}  // namespace
}  // namespace abide::mentor::testing
