// The example's policy, notice and schemas agree with each other: quotes are the notice's, and
// every column is declared and every declared column is there.
#include <fstream>
#include <set>
#include <sstream>

#include "studio.hpp"
#include "tests/unit/examples/policy_text.hpp"

namespace abide::studio::testing {
namespace {

using examples::testing::Declared;

const std::string folder = std::string{ABIDE_SOURCE_DIR} + "/docs/examples/interview-studio/";

std::string file(const std::string& name) {
  std::ifstream input{folder + name};
  std::stringstream text;
  text << input.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

std::set<std::string> live_columns(const Studio& studio) {
  std::set<std::string> found;
  for (const char* name : store_names) {
    const auto schema = studio.store(name).connect()->schema();
    for (const LiveTable& table : schema->tables) {
      for (const LiveColumn& column : table.columns) {
        found.insert(std::string{name} + "." + table.name + "." + column.name);
      }
    }
  }
  return found;
}

TEST(StudioPolicy, declares_every_column_and_no_other) {
  const Studio studio{options_for(20, 0)};
  const Declared declared{file("interview-studio.policy")};
  EXPECT_EQ(declared.columns(), live_columns(studio));
  EXPECT_TRUE(declared.columns().contains("db.auth.sessions.user_agent"));
}

// The twin that must fail: a column nobody declared is seen.
TEST(StudioPolicy, a_new_column_would_be_noticed) {
  const Studio studio{options_for(20, 0)};
  studio.store("db").run("ALTER TABLE answers ADD COLUMN mood TEXT");
  EXPECT_NE(Declared{file("interview-studio.policy")}.columns(), live_columns(studio));
}

TEST(StudioPolicy, quotes_the_notice_word_for_word_in_the_section_it_names) {
  const auto quotes = examples::testing::quotes(file("interview-studio.policy"));
  const auto text = examples::testing::sections(file("interview-studio.txt"), quotes);
  std::set<std::string> promises;
  for (const auto& [promise, quote, section] : quotes) {
    promises.insert(promise);
    ASSERT_TRUE(text.contains(section)) << promise;
    EXPECT_NE(text.at(section).find(examples::testing::without_blanks(quote)), std::string::npos)
        << promise;
  }
  EXPECT_EQ(promises.size(), 96U);
}

TEST(StudioSchema, nothing_cascades_and_every_reference_is_indexed) {
  const Studio studio{options_for(20, 0)};
  int references = 0;
  for (const char* name : store_names) {
    const auto schema = studio.store(name).connect()->schema();
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
  EXPECT_EQ(references, 6);
}

TEST(StudioSchema, what_is_severed_or_blanked_can_be_empty) {
  const Studio studio{options_for(20, 0)};
  const auto nullable = [&](const char* store, const char* table, const char* column) {
    return studio.store(store).rows(std::string{"SELECT \"notnull\" FROM pragma_table_info('"} +
                                    table + "') WHERE name = '" + column + "'") == "0\n";
  };
  EXPECT_TRUE(nullable("db", "purchases", "user_id"));
  EXPECT_TRUE(nullable("db", "purchases", "stripe_customer"));
  EXPECT_TRUE(nullable("mailbox", "messages", "to_address"));
  EXPECT_TRUE(nullable("mailbox", "messages", "cc_address"));
  EXPECT_TRUE(nullable("mailbox", "replies", "cc_address"));
  EXPECT_FALSE(nullable("db", "purchases", "paid_at"));
}

}  // namespace
}  // namespace abide::studio::testing
