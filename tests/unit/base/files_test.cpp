// Whole-file writes and the errors a person sees.
#include "base/files.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/rewrite.hpp"

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
  EXPECT_EQ(files.read(folder + "/a", 2).error().code, ErrorCode::refused);
  EXPECT_EQ(files.read(folder + "/b", 2).error().code, ErrorCode::not_found);
  EXPECT_TRUE(files.remove(folder + "/a").ok());
  EXPECT_FALSE(*files.exists(folder + "/a"));
}

TEST(Files, says_in_words_what_is_too_large_or_a_folder) {
  SystemFiles system;
  Files& files = system;
  const std::string folder = testing::TempDir() + "abide_files_large";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(files.make_folder(folder).ok());
  ASSERT_TRUE(files.write(folder + "/a", std::string((1U << 20U) + 1, 'x')).ok());
  EXPECT_EQ(files.read(folder + "/a", 1U << 20U).error().message,
            "`" + folder + "/a` is larger than 1 MB");
  const auto read = files.read(folder);
  EXPECT_EQ(read.error().code, ErrorCode::refused);
  EXPECT_EQ(read.error().help, "name a file; a retry is safe");
  EXPECT_EQ(files.write(folder, "x").error().code, ErrorCode::refused);
  EXPECT_EQ(*files.list(folder), std::vector<std::string>{"a"});
}

/// A rename would put a file where the pipe was.
TEST(Files, writes_to_a_pipe_and_leaves_it_one) {
  SystemFiles system;
  Files& files = system;
  const std::string folder = testing::TempDir() + "abide_files_pipe";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(files.make_folder(folder).ok());
  const std::string pipe = folder + "/pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_TRUE(files.write(pipe, "figures").ok());
  std::string text(7, ' ');
  EXPECT_EQ(::read(reader, text.data(), text.size()), 7);
  EXPECT_EQ(text, "figures");
  ::close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_EQ(*files.list(folder), std::vector<std::string>{"pipe"});
}

unsigned mode_of(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

TEST(Files, rewritten_keep_their_mode_and_the_links_to_them) {
  SystemFiles system;
  Files& files = system;
  const std::string folder = testing::TempDir() + "abide_files_rewrite";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(files.make_folder(folder + "/real").ok());
  const std::string real = folder + "/real/a";
  ASSERT_TRUE(files.write(real, "one").ok());
  ASSERT_EQ(::chmod(real.c_str(), 0640), 0);
  std::filesystem::create_symlink("real/a", folder + "/link");
  std::filesystem::create_symlink("link", folder + "/link to it");
  ASSERT_TRUE(rewrite(folder + "/link to it", "two").ok());
  EXPECT_EQ(*files.read(real), "two");
  EXPECT_EQ(mode_of(real), 0640U);
  EXPECT_TRUE(std::filesystem::is_symlink(folder + "/link"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder + "/link to it"));
  EXPECT_EQ(*files.list(folder + "/real"), std::vector<std::string>{"a"});
}

TEST(Files, rewritten_are_files_that_are_there) {
  SystemFiles files;
  const std::string folder = testing::TempDir() + "abide_files_no_rewrite";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(files.make_folder(folder).ok());
  EXPECT_EQ(rewrite(folder + "/a", "two").error().code, ErrorCode::not_found);
  EXPECT_EQ(rewrite(folder, "two").error().code, ErrorCode::refused);
  std::filesystem::create_symlink("nowhere", folder + "/link");
  EXPECT_EQ(rewrite(folder + "/link", "two").error().code, ErrorCode::not_found);
  EXPECT_EQ(*files.list(folder), std::vector<std::string>{"link"});
}

}  // namespace
}  // namespace abide
