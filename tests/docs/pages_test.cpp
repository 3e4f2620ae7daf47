// Whatever code the program can say has a page, with what to avoid, what to prefer, and why.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

/// Codes in quotes in the program's own sources, less those in comments.
std::set<std::string> codes_of_the_program() {
  static const std::regex code{"\"([EW][0-9]{4})(: [^\"]*)?\""};
  std::set<std::string> codes;
  for (const char* folder : {"base", "policy", "connectors", "engine", "reports", "cli"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator{fs::path{ABIDE_SOURCE_DIR} / folder}) {
      const auto kind = entry.path().extension();
      if (kind != ".cpp" && kind != ".hpp") {
        continue;
      }
      const std::string text = test::read_text(entry.path());
      for (std::sregex_iterator found{text.begin(), text.end(), code}, end; found != end; ++found) {
        codes.insert((*found)[1]);
      }
    }
  }
  return codes;
}

std::string missing_on_the_page(const std::string& code) {
  const std::string page =
      test::read_text(fs::path{ABIDE_SOURCE_DIR} / "docs" / "diagnostics" / (code + ".md"));
  for (const std::string& part : {"# " + code + ": ", std::string{"\nAvoid:"},
                                  std::string{"\nPrefer:"}, std::string{"\nWhy: "}}) {
    if (page.find(part) == std::string::npos) {
      return part;
    }
  }
  return "";
}

TEST(Docs, each_code_that_can_be_said_has_a_page) {
  const std::set<std::string> codes = codes_of_the_program();
  for (const std::string& code : codes) {
    EXPECT_EQ(missing_on_the_page(code), "") << code;
  }
  EXPECT_GE(codes.size(), 50U);
}
TEST(Docs, a_page_that_is_not_there_is_missed) {
  EXPECT_EQ(missing_on_the_page("E9999"), "# E9999: ");
}

}  // namespace
}  // namespace abide::policy
