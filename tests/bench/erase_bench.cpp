// What erasing one person costs, from the approved plan to the residue, over
// hand-written SQL for the same rows: six tables, owner columns indexed. Usage:
// bench_erase [--rows N] [--runs PEOPLE]
// [--folder PATH]
#include <fmt/format.h>

#include <filesystem>

#include "base/sqlite.hpp"
#include "engine/identity/identity.hpp"
#include "engine/run/run.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/session.hpp"

namespace {

using namespace abide;
using namespace abide::bench;
namespace fs = std::filesystem;

constexpr std::uint64_t rows_a_person = 100;  // 1 + 6 + 60 + 2 + 1 + 30

constexpr const char* policy = R"(abide 1;
policy bench "Erase bench" { regime uk_gdpr; zone "Europe/London"; }
processor host "Host" { country GB; agreement dpa; }
subject member "Member" { identified by db.users.id, db.users.email; }
category account "Account" { category id is identifier; category email is identifier; category name; }
category usage "Usage" is confidential { category title; category answer; category draft; category page; }
category payment "Payment" { category amount; }
event closed at db.users.closed_at;
event paid at db.purchases.paid_at;
event asked from requests;
store db "The app's database" kind sqlite {
    run by host; backups kept 30 days;
    table users { key id; owned by member through id;
        field id: account.id; field email: account.email; field name: account.name; }
    table sessions { key id; owned by member through user_id to users.id; field title: usage.title; }
    table answers { key id; owned by member through session_id to sessions.id; field answer: usage.answer; }
    table drafts { key id; owned by member through user_id to users.id; field draft: usage.draft; }
    table purchases { key id; owned by member through user_id to users.id; field amount: payment.amount; clock paid_at; }
    table visits { key id; owned by member through user_id to users.id; field page: usage.page; }
}
promise B-1 "We keep your account while it is open." in "Keeping" {
    erase account, usage within 30 days of closed;
    erase account, usage within 30 days of asked;
}
promise B-2 "Payments stay for six years, without your name." in "Keeping" {
    must keep payment in db at least 6 years after paid because law uk.ct;
    keep payment in db at most 7 years after paid;
    sever db.purchases.user_id from db.users.id at closed or asked so payment cannot identify usage;
}
)";

Result<sqlite::Database> open_database(const std::string& path) {
  return sqlite::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

/// Everyone has the same number of rows, scattered over the tables as time
/// scatters them.
Result<void> generate(const std::string& path, std::uint64_t people) {
  ABIDE_TRY(const auto db, open_database(path));
  const auto rows = [&](std::string_view table, std::uint64_t each, std::string_view columns) {
    return fmt::format(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + "
        "1 FROM n WHERE i + 1 < {0}) "
        "INSERT INTO {1} SELECT i + 1, {2} FROM n;",
        people * each, table, fmt::format(fmt::runtime(columns), people, people * 6));
  };
  return sqlite::execute(db.get(),
                         R"sql(PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, closed_at TEXT);
  CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, title TEXT);
  CREATE TABLE answers (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL, answer TEXT);
  CREATE TABLE drafts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, draft TEXT);
  CREATE TABLE purchases (id INTEGER PRIMARY KEY, user_id INTEGER, amount INTEGER, paid_at TEXT);
  CREATE TABLE visits (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, page TEXT);
  BEGIN;)sql" + rows("users", 1, "'person' || i || '@mail.example', 'Person ' || i, NULL") +
                             rows("sessions", 6, "1 + i % {0}, 'practice of week ' || i / {0}") +
                             rows("answers", 60,
                                  "1 + i % {1}, 'I would speak with my colleague first, case ' || "
                                  "i") +
                             rows("drafts", 2,
                                  "1 + i % {0}, 'Situation, task, action, result ' || i") +
                             rows("purchases", 1, "1 + i % {0}, 4900, '2024-03-01T10:00:00Z'") +
                             rows("visits", 30, "1 + i % {0}, '/sessions/' || i % 5000") +
                             R"sql(COMMIT;
  CREATE INDEX sessions_user ON sessions (user_id); CREATE INDEX answers_session ON answers (session_id);
  CREATE INDEX drafts_user ON drafts (user_id); CREATE INDEX purchases_user ON purchases (user_id);
  CREATE INDEX visits_user ON visits (user_id);
  PRAGMA wal_checkpoint(TRUNCATE);)sql");
}

constexpr const char* statements[] = {
    "DELETE FROM answers WHERE session_id IN (SELECT id FROM sessions WHERE "
    "user_id = ?1)",
    "DELETE FROM sessions WHERE user_id = ?1",
    "DELETE FROM drafts WHERE user_id = ?1",
    "UPDATE purchases SET user_id = NULL WHERE user_id = ?1",
    "DELETE FROM visits WHERE user_id = ?1",
    "DELETE FROM users WHERE id = ?1",
};

/// Six statements in one transaction.
Result<double> by_hand(sqlite3* db, std::int64_t person) {
  const Timer timer;
  ABIDE_CHECK(sqlite::execute(db, "BEGIN IMMEDIATE"));
  std::int64_t rows = 0;
  for (const char* sql : statements) {
    ABIDE_TRY(const auto statement, sqlite::prepare(db, sql));
    sqlite3_bind_int64(statement.get(), 1, person);
    ABIDE_CHECK(sqlite::step(db, statement.get()));
    rows += sqlite3_changes64(db);
  }
  ABIDE_CHECK(sqlite::execute(db, "COMMIT"));
  if (rows != static_cast<std::int64_t>(rows_a_person)) {
    return Error{ErrorCode::changed, "by hand: other rows than expected", ""};
  }
  return timer.seconds() * 1e3;
}

struct Engine {
  cli::Session session;
  cli::Facts facts;
  const Clock& clock;

  /// Plans, and then measures the run and the look.
  Result<double> erase(std::int64_t person) {
    const SubjectId subject = *session.model.find_subject("member");
    engine::EraseRequest erase{{}, "", {}, std::nullopt};
    ABIDE_TRY(erase.identity, engine::resolve_identity(session.model, session.stores, subject,
                                                       {Value{person}}, engine::Sharing::refuse));
    ABIDE_TRY(erase.reference, session.control->reference(session.model, subject, Value{person}));
    ABIDE_TRY(const engine::Planned planned,
              engine::plan_erase(cli::request_of(session, facts), erase));
    ABIDE_CHECK(session.control->commit());
    const Timer timer;
    engine::RunOptions options;
    options.by = "bench";
    options.limits = session.deployment.limits;
    options.zone = session.model.calendar.zone;
    options.sign = false;  // as the command does: once, when the certificate is noted
    options.erased_until = Zone::utc().local_date(clock.now());
    ABIDE_TRY(const engine::RunReport report,
              engine::run(planned.plan, planned.parameters, session.stores, *session.control, clock,
                          options));
    const engine::Stores readers =
        cli::open_stores(session.model, session.deployment, session.folder, cli::Use::look);
    ABIDE_TRY(const reread::Look look,
              reread::look_for_subject(
                  cli::look_input(session, readers, facts),
                  {erase.identity.subject, erase.identity.values, {}, std::nullopt, {}}));
    const double taken = timer.seconds() * 1e3;
    if (report.state != "complete" || !look.is_clean() || report.rows() != rows_a_person) {
      return Error{ErrorCode::changed, "the erasure is not complete: " + report.state, ""};
    }
    return taken;
  }
};

/// People by turns: one by hand, the next by the engine.
Result<bool> run(const Options& options) {
  fs::create_directories(options.folder);
  const std::uint64_t people = options.rows / rows_a_person;
  ABIDE_CHECK(generate(options.folder + "/db.sqlite", people));
  const double sync = sync_ms(options.folder);
  SystemFiles files;
  const FixedClock clock{*parse_instant("2026-06-01T03:00:00Z")};
  ABIDE_TRY(auto session, open_session(options.folder, policy, files, clock));
  ABIDE_TRY(auto facts, cli::gather(session));
  Engine engine{std::move(session), std::move(facts), clock};
  ABIDE_TRY(const auto db, open_database(options.folder + "/db.sqlite"));
  ABIDE_CHECK(sqlite::execute(db.get(),
                              "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
                              "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000"));
  std::vector<double> hand;
  std::vector<double> ours;
  for (int i = 0; i < options.runs; ++i) {
    // Spread over everyone, two different people a turn.
    const auto person =
        static_cast<std::int64_t>(1 + people / (static_cast<std::uint64_t>(options.runs) + 1) *
                                          static_cast<std::uint64_t>(i));
    ABIDE_TRY(const double one, by_hand(db.get(), person));
    ABIDE_TRY(const double other, engine.erase(person + 1));
    hand.push_back(one);
    ours.push_back(other);
  }
  const double allowed = 2 * median(hand) + 5;
  return print({"erase",
                fmt::format("p50 of {} people, {} of {} rows each, by hand "
                            "{:.2f} ms, against twice "
                            "that and 5 ms, sync {:.2f} ms",
                            options.runs, rows_a_person, options.rows, median(hand), sync),
                median(ours), allowed, 1.0, true, "ms"},
               options);
}

}  // namespace

int main(int argc, char** argv) { return carry_out(options_of(argc, argv, 10'000'000, 51), run); }
