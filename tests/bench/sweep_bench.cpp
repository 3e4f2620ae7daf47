// What a sweep costs over a person's own batched SQL: one large table of which 30 % is due, on two
// copies of the same file; and what the watch of a night adds. Usage: bench_sweep [--rows N]
// [--runs N] [--due spread|oldest] [--folder PATH]
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/sqlite.hpp"
#include "cli/nightly.hpp"
#include "engine/run/run.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/session.hpp"

namespace {

using namespace abide;
using namespace abide::bench;
namespace fs = std::filesystem;

constexpr std::uint64_t rows_a_batch = 1000;
constexpr std::uint64_t percent_due = 30;
constexpr const char* cutoff = "2025-06-01T00:00:00Z";

constexpr const char* policy = R"(abide 1;
policy bench "Sweep bench" { regime uk_gdpr; zone "Europe/London"; }
processor host "Host" { country GB; agreement dpa; }
subject member "Member" { identified by db.users.id, db.users.email; }
category account "Account" { category id is identifier; category email is identifier; category name; }
category usage "Usage" is confidential { category page; category detail; }
category technical "Technical" { category ip is identifier; }
event closed at db.users.closed_at;
event seen at db.visits.seen_at;
store db "The app's database" kind sqlite {
    run by host; backups kept 30 days;
    table users { key id; owned by member through id;
        field id: account.id; field email: account.email; field name: account.name; }
    table visits { key id; owned by member through user_id to users.id;
        field ip: technical.ip; field page: usage.page; field detail: usage.detail; }
}
promise B-1 "We keep your account while it is open." in "Keeping" {
    erase account within 30 days of closed;
}
promise B-2 "What you looked at is kept for a year." in "Keeping" {
    keep usage, technical in db at most 12 months after seen;
}
)";

Result<sqlite::Database> open_database(const std::string& path) {
  return sqlite::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

/// One user for a hundred visits; moments before the cutoff in 30 % of them.
Result<void> generate(const std::string& path, const Options& options) {
  ABIDE_TRY(const auto db, open_database(path));
  const std::uint64_t users = std::max<std::uint64_t>(1, options.rows / 100);
  const std::string due = options.due == "oldest"
                              ? fmt::format("i <= {}", options.rows * percent_due / 100)
                              : fmt::format("((i * 2654435761) >> 7) % 100 < {}", percent_due);
  return sqlite::execute(db.get(),
                         fmt::format(R"sql(PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, closed_at TEXT);
  CREATE TABLE visits (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, ip TEXT, page TEXT,
    detail TEXT, seen_at TEXT);
  BEGIN;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
  INSERT INTO users SELECT i, 'person' || i || '@mail.example', 'Person ' || i, NULL FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {1})
  INSERT INTO visits SELECT i, 1 + (i * 40503) % {0}, '192.0.2.' || i % 256, '/sessions/' || i % 5000,
    'a practice session about a difficult colleague, number ' || i,
    strftime('%Y-%m-%dT%H:%M:%SZ', '{3}', (CASE WHEN {2} THEN -1 - i % 14400 ELSE 144000 + i % 14400 END) || ' minutes')
    FROM n;
  COMMIT; PRAGMA wal_checkpoint(TRUNCATE);)sql",
                                     users, options.rows, due, cutoff));
}

Result<std::int64_t> number(sqlite3* db, const std::string& sql) {
  ABIDE_TRY(const auto statement, sqlite::prepare(db, sql));
  ABIDE_CHECK(sqlite::step(db, statement.get()));
  return sqlite3_column_int64(statement.get(), 0);
}

/// Count, DELETE by key ranges, one transaction a range, count again.
Result<Figures> by_hand(const std::string& folder) {
  const Timer whole;
  ABIDE_TRY(const auto db, open_database(folder + "/db.sqlite"));
  ABIDE_CHECK(sqlite::execute(db.get(),
                              "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
                              "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000"));
  const std::string count = fmt::format("SELECT count(*) FROM visits WHERE seen_at < '{}'", cutoff);
  ABIDE_TRY(const std::int64_t before, number(db.get(), count));
  ABIDE_TRY(const std::int64_t last, number(db.get(), "SELECT max(id) FROM visits"));
  const double counted = whole.seconds();
  ABIDE_TRY(
      const auto remove,
      sqlite::prepare(db.get(), "DELETE FROM visits WHERE id >= ? AND id < ? AND seen_at < ?"));
  constexpr std::int64_t keys = rows_a_batch * 100 / percent_due;
  std::int64_t gone = 0;
  for (std::int64_t from = 1; from <= last; from += keys) {
    ABIDE_CHECK(sqlite::execute(db.get(), "BEGIN IMMEDIATE"));
    sqlite3_bind_int64(remove.get(), 1, from);
    sqlite3_bind_int64(remove.get(), 2, from + keys);
    sqlite3_bind_text(remove.get(), 3, cutoff, -1, SQLITE_STATIC);
    ABIDE_CHECK(sqlite::step(db.get(), remove.get()));
    sqlite3_reset(remove.get());
    gone += sqlite3_changes64(db.get());
    ABIDE_CHECK(sqlite::execute(db.get(), "COMMIT"));
  }
  const double removed = whole.seconds();
  ABIDE_TRY(const std::int64_t left, number(db.get(), count));
  if (gone != before || left != 0) return Error{ErrorCode::changed, "by hand: rows are left", ""};
  return Figures{{"seconds", whole.seconds()},
                 {"rows", static_cast<double>(gone)},
                 {"count_s", counted},
                 {"delete_s", removed - counted},
                 {"again_s", whole.seconds() - removed}};
}

/// As `abide sweep` does it: look at schemas, plan and examine, run with evidence, look again,
/// sign.
Result<Figures> by_engine(const std::string& folder) {
  SystemFiles files;
  const FixedClock clock{*parse_instant("2026-06-01T03:00:00Z")};
  ABIDE_TRY(auto session, open_session(folder, policy, files, clock));
  const Timer whole;
  ABIDE_TRY(const cli::Facts facts, cli::gather(session));
  const double examined = whole.seconds();
  const double examined_p = processor_seconds();
  ABIDE_TRY(const engine::Planned planned, cli::plan_sweep(session, facts, rows_a_batch));
  ABIDE_CHECK(session.control->commit());
  const double planned_at = whole.seconds();
  const double planned_p = processor_seconds();
  engine::RunOptions options;
  options.by = "bench";
  options.limits = session.deployment.limits;
  options.zone = session.model.calendar.zone;
  options.sign = false;  // once, after the look
  ABIDE_TRY(const engine::RunReport report,
            engine::run(planned.plan, planned.parameters, session.stores, *session.control, clock,
                        options));
  const double ran = whole.seconds();
  const double ran_p = processor_seconds();
  const engine::Stores readers =
      cli::open_stores(session.model, session.deployment, session.folder, cli::Use::look);
  ABIDE_TRY(const reread::Look look,
            reread::look_after_sweep(cli::look_input(session, readers, facts)));
  Json body = reread::to_json(look);
  body.erase("at");
  ABIDE_CHECK(session.control->note("reread", "bench", clock.now(), body));
  ABIDE_CHECK(session.control->checkpoint());
  if (report.state != "complete" || !look.is_clean()) {
    return Error{ErrorCode::changed, "the sweep is not complete: " + report.state, ""};
  }
  return Figures{{"seconds", whole.seconds()}, {"rows", static_cast<double>(report.rows())},
                 {"examine_s", examined},      {"plan_s", planned_at - examined},
                 {"run_s", ran - planned_at},  {"reread_s", whole.seconds() - ran},
                 {"examine_p", examined_p},    {"plan_p", planned_p - examined_p},
                 {"run_p", ran_p - planned_p}, {"reread_p", processor_seconds() - ran_p}};
}

/// The same up to where a nightly run knows whether a person must look first: a plan with the
/// clocks of what is due and the nights before. Reads only.
Result<Figures> by_watch(const std::string& folder) {
  SystemFiles files;
  const FixedClock clock{*parse_instant("2026-06-01T03:00:00Z")};
  ABIDE_TRY(auto session, open_session(folder, policy, files, clock));
  ABIDE_TRY(const cli::Facts facts, cli::gather(session));
  const Timer whole;
  ABIDE_TRY(const engine::Planned planned, cli::plan_sweep(session, facts));
  const double planned_at = whole.seconds();
  ABIDE_TRY(const cli::Tonight tonight, cli::plan_tonight(session, facts, cli::PlannedBefore{}));
  if (tonight.planned.plan.rows() != planned.plan.rows()) {
    return Error{ErrorCode::changed, "a watched plan is another", ""};
  }
  return Figures{{"rows", static_cast<double>(planned.plan.rows())},
                 {"watch_s", whole.seconds() - 2 * planned_at}};
}

std::string words(const Figures& figures) {
  std::string text;
  for (const auto& [name, value] : figures) text += fmt::format(" {}={:.3g}", name, value);
  return text;
}

struct Both {
  std::vector<double> hand;
  std::vector<double> engine;
  std::vector<double> hand_processor;
  std::vector<double> engine_processor;
  std::vector<double> watched;  ///< a sweep with the look that a night takes first
  double resident = 0;
};

/// Runs the two ways by turns, each on a fresh copy.
Result<Both> compare(const Options& options, std::uint64_t rows) {
  Both both;
  Options sized = options;
  sized.rows = rows;
  const std::string original = options.folder + "/original.sqlite";
  fs::remove(original);
  ABIDE_CHECK(generate(original, sized));
  const std::string place = options.folder + "/place";
  const auto measure = [&](const std::function<Result<Figures>(const std::string&)>& way,
                           std::string_view name) -> Result<Figures> {
    fs::remove_all(place);
    fs::create_directories(place);
    ABIDE_CHECK(copy_file(original, place + "/db.sqlite"));
    ABIDE_TRY(Figures figures, in_process([&] { return way(place); }));
    fmt::print(stderr, "{} rows, {}:{}\n", rows, name, words(figures));
    return figures;
  };
  std::optional<double> rows_gone;
  for (int run = 0; run < options.runs; ++run) {
    ABIDE_TRY(Figures hand, measure(by_hand, "by hand"));
    ABIDE_TRY(Figures engine, measure(by_engine, "engine"));
    if (hand["rows"] != engine["rows"]) {
      return Error{ErrorCode::changed, "the two ways removed different rows", ""};
    }
    ABIDE_TRY(Figures watch, measure(by_watch, "watch"));
    both.watched.push_back(engine["seconds"] + watch["watch_s"]);
    both.hand.push_back(hand["seconds"]);
    both.engine.push_back(engine["seconds"]);
    both.hand_processor.push_back(hand["processor_s"]);
    both.engine_processor.push_back(engine["processor_s"]);
    both.resident = std::max(both.resident, engine["resident_mib"]);
  }
  return both;
}

Result<bool> run(const Options& options) {
  fs::create_directories(options.folder);
  const double sync = sync_ms(options.folder);
  const std::string shape =
      fmt::format("{} % due, {}, sync {:.2f} ms", percent_due, options.due, sync);
  bool met = true;
  std::vector<double> resident;
  for (const std::uint64_t part : {100U, 10U, 1U}) {
    const std::uint64_t rows = options.rows / part;
    Options fewer = options;
    fewer.runs = part == 1 ? options.runs : 1;
    ABIDE_TRY(const Both both, compare(fewer, rows));
    resident.push_back(both.resident);
    if (part == 1) {
      met = print({"sweep", fmt::format("{} rows, {}", rows, shape), median(both.engine),
                   median(both.hand), 1.2, true, "s"},
                  options);
      print({"sweep_processor", fmt::format("{} rows, {}", rows, shape),
             median(both.engine_processor), median(both.hand_processor), 1.2, true, "s"},
            options);
      met = print({"sweep_watched", fmt::format("{} rows, {}", rows, shape), median(both.watched),
                   median(both.engine), 1.5, true, "s"},
                  options) &&
            met;
    }
    met = print({"sweep_memory", fmt::format("{} rows", rows), both.resident, 0, 32, true, "MiB"},
                options) &&
          met;
  }
  return met;
}

}  // namespace

int main(int argc, char** argv) { return carry_out(options_of(argc, argv, 10'000'000, 3), run); }
