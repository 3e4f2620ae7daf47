// abide fmt: files in place, what it would change, standard input, and files that do not read.
#include <sys/stat.h>

#include <filesystem>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

const std::string typed = "abide 1;\nstaff dpo { } // who\n\n\nstaff   clerk{}";
const std::string laid = "abide 1;\nstaff dpo {} // who\n\nstaff clerk {}\n";

std::string read(const std::string& path) {
  const std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Folder {
 public:
  Folder() {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;

  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream{path_ + "/" + name, std::ios::binary} << text;
    return path_ + "/" + name;
  }
  [[nodiscard]] Told fmt(Words words, const std::string& input = "") const {
    words.insert(words.begin(), "fmt");
    return run_abide(words, {.folder = path_, .environment = {}, .input = input});
  }

 private:
  std::string path_ = testing::TempDir() + "abide_fmt";
};

TEST(Fmt, ChangesFilesInPlaceAndNamesThem) {
  const Folder folder;
  const std::string one = folder.file("one.policy", typed);
  const std::string two = folder.file("two.deploy", laid);
  ASSERT_EQ(::chmod(one.c_str(), 0640), 0);
  fs::create_symlink("one.policy", one + ".link");
  const Told told = folder.fmt({"one.policy.link", "two.deploy"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(told.out, "one.policy.link\n");
  EXPECT_EQ(read(one), laid);
  EXPECT_TRUE(fs::is_symlink(one + ".link"));
  EXPECT_EQ(static_cast<unsigned>(fs::status(one).permissions()), 0640U);
  EXPECT_EQ(folder.fmt({"one.policy"}).all(), "") << "nothing is left to change";
}
TEST(Fmt, CheckSaysWhatItWouldChangeAndChangesNothing) {
  const Folder folder;
  const std::string one = folder.file("one.policy", typed);
  const Told told = folder.fmt({"--check", "one.policy"});
  EXPECT_EQ(told.code, 1);
  EXPECT_TRUE(told.out.starts_with("--- one.policy\n+++ one.policy\n@@ -1,5 +1,4 @@\n"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "-staff dpo { } // who\n+staff dpo {} // who\n")) << told.out;
  EXPECT_TRUE(holds(told.err, "`one.policy`")) << told.err;
  EXPECT_EQ(read(one), typed);
  static_cast<void>(folder.file("one.policy", laid));
  EXPECT_EQ(folder.fmt({"--check", "one.policy"}).code, 0);
}
TEST(Fmt, GoesFromInputToOutput) {
  const Folder folder;
  const Told told = folder.fmt({"-"}, typed);
  EXPECT_EQ(told.code, 0);
  EXPECT_EQ(told.out, laid);
  EXPECT_EQ(folder.fmt({"-"}, laid).out, laid);
  EXPECT_EQ(folder.fmt({"--check", "-"}, typed).code, 1);
  EXPECT_EQ(folder.fmt({"--check", "-"}, laid).all(), "");
}
TEST(Fmt, LeavesAFileWithFaultsAndGoesOn) {
  const Folder folder;
  const std::string faulty = folder.file("faulty.policy", "abide 1;\nstaff dpo {\n");
  const std::string one = folder.file("one.policy", typed);
  const Told told = folder.fmt({"faulty.policy", "one.policy"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "error[E0101]") && holds(told.err, "faulty.policy:2")) << told.err;
  EXPECT_EQ(read(faulty), "abide 1;\nstaff dpo {\n");
  EXPECT_EQ(read(one), laid);
}
TEST(Fmt, SaysWhatIsNoText) {
  const Folder folder;
  EXPECT_EQ(folder.fmt({"nowhere.policy"}).code, 2);
  EXPECT_EQ(folder.fmt({"."}).code, 2);
  EXPECT_TRUE(holds(folder.fmt({"."}).err, "is a folder")) << folder.fmt({"."}).err;
  EXPECT_EQ(folder.fmt({}).code, 2);
}
TEST(Fmt, TellsProgramsInJson) {
  const Folder folder;
  static_cast<void>(folder.file("one.policy", typed));
  const Told told = folder.fmt({"--check", "--format", "json", "one.policy"});
  EXPECT_EQ(told.code, 1);
  const auto json = nlohmann::json::parse(told.out);
  EXPECT_EQ(json["files"][0]["layout"], "differs");
  EXPECT_TRUE(json["files"][0]["diff"].get<std::string>().starts_with("--- one.policy"));
  const Told input = folder.fmt({"-", "--format", "json"}, typed);
  EXPECT_EQ(nlohmann::json::parse(input.out)["files"][0]["text"], laid);
}

}  // namespace
}  // namespace abide::cli_test
