// Every kind of entry that the format's page lists is told in words, and no other.
#include "reports/evidence/entry_words.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace abide::reports {
namespace {

/// The names in the row `kind` of the page's table of keys.
std::vector<std::string> kinds_of_the_page() {
  std::ifstream page{ABIDE_SOURCE_DIR "/docs/ledger-format.md"};
  std::vector<std::string> kinds;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `kind` | `init`")) continue;
    const std::regex name{"`([a-z_]+)`"};
    for (std::sregex_iterator at{line.begin(), line.end(), name}, end; at != end; ++at)
      kinds.push_back((*at)[1]);
    kinds.erase(kinds.begin());  // the key itself
  }
  return kinds;
}

TEST(EntryWords, TellEveryKindOfThePage) {
  const auto kinds = kinds_of_the_page();
  ASSERT_GT(kinds.size(), 20U);
  for (const std::string& kind : kinds)
    EXPECT_NE(words_of_entry({{"kind", kind}}), "") << kind << " is listed and never told";
  EXPECT_EQ(words_of_entry({{"kind", "another"}}), "");
}

TEST(EntryWords, CountWhatThereIs) {
  EXPECT_EQ(
      words_of_entry(
          {{"kind", "intent"}, {"run", "R-1"}, {"ranges", {{{"rows", 900U}}, {{"rows", 1U}}}}}),
      "R-1: about to act on 901 rows in 2 ranges");
  EXPECT_EQ(words_of_entry({{"kind", "run_started"},
                            {"run", "R-1"},
                            {"what", "erase"},
                            {"subject", "member M-1"},
                            {"rows", 1U},
                            {"steps", 1U},
                            {"open_gaps", 1U}}),
            "R-1: erase of member M-1 began: 1 row in 1 step, with 1 open gap");
}

/// What may stay is no residue.
TEST(EntryWords, CountAsLeftWhatShouldBeGone) {
  const auto look = [](const char* kind) {
    return words_of_entry(
        {{"kind", "reread"}, {"run", "R-1"}, {"residue", {{{"kind", kind}, {"rows", 3U}}}}});
  };
  EXPECT_EQ(look("kept"), "R-1: looked again: nothing left that should be gone");
  EXPECT_EQ(look("left"), "R-1: looked again: 3 rows left that should be gone");
}

}  // namespace
}  // namespace abide::reports
