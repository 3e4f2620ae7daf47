// Which rows a changed plan makes due that the one before did not, against SQL.
#include "engine/watch/newly_due.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/support/temp_store.hpp"

namespace abide::engine::watch {
namespace {

using testing_support::AppDatabase;
using testing_support::TempFolder;

constexpr const char* one_table = R"sql(
  CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)
    INSERT INTO t SELECT i, i % 7, i % 11 FROM n;
)sql";

/// A condition, and how SQL says it.
struct Said {
  SelectorPtr where;
  std::string sql;
};

class RowsNewlyDue : public testing::Test {
 protected:
  RowsNewlyDue() : app_(folder_.file("app.db"), one_table) {
    stores_.by_name["db"].connector = app_.connect();
  }
  static Step step(SelectorPtr where, std::vector<std::pair<Column, Value>> set = {}) {
    Step step;
    step.store = "db";
    step.table = step.live_table = "t";
    step.key = {"id"};
    step.where = std::move(where);
    step.rows = 1;
    step.operation = set.empty() ? Operation::remove : Operation::set;
    for (const auto& [column, value] : set) step.fields.push_back(column);
    step.assignments = std::move(set);
    return step;
  }
  static Planned planned(std::vector<Step> steps, Parameters parameters = {}) {
    Planned planned;
    planned.plan.steps = std::move(steps);
    planned.parameters = std::move(parameters);
    return planned;
  }
  std::uint64_t more(const Planned& now, const Planned& before) {
    const auto parts = newly_due(now, before, stores_);
    EXPECT_TRUE(parts.ok()) << (parts.ok() ? "" : parts.error().message);
    std::uint64_t sum = 0;
    if (parts) {
      for (const Part& part : *parts) sum += part.rows;
    }
    return sum;
  }
  static SelectorPtr is(const char* column, std::vector<Value> values) {
    return share({In{column, std::move(values)}});
  }
  static Said some(std::mt19937& random) {
    std::vector<Value> values;
    std::string list;
    for (std::size_t i = random() % 4; i > 0; --i) {
      const auto value = static_cast<std::int64_t>(random() % 9);
      values.emplace_back(value);
      list += (list.empty() ? "" : ",") + std::to_string(value);
    }
    const char* column = random() % 2 == 0 ? "a" : "b";
    return {is(column, std::move(values)), fmt::format("{} IN ({})", column, list)};
  }
  TempFolder folder_;
  AppDatabase app_;
  Stores stores_;
};

TEST_F(RowsNewlyDue, are_the_rows_that_sql_says) {
  std::mt19937 random{11};
  int differences = 0;
  int counts_mislead = 0;
  for (int round = 0; round < 60; ++round) {
    const Said now = some(random);
    const Said first = some(random);
    const Said second = some(random);
    const auto rows = [&](const std::string& sql) {
      return std::stoull(app_.rows("SELECT count(*) FROM t WHERE " + sql));
    };
    const auto expected =
        rows(now.sql + " AND NOT (" + first.sql + ") AND NOT (" + second.sql + ")");
    ASSERT_EQ(more(planned({step(now.where)}), planned({step(first.where), step(second.where)})),
              expected)
        << now.sql << "; " << first.sql << "; " << second.sql;
    differences += expected > 0 ? 1 : 0;
    const auto was = rows("(" + first.sql + ") OR (" + second.sql + ")");
    counts_mislead += expected > 0 && rows(now.sql) <= was ? 1 : 0;
  }
  EXPECT_GT(differences, 10);
  EXPECT_GT(counts_mislead, 3) << "counts alone would see the same";
}
TEST_F(RowsNewlyDue, a_parameter_with_other_values_is_another_condition) {
  const SelectorPtr where = share({InParameter{"a", "event:closed", Match::exact}});
  const auto with = [&](std::int64_t value) {
    Parameters parameters;
    parameters.emplace("event:closed", Sensitive{std::vector<Value>{Value{value}}});
    return planned({step(where)}, std::move(parameters));
  };
  EXPECT_EQ(more(with(1), with(1)), 0U);
  EXPECT_EQ(more(with(1), with(2)), 243U);
}
TEST_F(RowsNewlyDue, emptying_more_columns_is_more_and_deleting_is_most) {
  const SelectorPtr all = is("a", {Value{std::int64_t{1}}});
  const Step a = step(all, {{"a", Value{}}});
  const Step both = step(all, {{"a", Value{}}, {"b", Value{}}});
  EXPECT_EQ(more(planned({a}), planned({both})), 0U);
  EXPECT_EQ(more(planned({both}), planned({a})), 243U);
  EXPECT_EQ(more(planned({a}), planned({step(all)})), 0U);
  EXPECT_EQ(more(planned({step(all)}), planned({both})), 243U);
}
TEST_F(RowsNewlyDue, what_was_blocked_before_was_not_done) {
  const SelectorPtr all = is("a", {Value{std::int64_t{1}}});
  Step blocked = step(all);
  blocked.blocked = "a gap";
  EXPECT_EQ(more(planned({step(all)}), planned({blocked})), 243U);
  EXPECT_EQ(more(planned({blocked}), planned({})), 0U);
}

}  // namespace
}  // namespace abide::engine::watch
