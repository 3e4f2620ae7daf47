// The search for canaries itself: it finds every spelling, and nothing where none is.
#include <gtest/gtest.h>

#include <fstream>

#include "base/digest.hpp"
#include "tests/crash/canaries.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::crash {
namespace {

/// A search that cannot find what is there would pass every test above.
TEST(Search, finds_every_spelling_wherever_it_stands) {
  const testing_support::TempFolder room;
  Canaries canaries;
  const std::string text = canaries.next();
  for (const auto& [name, spelt] : spellings_of(text)) {
    const std::string path = room.file("file");
    for (const std::size_t before : {0U, 1U, 4095U, 70001U}) {
      std::ofstream{path, std::ios::binary} << std::string(before, '\0') << spelt << "\xff tail";
      EXPECT_TRUE(canaries.in(room.file("")).contains("file")) << name << " after " << before;
    }
    std::ofstream{path, std::ios::binary} << spelt.substr(1);
    EXPECT_FALSE(canaries.in(room.file("")).contains("file")) << name;
  }
}

/// Against the project's own coder: the text inside a longer one, at each of the three places.
TEST(Search, finds_base64_that_another_coder_wrote) {
  const testing_support::TempFolder room;
  Canaries canaries;
  const std::string text = canaries.next();
  for (const char* const before : {"", "a", "ab", "abc"}) {
    std::ofstream{room.file("file")} << to_base64(as_bytes(before + text + " and more"));
    EXPECT_EQ(canaries.in(room.file("")).size(), 1U) << before;
  }
}

}  // namespace
}  // namespace abide::crash
