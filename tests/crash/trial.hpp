// One trial: the shop is harmed in the middle of a job, then the job is done again until it is
// complete, and all must be as if nothing had happened.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tests/crash/evidence.hpp"
#include "tests/crash/job.hpp"

namespace abide::crash {

/// What an uninterrupted job leaves.
struct Whole {
  std::string rows;
  std::uint64_t claimed = 0;
};

inline Whole uninterrupted(Shops& shops, Job job) {
  const Place place = shops.again();
  const std::string before = rows_of(place);
  const Told told = carry_out(place, job);
  EXPECT_FALSE(told.error) << told.error->message;
  EXPECT_EQ(told.state, "complete");
  EXPECT_EQ(joined(faults_of(place)), "");
  const Whole whole{rows_of(place), rows_claimed(entries_of(place))};
  EXPECT_NE(whole.rows, before);
  EXPECT_EQ(whole.claimed, told.rows);
  return whole;
}

/// Everything that differs from an uninterrupted job, or is wrong with the evidence.
inline std::string difference(const Place& place, const Whole& whole) {
  std::string text = joined(faults_of(place));
  const std::string rows = rows_of(place);
  if (rows != whole.rows)
    text += "\nthe rows differ, now\n" + rows + "\nand should be\n" + whole.rows;
  const std::uint64_t claimed = rows_claimed(entries_of(place));
  if (claimed != whole.claimed) {
    text += "\nrows claimed: " + std::to_string(claimed) + ", and should be " +
            std::to_string(whole.claimed);
  }
  return text;
}

/// Whether an erasure ended because its person is gone already.
inline bool nobody_left(const Told& told, Job job) {
  return job == Job::erase && told.error && told.error->code == ErrorCode::not_found;
}

/// Does the job until it is complete, as an operator would.
inline std::string done_again(const Place& place, Job job) {
  std::string last;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Told told = carry_out(place, job);
    if (nobody_left(told, job)) return "";
    if (!told.error && (told.state == "complete" || told.resumed == "complete")) return "";
    last = told.error ? told.error->message : "ended " + told.state + told.resumed;
  }
  return last;
}

/// How many cases to run: `usual`, or `most` where ABIDE_CASES asks for that many.
inline int cases(int usual, int most) {
  const char* const asked = std::getenv("ABIDE_CASES");  // NOLINT(concurrency-mt-unsafe)
  return asked == nullptr ? usual : std::min(most, std::max(usual, std::atoi(asked)));
}

/// Whether every case is wanted, however long it takes.
inline bool thorough() { return cases(0, 1) == 1; }

}  // namespace abide::crash
