// A deep look whose paths lead into another store: it asks there for the keys in question, and
// nothing else.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/reread/deep_look.hpp"
#include "policy/compile.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::reread {
namespace {

constexpr const char* policy_text = R"(abide 1;
policy shop "Shop" { regime uk_gdpr; zone "Europe/London"; }
controller shop_ltd "Shop Ltd" { country GB; contact "privacy@shop.example"; }
subject customer "Customer" { identified by people.users.id, people.users.email; }
category account "Account" { category id is identifier; category email is identifier; category name; }
category letters "Letters" is confidential { category body; }
event closed "Closed" at people.users.closed_at;
store people "Accounts" kind sqlite {
    table users { key id; owned by customer through id; field id: account.id; field email: account.email; field closed_at: account.name; }
}
store app "App" kind sqlite {
    table threads { key id; owned by customer through user_id to people.users.id; field title: letters.body; }
    table letters { key id; owned by customer through thread_id to threads.id; field body: letters.body; }
}
promise S-1 "All goes." in "Keeping" { erase account, letters within 30 days of closed; }
)";

class Living : public ::testing::Test {
 protected:
  Living() {
    const auto reader = [](const std::string&) -> Result<std::string> {
      return std::string{policy_text};
    };
    auto compiled = policy::compile("shop.policy", reader, {.today = parse_date("2026-06-01")});
    EXPECT_TRUE(compiled.ok() && compiled->model.has_value());
    model_ = *std::move(compiled->model);
  }
  [[nodiscard]] FieldId field(const std::string& name) const {
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i)
      if (model_.full_name(FieldId{i}) == name) return FieldId{i};
    return FieldId{};
  }
  [[nodiscard]] Look look(const std::string& letters) const {
    const testing_support::TempFolder folder;
    {
      const testing_support::AppDatabase people{
          folder.file("people"),
          "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, closed_at TEXT);"
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
          "INSERT INTO users SELECT i, 'living' || i || '@post.example', NULL FROM n;"};
      const testing_support::AppDatabase app{
          folder.file("app"),
          "CREATE TABLE threads (id INTEGER PRIMARY KEY, user_id INTEGER, title TEXT);"
          "CREATE TABLE letters (id INTEGER PRIMARY KEY, thread_id INTEGER, body TEXT);"
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
          "INSERT INTO threads SELECT i, i, 'thread' FROM n;"
          "INSERT INTO threads VALUES (9001, 9001, 'of nobody');" +
              letters};
    }
    auto people = sqlite::SqliteConnector::open(folder.file("people"), sqlite::Access::read_only);
    auto app = sqlite::SqliteConnector::open(folder.file("app"), sqlite::Access::read_only);
    Input input{model_, {}, *parse_instant("2026-06-01T03:00:00Z"), {}, {}, {}};
    input.stores["people"].connector = people->get();
    input.stores["app"].connector = app->get();
    Erased gone{"gone", {SubjectId{0}, {}, {}, {}, {}}};
    gone.person.identity[field("people.users.email")] =
        Sensitive{std::vector<Value>{std::string{"gone@post.example"}}};
    gone.person.identity[field("app.threads.id")] =
        Sensitive{std::vector<Value>{std::int64_t{9001}}};
    const std::vector<Erased> all{gone};
    auto found = look_deep(input, all);
    EXPECT_TRUE(found.ok() && found->not_looked.empty());
    return std::move(*found);
  }
  policy::Model model_;
};

std::map<std::string, std::uint64_t> kinds(const Look& look) {
  std::map<std::string, std::uint64_t> kinds;
  for (const Residue& one : look.residue) kinds[to_string(one.kind)] += one.rows;
  return kinds;
}

TEST_F(Living, OthersLettersAreToldFromNobodys) {
  const Look found = look(
      "INSERT INTO letters VALUES (1, 7, 'ask gone@post.example'), (2, 9001, 'late'), "
      "(3, NULL, 'gone@post.example'), (4, 8, 'nothing');");
  EXPECT_EQ(kinds(found), (std::map<std::string, std::uint64_t>{{"possible", 1}, {"remains", 2}}));
}

/// More findings than one list of the store holds.
TEST_F(Living, AsManyAsThereAreAreJudged) {
  const Look found = look(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
      "INSERT INTO letters SELECT i, i, 'about gone@post.example' FROM n;");
  EXPECT_EQ(kinds(found), (std::map<std::string, std::uint64_t>{{"possible", 3000}}));
}

TEST_F(Living, NobodyElseInTheOtherStoreIsAskedFor) {
  const Look found = look("INSERT INTO letters VALUES (1, 7, 'ask gone@post.example');");
  int whole = 0;
  int asked = 0;
  for (const Asked& one : found.queries) {
    if (one.store != "people") continue;
    const bool is_of_all =
        one.text.ends_with("WHERE 1") || one.text.find("WHERE 1 ") != std::string::npos;
    ++(is_of_all ? whole : asked);
  }
  std::string all;
  for (const Asked& one : found.queries) all += one.store + ": " + one.text + "\n";
  EXPECT_EQ(whole, 1) << "the reading of the table itself, and no list of everybody's keys\n"
                      << all;
  EXPECT_GT(asked, 0) << all;
}

}  // namespace
}  // namespace abide::reread
