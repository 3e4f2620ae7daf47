// The second example's policy, notice and schemas agree with each other.
#include <fstream>
#include <set>
#include <sstream>

#include "stores.hpp"
#include "tests/unit/examples/policy_text.hpp"

namespace abide::mentor::testing {
namespace {

using examples::testing::Declared;

std::string file(const std::string& name) {
  std::ifstream input{std::string{ABIDE_SOURCE_DIR} + "/docs/examples/career-mentor/" + name};
  std::stringstream text;
  text << input.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

std::set<std::string> live_columns(const Generated& generated) {
  std::set<std::string> found;
  for (const char* name : store_names) {
    const auto schema = generated.store(name).connect()->schema();
    for (const LiveTable& table : schema->tables) {
      for (const LiveColumn& column : table.columns) {
        found.insert(std::string{name} + "." + table.name + "." + column.name);
      }
    }
  }
  return found;
}

TEST(MentorPolicy, declares_every_column_and_no_other) {
  const Generated generated{options_for(20, 0)};
  const Declared declared{file("career-mentor.policy")};
  EXPECT_EQ(declared.columns(), live_columns(generated));
  EXPECT_TRUE(declared.columns().contains("db.practice_sessions.expires_at"));
}

// The twin that must fail: a column nobody declared is seen.
TEST(MentorPolicy, a_new_column_would_be_noticed) {
  const Generated generated{options_for(20, 0)};
  generated.store("clerk").run("ALTER TABLE users ADD COLUMN birthday TEXT");
  EXPECT_NE(Declared{file("career-mentor.policy")}.columns(), live_columns(generated));
}

TEST(MentorPolicy, quotes_the_notice_word_for_word_in_the_section_it_names) {
  const auto quotes = examples::testing::quotes(file("career-mentor.policy"));
  const auto text = examples::testing::sections(file("career-mentor.txt"), quotes);
  std::set<std::string> promises;
  for (const auto& [promise, quote, section] : quotes) {
    promises.insert(promise);
    ASSERT_TRUE(text.contains(section)) << promise;
    EXPECT_NE(text.at(section).find(examples::testing::without_blanks(quote)), std::string::npos)
        << promise;
  }
  EXPECT_EQ(promises.size(), 90U);
}

TEST(MentorSchema, nothing_cascades_and_every_reference_is_indexed) {
  const Generated generated{options_for(20, 0)};
  int references = 0;
  for (const char* name : store_names) {
    const auto schema = generated.store(name).connect()->schema();
    ASSERT_TRUE(schema.ok());
    for (const LiveTable& table : schema->tables) {
      EXPECT_FALSE(table.key.empty()) << table.name;
      EXPECT_TRUE(table.triggers.empty()) << table.name;
      for (const ForeignKey& key : table.foreign_keys) {
        ++references;
        EXPECT_EQ(key.on_delete, ForeignKey::Action::none) << table.name;
        EXPECT_TRUE(key.indexed) << table.name;
      }
    }
  }
  EXPECT_EQ(references, 7);
}

TEST(MentorSchema, what_is_blanked_or_severed_can_be_empty) {
  const Generated generated{options_for(20, 0)};
  const auto nullable = [&](const char* store, const char* table, const char* column) {
    return generated.rows(store, std::string{"SELECT \"notnull\" FROM pragma_table_info('"} +
                                     table + "') WHERE name = '" + column + "'") == "0\n";
  };
  EXPECT_TRUE(nullable("billing_book", "invoices", "customer"));
  EXPECT_TRUE(nullable("db", "assessments", "created_by"));
  EXPECT_TRUE(nullable("db", "invitations", "invitee_email"));
  EXPECT_TRUE(nullable("db", "invitations", "invited_by"));
  for (const char* column :
       {"assessment_id", "candidate_id", "overall_score", "decision", "reviewed_by"}) {
    EXPECT_TRUE(nullable("db", "submissions", column)) << column;
  }
  for (const char* column : {"cv_text", "role_details", "goals"}) {
    EXPECT_TRUE(nullable("db", "profiles", column)) << column;
  }
  EXPECT_TRUE(nullable("mailbox", "messages", "cc_address"));
  EXPECT_TRUE(nullable("mailbox", "replies", "cc_address"));
  EXPECT_FALSE(nullable("clerk", "users", "email"));
}

}  // namespace
}  // namespace abide::mentor::testing
