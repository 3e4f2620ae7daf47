// The two published notices: every promise stands, nearly every word is under a quote, and one word
// changed under a quote is noticed, whichever it is.
#include <fmt/format.h>

#include <set>

#include "tests/support/corpora.hpp"
#include "tests/unit/policy/notices/reading.hpp"

namespace abide::policy::notices {
namespace {

struct Example {
  explicit Example(const std::string& name_of) : name(name_of) {
    const std::string folder = std::string{ABIDE_SOURCE_DIR} + "/docs/examples/" + name + "/";
    auto read = [&](const std::string& path) -> Result<std::string> {
      return abide::test::read_text(folder + path);
    };
    compiled = compile(name + ".policy", read).value();
    text = abide::test::read_text(folder + name + ".txt");
  }
  [[nodiscard]] Reading reading_of(const std::string& notice) const {
    return read_notices(
        compiled.sources, name + ".policy",
        [&](const std::string&) -> Result<std::string> { return notice; }, nullptr);
  }
  std::string name;
  CompileResult compiled = {};
  std::string text = {};
};

void expect_whole(const Example& example, std::size_t promises) {
  const Reading reading = example.reading_of(example.text);
  ASSERT_EQ(reading.notices.size(), 1U);
  const ReadNotice& read = reading.notices[0];
  EXPECT_EQ(reading.quoted.size(), promises);
  EXPECT_EQ(standing_promises(reading), promises);
  EXPECT_GE(read.share.quoted * 100, read.share.words * 97);
  EXPECT_EQ(read.share.bare, 0U);
}
TEST(NoticeExamples, EveryPromiseStandsAndNearlyEveryWordIsQuoted) {
  expect_whole(Example{"career-mentor"}, 90);
  expect_whole(Example{"interview-studio"}, 96);
}

/// Changes one word after the other. Those under a quote must take its promises' footing, each told
/// once with E0901, in the section they name; the others must leave all as it was.
void expect_mutants_are_noticed(const Example& example) {
  const Reading whole = example.reading_of(example.text);
  const ReadNotice& read = whole.notices.at(0);
  const Tokens& tokens = read.notice.tokens();
  std::size_t mutants = 0;
  for (const Sentence& sentence : read.notice.sentences()) {
    for (std::size_t i = sentence.tokens.first; i < sentence.tokens.last; ++i) {
      if (!tokens.is_word(i) || (sentence.heading && !read.standing.covered[i])) continue;
      std::string text = example.text;
      const Place place = tokens.places[i];
      text.replace(place.begin, place.end - place.begin, "otherwise");
      const Reading mutant = example.reading_of(text);
      std::size_t lost = 0;
      for (const Diagnostic& one : mutant.diagnostics) lost += one.code == "E0901" ? 1 : 0;
      EXPECT_EQ(lost > 0, read.standing.covered[i]) << read.notice.text_of(sentence.tokens) << i;
      EXPECT_EQ(lost, mutant.quoted.size() - standing_promises(mutant));
      for (std::size_t promise = 0; promise < mutant.quoted.size(); ++promise) {
        const Footing& was = read.standing.footings[promise];
        if (mutant.notices.at(0).standing.footings[promise].stands) continue;
        EXPECT_TRUE(read.notice.holds(title_key(whole.quoted[promise].section->text), {i, i + 1}))
            << "another section's promise fell";
        EXPECT_FALSE(was.sentences.empty());
      }
      ++mutants;
    }
  }
  EXPECT_GT(mutants, 900U);
}
TEST(NoticeExamples, OneWordChangedUnderAQuoteIsNoticedInItsSection) {
  expect_mutants_are_noticed(Example{"career-mentor"});
  expect_mutants_are_noticed(Example{"interview-studio"});
}

}  // namespace
}  // namespace abide::policy::notices
