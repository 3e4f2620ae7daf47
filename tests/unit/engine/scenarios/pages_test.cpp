// The pages about tests are right: in the small shop, what follows `Avoid:` gets the page's code,
// and what follows `Prefer:` does not.
#include <algorithm>

#include "engine/scenarios/coverage.hpp"
#include "engine/scenarios/mutate.hpp"
#include "tests/support/corpora.hpp"
#include "tests/unit/engine/scenarios/playing.hpp"

namespace abide::engine::scenarios {
namespace {

test::Checked block_after(const std::string& code, const std::string& word) {
  const std::string page =
      test::read_text(std::string{ABIDE_SOURCE_DIR} + "/docs/diagnostics/" + code + ".md");
  const std::string fence = word + ":\n```policy\nabide 1;\n";
  const std::size_t at = page.find(fence);
  EXPECT_NE(at, std::string::npos) << code << " " << word;
  const std::size_t begin = at == std::string::npos ? 0 : at + fence.size();
  auto made = test::Shop{.more = page.substr(begin, page.find("```", begin) - begin)}.check();
  EXPECT_TRUE(made.result.model.has_value()) << made.text();
  return made;
}

/// Every code about tests that the block gets, for what it adds to the shop.
std::vector<std::string> codes_of(const test::Checked& made) {
  std::vector<policy::Diagnostic> all;
  const auto add = [&](const std::vector<policy::Diagnostic>& some) {
    for (const policy::Diagnostic& one : some) all.push_back(one);
  };
  const auto results = play_all(made);
  add(diagnostics_of(results));
  add(diagnostics_of(coverage_of(policy::statements_of(made.sources, made.model()), results)));
  auto loosenings = policy::loosenings_of(made.sources, made.model());
  std::erase_if(loosenings, [](const policy::Loosening& one) { return one.under != "SH-01"; });
  SystemFiles files;
  const OpenStores open = open_sqlite;
  const auto rights = policy::rights_of(made.sources);
  const auto mutants =
      mutate({made.sources, made.model(), rights, results, open, files}, std::move(loosenings), {});
  add(diagnostics_of(mutants.value()));
  std::vector<std::string> codes;
  for (const policy::Diagnostic& one : all) {
    // The shop's own promise is not what a page about coverage is about.
    const std::string_view text = made.sources.files[one.span.file].text();
    const bool own = one.code == "W0803" && one.span.begin > text.find("promise INT-001");
    if (!own) codes.push_back(one.code);
  }
  return codes;
}

TEST(PagesAboutTests, raise_their_code_and_mend_it) {
  for (const char* const code : {"E0801", "W0803", "W0804"}) {
    const auto bad = codes_of(block_after(code, "Avoid"));
    EXPECT_NE(std::ranges::find(bad, code), bad.end()) << code;
    const auto good = codes_of(block_after(code, "Prefer"));
    EXPECT_EQ(std::ranges::find(good, code), good.end()) << code;
  }
}

}  // namespace
}  // namespace abide::engine::scenarios
