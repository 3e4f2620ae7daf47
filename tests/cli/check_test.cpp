// abide check: --fix, --watch, --deploy, its forms and its exit codes.
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

/// The shop's policy with two slips and a `;` that is missing.
std::string slipped() {
  std::string text =
      with(ShopText{}.policy, "field email: account.email;", "field email: account.emial;");
  text = with(text, "owned by customer through user_id to users.id; field body",
              "owned by customer trough user_id to users.id; field body");
  return with(text, "within 30 days of erasure_requested;\n",
              "within 30 days of erasure_requested\n");
}

TEST(CheckFix, MendsAndSaysWhat) {
  const Shop shop;
  shop.write("shop.policy", slipped());
  const Told told = shop.abide({"check", "shop.policy", "--fix"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.read("shop.policy"), ShopText{}.policy);
  for (const char* const part :
       {"shop.policy:12  E0201  write `account.email`", "    - table users", "write `through`",
        "add `;`", "3 mended in 1 file", "shop: sound", "1 store, 3 tables"})
    EXPECT_TRUE(holds(told.out, part)) << part << told.out;
  const Told again = shop.abide({"check", "shop.policy", "--fix"});
  EXPECT_TRUE(holds(again.out, "nothing that can be corrected without somebody deciding"))
      << again.all();
}
TEST(CheckFix, DryRunShowsItAndWritesNothing) {
  const Shop shop;
  shop.write("shop.policy", slipped());
  const Told told = shop.abide({"check", "shop.policy", "--fix", "--dry-run"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "3 would be mended in 1 file; nothing was written")) << told.out;
  EXPECT_EQ(shop.read("shop.policy"), slipped());
  EXPECT_EQ(shop.abide({"check", "shop.policy", "--dry-run"}).code, 2);
  EXPECT_EQ(shop.abide({"check", "shop.policy", "--fix", "--watch"}).code, 2);
}
TEST(CheckFix, LeavesWhatSomebodyHasToChoose) {
  const Shop shop;
  const std::string text = with(ShopText{}.policy, "within 30 days of closed;\n",
                                "within 30 days of closed;\n    delete letters at closed;\n");
  shop.write("shop.policy", text);
  const Told told = shop.abide({"check", "shop.policy", "--fix"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_EQ(shop.read("shop.policy"), text);
  EXPECT_TRUE(holds(told.err, "did you mean `erase`?")) << told.err;
  EXPECT_TRUE(holds(told.err, "1 of what is left needs a decision")) << told.err;
}
TEST(CheckFix, MendsEachFileOfAPolicy) {
  const Shop shop;
  shop.write("shop.policy", with(slipped(), "abide 1;\n", "abide 1;\nuse \"more.policy\";\n"));
  shop.write("more.policy", "abide 1;\npromise SH-09 { never sell lettrs; }\n");
  const Told told = shop.abide({"check", "shop.policy", "--fix", "--format", "json"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.read("more.policy"), "abide 1;\npromise SH-09 { never sell letters; }\n");
  const auto json = parse_json(told.out);
  ASSERT_TRUE(json.ok()) << told.out;
  EXPECT_EQ(json->at("mended").size(), 4U);
  EXPECT_EQ(json->at("written"), true);
}
TEST(CheckFix, MendsAFileThatAMendedImportShows) {
  const Shop shop;
  shop.write("shop.policy",
             with(ShopText{}.policy, "abide 1;\n", "abide 1;\nuse \u201Cmore.policy\u201D;\n"));
  shop.write("more.policy", "abide 1;\npromise SH-09 { never sell lettrs; }\n");
  const Told told = shop.abide({"check", "shop.policy", "--fix"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.read("shop.policy"),
            with(ShopText{}.policy, "abide 1;\n", "abide 1;\nuse \"more.policy\";\n"));
  EXPECT_EQ(shop.read("more.policy"), "abide 1;\npromise SH-09 { never sell letters; }\n");
}
TEST(CheckFix, IsNotToldAsSarif) {
  const Shop shop;
  shop.write("shop.policy", slipped());
  const Told told = shop.abide({"check", "shop.policy", "--fix", "--format", "sarif"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "`--fix` tells what it did as text or JSON")) << told.err;
  EXPECT_EQ(shop.read("shop.policy"), slipped());
}
TEST(CheckFix, OfAFileThatNobodyMayWriteSaysSo) {
  const Shop shop;
  shop.write("shop.policy", slipped());
  fs::permissions(shop.path("shop.policy"), fs::perms::owner_read);
  const Told told = shop.abide({"check", "shop.policy", "--fix"});
  if (::geteuid() == 0)
    GTEST_SKIP() << "root may write a file that is read-only, so that nothing is refused";
  EXPECT_NE(told.code, 0) << told.all();
  EXPECT_EQ(shop.read("shop.policy"), slipped());
}

std::string ruling_before(const std::string& day) {
  return ShopText{}.policy +
         "staff dpo \"Data protection lead\" {}\nruling SH-G01 between SH-01 "
         "\"Which day is open.\" { tell customer; decide by dpo before " +
         day + "; }\n";
}
TEST(CheckExit, OfAnOverdueRulingIsOne) {
  const Shop shop;
  shop.write("shop.policy", ruling_before("2020-01-01"));
  const Told told = shop.abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.err, "error[E0712]")) << told.err;
  EXPECT_TRUE(holds(told.out, "sound, and one ruling to be decided that nobody has")) << told.out;
  shop.write("shop.policy", ruling_before("2199-01-01"));
  EXPECT_EQ(shop.abide({"check", "shop.policy"}).code, 0);
}
TEST(CheckDeployment, IsHeldAgainstThePolicy) {
  const Shop shop;
  EXPECT_EQ(shop.abide({"check", "shop.policy", "--deploy", "shop.deploy"}).code, 0);
  shop.write("shop.deploy", with(ShopText{}.deployment(), "store db", "store dbb"));
  const Told told = shop.abide({"check", "shop.policy", "--deploy", "shop.deploy"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "shop.deploy:3:")) << told.err;
  EXPECT_EQ(shop.abide({"check", "shop.policy", "--deploy", "none.deploy"}).code, 2);
}

/// The policy with a notice, which is there or not.
std::string with_notice() {
  return with(ShopText{}.policy, "{ regime uk_gdpr;", "{ notice \"notice.txt\"; regime uk_gdpr;");
}
TEST(CheckNotice, ThatIsMissingBesideThePolicyIsSaidToBeSo) {
  const Shop shop;
  shop.write("shop.policy", with_notice());
  const Told told = shop.abide({"check", "shop.policy"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "the notice `notice.txt` cannot be read")) << told.err;
  EXPECT_FALSE(holds(told.err, "leads out")) << told.err;
}

/// Puts the whole text there at once, so that nobody reads half of it.
void put(const Shop& shop, const std::string& name, const std::string& text) {
  shop.write("new.txt", text);
  fs::rename(shop.path("new.txt"), shop.path(name));
}
/// The program watching; once it waits, `change` happens, and once it waits again, Ctrl-C.
template <typename Change>
Told watched(const Shop& shop, const Change& change) {
  constexpr const char* waits = "waiting for a change";
  Running watch{{"check", "shop.policy", "--watch"}, {shop.path(""), {}, "", false}};
  EXPECT_TRUE(watch.says(waits, 1));
  change();
  EXPECT_TRUE(watch.says(waits, 2));
  return watch.interrupt();
}
TEST(CheckWatch, LooksAgainAtWhatChangedAndEndsWithNought) {
  const Shop shop;
  const Told told = watched(shop, [&] { put(shop, "shop.policy", slipped()); });
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "shop: sound")) << told.out;
  EXPECT_TRUE(holds(told.err, "E0101")) << told.err;
}
std::string with_more() {
  return with(ShopText{}.policy, "abide 1;\n", "abide 1;\nuse \"more.policy\";\n");
}
TEST(CheckWatch, LooksAgainAtWhatIsImported) {
  const Shop shop;
  const std::string more = "abide 1;\npromise SH-09 { never sell letters; }\n";
  shop.write("shop.policy", with_more());
  shop.write("more.policy", more);
  const Told told = watched(
      shop, [&] { put(shop, "more.policy", more + "promise SH-10 { never sell payments; }\n"); });
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "category `payments` is not declared")) << told.err;
}
TEST(CheckWatch, LooksAgainWhenAMissingImportIsThere) {
  const Shop shop;
  shop.write("shop.policy", with_more());
  shop.write("more.txt", "abide 1;\npromise SH-09 { never sell letters; }\n");
  const Told told =
      watched(shop, [&] { fs::rename(shop.path("more.txt"), shop.path("more.policy")); });
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "E0109")) << told.err;
  EXPECT_TRUE(holds(told.out, "shop: sound")) << told.all();
}
TEST(CheckWatch, LooksAgainWhenAMissingNoticeIsThere) {
  const Shop shop;
  shop.write("shop.policy", with_notice());
  shop.write("draft.txt", "Keeping\nRights\n");
  const Told told =
      watched(shop, [&] { fs::rename(shop.path("draft.txt"), shop.path("notice.txt")); });
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.err, "E0905")) << told.err;
  EXPECT_TRUE(holds(told.err, "E0901")) << told.all();
}
TEST(CheckWatch, OfWhatDoesNotChangeLooksOnce) {
  const Shop shop;
  Running watch{{"check", "shop.policy", "--watch"}, {shop.path(""), {}, "", false}};
  EXPECT_TRUE(watch.says("waiting for a change", 1));
  shop.write("other.policy", "");
  std::this_thread::sleep_for(std::chrono::seconds{1});  // it looks four times a second
  const Told told = watch.interrupt();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(times_in(told.out, "waiting for a change"), 1U) << told.out;
}
TEST(CheckWatch, OfNoFileIsAnError) {
  const Shop shop;
  EXPECT_EQ(shop.abide({"check", "none.policy", "--watch"}).code, 2);
}

}  // namespace
}  // namespace abide::cli_test
