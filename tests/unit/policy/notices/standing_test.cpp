// Where quotes stand, and which words are under none.
#include "policy/notices/standing.hpp"

#include <chrono>

#include "tests/unit/policy/notices/reading.hpp"

namespace abide::policy::notices {
namespace {

Quoted quoted(std::vector<std::string> parts, std::optional<std::string> section = {}) {
  Quoted one{"SH-01", {}, {}, {}};
  for (std::string& part : parts) one.parts.push_back({{}, std::move(part)});
  if (section) one.section = ast::Text{{}, *section};
  return one;
}
Footing footing_of(const std::string& text, const Quoted& one, const Titles& titles = {}) {
  return stand_in(test::read(text, titles), std::span{&one, 1}).footings.front();
}
bool stands(const std::string& text, const Quoted& one, const Titles& titles = {}) {
  return footing_of(text, one, titles).stands;
}

TEST(Standing, AQuoteStandsWordForWord) {
  const std::string text = "We never resell your\u00A0data \u2014 not once.";
  EXPECT_TRUE(stands(text, quoted({"your data - not once."})));
  EXPECT_TRUE(stands(text, quoted({"We  never"})));
  EXPECT_FALSE(stands(text, quoted({"sell your data"}))) << "a part of a word is no word";
  EXPECT_FALSE(stands(text, quoted({"your data not once"})));
  EXPECT_FALSE(stands(text, quoted({"we never"})));
  EXPECT_FALSE(stands(text, quoted({""})));
}
TEST(Standing, OnlyInTheSectionThatThePromiseNames) {
  const Titles titles{.sections = {"Data", "Rights"}, .headings = {}};
  const std::string text = "Data\nWe keep it.\nRights\nYou may ask.";
  EXPECT_TRUE(stands(text, quoted({"You may ask."}, "Rights"), titles));
  const Footing other = footing_of(text, quoted({"You may ask."}, "Data"), titles);
  EXPECT_FALSE(other.stands);
  EXPECT_TRUE(other.elsewhere && other.has_section);
  const Footing none = footing_of(text, quoted({"You may ask."}, "Cookies"), titles);
  EXPECT_FALSE(none.stands || none.has_section);
  EXPECT_FALSE(stands(text, quoted({"keep it. Rights You"}, "Data"), titles))
      << "a quote ends with its section";
}
TEST(Standing, PartsStandOneAfterTheOther) {
  const std::string text = "We use it to: - teach - tell. We use it well.";
  EXPECT_TRUE(stands(text, quoted({"We use it to:", "tell"})));
  EXPECT_TRUE(stands(text, quoted({"We use it", "We use it"})));
  EXPECT_FALSE(stands(text, quoted({"We use it", "We use it", "We use it"})));
  const Footing turned = footing_of(text, quoted({"tell", "teach"}));
  EXPECT_FALSE(turned.stands);
  EXPECT_TRUE(turned.elsewhere.has_value());
  EXPECT_EQ(turned.missing, 1U);
}
TEST(Standing, KnowsTheSentencesOfAQuote) {
  const Footing one = footing_of("One. Two is here. Three too. Four.", quoted({"is here. Three"}));
  EXPECT_EQ(one.sentences, (std::vector<std::size_t>{1, 2}));
}

TEST(Standing, CountsWordsUnderQuotes) {
  const Titles titles{.sections = {"Data"}, .headings = {}};
  const Notice notice =
      test::read("Data\nWe keep it, and never sell it. We may, however, lend it.", titles);
  const std::vector<Quoted> all{quoted({"We keep it"}), quoted({"never sell it."}),
                                quoted({"lend it."})};
  const Standing standing = stand_in(notice, all);
  const Share share = share_of(notice, standing);
  EXPECT_EQ(share.headings, 1U);
  EXPECT_EQ(share.words, 12U);
  EXPECT_EQ(share.quoted, 8U);
  EXPECT_EQ(share.percent(), 66);
  EXPECT_EQ(share.bare, 1U) << "`and` joins; `We may, however` does not";
  EXPECT_TRUE(bare_words_of(notice, standing, notice.sentences()[1]).empty());
  const auto runs = bare_words_of(notice, standing, notice.sentences()[2]);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(notice.text_of(runs[0]), "We may, however");
}

/// Many quotes that begin and end alike, in ten megabytes of nothing else.
TEST(StandingHostile, ManyQuotesInMuchTextTakeOneWalk) {
  std::vector<Quoted> all;
  std::string words;
  for (int i = 0; i < 40; ++i) {
    words += i == 0 ? "a" : " a";
    all.push_back(quoted({words + " b"}));
  }
  const auto seconds_in = [&](std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += "a ";
    const Notice notice = test::read(text + "b");
    const auto start = std::chrono::steady_clock::now();
    const Standing standing = stand_in(notice, all);
    EXPECT_TRUE(standing.footings.back().stands);
    return std::chrono::duration<double>{std::chrono::steady_clock::now() - start}.count();
  };
  const double small = seconds_in(400'000);
  EXPECT_LT(seconds_in(4'000'000), 30 * small + 0.5);
}

}  // namespace
}  // namespace abide::policy::notices
