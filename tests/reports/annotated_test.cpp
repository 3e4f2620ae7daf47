// The notice beside its promises: every promise once, every sentence, findings at their place.
#include "reports/model/annotated.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "policy/parse.hpp"
#include "tests/reports/policies.hpp"

namespace abide::reports::annotated {
namespace {

using test::holds;
namespace notices = policy::notices;

struct Told {
  test::Compiled made;
  notices::Reading reading;
  std::vector<policy::Diagnostic> diagnostics;
  [[nodiscard]] Story story() const {
    return story_of({made.result.sources, made.model(), made.said, reading, diagnostics});
  }
};

Told told(test::Compiled made, const std::string& entry, const policy::Reader& notice) {
  Told all{std::move(made), {}, {}};
  all.reading = notices::read_notices(all.made.result.sources, entry, notice, nullptr,
                                      {.today = parse_date("2026-07-01")});
  all.diagnostics = all.made.result.diagnostics;
  all.diagnostics.insert(all.diagnostics.end(), all.reading.diagnostics.begin(),
                         all.reading.diagnostics.end());
  return all;
}
Told of_example(const std::string& name) {
  const auto folder = std::filesystem::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / name;
  return told(test::example(name), name + ".policy",
              [&](const std::string& file) -> Result<std::string> {
                return test::read_text(folder / file);
              });
}
Told of_text(const std::string& policy, const std::string& notice) {
  return told(test::compiled_text(policy), "test.policy",
              [&](const std::string&) -> Result<std::string> { return notice; });
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Annotated, shows_every_promise_and_ruling_once) {
  for (const std::string& name : test::examples()) {
    const Told all = of_example(name);
    const Story story = all.story();
    const std::string page = page_of(story);
    std::size_t declared = 0;
    for (const policy::ast::File& tree : all.made.result.sources.trees)
      for (const policy::ast::Declaration& one : tree.declarations) {
        const auto* promise = std::get_if<policy::ast::Promise>(&one);
        const auto* ruling = std::get_if<policy::ast::Ruling>(&one);
        if (promise == nullptr && ruling == nullptr) continue;
        ++declared;
        const std::string& id = promise != nullptr ? promise->id.text : ruling->id.text;
        EXPECT_EQ(count(page, fmt::format("<article id=\"{}\"", id)), 1U) << id;
      }
    EXPECT_EQ(story.cards.size(), declared);
    EXPECT_TRUE(story.lost.empty());
    EXPECT_FALSE(holds(page, "No promise quotes this sentence"));
  }
}

constexpr const char* policy_text =
    "abide 1;\npolicy shop \"Shop\" {{ regime uk_gdpr; notice \"notice.txt\"; }}\n"
    "controller shop_ltd \"Shop Ltd\" {{ country GB; contact \"a@b.example\"; }}\nstaff dpo "
    "\"Officer\" "
    "{{}}\nsubject customer {{ identified by db.users.id; }}\ncategory account {{ category id; }}\n"
    "event closed at db.users.closed_at;\n"
    "store db kind sqlite {{ table users {{ key id; owned by customer through id; field id: "
    "account.id; "
    "}} }}\n"
    "promise SH-1 \"We delete your account in 30 days.\" {{ erase account within 30 days of "
    "closed; }}\n"
    "promise SH-2 stated \"We are kind.\" {{ tell customer; }}\n"
    "promise SH-3 \"{}\" {{ as SH-1; }}\npromise INT-1 {{ never sell account; }}\n"
    "ruling SH-G1 between SH-1 \"Is <b>that</b> enough?\" {{ as SH-1; decide by dpo before "
    "2026-12-31; "
    "}}\n";

TEST(Annotated, marks_what_nobody_quotes_and_quotes_that_are_not_there) {
  const std::string notice =
      "We delete your account in 30 days. We are kind. We sell nothing at all.\n";
  const Story story =
      of_text(fmt::format(fmt::runtime(policy_text), "We never sleep."), notice).story();
  const std::string page = page_of(story);
  EXPECT_EQ(count(page, "No promise quotes this sentence"), 1U) << page;
  ASSERT_EQ(story.lost.size(), 1U);
  EXPECT_EQ(story.cards[story.lost[0]].id, "SH-3");
  EXPECT_TRUE(holds(page, "Quotes that no notice has"));
  EXPECT_EQ(story.internal.size(), 1U);
  // Findings stand at the promise or the sentence they are about, each once.
  EXPECT_EQ(count(page, "E0901"), 1U);
  EXPECT_EQ(count(page, "W0902"), 1U);
  // The twin: with its quote in the notice there is nothing to mark.
  const Story sound =
      of_text(fmt::format(fmt::runtime(policy_text), "We sell nothing at all."), notice).story();
  EXPECT_TRUE(sound.lost.empty());
  EXPECT_FALSE(holds(page_of(sound), "No promise quotes"));
}

TEST(Annotated, says_how_a_promise_is_kept_and_what_that_does_not_see) {
  const Story story = of_text(fmt::format(fmt::runtime(policy_text), "We are kind."),
                              "We delete your account in 30 days. We are kind.\n")
                          .story();
  const auto card = [&](const char* id) {
    return *std::ranges::find(story.cards, std::string{id}, &Card::id);
  };
  EXPECT_EQ(card("SH-1").mode, "enforced");
  EXPECT_TRUE(holds(card("SH-1").unseen.at(0), "nights on which no sweep runs"));
  EXPECT_EQ(card("SH-1").ruled, std::vector<std::string>{"SH-G1"});
  EXPECT_EQ(card("SH-2").mode, "stated");
  EXPECT_TRUE(holds(card("SH-2").unseen.at(0), "only the notice says so"));
  EXPECT_EQ(card("SH-3").restates, std::vector<std::string>{"SH-1"});
  EXPECT_EQ(card("SH-G1").decision, "Officer decides, before 31 December 2026");
  EXPECT_TRUE(holds(page_of(story), "Is &lt;b&gt;that&lt;/b&gt; enough?"));
}

/// Every form of statement has words of its own, or says that it has none.
TEST(Annotated, knows_a_blind_spot_of_every_statement) {
  for (const std::string& name : test::examples()) {
    const test::Compiled made = test::example(name);
    for (const policy::ast::File& tree : made.result.sources.trees)
      for (const policy::ast::Declaration& one : tree.declarations) {
        const auto* promise = std::get_if<policy::ast::Promise>(&one);
        for (std::size_t i = 0; promise != nullptr && i < promise->statements.size(); ++i)
          EXPECT_EQ(unseen_by(promise->statements[i]).empty(),
                    std::holds_alternative<policy::ast::As>(promise->statements[i]));
      }
  }
}

}  // namespace
}  // namespace abide::reports::annotated
