// What a person's copy costs who has written a great deal: resident memory, and how large the pages
// are that a browser has to open. Usage: bench_pack [--rows N] [--folder PATH]; 100,000 rows are a
// gigabyte of letters.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/new_folder.hpp"
#include "base/sqlite.hpp"
#include "engine/access/access.hpp"
#include "engine/identity/identity.hpp"
#include "reports/pack/pack.hpp"
#include "reports/pack/zip.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/session.hpp"

namespace {

using namespace abide;
using namespace abide::bench;
namespace fs = std::filesystem;

constexpr double most_resident_mib = 64;
constexpr double most_page_mb = 4;  // that a browser opens at once, on a telephone as well

constexpr const char* policy_text = R"(abide 1;
policy bench "Pack bench" { regime uk_gdpr; zone "Europe/London"; }
subject member "Member" { identified by db.users.id, db.users.email; }
category account "Account" { category id is identifier; category email is identifier; category name; }
category letters "Letters" { category body; }
event closed at db.users.closed_at;
store db "The app's database" kind sqlite {
    table users { key id; owned by member through id;
        field id: account.id; field email: account.email; field name: account.name; }
    table letters { key id; owned by member through user_id to users.id; field body: letters.body; }
}
promise B-1 "We keep what you wrote while your account is open." in "Keeping" {
    erase account, letters within 30 days of closed;
}
)";

/// A thousand people, of whom the first wrote nearly everything; one letter in fifty names
/// somebody.
Result<void> generate(const std::string& path, std::uint64_t letters) {
  ABIDE_TRY(const auto db, sqlite::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  return sqlite::execute(db.get(),
                         fmt::format(R"sql(PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, closed_at TEXT);
  CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, body TEXT);
  CREATE INDEX letters_user ON letters (user_id);
  BEGIN;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
  INSERT INTO users SELECT i, 'person' || i || '@mail.example', 'Person ' || i, NULL FROM n;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
  INSERT INTO letters SELECT i, CASE WHEN i % 1000 = 7 THEN 2 + i / 1000 % 999 ELSE 1 END,
    CASE WHEN i % 50 = 0 THEN 'My manager Sarah Jones said no. ' ELSE '' END ||
    replace(hex(zeroblob(165)), '00', 'what i said to a difficult colleague in meeting number ' || (i % 977) || '; ')
    FROM n;
  COMMIT; PRAGMA wal_checkpoint(TRUNCATE);)sql",
                                     letters));
}

/// The pack, every text that waits left out, and the encrypted file of it.
Result<Figures> by_engine(const std::string& folder) {
  SystemFiles files;
  const FixedClock clock{*parse_instant("2026-06-01T03:00:00Z")};
  ABIDE_TRY(auto session, open_session(folder, policy_text, files, clock));
  const Timer whole;
  ABIDE_TRY(const cli::Facts facts, cli::gather(session));
  ABIDE_TRY(const auto identity,
            engine::resolve_identity(session.model, session.stores, SubjectId{0},
                                     Sensitive{std::string{"person1@mail.example"}},
                                     engine::Sharing::refuse));
  ABIDE_TRY(const auto plan,
            engine::access::plan_access(cli::request_of(session, facts), identity));
  ABIDE_TRY(NewFolder pack, NewFolder::begin(folder + "/pack"));
  const policy::Disclosure nothing_said;
  const reports::PackInput input{
      session.model, nothing_said, identity, plan, session.stores, Bytes(32, 7), {},
      false,         "P",          "",       "",   "bench",        "today"};
  ABIDE_TRY(const auto report, reports::write_pack(input, pack));
  ABIDE_CHECK(pack.publish());
  const double written = whole.seconds();
  ABIDE_TRY(const std::string password, reports::write_zip(folder + "/pack", folder + "/pack.zip"));
  return Figures{{"seconds", written},
                 {"zip_s", whole.seconds() - written},
                 {"rows", static_cast<double>(report.rows())},
                 {"withheld", static_cast<double>(report.waiting)}};
}

struct Sizes {
  double all_mb = 0;
  double largest_page_mb = 0;
  int pages = 0;
};
Sizes sizes_of(const std::string& folder) {
  Sizes sizes;
  for (const auto& one : fs::recursive_directory_iterator(folder)) {
    if (!one.is_regular_file()) continue;
    const double mb = static_cast<double>(one.file_size()) / 1e6;
    sizes.all_mb += mb;
    if (one.path().extension() != ".html") continue;
    sizes.largest_page_mb = std::max(sizes.largest_page_mb, mb);
    ++sizes.pages;
  }
  return sizes;
}

Result<bool> run(const Options& options) {
  fs::create_directories(options.folder);
  ABIDE_CHECK(generate(options.folder + "/db.sqlite", options.rows));
  const double held_mb = static_cast<double>(fs::file_size(options.folder + "/db.sqlite")) / 1e6;
  ABIDE_TRY(Figures figures, in_process([&] { return by_engine(options.folder); }));
  const Sizes sizes = sizes_of(options.folder + "/pack");
  const std::string what = fmt::format(
      "{:.0f} records in a database of {:.0f} MB, {:.0f} texts withheld, a pack of {:.0f} MB with "
      "{} pages; {:.0f} s to write, {:.0f} s to encrypt",
      figures["rows"], held_mb, figures["withheld"], sizes.all_mb, sizes.pages, figures["seconds"],
      figures["zip_s"]);
  const bool lean =
      print({"pack", what, figures["resident_mib"], 0, most_resident_mib, true, "MiB"}, options);
  const bool opens = print(
      {"pack", "the largest page", sizes.largest_page_mb, 0, most_page_mb, true, "MB"}, options);
  return lean && opens;
}

}  // namespace

int main(int argc, char** argv) { return carry_out(options_of(argc, argv, 100'000, 1), run); }
