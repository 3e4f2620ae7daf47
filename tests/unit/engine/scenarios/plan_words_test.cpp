// What `expect plan` says against what a plan does.
#include "engine/scenarios/plan_words.hpp"

#include <gtest/gtest.h>

#include "tests/support/policy_text.hpp"

namespace abide::engine::scenarios {
namespace {

class PlanWordsTest : public ::testing::Test {
 protected:
  [[nodiscard]] Deed deed(const std::string& table, Row key,
                          std::vector<std::string> columns = {}) const {
    Deed one;
    one.table = *model().find_table(table);
    one.key = std::move(key);
    one.operation = columns.empty() ? Operation::remove : Operation::set;
    one.columns = std::move(columns);
    return one;
  }
  [[nodiscard]] std::string wrong(const std::string& text, const std::vector<Deed>& deeds,
                                  const Plan& plan = {}) const {
    const auto words = read_plan_words(model(), text);
    if (!words) return words.error().message;
    std::string all;
    for (const std::string& one : differences(model(), *words, deeds, plan)) all += one + "\n";
    return all;
  }
  [[nodiscard]] const policy::Model& model() const { return shop_.model(); }
  test::Checked shop_ = test::Shop{}.check();
};

TEST_F(PlanWordsTest, hold_by_count_by_key_and_by_column) {
  const std::vector<Deed> two{deed("db.orders", {std::int64_t{1}}),
                              deed("db.orders", {std::int64_t{2}})};
  EXPECT_EQ(wrong("delete db.orders 2 rows, id 1, id 2", two), "");
  EXPECT_EQ(wrong("delete db.orders 2 rows", two), "");
  EXPECT_EQ(wrong("delete db.orders 1; delete db.orders 2", two), "");
  EXPECT_EQ(wrong("delete db.orders 2; delete db.orders id 1", two), "");
  EXPECT_EQ(wrong("unlink db.orders 7 user_id; delete db.users ada",
                  {deed("db.orders", {std::int64_t{7}}, {"user_id"}),
                   deed("db.users", {std::string{"ada"}})}),
            "");
  EXPECT_EQ(
      wrong("set db.users 1 row, email null", {deed("db.users", {std::string{"ada"}}, {"email"})}),
      "");
  EXPECT_EQ(wrong("", {}), "");
}

TEST_F(PlanWordsTest, fail_on_anything_more_or_less) {
  const std::vector<Deed> two{deed("db.orders", {std::int64_t{1}}),
                              deed("db.orders", {std::int64_t{2}})};
  EXPECT_NE(wrong("delete db.orders 1 row, id 1", two), "");
  EXPECT_NE(wrong("delete db.orders 3 rows", two), "");
  EXPECT_NE(wrong("delete db.orders 2 rows, id 1, id 3", two), "");
  EXPECT_NE(wrong("set db.orders 2 rows, items null", two), "");
  EXPECT_NE(wrong("", two), "");
  EXPECT_NE(wrong("keep db.orders 1; delete db.orders 2 rows", two), "");
  EXPECT_NE(wrong("set db.users 1 row, email null",
                  {deed("db.users", {std::string{"ada"}}, {"email", "id"})}),
            "");
}

TEST_F(PlanWordsTest, until_is_what_the_plan_says) {
  Plan plan;
  plan.kept.push_back({"db", "orders", "the law", 1, {}, {}, "2033-03-31"});
  EXPECT_EQ(wrong("keep db.orders 1 until 2033-03-31", {}, plan), "");
  EXPECT_NE(wrong("keep db.orders 1 until 2033-04-01", {}, plan), "");
}

TEST_F(PlanWordsTest, what_reads_like_no_plan_is_refused) {
  EXPECT_NE(wrong("remove db.orders 1", {}), "");
  EXPECT_NE(wrong("delete db.nothing 1", {}), "");
  EXPECT_NE(wrong("delete", {}), "");
}

}  // namespace
}  // namespace abide::engine::scenarios
