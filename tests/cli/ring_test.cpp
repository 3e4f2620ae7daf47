// Rows that are found through others which must go first, and rows of several owners of whom one
// leaves, as a sweep takes them.
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Parcels belong to whom an item says, and the store removes no parcel before its item.
/// @param second  a second column of both keys, as in `, n INTEGER`
ShopText with_parcels(const std::string& key, const std::string& points, const std::string& second,
                      const std::string& one) {
  ShopText text;
  text.policy =
      with(text.policy, "    table payments",
           "    table items { key " + key +
               "; owned by customer through user_id to users.id; field words: letters.body; }\n"
               "    table parcels { key " +
               key + "; owned by customer from items through " + points +
               "; field words: letters.body; }\n    table payments");
  text.more_sql = "CREATE TABLE parcels (words TEXT, id INTEGER" + second + ", PRIMARY KEY (" +
                  key + ")); CREATE TABLE items (words TEXT, user_id INTEGER, id INTEGER" + second +
                  ", parcel INTEGER" + (second.empty() ? "" : ", part INTEGER") +
                  ", PRIMARY KEY (" + key + "), FOREIGN KEY " + points + " REFERENCES parcels (" +
                  key + ")); CREATE INDEX items_parcel ON items (parcel); " +
                  "INSERT INTO parcels VALUES ('of ann', 1" + one + "), ('of bob', 2" + one +
                  "); INSERT INTO items VALUES ('of ann', 1, 5" + one + ", 1" + one +
                  "), ('of bob', 2, 6" + one + ", 2" + one + ");";
  return text;
}

std::string left_of(const Shop& shop) {
  return shop.rows("SELECT 'item', id FROM items UNION ALL SELECT 'parcel', id FROM parcels");
}

TEST(RowsFoundThroughOthers, GoByTheirKeysWhereThoseGoFirst) {
  const auto shop = Shop::open(with_parcels("id", "(parcel)", "", ""));
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(left_of(*shop), "item|6\nparcel|2\n") << told.all();
}

/// By keys of several columns no order is found.
TEST(RowsFoundThroughOthers, StayWithThemWhereNoOrderIsFound) {
  const auto shop = Shop::open(with_parcels("id, n", "(parcel, part)", ", n INTEGER", ", 1"));
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 1) << told.all();
  EXPECT_TRUE(holds(told.out, "E0606")) << told.all();
  EXPECT_EQ(left_of(*shop), "item|5\nitem|6\nparcel|1\nparcel|2\n") << told.all();
}

/// Ann and Bob are in one club, Bob alone is in the other.
ShopText with_clubs() {
  ShopText text;
  text.policy = with(
      text.policy, "    table payments",
      "    table clubs { key id; owned jointly by customer from members through club blanks "
      "founder; field founder: letters.body; field words: letters.body; }\n"
      "    table members { key id; owned by customer through user_id to users.id; link club to "
      "clubs.id; field user_id: account.id; }\n    table payments");
  text.more_sql =
      "CREATE TABLE clubs (id INTEGER PRIMARY KEY, founder TEXT, words TEXT); CREATE TABLE members "
      "(id INTEGER PRIMARY KEY, club INTEGER, user_id INTEGER); "
      "INSERT INTO clubs VALUES (1, 'ann', 'of both'), (2, 'bob', 'of bob'); "
      "INSERT INTO members VALUES (1, 1, 1), (2, 1, 2), (3, 2, 2);";
  return text;
}

void expect_left_to_bob(const Shop& shop, const Told& told) {
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop.rows("SELECT * FROM clubs"), "1|NULL|of both\n2|bob|of bob\n") << told.all();
  EXPECT_EQ(shop.rows("SELECT id FROM members"), "2\n3\n") << told.all();
}

TEST(OwnerWhoLeaves, LeavesBlankWhatTheyWroteInARowOfSeveral) {
  const auto shop = Shop::open(with_clubs());
  expect_left_to_bob(*shop, shop->sweep());
}

TEST(OwnerWhoLeaves, IsNotFoundInARowThatOthersStillOwn) {
  const auto shop = Shop::open(with_clubs());
  expect_left_to_bob(*shop, shop->erase_ann());
  const Told deep = shop->on({"reread", "--deep", "--by", "Desk"});
  EXPECT_EQ(deep.code, 0) << deep.all();
}

/// Letters may be about somebody: Bob's of Ann, Ann's of Bob, and Bob's of himself.
ShopText with_letters_about(const std::string& on_erase) {
  ShopText text;
  text.policy = with(text.policy, "field body: letters.body; }",
                     "mentions customer through about to users.id, on erase " + on_erase +
                         ", on access hide; field body: letters.body; }");
  text.letters =
      "CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER, body TEXT, about INTEGER);";
  text.rows = with(text.rows,
                   "INSERT INTO letters VALUES (10, 1, 'canary-letter-of-ann'), (11, 2, "
                   "'canary-letter-of-bob')",
                   "INSERT INTO letters VALUES (10, 1, 'of bob', 2), (11, 2, 'of ann', 1), "
                   "(12, 2, 'of himself', 2)");
  return text;
}

TEST(WhoGoesByASweep, IsNamedNoMoreInRowsOfOthers) {
  const auto shop = Shop::open(with_letters_about("blank"));
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, body, about FROM letters"), "11|of ann|NULL\n12|of himself|2\n")
      << told.all();
}

TEST(WhoGoesByASweep, TakesRowsAlongThatNameThem) {
  const auto shop = Shop::open(with_letters_about("delete"));
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, body, about FROM letters"), "12|of himself|2\n") << told.all();
}

TEST(WhoGoesByASweep, IsNamedStillWhereThePolicySaysSo) {
  const auto shop = Shop::open(with_letters_about("keep"));
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, body, about FROM letters"), "11|of ann|1\n12|of himself|2\n")
      << told.all();
}

TEST(WhoGoesByASweep, IsNamedStillInARowUnderAHold) {
  const auto shop = Shop::open(with_letters_about("delete"));
  shop->hold({"--for", "bob@people.example"});
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, body, about FROM letters"), "11|of ann|1\n12|of himself|2\n")
      << told.all();
}

/// A letter to Ann from Bob is his, and shared with her by her address.
TEST(RowSharedWithThePerson, IsNoResidueOfTheirs) {
  ShopText text;
  text.policy = with(text.policy, "field body: letters.body; }",
                     "shared with customer through to_address to users.email; field to_address: "
                     "account.email; field body: letters.body; }");
  text.letters =
      "CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER, body TEXT, to_address TEXT);";
  text.rows =
      with(text.rows,
           "INSERT INTO letters VALUES (10, 1, 'canary-letter-of-ann'), (11, 2, "
           "'canary-letter-of-bob')",
           "INSERT INTO letters VALUES (10, 1, 'of ann', 'bob@people.example'), (11, 2, 'of "
           "bob', 'ann@people.example')");
  const auto shop = Shop::open(text);
  const Told told = shop->erase_ann();
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT id, to_address FROM letters"), "11|ann@people.example\n");
  EXPECT_TRUE(holds(told.out, "shared with them, and someone else's")) << told.out;
}

/// The number 1 is Ann's key where the row is about a customer, and a room's where it is not.
TEST(RowThatBelongsByAnotherColumn, IsNotTakenForThePersonsWhereItDoesNot) {
  ShopText text;
  text.policy =
      with(text.policy, "    table payments",
           "    table log { key id; owned by customer through row_id to users.id when kind "
           "is \"user\"; field words: letters.body; }\n    table payments");
  text.more_sql =
      "CREATE TABLE log (id INTEGER PRIMARY KEY, kind TEXT, row_id INTEGER, words TEXT); "
      "INSERT INTO log VALUES (1, 'user', 1, 'of ann'), (2, 'room', 1, 'of a room');";
  const auto shop = Shop::open(text);
  EXPECT_EQ(shop->erase_ann().code, 0);
  EXPECT_EQ(shop->rows("SELECT id FROM log"), "2\n");
  const Told deep = shop->on({"reread", "--deep", "--by", "Desk"});
  EXPECT_EQ(deep.code, 0) << deep.all();
  shop->sql("INSERT INTO log VALUES (3, 'user', 1, 'put back')");
  const Told again = shop->on({"reread", "--deep", "--by", "Desk"});
  EXPECT_EQ(again.code, 1) << "the twin\n" << again.all();
  const Told plan = shop->on({"plan"});
  EXPECT_TRUE(holds(plan.out, "no `when` of an owner holds for them")) << plan.all();
}

}  // namespace
}  // namespace abide::cli_test
