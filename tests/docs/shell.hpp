// A folder of its own in which shell commands run as a reader would type them.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/corpora.hpp"

namespace abide::test {

/// What some commands told.
struct Told {
  int code = -1;     ///< of the last one
  std::string text;  ///< output and errors as they come on a terminal
};

/// The folder is removed with the object.
class Shell {
 public:
  Shell() {
    std::string pattern = (std::filesystem::temp_directory_path() / "abide_shell_XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  ~Shell() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;
  Shell(Shell&&) = delete;
  Shell& operator=(Shell&&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_ / name, std::ios::binary} << text;
  }
  /// Runs the lines with bash in the folder; they see nothing of what ran before but its files.
  [[nodiscard]] Told run(const std::string& lines) const {
    const std::filesystem::path aside = folder_.string() + ".run";
    std::filesystem::create_directories(aside);
    std::ofstream{aside / "lines", std::ios::binary} << lines;
    const std::string command = "cd '" + folder_.string() + "' && bash '" + aside.string() +
                                "/lines' > '" + aside.string() + "/told' 2>&1 < /dev/null";
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    const int status = std::system(command.c_str());
    Told told{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(aside / "told")};
    std::filesystem::remove_all(aside);
    return told;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace abide::test
