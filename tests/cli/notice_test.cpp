// abide check with a notice, and abide notice coverage, diff and accept.
#include <algorithm>
#include <filesystem>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

const char* const notice =
    "Shop privacy policy\n"
    "Keeping\n"
    "We delete what we hold of you within 30 days after you close your account. We keep records of "
    "payments for as long as tax law asks.\n"
    "Rights\n"
    "You can ask us to delete your data.\n"
    "Your account, your letters and your payments are all we hold.\n";

/// The shop with the notice that it quotes; its last sentence is under no quote.
std::unique_ptr<Shop> shop_with_notice() {
  ShopText text;
  text.policy = with(text.policy, "{ regime uk_gdpr;",
                     "{ notice \"notice.txt\"; heading \"Shop privacy policy\"; regime uk_gdpr;");
  text.policy +=
      "promise SH-04 \"Your account, your letters and your payments\" in \"Rights\" { tell "
      "customer; "
      "}\n";
  auto shop = std::make_unique<Shop>(text);
  shop->write("notice.txt", notice);
  return shop;
}
Json json_of(const Told& told) {
  auto json = parse_json(told.out);
  EXPECT_TRUE(json.ok()) << told.all();
  return json ? std::move(*json) : Json::object();
}

TEST(NoticeCheck, TellsHowMuchIsUnderQuotes) {
  const auto shop = shop_with_notice();
  const Told told = shop->abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out,
                    "notice.txt: 4 promises, 42 of 46 words quoted (91 %), 5 words of "
                    "headings left out, 1 sentence has words under no quote"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "Promises: 2 enforced, 1 evidenced, 1 stated\n")) << told.out;
  EXPECT_TRUE(holds(told.err, "warning[W0902]: no promise quotes 4 of the 11 words")) << told.err;
  EXPECT_TRUE(holds(told.err, "notice.txt:6:")) << told.err;
}
TEST(NoticeCheck, WithoutANoticeIsAsItWas) {
  const Shop shop;
  const Told told = shop.abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 0);
  EXPECT_TRUE(holds(told.out, "Whether the quotes stand in the notice is not checked."))
      << told.out;
}
TEST(NoticeCheck, AQuoteThatIsNotThereIsAnError) {
  const auto shop = shop_with_notice();
  shop->write("notice.txt", with(notice, "within 30 days", "within 60 days"));
  const Told told = shop->abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "error[E0901]: what `SH-01` quotes")) << told.err;
  EXPECT_TRUE(holds(told.err, "the quote has \"30\", the notice \"60\"")) << told.err;
  EXPECT_EQ(told.out, "");
  const Json json = json_of(shop->abide({"check", "shop.policy", "--format", "json"}));
  const auto lost =
      std::ranges::find_if(json, [](const Json& one) { return one.at("code") == "E0901"; });
  ASSERT_NE(lost, json.end());
  EXPECT_EQ(lost->at("labels").at(0).at("file"), "notice.txt");
}
TEST(NoticeCheck, ReadsNothingOutsideOfThePolicysFolder) {
  const auto shop = shop_with_notice();
  const auto other = shop_with_notice();
  std::filesystem::remove(shop->path("notice.txt"));
  std::filesystem::create_symlink(other->path("notice.txt"), shop->path("notice.txt"));
  const Told told = shop->abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "E0905") && holds(told.err, "leads out of the policy's folder"))
      << told.err;
  std::filesystem::remove(shop->path("notice.txt"));
  std::filesystem::create_directory(shop->path("texts"));
  shop->write("texts/notice.txt", notice);
  std::filesystem::create_symlink("texts/notice.txt", shop->path("notice.txt"));
  EXPECT_EQ(shop->abide({"check", "shop.policy"}).code, 0) << "a link within the folder is fine";
}

TEST(NoticeCoverage, ShowsEachSentenceAndWhoStandsOnIt) {
  const auto shop = shop_with_notice();
  const Told told = shop->abide({"notice", "coverage", "shop.policy"});
  EXPECT_EQ(told.code, 0) << told.all();
  for (const char* part :
       {"\nKeeping\n  We delete what we hold of you within 30 days after you close your "
        "account.\n      SH-01, enforced\n",
        "      SH-04, stated\n      under no quote: \"are all we hold\"\n"}) {
    EXPECT_TRUE(holds(told.out, part)) << part << "\n" << told.out;
  }
  const Json json = json_of(shop->abide({"notice", "coverage", "shop.policy", "--format", "json"}));
  const Json& read = json.at("notices").at(0);
  EXPECT_EQ(read.at("quoted"), 42);
  EXPECT_EQ(read.at("sentences").at(2).at("promises").at(0).at("id"), "SH-01");
  EXPECT_EQ(json.at("missing").size(), 0U);
}
TEST(NoticeCoverage, SaysWhereNothingStandsAndWhoFell) {
  const auto shop = shop_with_notice();
  shop->write("notice.txt", with(notice, "You can ask us", "Nobody may ask us"));
  const Told told = shop->abide({"notice", "coverage", "shop.policy"});
  EXPECT_EQ(told.code, 1);
  EXPECT_TRUE(
      holds(told.out, "  Nobody may ask us to delete your data.\n      nothing stands on this"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "Promises whose quote stands in no notice\n  SH-03\n")) << told.out;
}
TEST(NoticeCoverage, NeedsANotice) {
  const Shop shop;
  const Told told = shop.abide({"notice", "coverage", "shop.policy"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "names no notice")) << told.err;
}

TEST(NoticeDiff, TellsWhatChangedAndWhoLosesFooting) {
  const auto shop = shop_with_notice();
  shop->write("draft.txt", with(with(notice, "within 30 days", "within 60 days"),
                                "are all we hold.", "are all we hold. Nobody else sees them."));
  const Told told = shop->abide({"notice", "diff", "shop.policy", "draft.txt"});
  EXPECT_EQ(told.code, 1) << told.all();
  for (const char* part :
       {"notice.txt against draft.txt: 1 sentence reworded, 1 new, 0 gone, 0 moved; 1 promise "
        "loses "
        "its footing.",
        "the old has \"30\", the new \"60\"",
        "\nNew\n  `Rights`, line 6\n    + Nobody else sees them.",
        "  SH-01 \"We delete what we hold of you within 30 days after you close your account.\"\n"
        "      erase account, letters within 30 days of closed\n"}) {
    EXPECT_TRUE(holds(told.out, part)) << part << "\n" << told.out;
  }
  const Json json =
      json_of(shop->abide({"notice", "diff", "shop.policy", "draft.txt", "--format", "json"}));
  EXPECT_EQ(json.at("without_footing").at(0).at("promise"), "SH-01");
  EXPECT_EQ(json.at("changes").size(), 2U);
}
TEST(NoticeDiff, TheSameWordsAreNoDifference) {
  const auto shop = shop_with_notice();
  shop->write("draft.txt", std::string{"\xEF\xBB\xBF"} + notice + "\n");
  const Told told = shop->abide({"notice", "diff", "shop.policy", "draft.txt"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "Not a word is different.")) << told.out;
  EXPECT_EQ(shop->abide({"notice", "diff", "shop.policy", "gone.txt"}).code, 2);
}

TEST(NoticeAccept, WritesWhoAcceptedWhichTextAndTellsAnother) {
  const auto shop = shop_with_notice();
  const Words accept{"notice", "accept", "shop.policy", "--by", "Data protection lead"};
  const Told first = shop->abide(accept);
  EXPECT_EQ(first.code, 0) << first.all();
  EXPECT_TRUE(holds(first.out, "It is the first that anybody accepts.")) << first.out;
  const Json record = *parse_json(shop->read("shop.policy.accepted"));
  EXPECT_EQ(record.at("notices").at(0).at("history").at(0).at("by"), "Data protection lead");
  const Told again = shop->abide(accept);
  EXPECT_TRUE(holds(again.out, "nothing to accept")) << again.out;
  EXPECT_EQ(shop->abide({"check", "shop.policy"}).code, 0);

  shop->write("notice.txt", with(notice, "are all we hold.", "are what we hold."));
  const Told check = shop->abide({"check", "shop.policy"});
  EXPECT_EQ(check.code, 2);
  EXPECT_TRUE(holds(check.err,
                    "error[E0904]: `notice.txt` is not the text that Data protection lead "
                    "accepted on "))
      << check.err;
  const Told second = shop->abide({"notice", "accept", "shop.policy", "--by", "Bo"});
  EXPECT_EQ(second.code, 0);
  EXPECT_TRUE(holds(second.out, "the old has \"all\", the new \"what\"")) << second.out;
  EXPECT_EQ(shop->abide({"check", "shop.policy"}).code, 0);
  EXPECT_EQ(
      parse_json(shop->read("shop.policy.accepted"))->at("notices").at(0).at("history").size(), 2U);
}
TEST(NoticeAccept, TellsWhatIsOpenAboutWhatChangedAndWhoQuotesIt) {
  const auto shop = shop_with_notice();
  ASSERT_EQ(shop->abide({"notice", "accept", "shop.policy", "--by", "Jo"}).code, 0);
  shop->write("notice.txt", with(notice, "are all we hold.", "are what we hold."));
  const Told told = shop->abide({"notice", "accept", "shop.policy", "--by", "Bo"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "Promises that quote what changed: SH-04\n")) << told.out;
  EXPECT_TRUE(holds(told.out,
                    "Open warnings about what changed\n  W0902: no promise quotes 4 of the 11 "
                    "words of this sentence (notice.txt:6)\n"))
      << told.out;
  shop->write("notice.txt", notice);
  const Json since =
      json_of(shop->abide({"notice", "accept", "shop.policy", "--by", "Bo", "--format", "json"}))
          .at("notices")
          .at(0)
          .at("since");
  EXPECT_EQ(since.at("quoted_by"), Json::array({"SH-04"}));
  EXPECT_EQ(since.at("warnings").at(0).at("code"), "W0902");
}
TEST(NoticeAccept, RefusedForALostQuoteSaysWhichAndWhatChangedSince) {
  const auto shop = shop_with_notice();
  ASSERT_EQ(shop->abide({"notice", "accept", "shop.policy", "--by", "Jo"}).code, 0);
  shop->write("notice.txt", with(notice, "within 30 days", "within 60 days"));
  const Told told = shop->abide({"notice", "accept", "shop.policy", "--by", "Bo"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "promises quote what the notice does not say: SH-01\n")) << told.err;
  EXPECT_TRUE(holds(told.err, "mend these quotes")) << told.err;
  EXPECT_TRUE(holds(told.err, "Since Jo accepted it on ")) << told.err;
  EXPECT_TRUE(holds(told.err, "the old has \"30\", the new \"60\"")) << told.err;
  EXPECT_FALSE(holds(told.err, "E0904")) << "it leads back here: " << told.err;
}
TEST(NoticeAccept, RefusesANoticeThatPromisesDoNotStandIn) {
  const auto shop = shop_with_notice();
  shop->write("notice.txt", with(notice, "within 30 days", "within 60 days"));
  const Told told = shop->abide({"notice", "accept", "shop.policy", "--by", "Bo"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "nothing was accepted")) << told.err;
  EXPECT_FALSE(std::filesystem::exists(shop->path("shop.policy.accepted")));
}
TEST(NoticeAccept, ARecordThatSomebodyChangedIsTold) {
  const auto shop = shop_with_notice();
  ASSERT_EQ(shop->abide({"notice", "accept", "shop.policy", "--by", "Bo"}).code, 0);
  shop->write("shop.policy.accepted",
              with(shop->read("shop.policy.accepted"), "30 days", "60 days"));
  const Told told = shop->abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_TRUE(holds(told.err, "record of accepted notices")) << told.err;
}

}  // namespace
}  // namespace abide::cli_test
