// Which rows are due: ranges that cover them all, lookups in another store, values in chunks.
#include "engine/plan/due_rows.hpp"

#include <gtest/gtest.h>

#include "engine/plan/lookup.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::engine {
namespace {

using testing_support::AppDatabase;
using testing_support::TempFolder;

constexpr const char* app_schema = R"sql(
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
  INSERT INTO users VALUES (1, 'ada@post.example'), (3, 'Bob@Post.example'), (4, NULL);
)sql";
constexpr const char* log_schema = R"sql(
  CREATE TABLE requests (id TEXT PRIMARY KEY, user_id TEXT, address TEXT);
  CREATE TABLE visits (day TEXT, place TEXT, user_id INTEGER, PRIMARY KEY (day, place));
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO requests SELECT printf('%06d', i), CAST(i % 6 AS TEXT), ' BOB@post.example' FROM n;
  INSERT INTO requests VALUES ('z', NULL, 'ada@post.example');
  INSERT INTO visits VALUES ('2026-01-01', 'a', 1), ('2026-01-01', 'b', 2), ('2026-01-02', 'a', 3);
)sql";

class DueRows : public testing::Test {
 protected:
  DueRows() : app_(folder_.file("app.db"), app_schema), logs_(folder_.file("logs.db"), log_schema) {
    stores_.by_name["db"].connector = app_.connect();
    stores_.by_name["logs"].connector = logs_.connect();
  }
  static Step requests(SelectorPtr where) {
    Step step;
    step.store = "logs";
    step.table = step.live_table = "requests";
    step.key = {"id"};
    step.where = std::move(where);
    return step;
  }
  static Lookup user() {
    return {.name = "user",
            .columns = {"user_id"},
            .store = "db",
            .table = "users",
            .target_columns = {"id"},
            .where = share({All{}}),
            .match = Match::exact};
  }
  static SelectorPtr is_found() { return share({InParameter{"user_id", "user"}}); }
  std::vector<Row> due(const Step& step, const KeyRange& range = {},
                       const Parameters& parameters = {}) {
    std::vector<Row> keys;
    const auto read =
        for_each_due(step, stores_, parameters, range, [&](const Row& key) -> Result<void> {
          keys.push_back(key);
          return {};
        });
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().message);
    return keys;
  }
  /// The promise of measure(): each range, read again, is what was counted; together they are all.
  void expect_ranges_hold(const Step& step, std::span<const std::uint8_t> salt) {
    std::vector<Row> together;
    for (const Range& range : step.ranges) {
      const std::vector<Row> keys = due(step, range.keys);
      Hasher hasher{salt};
      for (const Row& key : keys) {
        hash_key(hasher, key);
      }
      EXPECT_EQ(keys.size(), range.rows);
      EXPECT_EQ(hasher.finish(), range.digest);
      together.insert(together.end(), keys.begin(), keys.end());
    }
    EXPECT_EQ(together, due(step));
    EXPECT_EQ(together.size(), step.rows);
  }

  TempFolder folder_;
  AppDatabase app_;
  AppDatabase logs_;
  Stores stores_;
  const Bytes salt_ = Bytes(16, 7);
};

TEST_F(DueRows, are_cut_into_ranges_that_cover_them_all) {
  for (const std::size_t size : {1U, 2U, 999U, 1000U, 5000U, 5001U, 9000U}) {
    Step step = requests(share({Not{share({In{"user_id", {std::string{"2"}}}})}}));
    if (size < 3) {
      step.where = share({In{"user_id", {std::string{"2"}}}});
    }
    ASSERT_TRUE(measure(step, stores_, {}, size, salt_).ok());
    EXPECT_EQ(step.ranges.size(), (step.rows + size - 1) / size);
    EXPECT_FALSE(step.ranges.front().keys.from);
    EXPECT_FALSE(step.ranges.back().keys.until);
    if (size > 3) {
      expect_ranges_hold(step, salt_);
    }
  }
}

TEST_F(DueRows, of_a_table_that_two_read_are_cut_into_ranges_that_cover_them_all) {
  Step step = requests(share({All{}}));
  step.table = step.live_table = "calls";
  const std::vector<SelectorPtr> conditions{share({All{}}), share({IsNull{"user_id"}})};
  for (const char* rows :
       {"(1, 1), (2, NULL), (3, 1), (199999, 1), (500000, NULL), (500001, 1)",
        "(1, 1), (500000, 1), (500001, NULL)", "(1, NULL), (2, 1), (500001, 1)"}) {
    logs_.run(std::string{"DROP TABLE IF EXISTS calls; CREATE TABLE calls (id INTEGER PRIMARY KEY, "
                          "user_id INTEGER); INSERT INTO calls VALUES "} +
              rows);
    for (const std::size_t size : {1U, 2U, 9U}) {
      for (const SelectorPtr& where : {conditions[0], conditions[1]}) {
        step.where = where;
        Tally tally{conditions, {}};
        ASSERT_TRUE(measure(step, stores_, {}, size, salt_, &tally).ok());
        EXPECT_EQ(step.rows, tally.counts[where == conditions[0] ? 0 : 1]);
        EXPECT_EQ(step.ranges.empty(), step.rows == 0);
        expect_ranges_hold(step, salt_);
        EXPECT_TRUE(step.rows == 0 ||
                    !(step.ranges.front().keys.from || step.ranges.back().keys.until));
      }
    }
  }
}

TEST_F(DueRows, no_due_row_makes_no_range) {
  Step step = requests(share({In{"id", {std::string{"nobody"}}}}));
  ASSERT_TRUE(measure(step, stores_, {}, 10, salt_).ok());
  EXPECT_EQ(step.rows, 0U);
  EXPECT_TRUE(step.ranges.empty());
}

TEST_F(DueRows, of_a_lookup_are_those_that_the_other_store_lets_pass) {
  Step step = requests(share({Not{is_found()}}));
  step.lookups = {user()};
  ASSERT_TRUE(measure(step, stores_, {}, 500, salt_).ok());
  // Users 1, 3 and 4 are there; 0, 2 and 5 are not, and neither is a user in a row without one.
  EXPECT_EQ(logs_.rows("SELECT count(*) FROM requests WHERE user_id IN ('0','2','5')"), "2500\n");
  EXPECT_EQ(step.rows, 2501U);
  expect_ranges_hold(step, salt_);
  step.where = is_found();
  ASSERT_TRUE(measure(step, stores_, {}, 500, salt_).ok());
  EXPECT_EQ(step.rows, 2500U);
}

TEST_F(DueRows, a_lookup_folds_addresses_and_takes_its_condition_and_parameters_along) {
  Step step = requests(is_found());
  Lookup lookup = user();
  lookup.columns = {"address"};
  lookup.target_columns = {"email"};
  lookup.match = Match::folded;
  step.lookups = {lookup};
  EXPECT_EQ(due(step).size(), 5001U);
  step.lookups[0].where = share({InParameter{"id", "who"}});
  Parameters who;
  who["who"] = Sensitive{std::vector<Value>{std::int64_t{1}}};
  EXPECT_EQ(due(step, {}, who), std::vector<Row>{{std::string{"z"}}});
  step.lookups[0].match = Match::exact;
  EXPECT_EQ(due(step, {}, who).size(), 1U);
  who["who"] = Sensitive{std::vector<Value>{std::int64_t{3}}};
  EXPECT_TRUE(due(step, {}, who).empty());
}

TEST_F(DueRows, of_composite_keys_and_composite_lookups) {
  app_.run(
      "CREATE TABLE closed (day TEXT, place TEXT); INSERT INTO closed VALUES "
      "('2026-01-01','b'), ('2026-01-02','b')");
  Step step = requests(is_found());
  step.table = step.live_table = "visits";
  step.key = {"day", "place"};
  Lookup lookup = user();
  lookup.columns = {"day", "place"};
  lookup.table = "closed";
  lookup.target_columns = {"day", "place"};
  step.lookups = {lookup};
  const Row only{std::string{"2026-01-01"}, std::string{"b"}};
  EXPECT_EQ(due(step), std::vector<Row>{only});
  step.lookups.clear();
  step.where = share({All{}});
  ASSERT_TRUE(measure(step, stores_, {}, 1, salt_).ok());
  EXPECT_EQ(step.ranges.size(), 3U);
  expect_ranges_hold(step, salt_);
}

TEST_F(DueRows, more_values_than_a_list_holds_are_asked_in_several) {
  std::vector<Value> many;
  for (int i = 1; i <= 4000; ++i) {
    many.emplace_back("00" + std::to_string(i + 1000));
  }
  Parameters parameters;
  parameters["ids"] = Sensitive{many};
  EXPECT_EQ(due(requests(share({InParameter{"id", "ids"}})), {}, parameters).size(), 4000U);
  const auto refused = due_query(requests(share({InParameter{"id", "none"}})), stores_, {}, {});
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
}

TEST_F(DueRows, a_row_without_a_key_is_said_and_left_out_only_when_asked) {
  logs_.run("INSERT INTO requests VALUES (NULL, '2', ''), (NULL, '3', '')");
  Step step = requests(share({In{"user_id", {std::string{"2"}}}}));
  EXPECT_EQ(measure(step, stores_, {}, 10, salt_).error().code, ErrorCode::unsupported);
  const auto left = leave_out_rows_without_key(step, stores_, {});
  ASSERT_TRUE(left.ok());
  EXPECT_EQ(*left, 1U);
  ASSERT_TRUE(measure(step, stores_, {}, 10, salt_).ok());
  expect_ranges_hold(step, salt_);
}

TEST_F(DueRows, a_store_that_does_not_answer_is_named) {
  Step step = requests(is_found());
  step.lookups = {user()};
  stores_.by_name["db"].connector = nullptr;
  stores_.by_name["db"].error = Error{ErrorCode::unavailable, "no such host", ""};
  const auto read = for_each_due(step, stores_, {}, {}, [](const Row&) { return Result<void>{}; });
  EXPECT_EQ(read.error().code, ErrorCode::unavailable);
  EXPECT_NE(read.error().message.find("`db`"), std::string::npos);
  step.store = "elsewhere";
  EXPECT_EQ(measure(step, stores_, {}, 10, salt_).error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace abide::engine
