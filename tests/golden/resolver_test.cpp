// What a person sees when a policy reads but does not hold: x.policy beside x.expect. The examples
// and the first draft of another notice's policy load without an error; their warnings are golden
// files too.
#include <gtest/gtest.h>

#include "policy/compile.hpp"
#include "tests/support/golden.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path{ABIDE_SOURCE_DIR} / "tests" / "golden" / "resolver";

CompileResult compiled(const fs::path& path) {
  const std::string name = path.filename().string();
  const auto reader = [&](const std::string& wanted) -> Result<std::string> {
    return test::read_text(path.parent_path() / wanted);
  };
  auto result = compile(name, reader, {.today = parse_date("2026-07-01")});
  EXPECT_TRUE(result.ok());
  return std::move(result).value();
}
std::string rendered(const CompileResult& result) {
  std::string all;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    all += render(diagnostic, result.sources.files);
  }
  return all + (result.model ? "loads\n" : "does not load\n");
}

TEST(GoldenResolver, messages_read_as_they_were_read) {
  int cases = 0;
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() == ".policy") {
      test::expect_golden(fs::path{entry.path()}.replace_extension(".expect"),
                          rendered(compiled(entry.path())));
      ++cases;
    }
  }
  EXPECT_GE(cases, 6);
}

void expect_example_loads(const std::string& name) {
  const fs::path example = fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / name;
  const CompileResult policy = compiled(example / (name + ".policy"));
  test::expect_golden(folder / "examples" / (name + ".expect"), rendered(policy));
  ASSERT_TRUE(policy.model.has_value());
  for (const char* file : {"demo.deploy", "production.deploy"}) {
    const auto reader = [&](const std::string& wanted) -> Result<std::string> {
      return test::read_text(example / wanted);
    };
    const auto deployment = compile_deployment(file, reader, *policy.model);
    ASSERT_TRUE(deployment.ok());
    // The demo tells of no events as they happen, and its notice promises a moment (W0509).
    const bool waits = name == "interview-studio" && std::string_view{file} == "demo.deploy";
    std::string codes;
    for (const Diagnostic& one : deployment->diagnostics) codes += one.code;
    EXPECT_EQ(codes, waits ? "W0509" : "") << file;
    EXPECT_TRUE(deployment->deployment.has_value());
  }
}

TEST(GoldenResolver, the_first_example_loads_and_its_warnings_were_read) {
  expect_example_loads("interview-studio");
}
TEST(GoldenResolver, the_second_example_loads_and_its_warnings_were_read) {
  expect_example_loads("career-mentor");
}

/// A draft of the second example, in which the checks find what its README lists as corrected.
TEST(GoldenResolver, a_draft_with_contradictions_does_not_load) {
  const fs::path path = test::corpora().parent_path() / "language" / "career-mentor.policy";
  if (!fs::exists(path)) {
    GTEST_SKIP() << "no career-mentor.policy beside the corpora (ABIDE_CORPORA)";
  }
  const CompileResult policy = compiled(path);
  EXPECT_FALSE(policy.model.has_value());
  test::expect_golden(folder / "career-mentor.expect", rendered(policy));
}

}  // namespace
}  // namespace abide::policy
