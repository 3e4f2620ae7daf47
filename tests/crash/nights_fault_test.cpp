// A fault at every operation of publishing, holding back and approving: after each the ledger is
// sound, says what the tables say and no more, and the same again comes through.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/run/run.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/unit/engine/control/fixture.hpp"

namespace abide::crash {
namespace {

using engine::ControlStore;
using testing_support::Fault;
using testing_support::FaultyDisk;
using testing_support::FaultyFiles;

const std::string plan_digest = "0123456789abcdef";

/// One act of a person or of a night, from opening the store to the signed head.
using Act = Result<void> (*)(ControlStore& store);

Result<void> publish(ControlStore& store) {
  const engine::PublishedPolicy policy{0,    "d1", "Jo", engine::noon, {{"a.policy", "abide 1;"}},
                                       false};
  ABIDE_CHECK(store.publish(policy, {{"policy", "shop"}}));
  ABIDE_CHECK(store.checkpoint());
  return {};
}
Result<void> approve(ControlStore& store) {
  ABIDE_CHECK(store.approve(plan_digest, "Jo", engine::noon));
  ABIDE_CHECK(store.commit());
  ABIDE_CHECK(store.checkpoint());
  return {};
}
Result<void> hold_back(ControlStore& store) {
  engine::Plan plan;
  plan.kind = "sweep";
  plan.at = engine::noon;
  engine::Stores none;
  engine::RunOptions options;
  options.by = "Nightly schedule";
  options.held_for = "300 rows share one minute";
  ABIDE_TRY(const auto report,
            engine::run(plan, {}, none, store, FixedClock{engine::noon}, options));
  return report.state == "held" ? Result<void>{}
                                : Error{ErrorCode::corrupt, "it was not held", "mend it"};
}
Result<void> write_night(ControlStore& store) {
  ABIDE_CHECK(store.note_night({*parse_date("2026-05-08"), {{"db.users delete", 3}}}));
  ABIDE_CHECK(store.note_swept("d1"));
  ABIDE_CHECK(store.keep("state", "ok"));
  ABIDE_CHECK(store.note("night", "Jo", engine::noon, Json::object()));
  return store.commit();
}

/// What the tables say: how many of the entries there should be.
struct Kind {
  const char* name;
  Act act;
  const char* entry;
};
std::optional<bool> is_there(ControlStore& store, const Kind& kind) {
  const std::string entry = kind.entry;
  if (entry == "published") return store.published()->has_value();
  if (entry == "approval") return store.approved_by(plan_digest)->has_value();
  if (entry == "night") return store.nights(14)->size() == 1 && *store.kept("state") == "ok";
  return std::nullopt;
}

std::uint64_t entries(ControlStore& store, const std::string& kind) {
  std::uint64_t count = 0;
  const std::string wanted = "\"kind\":\"" + kind + "\"";
  EXPECT_TRUE(store.ledger()
                  .read(0,
                        [&](std::uint64_t, std::string_view entry) -> Result<void> {
                          count += entry.find(wanted) != std::string_view::npos ? 1 : 0;
                          return {};
                        })
                  .ok());
  return count;
}

class Nights : public testing::TestWithParam<Kind> {
 protected:
  /// A fresh store; gives the key that its ledger began with.
  std::string begin() {
    folder_.clear();
    const auto made =
        ControlStore::create(folder_.paths(), engine::origin, "dpo", engine::noon, files_);
    EXPECT_TRUE(made.ok());
    return made.ok() ? (*made)->public_key() : "";
  }
  /// Opens the store and acts, whatever becomes of it.
  Result<void> act(Files& files) {
    ABIDE_TRY(auto store, ControlStore::open(folder_.paths(), files));
    return GetParam().act(*store);
  }
  void expect_sound(const std::string& key, bool told_done) {
    auto store = ControlStore::open(folder_.paths(), files_);
    ASSERT_TRUE(store.ok()) << store.error().message;
    const auto verdict = ledger::verify_ledger(folder_.paths().control, key, *(*store)->anchored());
    EXPECT_TRUE(verdict.ok) << verdict.reason;
    const std::uint64_t said = entries(**store, GetParam().entry);
    EXPECT_LE(said, 1U);
    EXPECT_EQ(is_there(**store, GetParam()).value_or(said == 1), said == 1);
    EXPECT_TRUE(said == 1 || !told_done);
    EXPECT_TRUE(said == 1 || GetParam().act(**store).ok()) << "the same again";
    EXPECT_EQ(entries(**store, GetParam().entry), 1U);
  }
  /// A fault at one operation after another, until there are no more; at every third on a usual
  /// day.
  template <class Harmed>
  void at_every_operation(Harmed harmed) {
    const int step = std::getenv("ABIDE_CASES") == nullptr ? 3 : 1;
    int at = 1;
    for (bool struck = true; struck; at += step) {
      SCOPED_TRACE("a fault at operation " + std::to_string(at));
      const std::string key = begin();
      Fault fault{.kind = Fault::Kind::error, .lasting = Fault::Lasting::from_then_on, .at = at};
      const Result<void> told = harmed(fault);
      EXPECT_TRUE(told.ok() || !told.error().message.empty());
      struck = fault.struck;
      expect_sound(key, told.ok());
    }
    std::printf("%s: some %d operations, every %d\n", GetParam().name, at - 1 - step, step);
    EXPECT_GT(at, 2);
  }

  engine::Folder folder_;
  SystemFiles files_;
};

TEST_P(Nights, survive_a_disk_that_fails) {
  for (const char* file : {"abide.db", "keys.db"}) {
    if (std::string{file} == "keys.db" && std::string{GetParam().entry} == "night") continue;
    at_every_operation([&](Fault& fault) {
      const FaultyDisk disk{fault, FaultyDisk::Answer::io_error, file};
      return act(files_);
    });
  }
}
/// Those that sign what they did; writing a night signs nothing.
class SigningNights : public Nights {};
TEST_P(SigningNights, survive_anchors_that_fail) {
  at_every_operation([&](Fault& fault) {
    FaultyFiles files{fault};
    return act(files);
  });
}
const Kind published{"publish", publish, "published"};
const Kind approved{"approve", approve, "approval"};
const Kind held_back{"hold back", hold_back, "held"};
const Kind written{"write a night", write_night, "night"};

std::string name_of(const testing::TestParamInfo<Kind>& one) {
  std::string name = one.param.name;
  std::ranges::replace(name, ' ', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Acts, Nights, testing::Values(published, approved, held_back, written),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Acts, SigningNights, testing::Values(published, approved, held_back),
                         name_of);

}  // namespace
}  // namespace abide::crash
