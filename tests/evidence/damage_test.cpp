// An evidence folder spoilt a thousand times: both verifiers find it, and place it where it is.
#include "tests/evidence/damage.hpp"

#include <gtest/gtest-spi.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/evidence/evidence.hpp"

namespace abide::cli_test {
namespace {

/// Both look for the first entry that is no entry, or else after the last head that held.
void expect_placed(const Damage& damage, const Word& word, long covered) {
  if (!damage.first || word.sound()) return;
  EXPECT_GE(word.entry, covered) << word.text;
  EXPECT_LE(word.entry, *damage.first) << word.text;
}

TEST_F(EvidenceFolder, DamagedAnywhereIsToldAlikeByBoth) {
  const char* cases = std::getenv("ABIDE_CASES");
  const char* given = std::getenv("ABIDE_SEED");
  const int count = cases == nullptr ? 15 : std::min(std::atoi(cases), 1000);
  const unsigned seed =
      given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::stoul(given));
  std::printf("%d changes, ABIDE_SEED=%u\n", count, seed);
  std::mt19937 dice{seed};
  int found = 0;
  int placed = 0;
  for (int i = 0; i < count && !HasFailure(); ++i) {
    const std::string spoilt = copy();
    const Damage damage = spoil(spoilt, dice);
    SCOPED_TRACE(damage.what);
    const Word python = of_python(spoilt, key_);
    const Word engine = of_engine(spoilt, key_);
    EXPECT_EQ(python, engine);
    EXPECT_TRUE(engine.code == 1 || (engine.sound() && damage.may_be_sound)) << "not found";
    expect_placed(damage, engine, damage.first ? covered_before(folder(), *damage.first) : 0);
    found += engine.sound() ? 0 : 1;
    placed += engine.entry >= 0 ? 1 : 0;
  }
  std::printf("%d found, %d of them at an entry\n", found, placed);
}

/// The twin: a verifier that looks at the entries alone, and one that says where at random.
TEST_F(EvidenceFolder, AWordThatIsWrongIsFoundOut) {
  std::mt19937 dice{1};
  int entries_alone = 0;
  for (int i = 0; i < 20; ++i) {
    const std::string spoilt = copy();
    const Damage damage = spoil(spoilt, dice);
    entries_alone += damage.first || damage.may_be_sound ? 0 : 1;
  }
  EXPECT_GT(entries_alone, 2) << "files besides the entries are spoilt too";
  const Damage early{"", 3, false};
  EXPECT_NONFATAL_FAILURE(expect_placed(early, {1, 4, "later than it is"}, 0), "later");
  EXPECT_NONFATAL_FAILURE(expect_placed(early, {1, -1, "nowhere"}, 0), "nowhere");
}

}  // namespace
}  // namespace abide::cli_test
