// What a person sees when a policy does not read: x.policy beside x.expect, compared letter by
// letter. ABIDE_UPDATE_GOLDEN=1 rewrites the expectations; a person reads the difference.
#include <gtest/gtest.h>

#include "policy/parse.hpp"
#include "tests/support/golden.hpp"

namespace abide::policy {
namespace {

std::string rendered(const std::string& name, const std::string& text) {
  const SourceFile source{name, text};
  std::string all;
  for (const Diagnostic& diagnostic : parse(source).diagnostics) {
    all += render(diagnostic, source);
  }
  return all;
}

TEST(GoldenSyntax, messages_read_as_they_were_read) {
  const auto folder = std::filesystem::path{ABIDE_SOURCE_DIR} / "tests" / "golden" / "syntax";
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".policy") {
      const std::string text =
          rendered(entry.path().filename().string(), test::read_text(entry.path()));
      test::expect_golden(std::filesystem::path{entry.path()}.replace_extension(".expect"), text);
      ++cases;
    }
  }
  EXPECT_GE(cases, 10);
}

}  // namespace
}  // namespace abide::policy
