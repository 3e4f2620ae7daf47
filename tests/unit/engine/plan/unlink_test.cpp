// Rows that point at rows which go: what the database would refuse or leave dangling is cut first.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/scene.hpp"

namespace abide::engine {
namespace {

const std::string forum = R"(abide 1;
policy forum "Forum" { notice "forum.txt"; regime uk_gdpr; }
controller forum_ltd "Forum Ltd" { country GB; contact "hello@forum.example"; }
subject member "Member" { identified by db.members.id; }
category handle "Handle" is identifier; category post "Posts"; category payment "Payments";
event wrote "You wrote" at db.posts.written; event left "You left" at db.members.left_at;
event paid "You paid" at db.payments.paid_at;
store db "Database" kind sqlite {
  table members { key id; field handle: handle; link invited_by to members.id; owned by member through id; }
  table posts { key id; field body: post; link author to members.id; link answers to posts.id;
                owned by member through author to members.id; }
  table payments { key id; field amount: payment; link payer to members.id;
                   owned by member through payer to members.id; }
}
promise F-1 "Posts go after a year." { keep post at most 1 year after wrote; }
promise F-2 "Your account goes." { erase handle, post within 30 days of left; }
promise F-3 "Payments stay." { must keep payment for 6 years after paid because law uk.ct; }
)";

const std::string tables = R"(
CREATE TABLE members (id INTEGER PRIMARY KEY, handle TEXT, invited_by INTEGER REFERENCES members, left_at TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT, author INTEGER REFERENCES Members(ID), answers INTEGER
                    REFERENCES posts(id), written TEXT);
CREATE TABLE payments (id INTEGER PRIMARY KEY, amount INTEGER, payer INTEGER REFERENCES members(id), paid_at TEXT);
)";

TEST(Unlink, answers_to_posts_that_go_stay_without_their_link) {
  test::Scene scene{forum, tables + R"(
    INSERT INTO members VALUES (1,'ada',NULL,NULL),(2,'bo',1,NULL);
    INSERT INTO posts VALUES (1,'old',1,NULL,'2025-01-01'),(2,'older answer',2,1,'2025-01-02'),
      (3,'new answer',2,1,'2026-05-01'),(4,'answer to new',1,3,'2026-05-02'),(9,'old',1,NULL,'2025-01-01'),
      (5,'answers what comes later',2,9,'2025-01-03');)"};
  ASSERT_TRUE(scene.loads()) << scene.messages();
  const RunReport report = scene.sweep();
  EXPECT_EQ(report.state, "complete");
  EXPECT_EQ(scene.ask("SELECT id FROM posts ORDER BY id"), "3 4");
  EXPECT_EQ(scene.ask("SELECT answers FROM posts ORDER BY id"), "- 3");
}

TEST(Unlink, members_invited_by_one_who_left_and_payments_stay) {
  test::Scene scene{forum, tables + R"(
    INSERT INTO members VALUES (1,'ada',NULL,'2026-01-01'),(2,'bo',1,NULL),(3,'cy',2,'2026-01-01');
    INSERT INTO payments VALUES (1,10,1,'2026-01-01'),(2,20,2,'2026-01-01');)"};
  ASSERT_TRUE(scene.loads()) << scene.messages();
  const RunReport report = scene.sweep();
  EXPECT_EQ(report.state, "complete");
  EXPECT_EQ(scene.ask("SELECT id FROM members"), "2");
  EXPECT_EQ(scene.ask("SELECT invited_by FROM members"), "-");
  EXPECT_EQ(scene.ask("SELECT payer FROM payments ORDER BY id"), "- 2");
}

TEST(Unlink, a_link_that_cannot_be_empty_refuses_before_anything_goes) {
  const std::string strict = R"(
    CREATE TABLE members (id INTEGER PRIMARY KEY, handle TEXT, invited_by INTEGER, left_at TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT, author INTEGER REFERENCES members(id),
                        answers INTEGER NOT NULL REFERENCES posts(id), written TEXT);
    CREATE TABLE payments (id INTEGER PRIMARY KEY, amount INTEGER, payer INTEGER, paid_at TEXT);)";
  test::Scene scene{forum, strict + R"(
    INSERT INTO members VALUES (1,'ada',NULL,NULL);
    INSERT INTO posts VALUES (1,'old',1,1,'2025-01-01'),(2,'new',1,1,'2026-05-01');)"};
  ASSERT_TRUE(scene.loads()) << scene.messages();
  const Planned planned = scene.plan();
  const auto refused = std::ranges::find(planned.plan.gaps, "E1011", &Gap::code);
  ASSERT_NE(refused, planned.plan.gaps.end());
  EXPECT_EQ(refused->place, "db.posts");
  const RunReport report = scene.sweep();
  EXPECT_EQ(report.state, "incomplete");
  EXPECT_EQ(scene.ask("SELECT count(*) FROM posts"), "2");
}

}  // namespace
}  // namespace abide::engine
