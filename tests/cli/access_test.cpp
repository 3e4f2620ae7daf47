// A person's copy: theirs whole, others by no name, free text that may name others once it was
// read.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

/// Letters that a second customer reads too, and a note of Bob's that names Ann.
ShopText with_shared_letters() {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body:",
                     "owned by customer through user_id to users.id; shared with customer through "
                     "reader to users.id; field body:");
  text.letters = with(text.letters, "body TEXT", "reader INTEGER, body TEXT");
  text.rows =
      with(text.rows, "(10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob')",
           "(10, 1, 2, 'canary-letter-of-ann'), (11, 2, 1, 'canary-letter-of-bob'), (12, 2, NULL, "
           "'canary-for-nobody'), (13, 1, NULL, 'my manager Sarah Jones said no')");
  return text;
}

struct Pack {
  const Shop& shop;
  std::string folder;
  [[nodiscard]] std::string read(const std::string& name) const {
    return shop.read(folder + "/" + name);
  }
  /// Whether any file of it holds the text.
  [[nodiscard]] bool has(const std::string& text) const {
    for (const auto& one : fs::recursive_directory_iterator(shop.path(folder))) {
      if (one.is_regular_file() &&
          holds(shop.read(fs::relative(one.path(), shop.path("")).string()), text))
        return true;
    }
    return false;
  }
};

Told draft(const Shop& shop, const std::string& into) {
  return shop.on({"access", "--by", "Support desk", "--for", "ann@people.example", "--into", into});
}
Told release(const Shop& shop, std::vector<std::string> more = {}) {
  more.insert(more.begin(),
              {"access", "release", "draft", "--into", "pack", "--by", "Data protection lead"});
  return shop.on(more);
}

TEST(Access, ShowsWhatIsTheirsAndNobodyElse) {
  const auto shop = Shop::open(with_shared_letters());
  const Told told = draft(*shop, "draft");
  ASSERT_EQ(told.code, 0) << told.all();
  const Pack pack{*shop, "draft"};
  EXPECT_TRUE(holds(pack.read("data/db.users.csv"), "1,ann@people.example,Ann O'Hara")) << told.out;
  EXPECT_TRUE(holds(pack.read("data/db.letters.csv"), "canary-letter-of-ann"));
  EXPECT_TRUE(holds(pack.read("data/db.payments.json"), "\"amount\":4900"));
  EXPECT_FALSE(pack.has("bob@people.example"));
  EXPECT_FALSE(pack.has("canary-for-nobody"));
  // Bob's letter to her waits to be read, and stands in the review alone.
  EXPECT_FALSE(
      holds(pack.read("data/db.letters.csv") + pack.read("index.html"), "canary-letter-of-bob"));
  EXPECT_TRUE(holds(pack.read("review.csv"), "canary-letter-of-bob"));
  EXPECT_TRUE(holds(pack.read("review.csv"), "Sarah Jones"));
  EXPECT_TRUE(holds(pack.read("index.html"), "DRAFT"));
  EXPECT_TRUE(holds(pack.read("withheld.csv"), "identifies somebody else"));
  EXPECT_TRUE(shop->untouched() || shop->ann_has_paid());
}

TEST(Access, IsReleasedOnceEveryTextIsDecidedOn) {
  const auto shop = Shop::open(with_shared_letters());
  ASSERT_EQ(draft(*shop, "draft").code, 0);
  const Told early = release(*shop);
  EXPECT_EQ(early.code, 4) << early.all();
  EXPECT_FALSE(fs::exists(shop->path("pack")));
  std::string review = shop->read("draft/review.csv");
  review = with(review, "canary-letter-of-bob,,,", "canary-letter-of-bob,release,,");
  review = with(review, "Sarah Jones said no,,,",
                "Sarah Jones said no,replace,my manager said no,a colleague");
  shop->write("draft/review.csv", review);
  const Told told = release(*shop, {"--zip", "pack.zip"});
  ASSERT_EQ(told.code, 0) << told.all();
  const Pack pack{*shop, "pack"};
  EXPECT_TRUE(holds(pack.read("data/db.letters.csv"), "canary-letter-of-bob"));
  EXPECT_TRUE(holds(pack.read("data/db.letters.csv"), "my manager said no"));
  EXPECT_FALSE(pack.has("Sarah Jones"));
  EXPECT_FALSE(pack.has("DRAFT"));
  EXPECT_FALSE(fs::exists(shop->path("pack/draft.json")) ||
               fs::exists(shop->path("pack/review.csv")));
  EXPECT_TRUE(holds(pack.read("withheld.csv"), "given in part,a colleague"));
  EXPECT_TRUE(holds(shop->read("pack.zip").substr(0, 2), "PK"));
  EXPECT_FALSE(holds(shop->read("pack.zip"), "canary-letter-of-ann"));
  EXPECT_TRUE(holds(shop->on({"ledger", "find", "--for", "1"}).out, "pack released"));
}

TEST(Access, OfTextsWrittenSinceAsksAgain) {
  const auto shop = Shop::open(with_shared_letters());
  ASSERT_EQ(draft(*shop, "draft").code, 0);
  std::string review = shop->read("draft/review.csv");
  review = with(review, "canary-letter-of-bob,,,", "canary-letter-of-bob,release,,");
  review = with(review, "Sarah Jones said no,,,", "Sarah Jones said no,withhold,,");
  shop->write("draft/review.csv", review);
  shop->sql("UPDATE letters SET body = 'something else of Bob' WHERE id = 11");
  EXPECT_EQ(release(*shop).code, 4);
  const Told rest = release(*shop, {"--withhold-rest"});
  ASSERT_EQ(rest.code, 0) << rest.all();
  EXPECT_FALSE((Pack{*shop, "pack"}.has("something else of Bob")));
  EXPECT_TRUE(holds(rest.out, "2 texts or credentials withheld")) << rest.out;
}

TEST(Access, RefusesAFolderThatIsThereAndAReviewThatIsNone) {
  const auto shop = Shop::open(with_shared_letters());
  ASSERT_EQ(draft(*shop, "draft").code, 0);
  const Told again = draft(*shop, "draft");
  EXPECT_EQ(again.code, 2) << again.all();
  EXPECT_TRUE(holds(again.err, "is there already")) << again.err;
  EXPECT_EQ(draft(*shop, "no/such/draft").code, 2);
  shop->write("draft/review.csv", "text,decision\n");
  EXPECT_EQ(release(*shop).code, 2);
  EXPECT_EQ(shop->on({"access", "release", "anchors", "--into", "p", "--by", "N"}).code, 2);
  EXPECT_EQ(shop->on({"access", "--by", "N", "--for", "nobody@people.example", "--into", "d"}).code,
            2);
}

}  // namespace
}  // namespace abide::cli_test
