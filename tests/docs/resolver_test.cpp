// The pages are right about the resolver and the checks: added to the small shop of the tests, what
// follows `Avoid:` gets the page's code, what follows `Prefer:` nothing at all.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "policy/checks/checks.hpp"
#include "tests/support/corpora.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path{ABIDE_SOURCE_DIR} / "docs" / "diagnostics";

/// The block of policy that follows a heading word, less its first line.
std::string block_after(const std::string& page, const std::string& word) {
  const std::string fence = word + ":\n```policy\nabide 1;\n";
  const std::size_t at = page.find(fence);
  if (at == std::string::npos) {
    return "";
  }
  const std::size_t begin = at + fence.size();
  return page.substr(begin, page.find("```", begin) - begin);
}
/// What says of itself which policy it is stands alone.
test::Checked in_the_shop(const std::string& block) {
  if (block.starts_with("policy ")) {
    return test::check_policy("abide 1;\n" + block, {.today = parse_date("2026-06-30")});
  }
  return test::Shop{.more = block, .options = {.today = parse_date("2026-05-08")}}.check();
}

std::set<std::string> codes_in(const test::Checked& checked) {
  std::set<std::string> codes;
  for (const Diagnostic& one : checked.result.diagnostics) {
    codes.insert(one.code);
  }
  return codes;
}

TEST(DocsResolver, each_page_raises_its_code_and_mends_it) {
  int pages = 0;
  for (const auto& entry : fs::directory_iterator{folder}) {
    const std::string code = entry.path().stem().string();
    if (code.starts_with("E01") || (code.substr(1, 2) == "09" && code != "W0906") ||
        (code.substr(1, 2) == "08" && code != "E0802")) {
      continue;  // the parser's own and those of notices, tested beside it
    }
    const std::string page = test::read_text(entry.path());
    const std::string avoid = block_after(page, "Avoid");
    const std::string prefer = block_after(page, "Prefer");
    if (avoid.empty() || prefer.empty()) {
      continue;  // the engine's codes are about live stores
    }
    ++pages;
    EXPECT_TRUE(page.starts_with("# " + code + ": ")) << code;
    EXPECT_NE(page.find("\nWhy: "), std::string::npos) << code;
    const test::Checked bad = in_the_shop(avoid);
    EXPECT_EQ(codes_in(bad), std::set<std::string>{code}) << code << "\n" << bad.text();
    const test::Checked good = in_the_shop(prefer);
    EXPECT_EQ(good.text(), "") << code;
  }
  EXPECT_GE(pages, 30);
}
TEST(DocsResolver, each_check_has_a_page) {
  std::set<std::string> codes{"E0201", "E0202", "E0203", "E0204", "E0205", "E0206",
                              "E0207", "E0212", "E0213", "E0315", "E0503", "E0507",
                              "E0509", "E0602", "E0705", "W0713", "W0611"};
  for (const checks::CheckEntry& check : checks::all()) {
    codes.insert(std::string{check.code.substr(0, 5)});
  }
  for (const std::string& code : codes) {
    EXPECT_TRUE(fs::exists(folder / (code + ".md"))) << code;
  }
}

}  // namespace
}  // namespace abide::policy
