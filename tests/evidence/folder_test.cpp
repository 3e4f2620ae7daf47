// The evidence folder, damaged in every way that this test can think of.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <sstream>

#include "tests/evidence/evidence.hpp"

namespace abide::cli_test {
namespace {

TEST_F(EvidenceFolder, IsSoundAndHoldsNothingOfAPerson) {
  both(folder(), true);
  const Told told = shop_.abide({"ledger", "verify", "evidence", "--key", key_});
  EXPECT_EQ(told.code, 0) << told.all();
  for (const auto& file : fs::recursive_directory_iterator{folder()}) {
    if (!file.is_regular_file()) continue;
    const std::string text = content_of(file.path());
    for (const char* value : {"ann@people.example", "bob@people.example", "O'Hara", "canary"})
      EXPECT_FALSE(holds(text, value)) << file.path() << " holds " << value;
  }
  const std::string page = content_of(folder() + "/README.html");
  EXPECT_LT(page.find("What was not looked at"), page.find("What ran"));
  EXPECT_TRUE(holds(page, "RUN-2026-0001")) << page;
  EXPECT_TRUE(holds(page, "SH-01")) << page;
}

TEST_F(EvidenceFolder, IsNotWrittenOverAnother) {
  const Told again = shop_.on({"ledger", "export", "--into", "evidence", "--by", "Lead"});
  EXPECT_EQ(again.code, 2) << again.all();
  EXPECT_TRUE(holds(again.err, "holds something")) << again.err;
  both(folder(), true);
  EXPECT_EQ(shop_.on({"ledger", "export", "--into", "later", "--by", "Lead"}).code, 0)
      << "the twin";
}

TEST_F(EvidenceFolder, OfAnotherKeyIsNotSound) {
  ShopText text;
  const Shop other{text};
  const Told begun = other.on({"ledger", "init", "--by", "Lead", "--format", "json"});
  const std::string foreign = parse_json(begun.out)->at("public_key").get<std::string>();
  EXPECT_EQ(of_python(folder(), foreign).code, 1);
  EXPECT_EQ(of_engine(folder(), foreign).code, 1);
}

TEST_F(EvidenceFolder, TellsWhatIsMissingAddedOrChanged) {
  fs::remove(copy() + "/policy/shop.policy");
  both(shop_.path("copy"), false, -1);
  put(copy() + "/policy/more.policy", "abide 1;");
  both(shop_.path("copy"), false, -1);
  put(copy() + "/README.html", "all is well");
  both(shop_.path("copy"), false, -1);
  fs::remove_all(copy() + "/checkpoints");
  both(shop_.path("copy"), false);
  fs::remove_all(copy() + "/entries");
  both(shop_.path("copy"), false);
}

/// What nobody signed may lie nowhere in the folder: not beside, not within, not instead.
TEST_F(EvidenceFolder, HoldsNothingThatIsNotExported) {
  const auto told = [&](const std::string& part) {
    const std::string spoilt = shop_.path("copy");
    both(spoilt, false);
    EXPECT_TRUE(holds(of_python(spoilt, key_).text, part)) << of_python(spoilt, key_).text;
    EXPECT_TRUE(holds(of_engine(spoilt, key_).text, part)) << of_engine(spoilt, key_).text;
  };
  fs::create_directory(copy() + "/__pycache__");
  told("`__pycache__` is not part");
  put(shop_.path("copy") + "/__pycache__/x.html", "all is well");
  told("`__pycache__/x.html` is not part");
  fs::create_symlink("/etc", copy() + "/more");
  told("`more` is neither a file nor a folder");
  fs::create_symlink("loop", copy() + "/loop");
  told("`loop` is neither");
  ASSERT_EQ(::mkfifo((copy() + "/pipe").c_str(), 0600), 0);
  told("`pipe` is neither");
  put(copy() + "/key.txt", "the key is kept by the regulator\n");
  told("`key.txt` is not the key");
  put(copy() + "/key.txt", key_ + "\nand all is well\n");
  told("`key.txt` is not the key");
  fs::create_directories(copy() + "/policy/empty");
  told("`policy/empty` is not part");
  fs::create_directory(copy() + "/checkpoints/more");
  told("`checkpoints/more` is not part");
  fs::create_directory(copy() + "/entries/more");
  told("`entries/more` is not part");
  fs::remove(copy() + "/key.txt");
  fs::create_directory(shop_.path("copy") + "/key.txt");
  told("`key.txt` is not part");
  fs::remove_all(copy() + "/entries");
  put(shop_.path("copy") + "/entries", "");
  told("`entries` is no folder");
  const std::string any = fs::directory_iterator { copy() + "/checkpoints" } -> path().string();
  fs::rename(any, shop_.path("copy") + "/checkpoints/approved.txt");
  told("`checkpoints/approved.txt` is not named by its size");
  put(copy() + "/checkpoints/000000000099.txt", std::string(1U << 20U, '\n'));
  told("`checkpoints/000000000099.txt` is no file that an export writes");
  put(copy() + "/line\x1b[2J.txt", "");
  both(shop_.path("copy"), false);
  EXPECT_FALSE(holds(of_python(shop_.path("copy"), key_).text, "\x1b"));
  fs::remove(copy() + "/key.txt");
  both(shop_.path("copy"), true);  // whoever checks brings the key
}

TEST_F(EvidenceFolder, SaysWithoutAKeyThatItGoesByItsOwn) {
  const std::string script = "'" + folder() + "/../verify.py' ";
  EXPECT_TRUE(
      holds(run_python(script + "'" + folder() + "'").text, "is it the one kept elsewhere"));
  const std::string spoilt = copy();
  fs::remove(spoilt + "/key.txt");
  EXPECT_EQ(run_python(script + "'" + spoilt + "'").code, 2);
  EXPECT_EQ(shop_.abide({"ledger", "verify", "copy"}).code, 2);
  ASSERT_EQ(::mkfifo((spoilt + "/key.txt").c_str(), 0600), 0);
  EXPECT_EQ(run_python(script + "'" + spoilt + "'").code, 2);
  EXPECT_EQ(shop_.abide({"ledger", "verify", "copy"}).code, 2);
}

/// Whoever can write to the folder and has no key takes the newest entries away with their
/// checkpoints: only what says that there was more can tell.
TEST_F(EvidenceFolder, CutBackToAnEarlierHeadLacksItsEnd) {
  const std::string spoilt = copy();
  const std::string entries = spoilt + "/entries/000000000000.jsonl";
  std::set<fs::path> heads;
  for (const auto& file : fs::directory_iterator{spoilt + "/checkpoints"})
    heads.insert(file.path());
  fs::remove(*heads.rbegin());
  const long size = std::stol(std::prev(heads.end(), 2)->filename().string());
  std::istringstream lines{content_of(entries)};
  std::string kept;
  std::string line;
  for (long i = 0; i < size && std::getline(lines, line); ++i) kept += line + "\n";
  put(entries, kept);
  both(spoilt, false, size - 1);
}

}  // namespace
}  // namespace abide::cli_test
