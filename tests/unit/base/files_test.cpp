// Whole-file writes and the errors a person sees.
#include "base/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace abide {
namespace {

TEST(Files, writes_whole_and_secret_files_are_ours_alone) {
  SystemFiles files;
  const std::string folder = testing::TempDir() + "abide_files_test";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(files.make_folder(folder).ok());
  ASSERT_TRUE(files.write(folder + "/a", "one", Files::Secrecy::secret).ok());
  ASSERT_TRUE(files.write(folder + "/a", "two", Files::Secrecy::secret).ok());
  EXPECT_EQ(*files.read(folder + "/a", 10), "two");
  EXPECT_EQ(*files.list(folder), std::vector<std::string>{"a"});
  struct stat info {};
  ASSERT_EQ(::stat((folder + "/a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(files.read(folder + "/a", 2).error().code, ErrorCode::exhausted);
  EXPECT_EQ(files.read(folder + "/b", 2).error().code, ErrorCode::not_found);
  EXPECT_TRUE(files.remove(folder + "/a").ok());
  EXPECT_FALSE(*files.exists(folder + "/a"));
}

}  // namespace
}  // namespace abide
