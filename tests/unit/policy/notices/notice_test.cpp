// What a notice is made of: words, sections, sentences; and what is no notice.
#include "policy/notices/notice.hpp"

#include <chrono>

#include "tests/unit/policy/notices/reading.hpp"

namespace abide::policy::notices {
namespace {

using test::read;
using test::sentences;

bool alike(const std::string& a, const std::string& b) {
  return tokens_of(a).signs == tokens_of(b).signs;
}

TEST(NoticeTokens, BlanksAndTypographyMakeNoDifference) {
  EXPECT_TRUE(alike("we keep it", "we \t\r\n keep\u00A0it"));
  EXPECT_TRUE(alike("OpenAI's \"terms\"", "OpenAI\u2019s \u201Cterms\u201D"));
  EXPECT_TRUE(alike("only - no data", "only \u2014 no data"));
  EXPECT_TRUE(alike("only -- no data", "only \u2013 no data"));
  EXPECT_TRUE(alike("information", "infor\u00ADmation"));
  EXPECT_TRUE(alike("and so on...", "and so on\u2026"));
  EXPECT_TRUE(alike("we keep it", "we **keep** `it`"));
  EXPECT_TRUE(alike("see our terms.", "see [our terms](https://shop.example/a_(b)."));
  EXPECT_TRUE(alike("30 days", "\uFEFF30\u200B days"));
}
TEST(NoticeTokens, WordsAndMarksMakeOne) {
  EXPECT_FALSE(alike("we keep it", "We keep it"));
  EXPECT_FALSE(alike("30 days", "60 days"));
  EXPECT_FALSE(alike("we keep it", "we keepit"));
  EXPECT_FALSE(alike("we keep it.", "we keep it"));
  EXPECT_FALSE(alike("aws_eu", "aws eu"));
  EXPECT_FALSE(alike("caf\u00E9", "cafe"));
}
TEST(NoticeTokens, PlacesAreThoseOfTheText) {
  const std::string text = "we \u201Ckeep\u201D in\u00ADfor";
  const Tokens tokens = tokens_of(text);
  ASSERT_EQ(tokens.size(), 5U);
  EXPECT_EQ(text.substr(tokens.places[2].begin, tokens.places[2].end - tokens.places[2].begin),
            "keep");
  EXPECT_EQ(text.substr(tokens.places[4].begin), "in\u00ADfor");
}

TEST(NoticeSections, OfPlainTextAreThoseThatPromisesName) {
  const Notice notice =
      read("Privacy\nWe keep data.\nSmall print\nWe sell none.\n1. Rights\nYou may ask.\n",
           {.sections = {"Privacy", "Rights"}, .headings = {"Small print"}});
  ASSERT_EQ(notice.sections().size(), 2U);
  EXPECT_EQ(notice.sections()[1].title, "1. Rights");
  EXPECT_EQ(sentences(notice),
            "{Privacy}[We keep data.]{Small print}[We sell none.]{1. Rights}[You may ask.]");
  EXPECT_TRUE(notice.has_section(title_key("Privacy:")));
  EXPECT_FALSE(notice.has_section(title_key("Small print")));
}
TEST(NoticeSections, ALineThatNobodyNamesIsASentence) {
  const Notice notice = read("We sell your data\n\nWe keep it.\n");
  EXPECT_EQ(sentences(notice), "[We sell your data][We keep it.]");
}
TEST(NoticeSections, OfMarkdownLieWithinEachOther) {
  const Notice notice = read(
      "Notice\n======\n\n## Data\nWe keep data.\n### Mail ###\n- your address\n- your name\n\n"
      "Rights\n---\nYou may ask.");
  EXPECT_EQ(sentences(notice),
            "{Notice}{Data}[We keep data.]{Mail}[your address][your name]{Rights}[You may ask.]");
  const auto in = [&](const char* title, std::size_t sentence) {
    return notice.holds(title_key(title), notice.sentences()[sentence].tokens);
  };
  EXPECT_TRUE(in("Data", 5) && in("Mail", 5) && in("Notice", 5));
  EXPECT_FALSE(in("Rights", 5) || in("Mail", 2) || in("Data", 7));
  EXPECT_TRUE(in("Notice", 7) && in("Rights", 7));
}
TEST(NoticeSections, AHeadingMayOpenASentence) {
  const Notice notice = read("Keeping\nAccount data \u2014 Kept by Clerk.\nMail: gone in May.\n",
                             {.sections = {"Keeping"}, .headings = {"Account data", "Mail"}});
  EXPECT_EQ(sentences(notice),
            "{Keeping}{Account data \u2014}[Kept by Clerk.]{Mail:}[gone in May.]");
}

TEST(NoticeSentences, EndWhereAPersonWouldSay) {
  const auto of = [](const char* text) { return sentences(read(text)); };
  EXPECT_EQ(of("We ask (e.g. Google) first. Then we keep it!"),
            "[We ask (e.g. Google) first.][Then we keep it!]");
  EXPECT_EQ(of("See Art. 6 at ico.org.uk. \"Keep it.\" We said so."),
            "[See Art. 6 at ico.org.uk.][\"Keep it.\"][We said so.]");
  EXPECT_EQ(of("We use: - your name - your mail\n\nIt is - if needed - kept."),
            "[We use:][- your name][- your mail][It is - if needed - kept.]");
  EXPECT_EQ(of("This sentence goes on over the end of a line of its text and\nends here."),
            "[This sentence goes on over the end of a line of its text and ends here.]");
  EXPECT_EQ(of("1. your name\n2) your mail\n(a) more"), "[1. your name][2) your mail][(a) more]");
}
TEST(NoticeSentences, NumbersOfItemsAreNoWords) {
  const Notice notice = read("1. your name\n30 days");
  EXPECT_EQ(notice.words_in(notice.sentences()[0].tokens), 2U);
  EXPECT_EQ(notice.words_in(notice.sentences()[1].tokens), 2U);
}

TEST(NoticeHostile, WhatIsNoTextIsRefusedAndSaysWhy) {
  const auto refusal = [](std::string text) {
    const auto notice = Notice::read("notice.txt", std::move(text), {});
    return notice ? std::string{"read"} : notice.error().message;
  };
  EXPECT_NE(refusal("").find("holds no word"), std::string::npos);
  EXPECT_NE(refusal(" \n\n--- \u2026 \n").find("holds no word"), std::string::npos);
  EXPECT_EQ(refusal("We keep\nit \xFF\xFE"),
            "the notice `notice.txt` is not UTF-8: byte 0xff in line 2");
  EXPECT_NE(refusal(std::string{"We\0keep", 7}).find("zero bytes"), std::string::npos);
  EXPECT_NE(refusal("\n<!DOCTYPE html><p>We keep").find("a page of HTML"), std::string::npos);
  EXPECT_NE(refusal(std::string(max_notice_bytes + 1, 'a')).find("larger than 16 MB"),
            std::string::npos);
  EXPECT_EQ(refusal("\xEF\xBB\xBFWe keep it."), "read");
}
TEST(NoticeHostile, HeadingsAloneAreANotice) {
  const Notice notice = read("# One\n## Two\n# Three");
  EXPECT_EQ(sentences(notice), "{One}{Two}{Three}");
  EXPECT_EQ(notice.sections()[1].parent, std::optional<std::size_t>{0});
}
TEST(NoticeHostile, LineEndsOfAnotherSystemAreBlanks) {
  const Titles titles{.sections = {"Keeping"}, .headings = {}};
  EXPECT_EQ(sentences(read("Keeping\r\nWe keep it.\r\n\r\nAll of it.\r\n", titles)),
            "{Keeping}[We keep it.][All of it.]");
}
/// Seconds that a text of the shape takes, read and sought through.
double seconds_for(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  const Notice notice = read(text);
  EXPECT_GE(notice.sentences().size(), 1U);
  return std::chrono::duration<double>{std::chrono::steady_clock::now() - start}.count();
}
std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}
TEST(NoticeHostile, TenMegabytesOfOneSentenceAreRead) {
  EXPECT_LT(seconds_for(repeated("word ", 10'000'000)), 60.0);
}
TEST(NoticeHostile, NoShapeTakesMoreThanItsSize) {
  for (const char* piece : {"word ", "a\u00AD", ")", "](", "[a](b)", "- ", "> ", "a\n", "# a\n",
                            "a.\n---\n", ". A", "\u2026", "a: - "}) {
    const double small = seconds_for("word " + repeated(piece, 200'000));
    const double large = seconds_for("word " + repeated(piece, 2'000'000));
    EXPECT_LT(large, 40 * small + 0.5) << piece << " grows faster than its size";
  }
}

}  // namespace
}  // namespace abide::policy::notices
