// The deep look for 1,000 people who are gone, over reading the same columns through the store and
// summing their lengths. Plants are counted too: what is missed is no figure. Usage:
// bench_deep [--rows N] [--runs N] [--folder PATH]
#include <fmt/format.h>

#include <filesystem>

#include "base/sqlite.hpp"
#include "connectors/sqlite/connector.hpp"
#include "engine/reread/deep_look.hpp"
#include "policy/compile.hpp"
#include "tests/bench/measure.hpp"

namespace {

using namespace abide;
using namespace abide::bench;
namespace fs = std::filesystem;

constexpr int people = 1'000;
constexpr std::uint64_t planted = 500;  ///< of each kind

constexpr const char* policy_text = R"(abide 1;
policy bench "Deep bench" { regime uk_gdpr; zone "Europe/London"; }
processor host "Host" { country GB; agreement dpa; }
subject member "Member" { identified by db.users.id, db.users.email, db.users.auth; }
category account "Account" { category id is identifier; category email is identifier; category auth is identifier; category name; }
category practice "Practice" is confidential { category question; category answer; }
event closed at db.users.closed_at;
store db "The app's database" kind sqlite {
    run by host; backups kept 30 days;
    table users { key id; owned by member through id; field id: account.id; field email: account.email; field auth: account.auth; field name: account.name; }
    table answers { key id; owned by member through user_id to users.id; field question: practice.question; field answer: practice.answer; }
    table outbox { key id; unowned because "Lines of the mail server."; field line: practice.answer; }
}
promise B-1 "We keep your account while it is open." in "Keeping" { erase account, practice within 30 days of closed; }
)";

/// Three rows in four are answers of about a page, the rest lines of a log. People from 1,000,001
/// on are gone.
Result<void> generate(const std::string& path, std::uint64_t rows) {
  ABIDE_TRY(const auto db, sqlite::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  const std::uint64_t answers = rows * 3 / 4;
  return sqlite::execute(db.get(), fmt::format(
                                       R"sql(PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, auth TEXT, name TEXT, closed_at TEXT);
  CREATE TABLE answers (id INTEGER PRIMARY KEY, user_id INTEGER, question TEXT, answer TEXT);
  CREATE TABLE outbox (id INTEGER PRIMARY KEY, line TEXT);
  BEGIN;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {2})
  INSERT INTO users SELECT i, 'person' || i || '@mail.example', 'user_' || hex(i * 7919), 'Person ' || i, NULL FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
  INSERT INTO answers SELECT i, 1 + (i * 40503) % {2}, 'Tell me about a difficult colleague, number ' || i,
    replace(hex(zeroblob(12)), '00', 'I sat down with them and asked what was behind it, and wrote to person' || i || '@mail.example. ')
    FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {1})
  INSERT INTO outbox SELECT i, 'Jun  1 03:00:00 mx postfix/smtp[' || i || ']: to=<person' || i || '@mail.example>, relay=mx.mail.example[192.0.2.' || i % 256 || ']:25, status=sent (250 OK)' FROM n;
  UPDATE answers SET answer = answer || ' gone' || (id / {3}) || '@mail.example' WHERE id % {3} = 0 AND id / {3} BETWEEN 1 AND {5};
  UPDATE outbox SET line = 'to=<gone' || (id / {4}) || '@mail.example>' WHERE id % {4} = 0 AND id / {4} BETWEEN 1 AND {5};
  COMMIT; PRAGMA wal_checkpoint(TRUNCATE);)sql",
                                       answers, rows - answers, rows / 20, answers / (planted + 1),
                                       (rows - answers) / (planted + 1), planted));
}

Result<policy::Model> model() {
  const auto reader = [](const std::string&) -> Result<std::string> {
    return std::string{policy_text};
  };
  ABIDE_TRY(auto compiled,
            policy::compile("bench.policy", reader, {.today = *parse_date("2026-06-01")}));
  if (!compiled.model) return Error{ErrorCode::corrupt, "the bench's policy does not load", ""};
  return std::move(*compiled.model);
}

FieldId field(const policy::Model& model, std::string_view name) {
  for (std::uint32_t i = 0; i < model.fields.size(); ++i) {
    if (model.full_name(FieldId{i}) == name) return FieldId{i};
  }
  return {};
}

std::vector<reread::Erased> gone(const policy::Model& model) {
  std::vector<reread::Erased> all;
  for (int i = 1; i <= people; ++i) {
    reread::Erased one{fmt::format("member {}", i), {SubjectId{0}, {}, {}, {}, {}}};
    one.person.identity[field(model, "db.users.id")] =
        Sensitive{std::vector<Value>{std::int64_t{1'000'000'000 + i}}};
    one.person.identity[field(model, "db.users.email")] =
        Sensitive{std::vector<Value>{fmt::format("gone{}@mail.example", i)}};
    one.person.identity[field(model, "db.users.auth")] =
        Sensitive{std::vector<Value>{fmt::format("auth0|6f{:06x}90ab", i * 7919)}};
    all.push_back(std::move(one));
  }
  return all;
}

Result<Figures> by_reading(const std::string& file) {
  ABIDE_TRY(const auto store, sqlite::SqliteConnector::open(file, sqlite::Access::read_only));
  const Timer whole;
  double bytes = 0;
  const auto read = [&](const std::string& table, std::vector<Column> columns) {
    return store->select({.table = table, .columns = std::move(columns), .key = {"id"}},
                         [&](std::span<const Row> page) -> Result<void> {
                           for (const Row& row : page) {
                             for (const Value& value : row) {
                               const auto* text = std::get_if<std::string>(&value);
                               bytes += text == nullptr ? 0 : static_cast<double>(text->size());
                             }
                           }
                           return {};
                         });
  };
  ABIDE_CHECK(read("users", {"email", "auth", "name", "closed_at"}));
  ABIDE_CHECK(read("answers", {"question", "answer"}));
  ABIDE_CHECK(read("outbox", {"line"}));
  return Figures{{"seconds", whole.seconds()}, {"mb", bytes / 1e6}};
}

Result<Figures> by_looking(const std::string& file) {
  ABIDE_TRY(const policy::Model meant, model());
  ABIDE_TRY(const auto store, sqlite::SqliteConnector::open(file, sqlite::Access::read_only));
  const std::vector<reread::Erased> erased = gone(meant);
  const Timer whole;
  reread::Input input{meant, {}, *parse_instant("2026-06-01T03:00:00Z"), {}, {}, {}};
  input.stores["db"].connector = store.get();
  ABIDE_TRY(const reread::Look look, reread::look_deep(input, erased));
  std::uint64_t remains = 0;
  std::uint64_t possible = 0;
  for (const reread::Residue& one : look.residue)
    (one.kind == reread::Residue::Kind::remains ? remains : possible) += one.rows;
  if (remains != planted || possible != planted) {
    return Error{ErrorCode::changed,
                 fmt::format("{} planted each, found {} and {}", planted, remains, possible), ""};
  }
  return Figures{{"seconds", whole.seconds()}};
}

Result<bool> run(const Options& options) {
  const std::string file = options.folder + "/db.sqlite";
  fs::create_directories(options.folder);
  ABIDE_CHECK(generate(file, options.rows));
  std::vector<double> read;
  std::vector<double> looked;
  double megabytes = 0;
  double resident = 0;
  for (int i = 0; i < options.runs; ++i) {
    ABIDE_TRY(Figures reading, in_process([&] { return by_reading(file); }));
    ABIDE_TRY(Figures looking, in_process([&] { return by_looking(file); }));
    fmt::print(stderr, "read {:.3g} s, looked {:.3g} s\n", reading["seconds"], looking["seconds"]);
    read.push_back(reading["seconds"]);
    looked.push_back(looking["seconds"]);
    megabytes = reading["mb"];
    resident = std::max(resident, looking["resident_mib"]);
  }
  return print({"deep",
                fmt::format("1,000 people in {:.0f} MB of text, {} rows; {:.0f} MiB resident",
                            megabytes, options.rows, resident),
                median(looked), median(read), 3.0, true, "s"},
               options);
}

}  // namespace

int main(int argc, char** argv) { return carry_out(options_of(argc, argv, 1'000'000, 5), run); }
