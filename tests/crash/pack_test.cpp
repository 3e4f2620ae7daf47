// A person's copy, harmed at every operation on files: what is there afterwards is a whole pack
// that the ledger knows, or nothing that can be read; and the same command, given again, makes it.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <random>
#include <set>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "tests/crash/stepper.hpp"
#include "tests/crash/trial.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const Instant today = SystemClock{}.now();

Words draft_words(const Place& place) {
  return {"access", "--deploy", place.file("shop.deploy"), "--by", "Support desk", "--for",
          ada,      "--into",   place.file("draft")};
}
Words release_words(const Place& place) {
  return {"access",
          "release",
          place.file("draft"),
          "--deploy",
          place.file("shop.deploy"),
          "--into",
          place.file("pack"),
          "--zip",
          place.file("pack.zip"),
          "--withhold-rest",
          "--by",
          "Lead"};
}

mode_t mode_of(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0;
}

/// Everything that lies in the shop, but what SQLite keeps beside its databases.
std::set<std::string> names_in(const Place& place) {
  std::set<std::string> names;
  for (const auto& one : fs::directory_iterator{place.folder()}) {
    const std::string name = one.path().filename().string();
    if (name.find(".sqlite-") == name.npos) names.insert(name);
  }
  return names;
}

/// What keeps the folder from being a whole pack; empty when nothing does.
std::string fault_in_pack(const Place& place, const std::string& name, const std::string& kind) {
  const std::string folder = place.file(name);
  if (mode_of(folder) != 0700) return "its folder has another mode";
  const std::string text = content_of(folder + "/manifest.json");
  const auto manifest = parse_json(text);
  if (!manifest) return "its manifest is damaged";
  std::set<std::string> listed{"manifest.json", "draft.json", "manifest.tlog-proof"};
  for (const Json& file : manifest->at("files")) {
    const std::string path = file.at("file");
    listed.insert(path);
    if (mode_of(folder + "/" + path) != 0600) return path + " has another mode";
    if (to_hex(sha256(as_bytes(content_of(folder + "/" + path)))) != file.at("sha256"))
      return path + " is not as the manifest says";
  }
  for (const auto& one : fs::recursive_directory_iterator{folder}) {
    const std::string path = fs::relative(one.path(), folder).string();
    if (one.is_regular_file() && !listed.contains(path)) return path + " is not in the manifest";
  }
  for (const Json& entry : entries_of(place))
    if (entry.at("kind") == kind && entry.at("manifest") == to_hex(sha256(as_bytes(text))))
      return "";
  return "no entry of the ledger knows it";
}

/// Nothing under the name that anybody could read, as an attempt leaves it that was killed.
bool is_shut(const std::string& path) {
  if (mode_of(path) == 0) return true;
  for (const auto& one : fs::recursive_directory_iterator{path})
    if (one.is_regular_file() && mode_of(one.path().string()) != 0) return false;
  return true;
}

/// Keys of people that no entry of the ledger speaks of.
std::string orphans(const Place& place) {
  std::string all;
  for (const Json& entry : entries_of(place)) all += entry.dump() + "\n";
  const std::string keys =
      testing_support::AppDatabase{place.keys(), ""}.rows("SELECT reference FROM subjects");
  std::string found;
  for (std::size_t from = 0, end = 0; (end = keys.find('\n', from)) != keys.npos; from = end + 1) {
    const std::string reference = keys.substr(from, end - from);
    if (all.find(reference) == all.npos) found += reference + " ";
  }
  return found;
}

/// One of the two commands, and what it makes.
struct Act {
  const char* made;
  const char* kind;  ///< of the entry that knows it
  Words (*words)(const Place&);
};
constexpr Act drafting{"draft", "pack_drafted", draft_words};
constexpr Act releasing{"pack", "pack_released", release_words};
void PrintTo(const Act& act, std::ostream* out) { *out << act.made; }

class Packing : public ::testing::TestWithParam<std::tuple<Act, int>> {
 protected:
  void SetUp() override {
    if (!can_lead()) GTEST_SKIP() << "processes cannot be led here";
  }
  /// A shop in which the command can be given.
  Place ready() {
    Place place = shops_.again();
    if (act().words == release_words) {
      const Said drafted = abide(place, {draft_words(place)});
      EXPECT_EQ(drafted.code, 0) << drafted.error;
    }
    return place;
  }
  [[nodiscard]] static const Act& act() { return std::get<0>(GetParam()); }

  void check(const Place& place, const std::set<std::string>& before, const Said& said) const;
  void finish(const Place& place) const;

  Shops shops_{today, {.people = 4, .projects = 1, .notes = 1}};
};

/// After the strike: a pack that is whole, or nothing to read.
void Packing::check(const Place& place, const std::set<std::string>& before,
                    const Said& said) const {
  const std::string made = act().made;
  for (const std::string& name : names_in(place)) {
    if (before.contains(name)) continue;
    if (said.killed && (name == made + ".part" || name == made) && is_shut(place.file(name)))
      continue;
    if (name == made) {
      EXPECT_EQ(fault_in_pack(place, made, act().kind), "") << said.error;
    } else if (name == "pack.zip") {
      EXPECT_TRUE(fs::exists(place.file("pack")) && (said.killed || said.code == 0));
    } else {
      ADD_FAILURE() << "left behind: " << name << "\n" << said.error;
    }
  }
  if (said.code == 0) {
    EXPECT_EQ(fault_in_pack(place, made, act().kind), "");
  }
  EXPECT_FALSE(said.code > 0 && said.error.empty());
}

/// The same command again, or what is left to do when the pack is there.
void Packing::finish(const Place& place) const {
  const std::string made = act().made;
  const bool is_there = mode_of(place.file(made)) == 0700;
  if (!is_there) {
    const Said again = abide(place, {act().words(place)});
    ASSERT_EQ(again.code, 0) << again.error;
  } else if (made == "pack" && !fs::exists(place.file("pack.zip"))) {
    const Said zipped =
        abide(place, {{"access", "zip", place.file("pack"), "--zip", place.file("pack.zip")}});
    ASSERT_EQ(zipped.code, 0) << zipped.error;
  }
  EXPECT_EQ(fault_in_pack(place, made, act().kind), "");
  EXPECT_FALSE(fs::exists(place.file(made + ".part")));
  EXPECT_EQ(orphans(place), "");
}

TEST_P(Packing, LeavesNothingToReadAndIsDoneAgain) {
  const int error = std::get<1>(GetParam());
  const Place first = ready();
  const int all = walk(first, act().words(first)).operations;
  ASSERT_EQ(fault_in_pack(first, act().made, act().kind), "");
  const int step = std::max(1, all / cases(3, 1000000));
  const unsigned seed = std::random_device{}();
  int struck = 0;
  const int begin = 1 + static_cast<int>(seed % static_cast<unsigned>(step));
  std::printf("%d operations, every %d from %d on\n", all, step, begin);
  for (int at = begin; at <= all; at += step) {
    SCOPED_TRACE("at operation " + std::to_string(at));
    const Place place = ready();
    const auto before = names_in(place);
    const Walked walked = walk(place, act().words(place), {at, error});
    ASSERT_EQ(walked.said.killed, error == 0);
    check(place, before, walked.said);
    finish(place);
    if (HasFailure()) break;
    ++struck;
  }
  std::printf("%d struck\n", struck);
}
INSTANTIATE_TEST_SUITE_P(At, Packing,
                         ::testing::Combine(::testing::Values(drafting, releasing),
                                            ::testing::Values(0, EIO, ENOSPC)));

/// The twins: what a careless program would leave is found.
TEST(PackingTwins, APackThatLacksAFileOrThatTheLedgerDoesNotKnowIsFoundOut) {
  Shops shops{today, {.people = 4, .projects = 1, .notes = 1}};
  const Place place = shops.again();
  ASSERT_EQ(abide(place, {draft_words(place)}).code, 0);
  ASSERT_EQ(fault_in_pack(place, "draft", "pack_drafted"), "");
  EXPECT_NE(fault_in_pack(place, "draft", "pack_released"), "");
  EXPECT_FALSE(is_shut(place.file("draft")));
  testing_support::AppDatabase{place.keys(), ""}.run(
      "INSERT INTO subjects SELECT x'00', 'nobody', key FROM subjects LIMIT 1");
  EXPECT_NE(orphans(place), "");
  std::ofstream{place.file("draft/more.txt")} << "more";
  EXPECT_NE(fault_in_pack(place, "draft", "pack_drafted"), "");
}

}  // namespace
}  // namespace abide::crash
