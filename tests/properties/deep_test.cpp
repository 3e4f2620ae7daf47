// The deep look over random plants: what is planted of people who are gone is found, each row told
// for what it is; what is planted of namesakes, of people who came back, or only looks like an
// identifier, is not held against them. The oracle is the list of what was planted.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "connectors/sqlite/connector.hpp"
#include "engine/reread/deep_look.hpp"
#include "policy/compile.hpp"
#include "tests/properties/runner.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::properties {
namespace {

constexpr const char* policy_text = R"(abide 1;
policy shop "Shop" { regime uk_gdpr; zone "Europe/London"; }
controller shop_ltd "Shop Ltd" { country GB; contact "privacy@shop.example"; }
subject customer "Customer" { identified by db.users.id, db.users.email, db.users.nick; }
category account "Account" { category id is identifier; category email is identifier; category nick is identifier; category name; }
category letters "Letters" is confidential { category body; }
category payment "Payments" { category memo; }
event paid "Payment taken" at db.payments.paid_at;
event closed "Closed" at db.users.closed_at;
store db "Database" kind sqlite {
    table users { key id; owned by customer through id; field id: account.id; field email: account.email; field nick: account.nick; field name: account.name; field closed_at: account.name; }
    table letters { key id; owned by customer through user_id to users.id; field body: letters.body; }
    table payments { key id; owned by customer through user_id to users.id; field memo: payment.memo; clock paid_at; }
    table outbox { key id; unowned because "No person is meant."; field line: letters.body; field nick: account.nick; }
}
promise S-1 "Letters go." in "Keeping" { erase account, letters within 30 days of closed; }
promise S-2 "Payments stay." in "Keeping" {
    must keep payment in db at least 6 years after paid because law uk.ct;
    keep payment in db at most 7 years after paid;
    sever db.payments.user_id from db.users.id at closed so payment cannot identify letters;
}
)";

constexpr const char* schema = R"(PRAGMA synchronous=OFF;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT, name TEXT, closed_at TEXT);
CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER, body TEXT);
CREATE TABLE payments (id INTEGER PRIMARY KEY, user_id INTEGER, memo TEXT, paid_at TEXT);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, line, nick TEXT);
CREATE TABLE "un declared" (a TEXT, b BLOB, PRIMARY KEY (a)) WITHOUT ROWID;
CREATE TABLE keyless (x);
INSERT INTO users VALUES (1, 'living@post.example', 'liv', 'Living', NULL);
)";

/// Person `i` of those who are gone; number 1 of the users is there.
std::int64_t id_of(int i) { return 1'000 + i; }
std::string nick_of(int i) { return fmt::format("nick{}", i); }  // too short to stand out
std::string email_of(int i) { return fmt::format("Gone{}@post.example", i); }

using Found = std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t>;

struct Plants {
  std::string sql;
  Found expected;  ///< who, table.column, kind
  int next = 1;

  void expect(int person, const std::string& where, const std::string& kind) {
    ++expected[{std::to_string(person), where, kind}];
  }
};

std::string quoted(std::string text) {
  for (auto at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 2))
    text.insert(at, 1, '\'');
  return "'" + text + "'";
}

/// The address as something else holds it.
std::string in_a_text(Tape& tape, int person) {
  std::string email = email_of(person);
  switch (tape.below(6)) {
    case 0:
      return email;
    case 1:
      return fmt::format("Dear {},\nyours", email);
    case 2:
      return fmt::format(R"({{"to":"{}","cc":[]}})", email);
    case 3:
      email.replace(email.find('@'), 1, "%40");
      return fmt::format("https://x.example/?e={}&n=1", email);
    case 4:
      for (char& c : email) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      return "<" + email + ">, '1'";
    default:
      return fmt::format("it's {}.", email);
  }
}

/// Somebody else's address that has theirs in it, or the part of one.
std::string near_miss(Tape& tape, int person) {
  const std::string email = email_of(person);
  return tape.one_of({"x" + email, email + ".net", "a." + email, email.substr(0, email.size() - 1),
                      nick_of(person), std::to_string(id_of(person))});
}

using Plant = void (*)(Tape& tape, Plants&, int person);
const std::vector<Plant>& plants() {
  static const std::vector<Plant> all{
      [](Tape&, Plants& into, int person) {  // a letter that came late, by its number alone
        into.sql +=
            fmt::format("INSERT INTO letters (user_id, body) VALUES ({}, 'late');", id_of(person));
        into.expect(person, "letters.user_id", "remains");
      },
      [](Tape& tape, Plants& into, int person) {
        into.sql += fmt::format("INSERT INTO letters (user_id, body) VALUES (NULL, {});",
                                quoted(in_a_text(tape, person)));
        into.expect(person, "letters.body", "remains");
      },
      [](Tape& tape, Plants& into, int person) {
        into.sql += fmt::format("INSERT INTO letters (user_id, body) VALUES (1, {});",
                                quoted(in_a_text(tape, person)));
        into.expect(person, "letters.body", "possible");
      },
      [](Tape& tape, Plants& into, int person) {  // the law keeps it
        into.sql +=
            fmt::format("INSERT INTO payments (memo, paid_at) VALUES ({}, '2026-01-01T00:00:00Z');",
                        quoted(in_a_text(tape, person)));
        into.expect(person, "payments.memo", "kept");
      },
      [](Tape& tape, Plants& into, int person) {  // the law kept it, once
        into.sql +=
            fmt::format("INSERT INTO payments (memo, paid_at) VALUES ({}, '2011-01-01T00:00:00Z');",
                        quoted(in_a_text(tape, person)));
        into.expect(person, "payments.memo", "remains");
      },
      [](Tape& tape, Plants& into, int person) {
        into.sql += fmt::format("INSERT INTO outbox (line) VALUES (CAST({} AS BLOB));",
                                quoted(in_a_text(tape, person)));
        into.expect(person, "outbox.line", "remains");
      },
      [](Tape&, Plants& into, int person) {  // short, and where such names are kept
        into.sql += fmt::format("INSERT INTO outbox (nick) VALUES ('{}');", nick_of(person));
        into.expect(person, "outbox.nick", "remains");
      },
      [](Tape& tape, Plants& into, int person) {
        into.sql += fmt::format("INSERT INTO \"un declared\" VALUES ('k{}', {});", into.next++,
                                quoted(in_a_text(tape, person)));
        into.expect(person, "un declared.b", "remains");
      },
      [](Tape& tape, Plants& into, int person) {
        into.sql +=
            fmt::format("INSERT INTO keyless VALUES ({});", quoted(in_a_text(tape, person)));
        into.expect(person, "keyless.x", "remains");
      },
      [](Tape& tape, Plants& into, int person) {
        into.sql +=
            fmt::format("INSERT INTO outbox (line) VALUES ({}); INSERT INTO keyless VALUES ({});",
                        quoted(near_miss(tape, person)), id_of(person));
      },
  };
  return all;
}

struct World {
  policy::Model model;
  testing_support::TempFolder folder;

  World() {
    const auto reader = [](const std::string&) -> Result<std::string> {
      return std::string{policy_text};
    };
    auto compiled = policy::compile("shop.policy", reader, {.today = *parse_date("2026-06-01")});
    for (const policy::Diagnostic& one : compiled->diagnostics) {
      if (!compiled->model) ADD_FAILURE() << policy::render(one, compiled->sources.files);
    }
    if (compiled->model) model = *compiled->model;
  }

  [[nodiscard]] FieldId field(const std::string& name) const {
    for (std::uint32_t i = 0; i < model.fields.size(); ++i) {
      if (model.full_name(FieldId{i}) == name) return FieldId{i};
    }
    return FieldId{};
  }

  [[nodiscard]] reread::Erased gone(int person) const {
    reread::Erased one{std::to_string(person), {SubjectId{0}, {}, {}, {}, {}}};
    one.person.identity[field("db.users.id")] = Sensitive{std::vector<Value>{id_of(person)}};
    one.person.identity[field("db.users.email")] = Sensitive{std::vector<Value>{email_of(person)}};
    one.person.identity[field("db.users.nick")] = Sensitive{std::vector<Value>{nick_of(person)}};
    return one;
  }

  Found look(const std::string& sql, int people) {
    const std::string file = folder.file("db.sqlite");
    std::filesystem::remove(file);
    { const testing_support::AppDatabase db{file, schema + ("BEGIN;" + sql + "COMMIT;")}; }
    auto store = sqlite::SqliteConnector::open(file, sqlite::Access::read_only);
    EXPECT_TRUE(store.ok());
    reread::Input input{model, {}, *parse_instant("2026-06-01T03:00:00Z"), {}, {}, {}};
    input.stores["db"].connector = store->get();
    std::vector<reread::Erased> erased;
    for (int i = 0; i < people; ++i) erased.push_back(gone(i));
    const auto look = reread::look_deep(input, erased);
    EXPECT_TRUE(look.ok() && look->not_looked.empty() && look->tables == 6U);
    Found found;
    for (const reread::Residue& one : look->residue)
      found[{one.who, one.table + "." + (one.fields.empty() ? "" : one.fields.front()),
             reread::to_string(one.kind)}] += one.rows;
    return found;
  }
};

std::string shown(const Found& found) {
  std::string text;
  for (const auto& [where, rows] : found)
    text += fmt::format("  {} {} {}: {}\n", std::get<0>(where), std::get<1>(where),
                        std::get<2>(where), rows);
  return text;
}

TEST(Deep, FindsWhatWasPlantedAndTellsItForWhatItIs) {
  World world;
  std::size_t planted = 0;
  expect_holds("as planted", 300, [&](Tape& tape) -> std::string {
    const int people = tape.between(1, 40);
    Plants all;
    for (int n = tape.between(0, 60); n > 0; --n)
      tape.one_of(plants())(tape, all, tape.between(0, people - 1));
    // Some came back: whatever has their address by now is theirs.
    if (tape.once_in(3)) {
      const int back = tape.between(0, people - 1);
      all.sql += fmt::format("INSERT INTO users VALUES (5, '{}', '{}', 'Back', NULL);",
                             email_of(back), nick_of(back));
      std::erase_if(all.expected, [&](const auto& one) {
        return std::get<0>(one.first) == std::to_string(back) &&
               std::get<1>(one.first) != "letters.user_id";
      });
    }
    planted += all.expected.size();
    const Found found = world.look(all.sql, people);
    return found == all.expected ? ""
                                 : "found\n" + shown(found) + "planted\n" + shown(all.expected);
  });
  EXPECT_GT(planted, 100U);
}

/// Twins: what was planted and not listed, and what was listed and not planted.
TEST(Deep, TwinsThatKnowOfOtherPlantsAreFoundOut) {
  World world;
  Plants all;
  Tape plain{{}};
  for (const Plant plant : plants()) plant(plain, all, 3);
  const Found found = world.look(all.sql, 5);
  ASSERT_EQ(found, all.expected) << shown(found) << "planted\n" << shown(all.expected);
  EXPECT_NE(world.look(all.sql, 3), all.expected) << "person 3 is not among them";
  EXPECT_NE(world.look(all.sql + "INSERT INTO keyless VALUES ('gone3@post.example');", 5),
            all.expected);
}

}  // namespace
}  // namespace abide::properties
