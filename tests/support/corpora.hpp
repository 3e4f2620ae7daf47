// Other people's files, which are not part of the project: where they are, if they are here.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace abide::test {

/// The folder named by ABIDE_CORPORA, else `../shared/corpora` beside the project. May not exist.
inline std::filesystem::path corpora() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  const char* const named = std::getenv("ABIDE_CORPORA");
  return named != nullptr
             ? std::filesystem::path{named}
             : std::filesystem::path{ABIDE_SOURCE_DIR}.parent_path() / "shared" / "corpora";
}

/// The whole file; empty when it cannot be read.
inline std::string read_text(const std::filesystem::path& path) {
  const std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return file ? text.str() : "";
}

}  // namespace abide::test
