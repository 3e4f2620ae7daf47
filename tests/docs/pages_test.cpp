// Whatever code the program can say has a page, with what to avoid, what to prefer, and why.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
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

/// Codes with a page, told apart by whether it says that nothing raises them.
struct Pages {
  std::set<std::string> raised, set_aside;
};
Pages pages_there_are() {
  Pages pages;
  for (const auto& entry :
       fs::directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "docs" / "diagnostics"}) {
    const std::string code = entry.path().stem().string();
    const bool aside = test::read_text(entry.path())
                           .find(
                               "This code is set aside: nothing raises "
                               "it.") != std::string::npos;
    (aside ? pages.set_aside : pages.raised).insert(code);
  }
  return pages;
}
/// What the tests look for: every file of theirs but this one, as one text; and the pages whose
/// examples docs_resolver and docs_notices run.
std::string all_tests() {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "tests"}) {
    const auto kind = entry.path().extension();
    const bool read = kind == ".cpp" || kind == ".hpp" || kind == ".expect";
    if (read && entry.path().filename() != "pages_test.cpp") {
      all += test::read_text(entry.path());
    }
  }
  for (const auto& entry :
       fs::directory_iterator{fs::path{ABIDE_SOURCE_DIR} / "docs" / "diagnostics"}) {
    const std::string page = test::read_text(entry.path());
    const bool runs = page.find("Avoid:\n```policy\nabide 1;") != std::string::npos &&
                      page.find("Prefer:\n```policy\nabide 1;") != std::string::npos;
    all += runs ? entry.path().stem().string() + " " : "";
  }
  return all;
}
std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& some) {
  std::set<std::string> rest;
  std::ranges::set_difference(all, some, std::inserter(rest, rest.end()));
  return rest;
}
std::set<std::string> untested(const std::set<std::string>& codes, const std::string& tests) {
  std::set<std::string> rest;
  for (const std::string& code : codes) {
    if (tests.find(code) == std::string::npos) {
      rest.insert(code);
    }
  }
  return rest;
}

TEST(Docs, pages_codes_and_tests_are_of_the_same_codes) {
  const std::set<std::string> none;
  const std::set<std::string> codes = codes_of_the_program();
  const Pages pages = pages_there_are();
  EXPECT_EQ(without(codes, pages.raised), none)
      << "a code that is set aside is raised, or has no page";
  EXPECT_EQ(without(pages.raised, codes), none) << "a page of a code that nothing raises";
  EXPECT_EQ(untested(codes, all_tests()), none) << "a code that no test knows";
  EXPECT_EQ(pages.set_aside.size(), 5U);
}
TEST(Docs, a_code_that_nobody_tests_is_missed) {
  EXPECT_EQ(untested({"E0101", "E9998"}, "E0101 E0102"), std::set<std::string>{"E9998"});
  EXPECT_EQ(without({"E0101", "E9998"}, {"E0101"}), std::set<std::string>{"E9998"});
}

}  // namespace
}  // namespace abide::policy
