// What a person sees where a policy and its notice differ: x.policy and x.txt beside x.expect, and
// the same of the two examples.
#include <gtest/gtest.h>

#include "policy/compile.hpp"
#include "policy/notices/check.hpp"
#include "tests/support/golden.hpp"

namespace abide::policy::notices {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path{ABIDE_SOURCE_DIR} / "tests" / "golden" / "notices";

std::string rendered(const fs::path& path) {
  const std::string name = path.filename().string();
  const auto reader = [&](const std::string& wanted) -> Result<std::string> {
    return abide::test::read_text(path.parent_path() / wanted);
  };
  const auto compiled = compile(name, reader, {.today = parse_date("2026-07-01")});
  EXPECT_TRUE(compiled.ok() && compiled->model) << name;
  const Reading reading =
      read_notices(compiled->sources, name, reader, nullptr, {.today = parse_date("2026-07-01")});
  const Sources files = sources_with(compiled->sources, reading);
  std::string all;
  for (const Diagnostic& one : reading.diagnostics) all += render(one, files.files);
  for (const ReadNotice& one : reading.notices) {
    all += one.named.path + ": " + std::to_string(standing_promises(reading)) +
           " promises stand, " + std::to_string(one.share.quoted) + " of " +
           std::to_string(one.share.words) + " words are quoted, " +
           std::to_string(one.share.headings) + " are of headings\n";
  }
  return all;
}

TEST(GoldenNotices, MessagesReadAsTheyWereRead) {
  int cases = 0;
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() != ".policy") continue;
    abide::test::expect_golden(fs::path{entry.path()}.replace_extension(".expect"),
                               rendered(entry.path()));
    ++cases;
  }
  EXPECT_GE(cases, 1);
}
TEST(GoldenNotices, OfTheExamplesWereRead) {
  for (const char* name : {"interview-studio", "career-mentor"}) {
    const fs::path policy =
        fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / name / (std::string{name} + ".policy");
    abide::test::expect_golden(folder / "examples" / (std::string{name} + ".expect"),
                               rendered(policy));
  }
}

}  // namespace
}  // namespace abide::policy::notices
