// Another name for a thing changes no meaning, as the compiler sees it, and is refused where it
// would.
#include "policy/editing/rename.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/policy/editing/support.hpp"

namespace abide::editing_test {
namespace {

using policy::Kind;
using policy::SourceSpan;

/// Codes and lines, which no name is in.
std::vector<std::pair<std::string, std::uint32_t>> told(const std::string& text) {
  const policy::SourceFile file{"t.policy", text};
  std::vector<std::pair<std::string, std::uint32_t>> all;
  for (const policy::Diagnostic& one : said_of(text)) {
    all.emplace_back(one.code, file.line_at(one.span.begin));
  }
  return all;
}

TEST(Rename, of_any_thing_keeps_what_the_compiler_says) {
  for (const std::string& text : example_policies()) {
    const Read read{text};
    const auto before = told(text);
    std::map<Kind, int> tried;
    for (std::uint32_t id = 0; id < read.names.things().size(); ++id) {
      const editing::Thing& thing = read.names.things()[id];
      if (thing.place == SourceSpan{} || ++tried[thing.kind] > 3) continue;
      const bool promise = policy::group_of(thing.kind).has(Kind::promise);
      const auto edits = editing::rename(read.names, id, promise ? "ZZ-77" : "renamed_here");
      if (!edits) {
        EXPECT_EQ(thing.kind, Kind::column) << thing.name << ": " << edits.error().message;
        continue;
      }
      const std::string renamed = policy::with_edits(text, *edits).value();
      EXPECT_EQ(told(renamed), before) << thing.name;
      // The twin: a place that was forgotten is seen, but where naming a column declares it.
      if (edits->size() < 3 || thing.kind == Kind::column || thing.kind == Kind::policy) continue;
      std::vector<policy::Edit> forgotten = *edits;
      forgotten.erase(forgotten.begin());
      EXPECT_NE(told(policy::with_edits(text, forgotten).value()), before) << thing.name;
    }
    EXPECT_GT(tried.size(), 12U);
  }
}

TEST(Rename, back_gives_the_text_again) {
  const std::string& text = example_policies().back();
  const Read read{text};
  for (const auto& [kind, name] :
       {std::pair{Kind::category, "profile"}, std::pair{Kind::event, "erasure_requested"},
        std::pair{Kind::subject, "candidate"}, std::pair{Kind::store, "db"}}) {
    const auto id = read.names.find(kind, name);
    if (!id) continue;
    const auto there = editing::rename(read.names, *id, "another_name");
    ASSERT_TRUE(there.ok()) << name;
    const Read renamed{policy::with_edits(text, *there).value()};
    EXPECT_NE(renamed.text, text);
    const auto back =
        editing::rename(renamed.names, *renamed.names.find(kind, "another_name"), name);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(policy::with_edits(renamed.text, *back).value(), text);
  }
}

constexpr const char* small =
    "abide 1;\npolicy p { regime uk_gdpr; }\ncategory a { category b; }\ncategory c;\n"
    "recipient r { country GB; }\nsubject s { identified by db.users.id; }\n"
    "store db kind sqlite {\n  table users { key id; owned by s through id; field mail: a.b; }\n}\n"
    "store other kind sqlite { table people { key id; field x: c; unowned because \"no\"; } }\n"
    "event gone at users.gone_at;\npromise A-1 { erase a in users at gone; never send c to r; "
    "never sell c; }\n";

std::string refusal(const std::string& kind_and_name, std::string_view to) {
  const Read read{small};
  for (std::uint32_t id = 0; id < read.names.things().size(); ++id) {
    const editing::Thing& thing = read.names.things()[id];
    if (std::string{policy::word_of(thing.kind)} + " " + thing.name == kind_and_name) {
      const auto edits = editing::rename(read.names, id, to);
      return edits ? "" : edits.error().message;
    }
  }
  return "no such thing";
}

TEST(Rename, refuses_what_would_say_something_else) {
  EXPECT_EQ(refusal("category a", "alpha"), "");
  EXPECT_EQ(refusal("category a", "c"), "`c` is the name of a category already");
  EXPECT_EQ(refusal("category a", "except"), "`except` is a word of the language");
  EXPECT_EQ(refusal("category a", "personal"), "`personal` is a word of the language");
  EXPECT_EQ(refusal("category a", "1st"), "`1st` is no name");
  EXPECT_EQ(refusal("category a", "a b"), "`a b` is no name");
  EXPECT_EQ(refusal("category a", ""), "`` is no name");
  EXPECT_EQ(refusal("promise A-1", "a1"), "`a1` is no id");
  EXPECT_EQ(refusal("recipient r", "s"), "`s` is the name of a subject already");
  EXPECT_EQ(refusal("event request_received", "x"),
            "`request_received` is built in and keeps its name");
  // `users` alone would be the name of two tables then, and `in users` of neither.
  EXPECT_TRUE(refusal("table other.people", "users").starts_with("with that name, `users`"));
}

TEST(Rename, follows_what_a_test_says_of_a_plan) {
  const std::string text = std::string{small} +
                           "test \"t\" { given row db.users (id: 1); when 1 is erased;\n"
                           "  expect plan \"delete db.users 2 rows, id 1, id mail; set db.users 1, "
                           "mail null; delete other.people mail\"; }\n";
  const auto renamed = [&text](Kind kind, const char* name, const char* to) {
    const Read read{text};
    const auto edits = editing::rename(read.names, *read.names.find(kind, name), to);
    return edits ? policy::with_edits(text, *edits).value() : edits.error().message;
  };
  const auto holds = [](const std::string& whole, const char* part) {
    return whole.find(part) != std::string::npos;
  };
  const std::string table = renamed(Kind::table, "db.users", "members");
  EXPECT_TRUE(holds(table,
                    "\"delete db.members 2 rows, id 1, id mail; set db.members 1, mail null; "
                    "delete other.people mail\""))
      << table;
  const std::string store = renamed(Kind::store, "db", "main");
  EXPECT_TRUE(holds(store,
                    "\"delete main.users 2 rows, id 1, id mail; set main.users 1, mail null; "
                    "delete other.people mail\""))
      << store;
  // A value that looks like the column stays what it is.
  const std::string column = renamed(Kind::column, "db.users.mail", "email");
  EXPECT_TRUE(holds(column,
                    "\"delete db.users 2 rows, id 1, id mail; set db.users 1, email null; "
                    "delete other.people mail\""))
      << column;
}

TEST(Rename, keeps_what_a_table_and_a_column_are_called_in_their_store) {
  const Read read{small};
  const auto table =
      editing::rename(read.names, *read.names.find(Kind::table, "db.users"), "members");
  ASSERT_TRUE(table.ok()) << table.error().message;
  const std::string renamed = policy::with_edits(small, *table).value();
  EXPECT_NE(renamed.find("table members as \"users\" {"), std::string::npos) << renamed;
  EXPECT_NE(renamed.find("identified by db.members.id"), std::string::npos);
  EXPECT_NE(renamed.find("at members.gone_at"), std::string::npos);
  const auto column =
      editing::rename(read.names, *read.names.find(Kind::column, "db.users.mail"), "email");
  ASSERT_TRUE(column.ok());
  EXPECT_NE(policy::with_edits(small, *column).value().find("field email as \"mail\": a.b"),
            std::string::npos);
  EXPECT_TRUE(refusal("column db.users.id", "key").find("no `field` declares") !=
              std::string::npos);
}

}  // namespace
}  // namespace abide::editing_test
