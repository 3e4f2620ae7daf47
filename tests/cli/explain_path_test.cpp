// abide explain path, and the topics of abide explain.
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

TEST(ExplainPath, ShowsEachStepWithWhatMakesAndEndsIt) {
  const Shop shop;
  const Told told = shop.abide({"explain", "path", "payment", "to", "letters", "shop.policy"});
  EXPECT_EQ(told.code, 0) << told.all();
  for (const char* const part :
       {"payment itself does not get to letters.",
        "It can be linked with what gets to letters, in 4 steps",
        "db.payments.user_id = db.users.id",
        "ended by SH-02 `sever db.payments.user_id from db.users.id at closed or erasure_requested",
        "holds it in db.letters.body"})
    EXPECT_TRUE(holds(told.out, part)) << part << told.out;
}
TEST(ExplainPath, SaysFirstWhetherTheDataItselfGoesThere) {
  const Shop shop;
  shop.write("shop.policy", ShopText{}.policy +
                                "processor press \"Press\" { country GB; agreement dpa; }\n"
                                "promise SH-90 { send letters to press; }\n");
  const Told linked = shop.abide({"explain", "path", "payment", "to", "press", "shop.policy"});
  EXPECT_EQ(linked.code, 0) << linked.all();
  EXPECT_TRUE(
      linked.out.starts_with("payment itself is never sent to press.\n\n"
                             "It can be linked with what goes to press, in 5 steps\n"))
      << linked.out;
  const Told itself = shop.abide({"explain", "path", "letters", "to", "press", "shop.policy"});
  EXPECT_TRUE(itself.out.starts_with("letters itself gets to press, in 1 step\n")) << itself.out;
  EXPECT_FALSE(holds(itself.out, "It can be linked")) << itself.out;
}
TEST(ExplainPath, SaysWhereNothingLeads) {
  const Shop shop;
  shop.write("shop.policy", ShopText{}.policy + "recipient press \"Press\" { country GB; }\n");
  const Told told = shop.abide({"explain", "path", "letters", "to", "press", "shop.policy"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "No sentence, link or identifier leads from letters to press."))
      << told.out;
  const Told json =
      shop.abide({"explain", "path", "letters", "to", "db", "shop.policy", "--format", "json"});
  const auto read = parse_json(json.out);
  ASSERT_TRUE(read.ok()) << json.all();
  EXPECT_EQ(read->at("ways").at(0).at(0).at("words"), "lies in db.letters.body");
}
TEST(ExplainPath, OfANameThatNothingHasSaysWhatIsNear) {
  const Shop shop;
  const Told told = shop.abide({"explain", "path", "leters", "to", "db.users", "shop.policy"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(holds(told.err, "did you mean `letters`?")) << told.err;
  EXPECT_EQ(shop.abide({"explain", "path", "letters", "into", "db", "shop.policy"}).code, 2);
}

TEST(ExplainTopics, AreListedAndPrinted) {
  const Shop shop;
  const Told all = shop.abide({"explain"});
  for (const char* const topic : {"statements", "declarations", "modes", "states", "marks"}) {
    EXPECT_TRUE(holds(all.out, topic)) << topic;
    const Told told = shop.abide({"explain", topic});
    EXPECT_EQ(told.code, 0) << told.all();
    EXPECT_GT(told.out.size(), 300U) << topic;
  }
}
/// Every word that the grammar's own page lets a statement begin with is in the topic.
TEST(ExplainTopics, NameEveryStatement) {
  const Shop shop;
  const std::string statements = shop.abide({"explain", "statements"}).out;
  for (const char* const word :
       {"collect", "generate", "never",  "send",  "only send", "may keep", "must keep", "keep",
        "erase",   "sever",    "scrub",  "right", "respond",   "use",      "confine",   "host",
        "file",    "transfer", "notify", "tell",  "cookie",    "probe",    "attest",    "as"})
    EXPECT_TRUE(holds(statements, std::string{word} + " ")) << word;
}
TEST(ExplainTopics, AVerbOfAnotherToolIsAnsweredWithOurs) {
  const Shop shop;
  EXPECT_TRUE(holds(shop.abide({"delete"}).err, "did you mean `abide erase`?"));
  EXPECT_TRUE(holds(shop.abide({"lint", "shop.policy"}).err, "did you mean `abide check`?"));
  EXPECT_FALSE(holds(shop.abide({"frobnicate"}).err, "did you mean"));
}

}  // namespace
}  // namespace abide::cli_test
