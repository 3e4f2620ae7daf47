// A loosened tree is what somebody would have got who made the same change to the text: the text is
// edited, parsed and resolved anew, and means the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "policy/compile.hpp"
#include "policy/loosen/loosening.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

constexpr std::size_t every = 7;  ///< of them is tried, unless ABIDE_CASES asks for more

std::size_t stride() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  const char* const cases = std::getenv("ABIDE_CASES");
  return cases != nullptr && std::atoi(cases) > 2000 ? 1 : every;
}

std::string example(const std::string& name) {
  return test::read_text(std::string{ABIDE_SOURCE_DIR} + "/docs/examples/" + name + "/" + name +
                         ".policy");
}
CompileResult compiled(const std::string& text) {
  return compile("p.policy", [&](const std::string&) { return Result<std::string>{text}; }).value();
}

/// The edits of one loosening done to the text.
std::string edited(std::string text, std::vector<TextEdit> edits) {
  std::ranges::sort(edits, std::ranges::greater{},
                    [](const TextEdit& edit) { return edit.span.begin; });
  for (const TextEdit& edit : edits) {
    text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  }
  return text;
}

/// What it comes to, for comparing: the meaning, or the first error's code.
std::string outcome(const std::optional<Model>& model, const std::vector<Diagnostic>& diagnostics) {
  if (model) return to_hex(meaning_digest(*model));
  const auto error = std::ranges::find(diagnostics, Severity::error, &Diagnostic::severity);
  return error == diagnostics.end() ? "" : error->code;
}

struct Tried {
  std::size_t all = 0, same = 0, changed = 0;
  std::string first_other;  ///< the first of which text and tree differ
};
/// @param edits  what is done to the text for one loosening
template <class Edits>
Tried try_all(const std::string& name, const Edits& edits) {
  const std::string text = example(name);
  const CompileResult original = compiled(text);
  EXPECT_TRUE(original.model.has_value()) << name;
  Tried tried;
  if (!original.model) return tried;
  Loosener loosener{original.sources, *original.model};
  const auto all = loosenings_of(original.sources, *original.model);
  for (std::size_t i = 0; i < all.size(); i += stride()) {
    const Loosened tree = loosener.with(all[i]);
    const CompileResult written = compiled(edited(text, edits(all[i])));
    const std::string one = outcome(tree.result.model, tree.result.diagnostics);
    const bool same = one == outcome(written.model, written.diagnostics);
    ++tried.all;
    tried.same += same ? 1 : 0;
    tried.changed += one != outcome(original.model, {}) ? 1 : 0;
    if (!same && tried.first_other.empty()) tried.first_other = all[i].how + ": " + all[i].sentence;
  }
  return tried;
}

TEST(LoosenedTree, means_what_the_loosened_text_means) {
  for (const char* const name : {"interview-studio", "career-mentor"}) {
    const Tried tried = try_all(name, [](const Loosening& one) { return one.edits; });
    EXPECT_EQ(tried.same, tried.all) << name << ": " << tried.first_other;
    EXPECT_GE(tried.changed * 10, tried.all * 8) << name;
    EXPECT_GE(tried.all, 20U) << name;
  }
}

// The twin that must fail: a text that is not changed means something else than the loosened trees.
TEST(LoosenedTree, is_told_from_a_text_that_was_not_changed) {
  const Tried tried =
      try_all("interview-studio", [](const Loosening&) { return std::vector<TextEdit>{}; });
  EXPECT_EQ(tried.same, tried.all - tried.changed);
  EXPECT_GE(tried.changed * 10, tried.all * 8);
}

}  // namespace
}  // namespace abide::policy
