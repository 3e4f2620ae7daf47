// A folder that appears whole, and what stands where it is made.
#include "base/new_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace abide {
namespace {

namespace fs = std::filesystem;

class Folders : public ::testing::Test {
 protected:
  Folders() : place_(fs::temp_directory_path() / ("abide_folders_" + std::to_string(::getpid()))) {
    fs::create_directories(place_);
  }
  ~Folders() override { fs::remove_all(place_); }
  [[nodiscard]] std::string at(const std::string& name) const { return (place_ / name).string(); }
  Result<void> make(const std::string& name) const {
    ABIDE_TRY(NewFolder folder, NewFolder::begin(at(name)));
    ABIDE_TRY(NewFile* const file, folder.add("page.html"));
    file->write("<p>hello</p>");
    return folder.publish();
  }
  static void write(const std::string& path) { std::ofstream{path} << "somebody's own"; }

  fs::path place_;
};

TEST_F(Folders, AppearWhole) {
  ASSERT_TRUE(make("pack").ok());
  EXPECT_TRUE(fs::exists(at("pack/page.html")));
  EXPECT_FALSE(fs::exists(at("pack.part")));
  EXPECT_EQ(make("pack").error().code, ErrorCode::refused);
}

/// What somebody keeps under the name that is used on the way is theirs.
TEST_F(Folders, OfOthersAreLeftAlone) {
  fs::create_directories(at("pack.part"));
  write(at("pack.part/notes.txt"));
  const auto made = make("pack");
  EXPECT_EQ(made.error().code, ErrorCode::refused);
  EXPECT_TRUE(fs::exists(at("pack.part/notes.txt")));
  EXPECT_FALSE(fs::exists(at("pack")));
}

/// The twin: files that nobody can open are what an attempt left.
TEST_F(Folders, OfAnAttemptThatWasCutShortAreRemoved) {
  fs::create_directories(at("pack.part"));
  fs::permissions(at("pack.part"), fs::perms::owner_all);
  write(at("pack.part/page.html"));
  fs::permissions(at("pack.part/page.html"), fs::perms::none);
  ASSERT_TRUE(make("pack").ok());
  EXPECT_FALSE(fs::exists(at("pack.part")));
}

}  // namespace
}  // namespace abide
