// People are told apart up to a bound, and what is a bound says so.
#include "engine/impact/people.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/model_builder.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::engine::impact {
namespace {

Value number(std::size_t i) { return static_cast<std::int64_t>(i); }

TEST(People, are_counted_once_each) {
  People people;
  for (const std::size_t i : {1U, 2U, 1U}) people.add(SubjectId{0}, number(i));
  people.add(SubjectId{1}, number(1));
  people.add(SubjectId{0}, Value{std::string{" 2 "}});  // as identities are compared
  EXPECT_EQ(people.count(), 3U);
  EXPECT_EQ(people.exactness(), Exactness::exact);
  EXPECT_EQ(people_in_words(3, Exactness::exact), "3 people");
  EXPECT_EQ(people_in_words(1, Exactness::at_least), "at least 1 person");
  EXPECT_EQ(people_in_words(0, Exactness::at_least), "an unknown number of people");
}
TEST(People, beyond_the_bound_are_at_least_so_many) {
  People people;
  for (std::size_t i = 0; i < People::most; ++i) people.add(SubjectId{0}, number(i));
  people.add(SubjectId{0}, number(5));
  EXPECT_EQ(people.exactness(), Exactness::exact);
  people.add(SubjectId{0}, number(People::most));
  EXPECT_EQ(people.count(), People::most);
  EXPECT_EQ(people.exactness(), Exactness::at_least);
  People all;
  all.add(people);
  EXPECT_EQ(all.exactness(), Exactness::at_least);
}

class OwnersOfRows : public testing::Test {
 protected:
  OwnersOfRows()
      : app_(folder_.file("app.db"),
             "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);"
             "CREATE TABLE orders (id INTEGER PRIMARY KEY, mail TEXT);"
             "CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER);"
             "INSERT INTO users VALUES (1, 'a@x.example'), (2, 'b@x.example');"
             "INSERT INTO orders VALUES (10, 'A@x.example '), (11, 'b@x.example'), (12, NULL);"
             "INSERT INTO items VALUES (100, 10), (101, 10), (102, 11), (103, 12);") {
    stores_.by_name["db"].connector = app_.connect();
  }
  static policy::Model model() {
    test::ModelBuilder builder;
    builder.identifier("account.email");
    builder.table("db.users").key("id").owned_by("member").field("email", {"account.email"});
    builder.subject("member", {"db.users.id"});
    const std::string by_mail = "mail -> db.users.email";
    builder.table("db.orders")
        .key("id")
        .field("mail", {"account.email"})
        .owned_by("member", {by_mail});
    builder.table("db.items").key("id").owned_by("member", {"order_id -> db.orders.id", by_mail});
    builder.table("db.counters").key("id");
    return builder.build();
  }
  People owners(const std::string& table, std::vector<Row> keys) {
    Step step;
    step.store = "db";
    step.table = step.live_table = table;
    step.key = {"id"};
    People people;
    const policy::Model policy = model();
    const auto found = Owners{policy, stores_}.find(step, keys, people);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
    return people;
  }
  testing_support::TempFolder folder_;
  testing_support::AppDatabase app_;
  Stores stores_;
};

TEST_F(OwnersOfRows, are_found_by_every_kind_of_path) {
  EXPECT_EQ(owners("users", {{number(1)}, {number(2)}}).count(), 2U);
  EXPECT_EQ(owners("orders", {{number(10)}, {number(11)}, {number(12)}}).count(), 2U);
  EXPECT_EQ(owners("items", {{number(100)}, {number(101)}}).count(), 1U);
  EXPECT_EQ(owners("items", {{number(100)}, {number(102)}, {number(103)}}).count(), 2U);
}
TEST_F(OwnersOfRows, of_nobodys_rows_are_missed_aloud) {
  EXPECT_EQ(owners("counters", {{number(1)}}).exactness(), Exactness::at_least);
  EXPECT_EQ(owners("users", {{number(1)}}).exactness(), Exactness::exact);
}

}  // namespace
}  // namespace abide::engine::impact
