// SIGKILL at every boundary of a sweep and of an erasure, one after another: what is taken up
// afterwards ends where an uninterrupted run ends, with the same evidence.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdio>

#include "tests/crash/trial.hpp"

namespace abide::crash {
namespace {

/// Does the job in a child that kills itself at boundary `at`, counted from one.
Ended killed_at(const Place& place, Job job, int at, const std::string& name = "") {
  return in_child([&] {
    int seen = 0;
    Hands hands;
    hands.reached = [&](std::string_view reached) {
      if ((name.empty() || name == reached) && ++seen == at) ::raise(SIGKILL);
    };
    return carry_out(place, job, hands).error ? 1 : 0;
  });
}

void kill_at_every_boundary(Job job) {
  Shops shops{now};
  const Whole whole = uninterrupted(shops, job);
  int at = 1;
  for (;; ++at) {
    SCOPED_TRACE("killed at boundary " + std::to_string(at));
    const Place place = shops.again();
    const Ended ended = killed_at(place, job, at);
    if (!ended.killed) {
      EXPECT_EQ(ended.code, 0);
      break;
    }
    const Told told = carry_out(place, job);
    ASSERT_TRUE(!told.error || nobody_left(told, job)) << told.error->message;
    ASSERT_TRUE(told.resumed.empty() || told.resumed == "complete") << told.resumed;
    ASSERT_EQ(difference(place, whole), "");
  }
  std::printf("%d boundaries\n", at - 1);
  EXPECT_GT(at, 20);
}

TEST(Boundaries, a_sweep_killed_at_each_of_them_ends_like_one_that_was_not) {
  kill_at_every_boundary(Job::sweep);
}

TEST(Boundaries, a_sweep_of_ranges_together_ends_alike) {
  kill_at_every_boundary(Job::sweep_together);
}

TEST(Boundaries, an_erasure_killed_at_each_of_them_ends_like_one_that_was_not) {
  kill_at_every_boundary(Job::erase);
}

/// Killed twice, the second time while taking up what the first kill left.
TEST(Boundaries, a_resumed_run_may_be_killed_as_well) {
  Shops shops{now};
  const Whole whole = uninterrupted(shops, Job::sweep);
  for (int at = 1;; at += thorough() ? 1 : 5) {
    SCOPED_TRACE("killed again at boundary " + std::to_string(at));
    const Place place = shops.again();
    ASSERT_TRUE(killed_at(place, Job::sweep, 3, "after a batch").killed);
    const Ended again = killed_at(place, Job::sweep, at);
    const Told told = carry_out(place, Job::sweep);
    ASSERT_FALSE(told.error) << told.error->message;
    ASSERT_EQ(difference(place, whole), "");
    if (!again.killed) break;
  }
}

TEST(Boundaries, a_hold_placed_after_the_kill_is_honoured_by_whoever_takes_the_run_up) {
  Shops shops{now};
  int held = 0;
  for (int at = 1;; at += thorough() ? 1 : 4) {
    SCOPED_TRACE("killed at boundary " + std::to_string(at));
    const Place place = shops.again();
    if (!killed_at(place, Job::sweep, at).killed) break;
    place_hold(place, 2, now);
    const auto of_two = [&] {
      return testing_support::AppDatabase{place.db(), ""}.rows(
          "SELECT 'users', count(*) FROM users WHERE id = 2 UNION ALL SELECT 'projects', count(*) "
          "FROM projects WHERE user_id = 2 UNION ALL SELECT 'purchases', count(*) FROM purchases "
          "WHERE user_id = 2");
    };
    const std::string before = of_two();
    const Told told = carry_out(place, Job::sweep);
    ASSERT_FALSE(told.error) << told.error->message;
    EXPECT_TRUE(told.resumed.empty() || told.resumed == "held" || told.resumed == "complete");
    held += told.resumed == "held" ? 1 : 0;
    EXPECT_EQ(told.state, "complete");
    ASSERT_EQ(of_two(), before);
    ASSERT_EQ(joined(faults_of(place)), "");
  }
  EXPECT_GT(held, 4);
}

TEST(Boundaries, a_sweep_stopped_at_any_of_them_is_finished_by_the_next) {
  Shops shops{now};
  const Whole whole = uninterrupted(shops, Job::sweep);
  int stopped = 0;
  for (int at = 1;; at += thorough() ? 1 : 5) {
    SCOPED_TRACE("stopped at boundary " + std::to_string(at));
    const Place place = shops.again();
    std::atomic<bool> stop{false};
    int seen = 0;
    Hands hands;
    hands.stop = &stop;
    hands.reached = [&](std::string_view) { stop = ++seen >= at; };
    const Told told = carry_out(place, Job::sweep, hands);
    if (!stop) break;
    ASSERT_FALSE(told.error) << told.error->message;
    stopped += told.state == "stopped" ? 1 : 0;
    ASSERT_EQ(joined(faults_of(place)), "");
    ASSERT_EQ(done_again(place, Job::sweep), "");
    ASSERT_EQ(difference(place, whole), "");
  }
  EXPECT_GT(stopped, 4);
}

/// Broken parts, made by changing what a crash left: each must be noticed.
class Twins : public ::testing::Test {
 protected:
  Twins() : whole_(uninterrupted(shops_, Job::sweep)), place_(shops_.again()) {}

  /// Kills the job in its second window, between a commit of the store and the word of it.
  void cut_short() { ASSERT_TRUE(killed_at(place_, Job::sweep, 5, "after a batch").killed); }
  void forge(const std::string& sql) const {
    const testing_support::AppDatabase control{place_.control(), sql};
  }
  void expect_found_out() const { EXPECT_NE(difference(place_, whole_), ""); }

  Shops shops_{now};
  Whole whole_;
  Place place_;
};

TEST_F(Twins, a_run_that_nobody_changed_is_whole) {
  cut_short();
  EXPECT_EQ(done_again(place_, Job::sweep), "");
  EXPECT_EQ(difference(place_, whole_), "");
}

TEST_F(Twins, a_run_that_wrote_no_intent_is_found_out) {
  cut_short();
  forge("DELETE FROM ranges WHERE state = 0");
  EXPECT_EQ(done_again(place_, Job::sweep), "");
  expect_found_out();
}

TEST_F(Twins, a_run_that_forgets_what_was_done_and_says_it_twice_is_found_out) {
  cut_short();
  forge("UPDATE ranges SET state = 0");
  EXPECT_EQ(done_again(place_, Job::sweep), "");
  expect_found_out();
}

TEST_F(Twins, a_run_that_is_never_taken_up_is_found_out) {
  cut_short();
  Hands hands;
  hands.resume = Hands::Resume::never;
  const Told told = carry_out(place_, Job::sweep, hands);
  ASSERT_TRUE(told.error);
  EXPECT_EQ(told.error->code, ErrorCode::refused);
  forge("UPDATE runs SET finished = 0, seal = NULL, sealed = NULL; DELETE FROM ranges");
  EXPECT_EQ(carry_out(place_, Job::sweep, hands).state, "complete");
  EXPECT_NE(joined(faults_of(place_)), "");
}

TEST_F(Twins, severed_rows_that_nobody_noted_are_found_out) {
  EXPECT_EQ(carry_out(place_, Job::sweep).state, "complete");
  forge("DELETE FROM severed WHERE digest = (SELECT min(digest) FROM severed)");
  expect_found_out();
}

/// Every entry about ranges left out in turn, then every one told twice.
TEST_F(Twins, any_entry_about_a_run_that_is_missing_or_doubled_is_found_out) {
  cut_short();
  ASSERT_EQ(done_again(place_, Job::sweep), "");
  const std::vector<Json> entries = entries_of(place_);
  ASSERT_EQ(joined(faults_in(entries)), "");
  int changed = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].contains("run")) continue;
    ++changed;
    std::vector<Json> lost = entries;
    lost.erase(lost.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(joined(faults_in(lost)), "") << "lost: " << entries[i];
    std::vector<Json> doubled = entries;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), entries[i]);
    EXPECT_NE(joined(faults_in(doubled)), "") << "doubled: " << entries[i];
  }
  EXPECT_GT(changed, 10);
}

}  // namespace
}  // namespace abide::crash
