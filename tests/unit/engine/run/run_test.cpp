// The run loop on a small SQLite store: what is done, what is left alone, and what is written down
// of each.
#include "engine/run/run.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/sqlite.hpp"
#include "connectors/sqlite/connector.hpp"
#include "engine/plan/due_rows.hpp"

namespace abide::engine {
namespace {

namespace fs = std::filesystem;

class Running : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("abide_run_" + to_hex(random_bytes(8)));
    fs::create_directories(folder_ / "anchors");
    sql("CREATE TABLE purchases (id INTEGER PRIMARY KEY, user_id TEXT, amount INTEGER);"
        "INSERT INTO purchases VALUES (1,'a',100),(2,'b',200),(3,'c',300)");
    auto opened = sqlite::SqliteConnector::open(store(), sqlite::Access::read_write);
    ASSERT_TRUE(opened.ok());
    stores_.by_name["db"].connector = std::move(*opened);
    auto control = ControlStore::create({(folder_ / "control.db").string(),
                                         (folder_ / "keys.db").string(),
                                         {(folder_ / "anchors").string()}},
                                        "test/run", "tester", clock_.now(), files_);
    ASSERT_TRUE(control.ok()) << control.error().message;
    control_ = std::move(*control);
    plan_.kind = "sweep";
    plan_.policy = "shop";
    plan_.deployment = "test";
    plan_.at = clock_.now();
    plan_.salt = random_bytes(32);
    plan_.generation = *control_->generation();
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string store() const { return (folder_ / "db.sqlite").string(); }
  void sql(const std::string& statements) {
    sqlite3* raw = nullptr;
    sqlite3_open(store().c_str(), &raw);
    const sqlite::Database db{raw};
    ASSERT_TRUE(sqlite::execute(db.get(), statements).ok());
  }
  std::uint64_t linked() {
    Query query;
    query.table = "purchases";
    query.where = share({Not{share({IsNull{"user_id"}})}});
    return *stores_.find("db")->count(query);
  }
  /// A step that severs every payment still linked, as it is now.
  void plan_to_sever() {
    Step step;
    step.store = "db";
    step.table = step.live_table = "purchases";
    step.operation = Operation::set;
    step.assignments = {{"user_id", Value{}}};
    step.key = {"id"};
    step.where = share({Not{share({IsNull{"user_id"}})}});
    step.severs = true;
    ASSERT_TRUE(measure(step, stores_, {}, 2, plan_.salt).ok());
    plan_.steps = {step};
  }
  Result<RunReport> go() {
    RunOptions options;
    options.by = "tester";
    return run(plan_, {}, stores_, *control_, clock_, options);
  }
  bool explained(std::int64_t id) {
    const Value key{id};
    return *control_->was_severed("db.purchases", control_->keyed("row", std::span{&key, 1}),
                                  clock_.now());
  }

  fs::path folder_;
  SystemFiles files_;
  FixedClock clock_{*parse_instant("2026-06-01T03:00:00Z")};
  Stores stores_;
  std::unique_ptr<ControlStore> control_;
  Plan plan_;
};

TEST_F(Running, severs_what_was_planned_and_remembers_each_row) {
  plan_to_sever();
  const auto report = go();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->state, "complete");
  EXPECT_EQ(report->rows(), 3U);
  EXPECT_EQ(linked(), 0U);
  for (const std::int64_t id : {1, 2, 3}) EXPECT_TRUE(explained(id)) << id;
}

TEST_F(Running, leaves_a_changed_range_alone_and_explains_nothing_in_it) {
  plan_to_sever();
  sql("DELETE FROM purchases WHERE id = 1; UPDATE purchases SET user_id = NULL WHERE id = 2");
  const auto report = go();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->state, "incomplete");
  EXPECT_EQ(report->steps.front().kind, StepOutcome::Kind::changed);
  EXPECT_EQ(report->rows(), 1U);  // row 3, in a range of its own, is as planned
  EXPECT_TRUE(explained(3));
  EXPECT_FALSE(explained(1));
  EXPECT_FALSE(explained(2));
}

TEST_F(Running, rows_of_a_batch_that_was_rolled_back_are_not_called_severed) {
  plan_to_sever();
  sql("CREATE TRIGGER refuse BEFORE UPDATE ON purchases BEGIN SELECT RAISE(ABORT, 'no'); END");
  const auto report = go();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->state, "incomplete");
  EXPECT_EQ(linked(), 3U);
  for (const std::int64_t id : {1, 2, 3}) EXPECT_FALSE(explained(id)) << id;
}

TEST_F(Running, refuses_a_plan_ahead_of_the_clock) {
  plan_to_sever();
  plan_.at = clock_.now() + std::chrono::hours{24};
  const auto report = go();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::refused);
  EXPECT_EQ(linked(), 3U);
}

TEST_F(Running, holds_a_plan_made_under_another_generation) {
  plan_to_sever();
  ++plan_.generation;
  const auto report = go();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->state, "held");
  EXPECT_EQ(linked(), 3U);
}

}  // namespace
}  // namespace abide::engine
