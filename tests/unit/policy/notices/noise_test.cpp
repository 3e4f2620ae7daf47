// What the check of notices leaves out because somebody said it, and which passage it offers.
#include "tests/unit/policy/notices/reading.hpp"

namespace abide::policy::notices::test {
namespace {

TEST(NoticeNoise, WhatARulingSpeaksOfIsDecided) {
  const std::string declared =
      "processor mailer \"Postal Pigeons\" { country GB; agreement dpa; }\n";
  const std::map<std::string, std::string> files{
      {"notice.txt", "We delete your contact data within 30 days.\n"}};
  const std::string quoted =
      "promise P-1 \"We delete your contact data within 30 days.\" { erase contact within 30 days "
      "of "
      "closed; }\n";
  const auto codes = [&](const std::string& more) {
    return check({.more = declared + quoted + more, .files = files}).codes();
  };
  EXPECT_EQ(codes("promise P-2 { host contact with mailer; }"), "W0903");
  EXPECT_EQ(codes("ruling R-G1 between P-1 \"Who sends mail is not said.\" { host contact with "
                  "mailer; decide by dpo before 2030-01-01; }"),
            "");
}
TEST(NoticeNoise, ThePassageThatIsOfferedIsOneThatNobodyQuotes) {
  const Checked checked = check(
      {.more = "promise P-1 \"We keep your letters for 30 days after you leave us.\" { tell "
               "customer; }\n"
               "promise P-2 \"We keep your parcels for 30 days after you leave us.\" { tell "
               "customer; }\n",
       .files = {
           {"notice.txt",
            "Contact data.\nWe keep your parcels for 30 days after you leave us. We keep every "
            "letter of yours for 60 days after you leave us.\n"}}});
  const auto lost = std::ranges::find(checked.reading.diagnostics, "E0901", &Diagnostic::code);
  ASSERT_NE(lost, checked.reading.diagnostics.end()) << checked.text();
  EXPECT_NE(checked.text().find("letter of yours for 60 days"), std::string::npos);
  ASSERT_FALSE(lost->labels.empty()) << checked.text();
  EXPECT_EQ(lost->labels.front().text, "the nearest passage");
  const Sources all = sources_with(checked.compiled.sources, checked.reading);
  EXPECT_NE(all.files[1]
                .text()
                .substr(lost->labels.front().span.begin,
                        lost->labels.front().span.end - lost->labels.front().span.begin)
                .find("letter"),
            std::string_view::npos)
      << checked.text();
}
TEST(NoticeNoise, WhatAnotherPromiseQuotesIsOfferedAsSuch) {
  const Checked checked =
      check({.more = "promise P-1 \"We keep your letters for 30 days after you leave us.\" { tell "
                     "customer; }\n"
                     "promise P-2 \"We keep your parcels for 30 days after you leave us.\" { tell "
                     "customer; }\n",
             .files = {{"notice.txt",
                        "We keep your parcels for 30 days after you leave us. "
                        "Contact data.\n"}}});
  EXPECT_NE(checked.text().find("quoted by another promise already, and nearest"),
            std::string::npos)
      << checked.text();
}

std::string dated(const std::string& updated, const std::string& line,
                  const std::string& more = "") {
  return check(
             {.block = "notice \"notice.txt\"; heading \"" + line + "\"; updated " + updated + ";",
              .more = more,
              .files = {{"notice.txt", line + "\nContact data\n"}}})
      .codes();
}
TEST(PrintedDate, IsHeldAgainstThePolicys) {
  for (const char* const line :
       {"Last updated: 8 May 2026", "Updated on May 8th, 2026",
        "This page was revised on 2026-05-08", "Last modified 08 may 2026"}) {
    EXPECT_EQ(dated("2026-05-08", line), "W0902") << line;
    EXPECT_EQ(dated("2026-05-09", line), "W0907 W0902") << line;
  }
  EXPECT_EQ(dated("2026-05-09", "In force from 1 January 2020"), "W0902") << "of something else";
  EXPECT_EQ(dated("2026-05-09", "Last updated in May"), "W0902") << "names no day";
  EXPECT_EQ(dated("2026-05-09", "Last updated 31 February 2026"), "W0902") << "no day there is";
}
TEST(PrintedDate, IsTheOneThatTheSentenceSaysOfTheChange) {
  const std::string line = "First published on 1 March 2025 and last updated on 8 May 2026";
  EXPECT_EQ(dated("2026-05-08", line), "W0902");
  const Checked other =
      check({.block = "notice \"notice.txt\"; heading \"" + line + "\"; updated 2026-05-09;",
             .files = {{"notice.txt", line + "\nContact data\n"}}});
  EXPECT_NE(other.text().find("the notice prints 2026-05-08"), std::string::npos) << other.text();
  EXPECT_EQ(dated("2026-05-09", "On 8 May 2026 we last updated this page"), "W0907 W0902")
      << "before the word";
}
TEST(PrintedDate, IsOfTheNoticeAndOfNothingElse) {
  EXPECT_EQ(dated("2026-05-09", "The register is updated since 25 May 2018"), "W0902");
  EXPECT_EQ(dated("2026-05-09", "This policy is in force as updated on 25 May 2018"),
            "W0907 W0902");
}
TEST(PrintedDate, IsWaivedOnTheController) {
  EXPECT_EQ(
      dated("2026-05-09", "Last updated: 8 May 2026",
            "waive W0907 on shop_ltd because \"printed tomorrow\" by dpo until 2030-01-01;\n"),
      "W0902");
}

}  // namespace
}  // namespace abide::policy::notices::test
