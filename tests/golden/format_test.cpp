// The one layout, as a person reads it: x.policy as it was typed beside x.expect as it is laid out.
// ABIDE_UPDATE_GOLDEN=1 rewrites the expectations; a person reads the difference.
#include "policy/format.hpp"

#include <gtest/gtest.h>

#include "tests/support/golden.hpp"

namespace abide::policy {
namespace {

std::string laid_out(const std::string& name, const std::string& text) {
  const SourceFile source{name, text};
  const Formatted made = format(source);
  if (const auto* unreadable = std::get_if<Unreadable>(&made)) {
    return render(unreadable->diagnostics.front(), source);
  }
  const auto* const misprinted = std::get_if<Misprinted>(&made);
  return misprinted != nullptr ? misprinted->what : std::get<std::string>(made);
}

TEST(GoldenFormat, layouts_are_as_they_were_read) {
  const auto folder = std::filesystem::path{ABIDE_SOURCE_DIR} / "tests" / "golden" / "format";
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".policy") {
      const std::string text =
          laid_out(entry.path().filename().string(), test::read_text(entry.path()));
      test::expect_golden(std::filesystem::path{entry.path()}.replace_extension(".expect"), text);
      EXPECT_EQ(laid_out("again", text), text) << entry.path();
      ++cases;
    }
  }
  EXPECT_GE(cases, 1);
}

}  // namespace
}  // namespace abide::policy
