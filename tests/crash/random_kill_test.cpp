// The real binary, killed at random moments of a sweep or an erasure and started again.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/crash/binary.hpp"
#include "tests/crash/trial.hpp"

namespace abide::crash {
namespace {

Instant today() {
  return std::chrono::floor<std::chrono::seconds>(SystemClock{}.now()) - std::chrono::hours{1};
}

std::vector<std::string> words(const Place& place, Job job) {
  return job == Job::sweep ? sweep_words(place) : erase_words(place);
}

/// Rows alone: `erased` and `events` hold moments, and every trial has its own.
std::string stores_of(const Place& place) {
  const std::string all = rows_of(place);
  return all.substr(0, all.find("SELECT DISTINCT column_name"));
}

struct Moments {
  std::mt19937 random;
  std::chrono::microseconds longest;
  std::chrono::microseconds next() {
    return std::chrono::microseconds{
        std::uniform_int_distribution<std::int64_t>{0, longest.count()}(random)};
  }
};

/// What the kills of one job met.
struct Tally {
  int killed = 0;  ///< the rest came too late
  int taken_up = 0;
  std::map<std::string, int> reached;  ///< by the last entry of the ledger at death
};

/// The kind of the ledger's last entry, read from a copy: opening the files themselves would
/// already mend them.
std::string last_entry(const Place& place) {
  const Place copy{place.folder().string() + ".dead"};
  std::filesystem::remove_all(copy.folder());
  std::filesystem::copy(place.folder(), copy.folder(), std::filesystem::copy_options::recursive);
  const std::vector<Json> entries = entries_of(copy);
  return entries.empty() ? "none" : entries.back().value("kind", "");
}

std::string harm_and_mend(Shops& shops, Job job, Moments& moments, const std::string& whole,
                          Tally& tally) {
  const Place place = shops.again();
  Command command{words(place, job)};
  command.kill_after = moments.next();
  tally.killed += abide(place, command).killed ? 1 : 0;
  ++tally.reached[last_entry(place)];
  const Said again = abide(place, {words(place, job)});
  tally.taken_up += again.error.find("was settled first") != std::string::npos ? 1 : 0;
  // An erasure that had ended finds nobody any more; a sweep looks at everything once more.
  const bool gone = job == Job::erase && again.code == 2 &&
                    again.error.find("it was erased at") != std::string::npos;
  if (again.code != 0 && !gone) {
    return "the second command ended " + std::to_string(again.code) + "\n" + again.error +
           again.out;
  }
  if (const std::string faults = joined(faults_of(place)); !faults.empty()) return faults;
  return stores_of(place) == whole ? "" : "the rows differ\n" + stores_of(place);
}

void kill_at_random_moments(Job job, int times) {
  Shops shops{today(), {.people = 30, .projects = 3, .notes = 4}};
  const Place place = shops.again();
  const Said undisturbed = abide(place, {words(place, job)});
  ASSERT_EQ(undisturbed.code, 0) << undisturbed.error << undisturbed.out;
  ASSERT_EQ(joined(faults_of(place)), "");
  const std::string whole = stores_of(place);
  const unsigned seed = std::random_device{}();
  Moments moments{std::mt19937{seed}, undisturbed.lasted};
  Tally tally;
  for (int i = 0; i < times; ++i) {
    ASSERT_EQ(harm_and_mend(shops, job, moments, whole, tally), "")
        << "seed " << seed << ", kill " << i;
  }
  std::printf("%d kills within %lld us, %d runs taken up, seed %u; the last entry at death:",
              tally.killed, static_cast<long long>(moments.longest.count()), tally.taken_up, seed);
  for (const auto& [kind, times_seen] : tally.reached)
    std::printf(" %s %d", kind.c_str(), times_seen);
  std::printf("\n");
  EXPECT_GT(tally.killed, 0);
}

TEST(RandomKills, a_sweep_started_again_ends_like_an_undisturbed_one) {
  kill_at_random_moments(Job::sweep, cases(15, 200));
}

TEST(RandomKills, an_erasure_started_again_ends_like_an_undisturbed_one) {
  kill_at_random_moments(Job::erase, cases(15, 200));
}

}  // namespace
}  // namespace abide::crash
