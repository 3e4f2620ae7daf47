// The pages are right about notices: with the page's own notice beside the shop of the tests, what
// follows `Avoid:` gets the page's code, what follows `Prefer:` nothing at all.
#include <gtest/gtest.h>

#include <filesystem>

#include "policy/compile.hpp"
#include "policy/notices/check.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy::notices {
namespace {

namespace fs = std::filesystem;

/// What stands between a heading word's fence and its end.
std::string block_after(const std::string& page, const std::string& word, const std::string& kind) {
  const std::string fence = word + ":\n```" + kind + "\n";
  const std::size_t at = page.find(fence);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + fence.size();
  return page.substr(begin, page.find("```", begin) - begin);
}

std::string codes_of(const std::string& policy, const std::string& page, const Accepted* accepted) {
  const auto reader = [&](const std::string& path) -> Result<std::string> {
    if (path == "shop.policy") return policy;
    const std::string notice = block_after(page, "Notice", "text");
    if (path == "notice.txt" && !notice.empty()) return notice;
    return Error{ErrorCode::not_found, "there is no such file", ""};
  };
  const auto compiled = compile("shop.policy", reader);
  EXPECT_TRUE(compiled.ok() && compiled->model.has_value()) << policy;
  if (!compiled || !compiled->model) return "does not compile";
  std::string codes;
  for (const Diagnostic& one :
       read_notices(compiled->sources, "shop.policy", reader, accepted).diagnostics) {
    codes += (codes.empty() ? "" : " ") + one.code;
  }
  return codes;
}

TEST(DocsNotices, EachPageRaisesItsCodeAndMendsIt) {
  int pages = 0;
  for (const char* code : {"E0901", "W0902", "W0903", "E0905", "W0907"}) {
    const std::string page = abide::test::read_text(fs::path{ABIDE_SOURCE_DIR} / "docs" /
                                                    "diagnostics" / (std::string{code} + ".md"));
    const std::string avoid = block_after(page, "Avoid", "policy");
    const std::string prefer = block_after(page, "Prefer", "policy");
    ASSERT_FALSE(avoid.empty() || prefer.empty()) << code;
    EXPECT_EQ(codes_of(avoid, page, nullptr), code);
    EXPECT_EQ(codes_of(prefer, page, nullptr), "") << code;
    ++pages;
  }
  EXPECT_EQ(pages, 5);
}
TEST(DocsNotices, ThePageOfTheAcceptedTextRaisesItToo) {
  const std::string page =
      abide::test::read_text(fs::path{ABIDE_SOURCE_DIR} / "docs" / "diagnostics" / "E0904.md");
  const std::string policy = block_after(page, "Policy", "policy");
  Accepted accepted;
  accept(accepted, "notice.txt", block_after(page, "Avoid", "text"), "Ada",
         *parse_instant("2026-06-01"));
  EXPECT_EQ(codes_of(policy, page, &accepted), "E0904");
  accept(accepted, "notice.txt", block_after(page, "Prefer", "text"), "Ada",
         *parse_instant("2026-07-01"));
  EXPECT_EQ(codes_of(policy, page, &accepted), "");
}

}  // namespace
}  // namespace abide::policy::notices
