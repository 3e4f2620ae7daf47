// Expected output in a file beside its input. With ABIDE_UPDATE_GOLDEN=1 the file is written anew.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/support/corpora.hpp"

namespace abide::test {

/// Fails with both texts when `actual` is not what the file at `path` holds.
inline void expect_golden(const std::filesystem::path& path, const std::string& actual) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  const char* const update = std::getenv("ABIDE_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view{update} == "1") {
    std::ofstream{path, std::ios::binary} << actual;
  }
  EXPECT_EQ(actual, read_text(path)) << path.filename().string() << " says otherwise; see "
                                     << "ABIDE_UPDATE_GOLDEN in tests/support/golden.hpp";
}

}  // namespace abide::test
