// What a changed policy is told to change: each thing, whatever else changed with it.
#include "policy/diff.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "policy/compile.hpp"

namespace abide::policy {
namespace {

const std::string shop = R"(abide 1;
policy shop "Shop" { regime uk_gdpr; grace 1 day; limit rows 10; }
subject customer "Customer" { identified by db.users.id; }
category account "Account" { category id is identifier; category name; category status; }
category letters "Letters" is confidential { category body; }
event closed "Closed" at db.users.closed_at;
event paid "Paid" at db.letters.sent_at;
store db "Database" kind sqlite { backups kept 30 days;
    table users { key id; owned by customer through id; field id: account.id; field name: account.name; field closed_at: account.status; field other_at: account.status; }
    table letters { key id; owned by customer through user_id to users.id; field body: letters.body; clock sent_at; }
}
promise SH-01 "We delete it." in "Keeping" { erase account, letters within 30 days of closed; }
)";

Model model_of(const std::string& text) {
  const auto reader = [&](const std::string&) -> Result<std::string> { return text; };
  auto compiled = compile("shop.policy", reader, {.today = parse_date("2026-07-01")});
  EXPECT_TRUE(compiled.ok() && compiled->model.has_value()) << text;
  return compiled->model.value_or(Model{});
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<std::string> told(const std::vector<Difference>& all) {
  std::vector<std::string> names;
  for (const Difference& one : all) names.push_back(one.what);
  return names;
}

struct Change {
  const char* from;
  const char* to;
  const char* what;
};
const Change changes[] = {
    {"at db.users.closed_at", "at db.users.other_at", "event `closed`"},
    {"event paid", "event gone on absence of db.users;\nevent paid", "event `gone`"},
    {"field name: account.name;", "field name: account.status;", "column `db.users.name`"},
    {"field name: account.name;", "field name: account.name; field nick: account.name;",
     "column `db.users.nick`"},
    {" field other_at: account.status;", "", "column `db.users.other_at`"},
    {"clock sent_at", "clock sent_at as unix", "column `db.letters.sent_at`"},
    {"category name;", "category name is pseudonymous;", "category `account.name`"},
    {"backups kept 30 days", "backups kept 60 days", "store `db`"},
    {"kind sqlite", "kind postgres", "store `db`"},
    {"owned by customer through user_id to users.id;",
     "owned by customer through user_id to users.id when kind is \"a\"; field kind: letters.body;",
     "table `db.letters`"},
    {"\"We delete it.\"", "\"We delete all of it.\"", "promise `SH-01`"},
    {"regime uk_gdpr;", "regime eu_gdpr;", "regimes"},
    {"limit rows 10", "limit rows 11", "limits"},
    {"within 30 days of closed", "within 20 days of closed", "SH-01"},
};

TEST(Diff, of_the_same_policy_is_empty) {
  EXPECT_TRUE(differences(model_of(shop), model_of(shop)).empty());
}

TEST(Diff, tells_each_thing_alone_and_where_the_calendar_changed_too) {
  const Model before = model_of(shop);
  for (const Change& change : changes) {
    const std::string text = with(shop, change.from, change.to);
    for (const bool calendar : {false, true}) {
      const Model after = model_of(calendar ? with(text, "grace 1 day", "grace 2 days") : text);
      const auto names = told(differences(before, after));
      EXPECT_NE(std::ranges::find(names, change.what), names.end())
          << change.what << (calendar ? " with the calendar" : "");
      EXPECT_EQ(std::ranges::find(names, "how it counts time") != names.end(), calendar);
      // And back again.
      const auto back = told(differences(after, before));
      EXPECT_NE(std::ranges::find(back, change.what), back.end()) << change.what;
    }
  }
}

TEST(Diff, tells_all_of_them_at_once) {
  std::string text = shop;
  for (const Change& change : {changes[0], changes[7], changes[12], changes[13]})
    text = with(text, change.from, change.to);
  const auto all = differences(model_of(shop), model_of(text));
  EXPECT_EQ(told(all),
            (std::vector<std::string>{"SH-01", "limits", "event `closed`", "store `db`",
                                      "column `db.users.closed_at`", "column `db.users.other_at`"}))
      << "which column holds moments follows from the event";
  EXPECT_EQ(all[2].before, std::vector<std::string>{"at db.users.closed_at"});
  EXPECT_EQ(all[2].after, std::vector<std::string>{"at db.users.other_at"});
}

}  // namespace
}  // namespace abide::policy
