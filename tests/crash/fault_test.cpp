// A fault at every operation of a store, of the file system and of the disk under SQLite, in turn:
// a clear error or an incomplete run, nothing lost, and the next run ends like an undisturbed one.
#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "tests/crash/trial.hpp"
#include "tests/support/faulty_disk.hpp"

namespace abide::crash {
namespace {

using testing_support::Fault;
using testing_support::FaultyConnector;
using testing_support::FaultyDisk;
using testing_support::FaultyFiles;

/// What a person reads of a failure: what and where, and what to do.
void expect_clear(const Told& told) {
  if (!told.error) return;
  EXPECT_FALSE(told.error->message.empty());
  EXPECT_FALSE(told.error->help.empty()) << told.error->message;
  EXPECT_EQ(told.error->message.find('\n'), std::string::npos);
}

/// Goes through the operations of a job until one comes through without a fault; from a random one
/// on where not each is tried.
/// @param harmed  does the job with a fault at its place
template <class Harmed>
void at_every_operation(Job job, Fault::Kind kind, Fault::Lasting lasting, int step,
                        Harmed harmed) {
  Shops shops{now};
  const Whole whole = uninterrupted(shops, job);
  int struck = 0;
  const int first = 1 + static_cast<int>(std::random_device{}() % static_cast<unsigned>(step));
  std::printf("every %d from %d on: ", step, first);
  for (int at = first;; at += step) {
    SCOPED_TRACE("a fault at operation " + std::to_string(at));
    const Place place = shops.again();
    Fault fault{.kind = kind, .lasting = lasting, .at = at};
    const Told told = harmed(place, fault);
    if (!fault.struck) break;
    ++struck;
    expect_clear(told);
    ASSERT_EQ(done_again(place, job), "") << (told.error ? told.error->message : told.state);
    ASSERT_EQ(difference(place, whole), "") << (told.error ? told.error->message : told.state);
  }
  std::printf("%d faults\n", struck);
  EXPECT_GT(struck, 0);
}

Told over_faulty_stores(const Place& place, Job job, Fault& fault) {
  Hands hands;
  hands.connector = [&fault](std::unique_ptr<Connector> real) {
    return std::make_unique<FaultyConnector>(std::move(real), fault);
  };
  return carry_out(place, job, hands);
}

class Stores : public ::testing::TestWithParam<std::tuple<Job, Fault::Kind, Fault::Lasting>> {};
TEST_P(Stores, may_fail_at_every_operation) {
  const auto [job, kind, lasting] = GetParam();
  // Batches are few, and tried each; reads are many, and a store that is gone for good fails much
  // alike wherever it goes.
  const int usual = kind == Fault::Kind::error ? 4 : 1;
  const int step = thorough() ? 1 : lasting == Fault::Lasting::once ? usual : 3 * usual;
  at_every_operation(job, kind, lasting, step, [job = job](const Place& place, Fault& fault) {
    return over_faulty_stores(place, job, fault);
  });
}
INSTANTIATE_TEST_SUITE_P(
    Faults, Stores,
    ::testing::Combine(::testing::Values(Job::sweep, Job::erase),
                       ::testing::Values(Fault::Kind::error, Fault::Kind::lost_answer,
                                         Fault::Kind::lost_work),
                       ::testing::Values(Fault::Lasting::once, Fault::Lasting::from_then_on)));

class Folders : public ::testing::TestWithParam<std::tuple<Fault::Kind, Fault::Lasting>> {};
TEST_P(Folders, may_fail_at_every_operation) {
  const auto [kind, lasting] = GetParam();
  at_every_operation(Job::sweep, kind, lasting, 1, [](const Place& place, Fault& fault) {
    FaultyFiles files{fault};
    Hands hands;
    hands.files = &files;
    return carry_out(place, Job::sweep, hands);
  });
}
INSTANTIATE_TEST_SUITE_P(
    Faults, Folders,
    ::testing::Combine(::testing::Values(Fault::Kind::error, Fault::Kind::lost_answer),
                       ::testing::Values(Fault::Lasting::once, Fault::Lasting::from_then_on)));

struct Harm {
  const char* file;  ///< whose operations fail
  FaultyDisk::Answer answer;
  Fault::Lasting lasting;
};
void PrintTo(const Harm& harm, std::ostream* out) {
  *out << harm.file << (harm.answer == FaultyDisk::Answer::full ? " full" : " io")
       << (harm.lasting == Fault::Lasting::once ? " once" : " from then on");
}

class Disks : public ::testing::TestWithParam<std::tuple<Job, Harm>> {};
/// Too many operations to try each in every build: every `step`th from a random one on.
TEST_P(Disks, may_fail_at_every_operation) {
  const auto& [job, harm] = GetParam();
  Shops shops{now};
  const Whole whole = uninterrupted(shops, job);
  const auto harmed = [&, job = job](Fault& fault) {
    const Place place = shops.again();
    const FaultyDisk disk{fault, harm.answer, harm.file};
    return std::pair{place, carry_out(place, job)};
  };
  Fault none;
  static_cast<void>(harmed(none));
  const int wanted = cases(5, 1000000);
  const int step = std::max(1, none.seen / wanted);
  const unsigned seed = std::random_device{}();
  int at = 1 + static_cast<int>(seed % static_cast<unsigned>(step));
  std::printf("%d operations, every %d from %d on\n", none.seen, step, at);
  for (; at <= none.seen; at += step) {
    SCOPED_TRACE("a fault at operation " + std::to_string(at));
    Fault fault{.kind = Fault::Kind::error, .lasting = harm.lasting, .at = at};
    const auto [place, told] = harmed(fault);
    expect_clear(told);
    ASSERT_EQ(done_again(place, job), "") << (told.error ? told.error->message : told.state);
    ASSERT_EQ(difference(place, whole), "") << (told.error ? told.error->message : told.state);
  }
}
INSTANTIATE_TEST_SUITE_P(
    Faults, Disks,
    ::testing::Combine(
        ::testing::Values(Job::sweep, Job::erase),
        ::testing::Values(
            Harm{"db.sqlite", FaultyDisk::Answer::io_error, Fault::Lasting::once},
            Harm{"db.sqlite", FaultyDisk::Answer::full, Fault::Lasting::from_then_on},
            Harm{"mail.sqlite", FaultyDisk::Answer::io_error, Fault::Lasting::from_then_on},
            Harm{"control.sqlite", FaultyDisk::Answer::io_error, Fault::Lasting::once},
            Harm{"control.sqlite", FaultyDisk::Answer::full, Fault::Lasting::from_then_on},
            Harm{"keys.sqlite", FaultyDisk::Answer::io_error, Fault::Lasting::once},
            Harm{"keys.sqlite", FaultyDisk::Answer::full, Fault::Lasting::from_then_on},
            Harm{"", FaultyDisk::Answer::io_error, Fault::Lasting::from_then_on})));

}  // namespace
}  // namespace abide::crash
