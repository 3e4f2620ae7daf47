// Stores that are damaged, locked, gone, full or read-only, and schemas that moved: the real
// program says so, claims nothing, and goes on once they are put right.
#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tests/crash/bad_input.hpp"
#include "tests/crash/bystander.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;

class BadStores : public BadInput {
 protected:
  /// A sweep over a store with these bytes, which must stay as they are; then over the good ones.
  void sweep_over(const std::string& path, const std::string& bytes, const std::string& name) {
    // What the log beside the file holds belongs to the good one.
    { const AppDatabase settled{path, "PRAGMA wal_checkpoint(TRUNCATE)"}; }
    const std::string good = content_of(path);
    write(path, bytes);
    const Said said = sweep();
    expect_incomplete(said, {name});
    EXPECT_EQ(content_of(path), bytes);
    for (const char* const beside : {"-wal", "-shm", "-journal"}) fs::remove(path + beside);
    write(path, good);
    expect_usable_again();
  }
};

TEST_F(BadStores, no_database_at_all) {
  sweep_over(place_.mail(), std::string(20000, 'x'), "mail");
}

TEST_F(BadStores, a_header_that_is_damaged) {
  std::string bytes = content_of(place_.mail());
  bytes.replace(0, 16, "SQLite format 4?");
  sweep_over(place_.mail(), bytes, "mail");
}

TEST_F(BadStores, pages_that_are_damaged) {
  const std::string good = content_of(place_.mail());
  const std::size_t page = 4096;
  for (std::size_t at = page; at + page <= good.size(); at += page) {
    SCOPED_TRACE(fmt::format("page {}", at / page + 1));
    start_again();
    std::string bad = good;
    bad.replace(at, 512, 512, '\xff');
    write(place_.mail(), bad);
    const Said said = sweep();
    // A page that no question reads may be damaged unseen; then nothing is wrong with what was
    // done.
    if (said.code == 0) continue;
    expect_incomplete(said, {"mail", "malformed"});
    EXPECT_EQ(joined(faults_in(entries_of(place_))), "");
  }
}

TEST_F(BadStores, a_file_cut_in_the_middle_or_to_nothing) {
  const std::string good = content_of(place_.mail());
  sweep_over(place_.mail(), good.substr(0, good.size() / 2), "mail");
  start_again();
  sweep_over(place_.mail(), good.substr(0, 60), "mail");
  start_again();
  sweep_over(place_.mail(), "", "mail");
}

TEST_F(BadStores, a_file_that_is_gone_is_not_made_anew) {
  const std::string good = content_of(place_.mail());
  fs::remove(place_.mail());
  expect_incomplete(sweep(), {"mail"});
  EXPECT_FALSE(fs::exists(place_.mail()));
  write(place_.mail(), good);
  expect_usable_again();
}

TEST_F(BadStores, a_folder_where_the_file_should_be) {
  const std::string good = content_of(place_.mail());
  fs::remove(place_.mail());
  fs::create_directory(place_.mail());
  expect_incomplete(sweep(), {"mail"});
  fs::remove(place_.mail());
  write(place_.mail(), good);
  expect_usable_again();
}

TEST_F(BadStores, another_process_writes) {
  {
    const Bystander writer{place_.mail(), "BEGIN IMMEDIATE"};
    expect_incomplete(sweep(), {"mail", "locked"});
  }
  expect_usable_again();
}

TEST_F(BadStores, another_process_lets_nobody_read) {
  {
    const Bystander writer{place_.mail(), "BEGIN EXCLUSIVE"};
    const Said said = sweep();
    expect_incomplete(said, {"mail", "locked"});
  }
  expect_usable_again();
}

TEST_F(BadStores, a_file_that_cannot_grow) {
  int failed = 0;
  for (const std::uint64_t largest : {1000U, 9000U, 20000U, 60000U, 100000U, 200000U}) {
    SCOPED_TRACE(largest);
    start_again();
    Command command{sweep_words(place_)};
    command.largest_file = largest;
    const Said said = abide(place_, command);
    expect_words(said);
    if (said.code != 0) {
      ++failed;
      EXPECT_FALSE(said.error.empty() && said.out.empty());
    }
    expect_usable_again();
  }
  EXPECT_GT(failed, 1);
}

/// A file system of its own, as large as the shop and a little more; gone with the object.
class SmallDisk {
 public:
  SmallDisk(std::string at, std::uint64_t bytes) : at_(std::move(at)) {
    fs::create_directories(at_);
    mounted_ =
        ::mount("tmpfs", at_.c_str(), "tmpfs", 0, fmt::format("size={}", bytes).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(at_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  SmallDisk(SmallDisk&&) = delete;
  SmallDisk& operator=(SmallDisk&&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  std::string at_;
  bool mounted_ = false;
};

TEST_F(BadStores, a_disk_that_is_full) {
  const testing_support::TempFolder room;
  int failed = 0;
  for (const std::uint64_t spare : {0U, 4096U, 16384U, 40960U, 81920U, 163840U}) {
    for (const Job job : {Job::sweep, Job::erase}) {
      SCOPED_TRACE(fmt::format("{} bytes to spare", spare));
      const SmallDisk disk{room.file("disk"), 4U << 20U};
      if (!disk.mounted()) GTEST_SKIP() << "no right to mount a small file system";
      const Place full{room.file("disk/shop")};
      fs::copy(shops_.again().folder(), full.folder(), fs::copy_options::recursive);
      const std::string ballast = room.file("disk/ballast");
      const std::uint64_t left = SystemFiles{}.free_space(room.file("disk")).value();
      write(ballast, std::string(left - std::min(left, spare), 'x'));
      Command command{job == Job::sweep ? sweep_words(full) : erase_words(full)};
      command.keep_out_in = room.file("said");
      const Said said = abide(full, command);
      expect_words(said);
      if (said.code != 0) {
        ++failed;
        EXPECT_NE((said.out + said.error).find("full"), std::string::npos)
            << said.out << said.error;
      }
      fs::remove(ballast);
      const Said again = abide(full, command);
      const bool gone = again.error.find("it was erased at") != std::string::npos;
      EXPECT_TRUE(again.code == 0 || (job == Job::erase && gone)) << again.out << again.error;
      EXPECT_EQ(joined(faults_of(full)), "");
    }
  }
  EXPECT_GT(failed, 3);
}

TEST_F(BadStores, a_file_or_a_folder_that_may_only_be_read) {
  Command command{sweep_words(place_)};
  command.as_nobody = true;
  fs::permissions(place_.mail(), fs::perms::owner_read);
  if (!can_run_as_nobody(place_)) GTEST_SKIP() << "the program is out of reach for another user";
  expect_incomplete(abide(place_, command), {"mail", "read-only"});
  fs::permissions(place_.mail(), fs::perms::owner_read | fs::perms::owner_write);
  expect_usable_again();

  start_again();
  ASSERT_TRUE(can_run_as_nobody(place_));
  fs::permissions(place_.folder(), fs::perms::owner_read | fs::perms::owner_exec);
  const Said said = abide(place_, command);
  fs::permissions(place_.folder(), fs::perms::owner_all);
  expect_error(said, 2, {place_.control(), "the right to write"});
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadStores, a_disk_mounted_to_be_read_alone) {
  const testing_support::TempFolder room;
  const SmallDisk disk{room.file("disk"), 4U << 20U};
  if (!disk.mounted()) GTEST_SKIP() << "no right to mount a small file system";
  fs::copy(place_.folder(), room.file("disk/shop"), fs::copy_options::recursive);
  ASSERT_EQ(::mount(nullptr, room.file("disk").c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr),
            0);
  place_ = Place{room.file("disk/shop")};
  Command command{sweep_words(place_)};
  command.keep_out_in = room.file("said");
  expect_error(abide(place_, command), 3, {place_.control()});
  ASSERT_EQ(::mount(nullptr, room.file("disk").c_str(), nullptr, MS_REMOUNT, nullptr), 0);
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadStores, a_schema_that_changed_between_plan_and_run) {
  for (const char* const change :
       {"ALTER TABLE notes RENAME TO remarks", "ALTER TABLE notes RENAME COLUMN text TO words",
        "DROP TABLE notes", "CREATE TABLE more (id INTEGER PRIMARY KEY, email TEXT)",
        "CREATE TRIGGER t AFTER DELETE ON notes BEGIN UPDATE users SET name = 'x'; END"}) {
    SCOPED_TRACE(change);
    start_again();
    const std::string plan = place_.file("a.plan");
    const Said planned = run({"plan", "--deploy", place_.file("shop.deploy"), "--out", plan});
    ASSERT_EQ(planned.code, 0) << planned.error;
    std::string users;
    {
      const AppDatabase app{place_.db(), change};
      users = app.rows("SELECT * FROM users");
    }
    const Said said = sweep({"--plan", plan});
    EXPECT_NE(said.code, 0) << said.out;
    expect_words(said);
    EXPECT_EQ(said.out.find(": complete"), std::string::npos) << said.out;
    EXPECT_EQ((AppDatabase{place_.db(), ""}.rows("SELECT * FROM users")), users);
    EXPECT_EQ(joined(faults_of(place_)), "");
  }
}

}  // namespace
}  // namespace abide::crash
