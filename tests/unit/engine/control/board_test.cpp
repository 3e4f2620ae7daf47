// Snapshots of the board, and the way there from older versions of the control store.
#include <nlohmann/json.hpp>

#include "base/sqlite.hpp"
#include "tests/unit/engine/control/fixture.hpp"

namespace abide::engine {
namespace {

using Board = ControlTest;

Snapshot snapshot(Instant at) {
  Snapshot one;
  one.at = at;
  one.run = "RUN-2026-0001";
  one.state = "complete";
  one.promises = {1, 2, 3, 4};
  one.rows = {5, 6, 7, 8};
  one.gaps_open = 9;
  one.gaps_waived = 10;
  one.not_looked = 11;
  one.requests = {12, 13, 17, 18};
  one.holds = 14;
  one.sought = 15;
  one.deep_look = noon;
  one.entries = 16;
  one.root = "abcd";
  return one;
}

TEST_F(Board, keeps_what_a_sweep_showed_and_gives_it_back_by_day) {
  EXPECT_FALSE(*store_->newest_snapshot());
  const Instant next = noon + std::chrono::days{1};
  Snapshot second = snapshot(next);
  second.deep_look = std::nullopt;
  second.run = "";
  ASSERT_TRUE(store_->note_snapshot(snapshot(noon)).ok());
  ASSERT_TRUE(store_->note_snapshot(second).ok());
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  EXPECT_EQ(*store_->snapshots(Instant{}), (std::vector{snapshot(noon), second}));
  EXPECT_EQ(*store_->snapshots(next), std::vector{second});
  EXPECT_EQ(**store_->newest_snapshot(), second);
}

TEST_F(Board, keeps_the_newest_of_very_many) {
  for (std::size_t i = 0; i < most_snapshots + 5; ++i)
    ASSERT_TRUE(store_->note_snapshot(snapshot(noon + std::chrono::hours{i})).ok());
  ASSERT_TRUE(store_->commit().ok());
  const auto all = *store_->snapshots(Instant{});
  ASSERT_EQ(all.size(), most_snapshots);
  EXPECT_EQ(all.front().at, noon + std::chrono::hours{5});
}

TEST_F(Board, of_version_4_learns_when_policies_were_replaced_and_the_last_deep_look) {
  ASSERT_TRUE(store_->publish({0, "d1", "dpo", noon, {{"a.policy", "abide 1;"}}}, {}).ok());
  const Instant next = noon + std::chrono::days{1};
  ASSERT_TRUE(store_->publish({0, "d2", "dpo", next, {{"a.policy", "abide 1;"}}}, {}).ok());
  ASSERT_TRUE(store_->note("reread", "dpo", noon, {{"what", "deep"}}).ok());
  ASSERT_TRUE(store_->note("reread", "dpo", next, {{"what", "deep"}}).ok());
  ASSERT_TRUE(store_->note("reread", "dpo", next + std::chrono::days{9}, {{"what", "sweep"}}).ok());
  ASSERT_TRUE(store_->checkpoint().ok());
  store_.reset();
  const auto older = sqlite::open(folder_.paths().control, SQLITE_OPEN_READWRITE);
  ASSERT_TRUE(sqlite::execute(older->get(),
                              "DROP TABLE snapshots; DROP TABLE spoken_of; "
                              "ALTER TABLE severed DROP COLUMN asked; "
                              "ALTER TABLE events DROP COLUMN needed; "
                              "ALTER TABLE published DROP COLUMN replaced; "
                              "UPDATE published SET swept = 1; "
                              "UPDATE meta SET value = '4' WHERE key = 'version'")
                  .ok());
  reopen();
  EXPECT_TRUE(*files_.exists(folder_.paths().control + ".before-v6"));
  EXPECT_EQ(*store_->kept("last_deep_look"), to_string(next));
  const auto statement = sqlite::prepare(
      older->get(), "SELECT group_concat(coalesce(replaced, 'no'), ' ') FROM published");
  ASSERT_TRUE(*sqlite::step(older->get(), statement->get()));
  EXPECT_EQ(sqlite::bytes_at(statement->get(), 0),
            std::to_string(next.time_since_epoch().count()) + " no");
  EXPECT_TRUE(store_->snapshots(Instant{})->empty());
  EXPECT_TRUE(verdict().ok);
}

}  // namespace
}  // namespace abide::engine
