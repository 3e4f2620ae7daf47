// Files that a command writes: looked at before anything is done, and nothing of others' written
// over.
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

/// Each verb that writes a file, with the file last.
std::vector<Words> writers() {
  return {{"sweep", "--by", "N", "--metrics"},
          {"erase", "--by", "N", "--for", "ann@people.example", "--certificate"},
          {"ledger", "prove", "--entry", "0", "--into"},
          {"plan", "--out"},
          {"plan", "erase", "--for", "ann@people.example", "--out"}};
}

TEST(Output, ThatCannotBeWrittenIsFoundBeforeAnythingIsDone) {
  for (Words words : writers()) {
    const auto shop = Shop::open();
    words.emplace_back("no-such-folder/file");
    const Told told = shop->on(words);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "no-such-folder")) << told.err;
    EXPECT_TRUE(holds(told.err, "nothing was done")) << told.err;
    EXPECT_TRUE(shop->untouched()) << words.front();
  }
}
TEST(Output, WritesOverNothingThatIsNotItsOwn) {
  for (Words words : writers()) {
    const auto shop = Shop::open();
    shop->write("notes.txt", "somebody's notes");
    fs::create_symlink("keys.sqlite", shop->path("link"));
    words.emplace_back("");
    for (const char* file :
         {"shop.sqlite", "./shop.sqlite", "control.sqlite", "keys.sqlite", "link", "shop.policy",
          "shop.deploy", "anchors/latest", "anchors", "notes.txt", "shop.sqlite-wal",
          "other.policy", "control.sqlite-wal"}) {
      const bool there = fs::is_regular_file(shop->path(file));
      const std::string before = there ? shop->read(file) : "";
      words.back() = file;
      const Told told = shop->on(words);
      EXPECT_EQ(told.code, 2) << file << ": " << told.all();
      EXPECT_TRUE(holds(told.err, "nothing was done")) << file << ": " << told.err;
      EXPECT_EQ(there ? shop->read(file) : "", before) << file;
    }
    EXPECT_TRUE(shop->untouched()) << words.front();
  }
}
TEST(Output, MayReplaceOneOfItsOwnKind) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  EXPECT_EQ(shop->on({"plan", "--out", "a.plan"}).code, 0);
  EXPECT_EQ(shop->sweep({"--metrics", "a.plan"}).code, 2) << "a plan is no metrics file";
  ASSERT_EQ(shop->sweep({"--metrics", "abide.prom"}).code, 0);
  EXPECT_EQ(shop->sweep({"--metrics", "abide.prom"}).code, 0);
  EXPECT_FALSE(fs::exists(shop->path("abide.prom.abide-can-write")));
  for (const char* entry : {"0", "1"})
    EXPECT_EQ(shop->on({"ledger", "prove", "--entry", entry, "--into", "proof"}).code, 0);
  shop->write("mine", "old 7\nthings of mine\n");
  EXPECT_EQ(shop->on({"ledger", "prove", "--entry", "0", "--into", "mine"}).code, 2);
  EXPECT_EQ(shop->on({"ledger", "prove", "--entry", "0", "--into", "a.plan"}).code, 2);
  const Words bobs_letters{
      "erase",   "--by",          "N",     "--for", "bob@people.example", "--of",
      "letters", "--certificate", "c.json"};
  ASSERT_EQ(shop->on(bobs_letters).code, 0);
  const std::string certificate = shop->read("c.json");
  const Told again = shop->on(bobs_letters);
  EXPECT_EQ(again.code, 2) << "a certificate is evidence, and stays";
  EXPECT_TRUE(holds(again.err, "certificate of another run")) << again.err;
  EXPECT_EQ(shop->read("c.json"), certificate);
}
/// The folder goes while the run waits for a lock: the report comes first, then what is missing.
TEST(Output, LostOnTheWayComesAfterTheWholeReport) {
  const auto shop = Shop::open();
  fs::create_directory(shop->path("out"));
  shop->sql("BEGIN IMMEDIATE");
  Told told;
  std::thread run{[&] { told = shop->erase_ann({"--certificate", "out/c.json"}); }};
  for (int i = 0; i < 2000; ++i) {
    const testing_support::AppDatabase control{shop->path("control.sqlite"), ""};
    if (control.rows("SELECT count(*) FROM runs") != "0\n") break;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  fs::remove_all(shop->path("out"));
  shop->sql("COMMIT");
  run.join();
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_TRUE(holds(told.out, "Done for customer")) << told.all();
  EXPECT_TRUE(holds(told.err, "the work is done")) << told.err;
  EXPECT_FALSE(holds(told.err, "nothing was done")) << told.err;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "0\n");
}

}  // namespace
}  // namespace abide::cli_test
