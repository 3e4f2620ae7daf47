// Control stores, keys and anchors that are gone, damaged, of another version or in use, two runs
// at once, and output that finds no room: nothing is run without evidence, and no evidence is lost.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "tests/crash/bad_input.hpp"
#include "tests/crash/bystander.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;

class BadControl : public BadInput {
 protected:
  /// Both stores byte for byte: nobody touched them.
  [[nodiscard]] std::string stores() const {
    return content_of(place_.db()) + content_of(place_.mail());
  }
  void expect_refused(int code, const std::vector<std::string>& told) {
    const std::string as_they_were = stores();
    expect_error(sweep(), code, told);
    expect_error(erase(), code, told);
    EXPECT_EQ(stores(), as_they_were);
  }
  /// Everything of the control store in its one file.
  void settle() const { const AppDatabase db{place_.control(), "PRAGMA wal_checkpoint(TRUNCATE)"}; }
};

TEST_F(BadControl, a_control_store_that_is_gone) {
  settle();
  const std::string good = content_of(place_.control());
  fs::remove(place_.control());
  expect_refused(2, {"control.sqlite", "put back its newest copy"});
  EXPECT_FALSE(fs::exists(place_.control()));
  write(place_.control(), good);
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, a_control_store_that_is_damaged) {
  settle();
  const std::string good = content_of(place_.control());
  write(place_.control(), std::string(20000, 'x'));
  expect_refused(3, {"control.sqlite"});
  for (const std::size_t part : {1U, 2U, 3U}) {
    SCOPED_TRACE(fmt::format("from quarter {} on", part));
    std::string bad = good;
    const std::size_t at = bad.size() / 4 * part / 4096 * 4096;
    bad.replace(at, bad.size() - at, bad.size() - at, '\xee');
    write(place_.control(), bad);
    const std::string as_they_were = stores();
    const Said said = sweep();
    EXPECT_NE(said.code, 0) << said.out;
    expect_words(said);
    for (const char* const beside : {"-wal", "-shm"}) fs::remove(place_.control() + beside);
  }
  start_again();
  settle();
  write(place_.control(), good.substr(0, good.size() / 2));
  expect_refused(3, {"control.sqlite"});
}

TEST_F(BadControl, a_control_store_of_a_newer_version) {
  { const AppDatabase db{place_.control(), "UPDATE meta SET value = '999' WHERE key = 'version'"}; }
  expect_refused(2, {"control.sqlite", "newer"});
  { const AppDatabase db{place_.control(), "UPDATE meta SET value = '1' WHERE key = 'version'"}; }
  expect_nothing_lost();
}

TEST_F(BadControl, a_control_store_that_another_process_has_locked) {
  for (const char* const how :
       {"BEGIN IMMEDIATE", "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE"}) {
    SCOPED_TRACE(how);
    const Bystander writer{place_.control(), how};
    expect_error(sweep(), 3, {"control.sqlite"});
  }
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, a_keys_file_that_is_gone_damaged_or_of_another_installation) {
  const std::string keys = content_of(place_.keys());
  fs::remove(place_.keys());
  expect_refused(2, {"keys.sqlite", "backup"});
  EXPECT_FALSE(fs::exists(place_.keys()));
  write(place_.keys(), "");
  fs::permissions(place_.keys(), fs::perms{0600});
  expect_refused(3, {"keys.sqlite"});
  write(place_.keys(), keys.substr(0, keys.size() / 2));
  expect_refused(3, {"keys.sqlite"});
  Shops others{std::chrono::floor<std::chrono::seconds>(SystemClock{}.now())};
  fs::copy_file(others.again().keys(), place_.keys(), fs::copy_options::overwrite_existing);
  expect_refused(3, {"keys.sqlite"});
  write(place_.keys(), keys);
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, a_keys_file_that_everybody_can_read) {
  fs::permissions(place_.keys(), fs::perms{0644});
  expect_refused(2, {"keys.sqlite", "chmod 600"});
  fs::permissions(place_.keys(), fs::perms{0640});
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, a_keys_file_that_nobody_can_read) {
  Command command{sweep_words(place_)};
  command.as_nobody = true;
  if (!can_run_as_nobody(place_)) GTEST_SKIP() << "the program is out of reach for another user";
  fs::permissions(place_.keys(), fs::perms{0000});
  expect_error(abide(place_, command), 3, {"keys.sqlite"});
  fs::permissions(place_.keys(), fs::perms{0400});
  expect_error(abide(place_, command), 2, {"keys.sqlite", "the right to write"});
  fs::permissions(place_.keys(), fs::perms{0600});
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, anchors_that_are_gone_or_no_folder) {
  fs::rename(place_.anchors(), place_.file("elsewhere"));
  expect_refused(3, {"anchors"});
  write(place_.anchors(), "no folder");
  expect_refused(3, {"anchors"});
  fs::remove(place_.anchors());
  fs::rename(place_.file("elsewhere"), place_.anchors());
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, anchors_that_take_no_more) {
  Command command{sweep_words(place_)};
  command.as_nobody = true;
  if (!can_run_as_nobody(place_)) GTEST_SKIP() << "the program is out of reach for another user";
  fs::permissions(place_.anchors(), fs::perms{0500});
  const Said said = abide(place_, command);
  fs::permissions(place_.anchors(), fs::perms{0700});
  EXPECT_NE(said.code, 0) << said.out;
  expect_words(said);
  EXPECT_NE(said.error.find("anchors"), std::string::npos) << said.error << said.out;
  expect_usable_again();
}

TEST_F(BadControl, a_run_while_another_is_under_way) {
  {
    // Somebody else's run, as far as anybody can see.
    const std::string path = place_.control() + ".run";
    write(path, "4711\n");
    const int other = ::open(path.c_str(), O_RDWR);
    ASSERT_EQ(::flock(other, LOCK_EX), 0);
    expect_refused(2, {"another run is under way (process 4711)"});
    ::close(other);
  }
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadControl, two_runs_begun_together) {
  ASSERT_EQ(sweep().code, 0);
  const std::string whole = rows_of(place_);
  std::map<int, int> codes;
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE(round);
    start_again();
    Said first;
    Said second;
    Command elsewhere{sweep_words(place_)};
    elsewhere.keep_out_in = place_.file("second");
    std::thread other{[&] { second = abide(place_, elsewhere); }};
    first = sweep();
    other.join();
    EXPECT_TRUE(first.code == 0 || second.code == 0) << first.error << second.error;
    for (const Said& one : {first, second}) {
      ++codes[one.code];
      expect_words(one);
      if (one.code == 2)
        expect_error(one, 2, {"another run is under way"});
      else if (one.code == 3)
        expect_error(one, 3, {"control.sqlite"});
    }
    EXPECT_EQ(joined(faults_of(place_)), "");
    expect_usable_again();
    const std::string now = rows_of(place_);
    EXPECT_EQ(now.substr(0, now.find("SELECT column_name")),
              whole.substr(0, whole.find("SELECT column_name")));
  }
  for (const auto& [code, times] : codes) std::printf("exit %d: %d times\n", code, times);
}

/// A device like /dev/full that may be lost, should something put a file in its place.
bool make_full(const std::string& path) {
  return ::mknod(path.c_str(), S_IFCHR | 0600, makedev(1, 7)) == 0;
}

TEST_F(BadControl, figures_and_certificates_that_find_no_room) {
  const std::string full = place_.file("full");
  if (!make_full(full)) GTEST_SKIP() << "no right to make a device";
  const Said swept = sweep({"--metrics", full});
  expect_error(swept, 3, {full, "No space left"});
  EXPECT_NE(swept.out.find(": complete"), std::string::npos)
      << "what was done is told all the same";
  const Said erased = erase({"--certificate", full});
  expect_error(erased, 3, {full, "No space left"});
  EXPECT_NE(erased.out.find(": complete"), std::string::npos) << erased.out;
  EXPECT_TRUE(fs::is_character_file(full));
  expect_error(sweep({"--metrics", place_.anchors()}), 2, {"anchors"});
  expect_error(sweep({"--metrics", place_.file("no/such/folder")}), 2, {"no/such/folder"});
  expect_usable_again();
}

TEST_F(BadControl, output_that_finds_no_room) {
  for (const char* const format : {"text", "json"}) {
    SCOPED_TRACE(format);
    start_again();
    Command command{sweep_words(place_)};
    command.words.insert(command.words.end(), {"--format", format});
    command.out_to = "/dev/full";
    expect_error(abide(place_, command), 3, {"output", "No space left"});
    expect_usable_again();
  }
}

}  // namespace
}  // namespace abide::crash
