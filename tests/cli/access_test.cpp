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

/// A pack of Ann's, all of it released.
std::unique_ptr<Shop> with_pack(const ShopText& text = with_shared_letters()) {
  auto shop = Shop::open(text);
  EXPECT_EQ(draft(*shop, "draft").code, 0);
  const Told told = release(*shop, {"--withhold-rest"});
  EXPECT_EQ(told.code, 0) << told.all();
  return shop;
}

TEST(Access, ForgetsTheKeyOfTheDraftOnceItIsReleased) {
  const auto shop = with_pack();
  EXPECT_FALSE(fs::exists(shop->path("draft/draft.json")));
  EXPECT_TRUE(fs::exists(shop->path("draft/review.csv"))) << "what was decided stays readable";
  const Told again = shop->on({"access", "release", "draft", "--into", "other", "--by", "Lead"});
  EXPECT_EQ(again.code, 2) << again.all();
  EXPECT_FALSE(fs::exists(shop->path("other")));
}

// A draft that was kept aside can be released again: the ledger says which release counts.
TEST(Access, SaysWhichReleaseCountsWhereThereAreTwo) {
  const auto shop = Shop::open(with_shared_letters());
  ASSERT_EQ(draft(*shop, "draft").code, 0);
  fs::copy(shop->path("draft"), shop->path("aside"), fs::copy_options::recursive);
  ASSERT_EQ(release(*shop, {"--withhold-rest"}).code, 0);
  EXPECT_FALSE(holds(shop->on({"ledger", "show"}).out, "pack_voided"));
  const Told again = shop->on(
      {"access", "release", "aside", "--into", "second", "--by", "Lead", "--withhold-rest"});
  ASSERT_EQ(again.code, 0) << again.all();
  const std::string ledger = shop->on({"ledger", "show"}).out;
  const auto voided = ledger.find("pack_voided");
  ASSERT_NE(voided, std::string::npos) << ledger;
  const auto first = ledger.find("pack_released");
  EXPECT_LT(first, voided);
  EXPECT_GT(ledger.rfind("pack_released"), voided);
  EXPECT_EQ(shop->on({"ledger", "verify"}).code, 0);
}

TEST(Access, ZipsThePackAsItWasReleasedAndNothingElse) {
  const auto zip = [](const Shop& shop) {
    return shop.abide({"access", "zip", "pack", "--zip", "pack.zip"});
  };
  const auto refuses = [&](const Shop& shop, const std::string& what) {
    const Told told = zip(shop);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, what)) << told.err;
    EXPECT_FALSE(fs::exists(shop.path("pack.zip")));
  };
  const auto shop = with_pack();
  const std::string data = "pack/data/db.users.csv";
  const std::string users = shop->read(data);
  shop->write(data, with(users, "Ann", "Amy"));
  refuses(*shop, "`data/db.users.csv` was changed");
  shop->write(data, users);
  shop->write("pack/data/notes.txt", "canary-of-somebody");
  refuses(*shop, "`data/notes.txt` was not in it");
  fs::remove(shop->path("pack/data/notes.txt"));
  fs::create_symlink(shop->path("shop.policy"), shop->path("pack/link"));
  refuses(*shop, "`link` was not in it");
  fs::remove(shop->path("pack/link"));
  fs::rename(shop->path("pack/search.csv"), shop->path("search.csv"));
  refuses(*shop, "`search.csv` is missing");
  fs::rename(shop->path("search.csv"), shop->path("pack/search.csv"));
  const std::string manifest = shop->read("pack/manifest.json");
  shop->write("pack/manifest.json", with(manifest, "\"rows\"", "\"row_s\""));
  refuses(*shop, "`manifest.json` is not the one");
  shop->write("pack/manifest.json", manifest);
  const Told told = zip(*shop);
  EXPECT_EQ(told.code, 0) << told.all();
}

TEST(Access, GivesASpreadsheetNoFormulaAndAMachineTheDataAsItIs) {
  ShopText text = with_shared_letters();
  text.policy = with(text.policy, "promise SH-01", R"(
purpose custom "Serving customers" { basis contract; uses account, letters; function "Sales"; }
promise SH-09 "You give us your account and your letters." in "Who" { collect account, letters from customer; }
promise SH-01)");
  text.rows = with(text.rows, "'canary-letter-of-ann'", "'=cmd|x'");
  const auto shop = with_pack(text);
  EXPECT_TRUE(holds(shop->read("pack/data/db.letters.csv"), "'=cmd|x,"))
      << shop->read("pack/data/db.letters.csv");
  for (const char* const file : {"pack/data/db.letters.json", "pack/portable/db.letters.json"})
    EXPECT_TRUE(holds(shop->read(file), "\"=cmd|x\"")) << file;
}

/// What is told of everybody who shares a letter: a mark, and a day.
TEST(Access, LetsNumbersAndDaysOfASharedRowBeReadFirst) {
  ShopText text = with_shared_letters();
  text.policy = with(text.policy, "category letters \"Letters\" is confidential { category body; }",
                     "category letters \"Letters\" is confidential { category body; category mark; "
                     "category born; category colour is anonymous; }");
  text.policy =
      with(text.policy, "field body: letters.body;",
           "field body: letters.body; field mark: letters.mark; field born: letters.born; "
           "field colour: letters.colour;");
  text.letters = with(text.letters, "body TEXT",
                      "body TEXT, mark INTEGER DEFAULT 6181, born TEXT DEFAULT '1990-02-03', "
                      "colour TEXT DEFAULT 'red-for-all'");
  text.rows =
      with(text.rows, "INTO letters VALUES", "INTO letters (id, user_id, reader, body) VALUES");
  const auto shop = Shop::open(text);
  shop->sql("UPDATE letters SET mark = 7272, born = '1985-06-07' WHERE user_id = 2");
  ASSERT_EQ(draft(*shop, "draft").code, 0);
  const Pack pack{*shop, "draft"};
  const std::string shown = pack.read("data/db.letters.csv") + pack.read("data/db.letters.json") +
                            pack.read("index.html");
  EXPECT_TRUE(holds(shown, "6181") && holds(shown, "1990-02-03")) << "her own";
  EXPECT_FALSE(holds(shown, "7272") || holds(shown, "1985-06-07")) << "Bob's, in a letter to her";
  const std::string review = pack.read("review.csv");
  EXPECT_TRUE(holds(review, "7272") && holds(review, "1985-06-07")) << review;
  EXPECT_FALSE(holds(review, "red-for-all")) << "what the policy says is of nobody is shown";
  EXPECT_TRUE(holds(shown, "red-for-all"));
}

/// A column of the account for whoever may be called in an emergency.
ShopText with_contact(const std::string& of_ann) {
  ShopText text = with_shared_letters();
  text.policy = with(text.policy, "category name; category status;",
                     "category name; category status; category contact;");
  text.policy = with(text.policy, "field name: account.name;",
                     "field name: account.name; field contact: account.contact;");
  text.users = with(text.users, "name TEXT,", "name TEXT, contact TEXT,");
  text.rows = with(text.rows, "'Ann O''Hara',", "'Ann O''Hara', '" + of_ann + "',");
  text.rows = with(text.rows, "'Bob Stone', NULL", "'Bob Stone', 'Ann O''Hara', NULL");
  return text;
}

TEST(Access, LetsTheNameOfSomebodyElseInTheirAccountBeReadFirst) {
  for (const char* const name : {"Bob Stone", "bob  stone"}) {
    const auto shop = Shop::open(with_contact(name));
    shop->sql("UPDATE letters SET body = 'Bob Stone and I' WHERE id = 10");
    ASSERT_EQ(draft(*shop, "draft").code, 0);
    const Pack pack{*shop, "draft"};
    EXPECT_TRUE(holds(pack.read("review.csv"), name)) << name << pack.read("review.csv");
    EXPECT_FALSE(holds(pack.read("data/db.users.csv"), name)) << name;
    EXPECT_TRUE(holds(pack.read("review.csv"), "Bob Stone and I")) << "his words are not hers";
    // Bob's contact is Ann: her own name stays hers.
    EXPECT_TRUE(holds(pack.read("data/db.users.csv"), "Ann O'Hara"));
  }
}

TEST(Access, TwinWithANameOfNobodyKnownIsHers) {
  const auto shop = Shop::open(with_contact("Annie Hara"));
  ASSERT_EQ(draft(*shop, "draft").code, 0);
  EXPECT_TRUE(holds((Pack{*shop, "draft"}.read("data/db.users.csv")), "Annie Hara"));
}

/// One table of accounts for two kinds of people, letters that either may own, and mail in a store
/// of its own that is found by its address.
ShopText with_sellers() {
  ShopText text;
  text.policy = with(text.policy, "category account",
                     "subject seller \"Seller\" { identified by db.users.id, db.users.email; }\n"
                     "category account");
  text.policy = with(text.policy, "owned by customer through id; field id",
                     "owned by customer through id when role is \"buys\"; "
                     "owned by seller through id when role is \"sells\"; "
                     "field role: account.status; field id");
  text.policy = with(text.policy, "owned by customer through user_id to users.id; field body",
                     "owned by customer through user_id to users.id; "
                     "owned by seller through user_id to users.id; field body");
  text.policy = with(text.policy, "promise SH-01", R"(store mail "Mail" kind sqlite {
    table emails { key id; owned by customer through to_address to db.users.email;
        owned by seller through to_address to db.users.email;
        field to_address: account.email; field body: letters.body; }
}
promise SH-01)");
  text.bindings += "    store mail is sqlite \"mail.sqlite\";\n";
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, role TEXT");
  text.rows = with(text.rows, "'2026-05-20T10:00:00Z')", "'2026-05-20T10:00:00Z', 'buys')");
  text.rows = with(text.rows, "'Bob Stone', NULL)", "'Bob Stone', NULL, 'sells')");
  text.mail_sql =
      "CREATE TABLE emails (id INTEGER PRIMARY KEY, to_address TEXT, body TEXT);"
      "INSERT INTO emails VALUES (1, 'ann@people.example', 'your letter came'), "
      "(2, 'bob@people.example', 'canary-mail-of-bob');";
  return text;
}

// Whatever a row leads to, it is a seller's only where a seller is there.
TEST(Access, KeepsKindsOfPeopleInOneTableApart) {
  const auto shop = Shop::open(with_sellers());
  const Told told = shop->on({"access", "--by", "Support desk", "--for", "ann@people.example",
                              "--subject", "customer", "--into", "draft"});
  ASSERT_EQ(told.code, 0) << told.all();
  const Pack pack{*shop, "draft"};
  EXPECT_FALSE(holds(pack.read("review.csv"), "somebody else's too")) << pack.read("review.csv");
  const std::string letters = pack.read("data/db.letters.csv");
  const std::string mails = pack.read("data/mail.emails.csv");
  EXPECT_TRUE(holds(letters, "canary-letter-of-ann") && holds(letters, ",yours\n")) << letters;
  EXPECT_TRUE(holds(mails, "your letter came") && holds(mails, ",yours\n")) << mails;
  EXPECT_FALSE(holds(letters + mails, "somebody else's")) << letters << mails;
  EXPECT_FALSE(pack.has("canary-mail-of-bob"));
}

TEST(Access, TwinWithASellerOfTheSameAddressWaits) {
  const auto shop = Shop::open(with_sellers());
  shop->sql("INSERT INTO users VALUES (3, 'ann@people.example', 'Anna Sells', NULL, 'sells')");
  const Told told = shop->on({"access", "--by", "Support desk", "--for", "1", "--subject",
                              "customer", "--apart", "--into", "draft"});
  ASSERT_EQ(told.code, 0) << told.all();
  const Pack pack{*shop, "draft"};
  EXPECT_FALSE(holds(pack.read("data/mail.emails.csv"), "your letter came"))
      << "two people have that address";
}

const std::string mentioned =
    "mentions customer through invited_by to users.email, on erase blank, on access show; field "
    "invited_by: account.email;";
const std::string linked = "link invited_by: account.email to users.email;";
const std::string shared =
    "shared with customer through invited_by to users.email; field invited_by: account.email;";

/// Customers whose row says who invited them: Carol invited Ann and Bob, and Ann her.
ShopText with_inviters(const std::string& said = mentioned) {
  ShopText text;
  text.policy = with(text.policy, "owned by customer through id; field id",
                     "owned by customer through id; " + said + " field id");
  text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, invited_by TEXT");
  text.rows = with(text.rows, "'2026-05-20T10:00:00Z')", "NULL, 'carol@people.example')");
  text.rows = with(text.rows, "'Bob Stone', NULL)",
                   "'Bob Stone', NULL, 'carol@people.example'), "
                   "(3, 'carol@people.example', 'Carol Reed', NULL, 'ann@people.example')");
  return text;
}

// Who invited somebody identifies the one who did, and nobody else.
class AccessOfTheInvited : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(HoweverItIsSaid, AccessOfTheInvited,
                         testing::Values(mentioned, linked, shared));
TEST_P(AccessOfTheInvited, IsTheirsAlone) {
  const auto shop = Shop::open(with_inviters(GetParam()));
  const Told told = draft(*shop, "draft");
  ASSERT_EQ(told.code, 0) << told.all();
  const Pack pack{*shop, "draft"};
  EXPECT_TRUE(holds(pack.read("data/db.users.csv"), "Ann O'Hara"));
  EXPECT_TRUE(holds(pack.read("withheld.csv"), "identifies somebody else"));
  EXPECT_FALSE(pack.has("carol@people.example"));
  EXPECT_FALSE(pack.has("bob@people.example"));
}
TEST(Access, ErasingWhoInvitedOthersLeavesThem) {
  const auto shop = Shop::open(with_inviters());
  const Told told = shop->on({"erase", "--by", "Support desk", "--for", "carol@people.example"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, invited_by FROM users ORDER BY id"), "1|NULL\n2|NULL\n");
}
// Where only a link leads to them nobody said that it goes with them, and what is left is told as a
// residue; what is shared stays by the policy's own word, and is told as that.
TEST_P(AccessOfTheInvited, ErasingThemLeavesTheOtherOne) {
  const auto shop = Shop::open(with_inviters(GetParam()));
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, GetParam() == linked ? 1 : 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, invited_by FROM users ORDER BY id"),
            GetParam() == mentioned ? "2|carol@people.example\n3|NULL\n"
                                    : "2|carol@people.example\n3|ann@people.example\n");
  const std::string residue = "db.users: 1 row, an identifier of theirs is still there";
  EXPECT_EQ(holds(told.all(), residue), GetParam() == linked) << told.all();
  const std::string stays = "db.users: 1 row, shared with them, and someone else's";
  EXPECT_EQ(holds(told.all(), stays), GetParam() == shared) << told.all();
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

/// Ann wrote from the same address before she was a customer.
ShopText with_leads() {
  ShopText text;
  text.policy =
      with(text.policy, "store db",
           "subject enquirer \"Enquirer\" { identified by db.leads.email; }\n"
           "category enquiry { category email is identifier; category words; }\nstore db");
  text.policy = with(text.policy, "    table payments",
                     "    table leads { key email; owned by enquirer through email; field email: "
                     "enquiry.email; field words: enquiry.words; }\n    table payments");
  text.policy = with(text.policy, "promise SH-03",
                     "promise SH-04 \"You can have your question deleted.\" in \"Rights\" {\n"
                     "    erase enquiry within 30 days of erasure_requested;\n}\npromise SH-03");
  text.more_sql =
      "CREATE TABLE leads (email TEXT PRIMARY KEY, words TEXT); INSERT INTO leads VALUES "
      "('ann@people.example', 'what does it cost'), ('cyd@people.example', 'hello');";
  return text;
}

TEST(PersonOfTwoKinds, IsToldWhenOneIsAskedFor) {
  const auto shop = Shop::open(with_leads());
  const Told copy = shop->on({"access", "--by", "Desk", "--subject", "customer", "--for",
                              "ann@people.example", "--into", "ann.draft"});
  EXPECT_EQ(copy.code, 0) << copy.all();
  EXPECT_TRUE(
      holds(copy.err, "an identifier of this person is also one of a person of the kind enquirer"))
      << copy.err;
  std::ifstream search{shop->path("ann.draft/search.csv")};
  const std::string searched{std::istreambuf_iterator<char>{search}, {}};
  EXPECT_TRUE(holds(searched, "db.leads,no,,holds rows of other kinds of people: Enquirer"))
      << searched;
  const Told gone =
      shop->on({"erase", "--by", "Desk", "--subject", "customer", "--for", "ann@people.example"});
  EXPECT_EQ(gone.code, 0) << gone.all();
  EXPECT_TRUE(holds(gone.out, "`--subject enquirer` erases that one")) << gone.out;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM leads"), "2\n");
  const Told bob =
      shop->on({"erase", "--by", "Desk", "--subject", "customer", "--for", "bob@people.example"});
  EXPECT_FALSE(holds(bob.out, "enquirer")) << "the twin\n" << bob.out;
}

}  // namespace
}  // namespace abide::cli_test
