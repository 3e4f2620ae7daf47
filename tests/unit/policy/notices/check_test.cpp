// E0901, W0902, W0903, E0904, E0905: each raised, each mended, each at its place.
#include "policy/notices/check.hpp"

#include "policy/notices/nearest.hpp"
#include "tests/unit/policy/notices/reading.hpp"

namespace abide::policy::notices {
namespace {

using test::check;
using test::Checked;
using test::Shop;

const char* const notice_text =
    "Keeping\nWe delete your contact data within 30 days after you leave us.\n"
    "Rights\nYou can ask us what we hold.\n";
const std::string keeping =
    "promise SH-01 \"We delete your contact data within 30 days after you leave us.\" in "
    "\"Keeping\" "
    "{ erase contact within 30 days of closed; }\n";
const std::string rights =
    "promise SH-02 \"You can ask us what we hold.\" in \"Rights\" { tell customer; }\n";

Shop shop_of(std::string more, std::string text = notice_text) {
  Shop shop;
  shop.more = std::move(more);
  shop.files["notice.txt"] = std::move(text);
  return shop;
}
std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(NoticeCheck, ANoticeThatIsQuotedWholeIsSilent) {
  const Checked checked = check(shop_of(keeping + rights));
  EXPECT_EQ(checked.text(), "");
  ASSERT_EQ(checked.reading.notices.size(), 1U);
  EXPECT_EQ(checked.reading.notices[0].share.percent(), 100);
  EXPECT_EQ(standing_promises(checked.reading), 2U);
}
TEST(NoticeCheck, APolicyWithoutANoticeHasNothingToCompare) {
  Shop shop = shop_of(keeping);
  shop.block = "";
  EXPECT_EQ(check(shop).codes(), "");
}

TEST(NoticeCheck, AQuoteThatIsGoneTellsTheNearestPassage) {
  const Checked checked =
      check(shop_of(keeping + rights, with(notice_text, "within 30 days", "within 60 days")));
  EXPECT_EQ(checked.codes(), "E0901") << "and no W0902 on the very sentence that it names";
  const Diagnostic& lost = checked.reading.diagnostics[0];
  EXPECT_EQ(lost.message, "what `SH-01` quotes does not stand in the section `Keeping`");
  ASSERT_EQ(lost.labels.size(), 1U);
  EXPECT_EQ(lost.labels[0].text, "the nearest passage");
  ASSERT_EQ(lost.notes.size(), 1U);
  EXPECT_EQ(lost.notes[0], "the quote has \"30\", the notice \"60\"");
  EXPECT_NE(checked.text().find("We delete your contact data within 60 days"), std::string::npos);
}
TEST(NoticeCheck, AQuoteInAnotherSectionTellsWhich) {
  const Checked checked =
      check(shop_of(keeping + with(rights, "in \"Rights\"", "in \"Keeping\"") +
                    "promise SH-03 \"You can ask us\" in \"Rights\" { tell customer; }\n"));
  ASSERT_EQ(checked.codes(), "E0901") << checked.text();
  EXPECT_EQ(checked.reading.diagnostics[0].message,
            "what `SH-02` quotes stands in `Rights`, not in `Keeping`");
  EXPECT_EQ(checked.reading.diagnostics[0].help, "say `in \"Rights\"`");
}
TEST(NoticeCheck, ASectionThatIsNotThereIsToldWithTheNearest) {
  const Checked checked = check(shop_of(
      keeping + rights + "promise SH-03 \"You can ask us\" in \"Right\" { tell customer; }\n"));
  ASSERT_EQ(checked.codes(), "E0901") << checked.text();
  EXPECT_EQ(checked.reading.diagnostics[0].message,
            "the notice has no section `Right`, from which `SH-03` quotes");
  EXPECT_EQ(checked.reading.diagnostics[0].help, "did you mean `Rights`?");
}
TEST(NoticeCheck, WhatIsUnlikeEverythingSaysSo) {
  const Checked checked =
      check(shop_of(keeping + rights +
                    "promise SH-03 \"Nobody sells pictures of anyone.\" { tell customer; }\n"));
  ASSERT_EQ(checked.codes(), "E0901");
  EXPECT_EQ(checked.reading.diagnostics[0].notes[0],
            "no passage of the notice has half of its words");
}
TEST(NoticeCheck, AQuoteMayStandInAnyOfSeveralNotices) {
  Shop shop = shop_of(keeping + rights,
                      "Keeping\nWe delete your contact data within 30 days after you leave us.\n");
  shop.block = "notice \"notice.txt\", \"more/rights.md\";";
  shop.files["more/rights.md"] = "# Rights\n\nYou can **ask us** what we hold.\n";
  EXPECT_EQ(check(shop).text(), "");
}

TEST(NoticeCheck, ASentenceThatNobodyQuotesIsToldOnce) {
  Shop shop = shop_of(keeping);
  shop.block += " heading \"Rights\";";
  const Checked checked = check(shop);
  ASSERT_EQ(checked.codes(), "W0902");
  const Diagnostic& bare = checked.reading.diagnostics[0];
  EXPECT_EQ(bare.message, "no promise quotes this sentence (7 words)") << checked.text();
  const Checked part = check(shop_of(
      keeping + rights, with(notice_text, "what we hold.", "what we hold. But we may refuse.")));
  ASSERT_EQ(part.codes(), "W0902") << part.text();
}
TEST(NoticeCheck, PartOfASentenceIsToldWithItsWords) {
  const Checked checked = check(
      shop_of(keeping + with(rights, "You can ask us what we hold.", "ask us what we hold.")));
  ASSERT_EQ(checked.codes(), "W0902");
  const Diagnostic& bare = checked.reading.diagnostics[0];
  EXPECT_EQ(bare.message, "no promise quotes 2 of the 7 words of this sentence");
}
TEST(NoticeCheck, WaiversSilenceWarningsOnAPromiseOrTheWholeNotice) {
  const std::string part = with(rights, "You can ask us what we hold.", "ask us what we hold.");
  const std::string waiver =
      "waive W0902 on NAME because \"being reworded\" by dpo until 2026-12-31;\n";
  EXPECT_EQ(check(shop_of(keeping + part + with(waiver, "NAME", "SH-02"))).text(), "");
  EXPECT_EQ(check(shop_of(keeping + with(waiver, "NAME", "shop_ltd"))).text(), "");
  EXPECT_EQ(check(shop_of(keeping + part + with(waiver, "NAME", "SH-01"))).codes(), "W0713 W0902")
      << "one that silences nothing is told";
}
TEST(NoticeCheck, AWaiverEnds) {
  const Checked checked = check(shop_of(
      keeping + "waive W0902 on shop_ltd because \"being reworded\" by dpo until 2026-06-30;\n"));
  EXPECT_EQ(checked.codes(), "W0902 W0902");
}
TEST(NoticeCheck, AfterAHundredOnlyTheNumberIsTold) {
  std::string text = notice_text;
  for (int i = 0; i < 250; ++i) text += "Nobody quotes this one.\n";
  const Checked checked = check(shop_of(keeping + rights, text));
  EXPECT_EQ(checked.reading.diagnostics.size(), 101U);
  EXPECT_NE(checked.text().find("no promise quotes 150 further sentences of `notice.txt`"),
            std::string::npos);
}

TEST(NoticeCheck, ARecipientThatTheNoticeNeverNamesIsTold) {
  const std::string party = "processor mailer \"Postal Pigeons Ltd\" { country GB; }\n";
  const std::string flow = "promise INT-002 { host contact with mailer; }\n";
  const Checked checked = check(shop_of(keeping + rights + party + flow));
  ASSERT_EQ(checked.codes(), "W0903") << checked.text();
  EXPECT_EQ(checked.reading.diagnostics[0].message,
            "the notice never names `mailer` (Postal Pigeons Ltd), who receives data");
  const std::string named =
      with(notice_text, "what we hold.", "what we hold, or postal pigeons ltd.");
  EXPECT_EQ(
      check(shop_of(keeping + with(rights, "hold.", "hold, or postal pigeons ltd.") + party + flow,
                    named))
          .text(),
      "");
  EXPECT_EQ(
      check(shop_of(keeping + rights + party + flow +
                    "waive W0903 on mailer because \"next version\" by dpo until 2026-12-31;\n"))
          .text(),
      "");
}
TEST(NoticeCheck, ACategoryThatTheNoticeNeverSaysIsTold) {
  Shop shop = shop_of(keeping + rights +
                      "category pictures \"Photographs\" alias \"dpv:Picture\" { category face; }\n"
                      "promise INT-002 { collect pictures from customer; }\n");
  EXPECT_EQ(check(shop).codes(), "W0903");
  shop.more = with(shop.more, "\"dpv:Picture\"", "\"what we hold\"");
  EXPECT_EQ(check(shop).codes(), "") << "an alias in the notice's words says it";
}

TEST(NoticeCheck, AnotherTextThanTheAcceptedOneIsTold) {
  Accepted accepted;
  const Shop shop = shop_of(keeping + rights);
  accept(accepted, "notice.txt", notice_text, "Data protection lead", *parse_instant("2026-06-01"));
  EXPECT_EQ(check(shop, &accepted).text(), "");
  const Checked changed =
      check(shop_of(keeping + rights, std::string{notice_text} + " \n"), &accepted);
  ASSERT_EQ(changed.codes(), "E0904");
  EXPECT_NE(changed.text().find("is not the text that Data protection lead accepted on 2026-06-01"),
            std::string::npos);
}

TEST(NoticeCheck, ANoticeThatCannotBeReadIsTold) {
  Shop shop = shop_of(keeping + rights);
  for (const auto& [block, words] : std::vector<std::pair<std::string, std::string>>{
           {"notice \"gone.txt\";", "cannot be read: there is no such file"},
           {"notice \"../notice.txt\";", "lies outside of the policy's folder"},
           {"notice \"/etc/hostname\";", "lies outside of the policy's folder"}}) {
    shop.block = block;
    const Checked checked = check(shop);
    EXPECT_EQ(checked.codes(), "E0905");
    EXPECT_NE(checked.text().find(words), std::string::npos) << checked.text();
  }
  EXPECT_EQ(check(shop_of(keeping, "\xFF")).codes(), "E0905");
}

TEST(Nearest, DifferencesAreToldPlaceByPlace) {
  const auto found =
      differences("we keep your data for 30 days", "we keep data for at most 30 days");
  EXPECT_EQ(
      in_words(found, "the quote", "the notice"),
      "the quote has \"your\", the notice has not; the notice has \"at most\", the quote has not");
  EXPECT_TRUE(differences("we \u201Ckeep\u201D", "we \"keep\"").empty());
}

}  // namespace
}  // namespace abide::policy::notices
