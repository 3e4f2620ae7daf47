// What differs between two notices.
#include "policy/notices/changes.hpp"

#include "tests/unit/policy/notices/reading.hpp"

namespace abide::policy::notices {
namespace {

const Titles titles{.sections = {"Data", "Rights"}, .headings = {}};

std::string told(const std::string& before, const std::string& after) {
  const Notice from = test::read(before, titles);
  const Notice to = test::read(after, titles);
  std::string all;
  for (const Change& one : changes(from, to)) {
    static constexpr std::array words{"new", "gone", "reworded", "moved"};
    all += words.at(static_cast<std::size_t>(one.kind));
    if (one.before) all += " [" + from.text_of(from.sentences()[*one.before].tokens) + "]";
    if (one.after) all += " [" + to.text_of(to.sentences()[*one.after].tokens) + "]";
    all += "\n";
  }
  return all;
}

TEST(NoticeChanges, BlanksAndTypographyAreNone) {
  EXPECT_EQ(told("Data\nWe don't keep it. We sell none.",
                 "Data\n\nWe don\u2019t  keep it.\nWe sell none.\n"),
            "");
}
TEST(NoticeChanges, TellWhatWasRewordedIsNewAndIsGone) {
  EXPECT_EQ(told("Data\nWe keep it for 30 days. We sell none. Ask us.\n",
                 "Data\nWe keep it for 60 days. Ask us. Nobody else receives anything.\n"),
            "reworded [We keep it for 30 days.] [We keep it for 60 days.]\n"
            "new [Nobody else receives anything.]\n"
            "gone [We sell none.]\n");
}
TEST(NoticeChanges, ASentenceInAnotherSectionMoved) {
  EXPECT_EQ(told("Data\nWe keep it.\nAsk us.\nRights\nYou may object.",
                 "Data\nWe keep it.\nRights\nAsk us.\nYou may object."),
            "moved [Ask us.] [Ask us.]\n");
}
TEST(NoticeChanges, ATwinTakesOnePartner) {
  EXPECT_EQ(told("Ask us. Ask us.", "Ask us."), "gone [Ask us.]\n");
}
TEST(NoticeChanges, FootingIsLostWithTheSentenceOrItsSection) {
  std::vector<Quoted> quoted(2);
  quoted[0] = {"SH-01", {}, {{{}, "We keep it"}}, ast::Text{{}, "Data"}};
  quoted[1] = {"SH-02", {}, {{{}, "Ask us."}}, ast::Text{{}, "Data"}};
  const Notice before = test::read("Data\nWe keep it. Ask us.", titles);
  const Notice after = test::read("Data\nWe hold it.\nRights\nAsk us.", titles);
  const auto lost = lost_footing(before, after, quoted);
  ASSERT_EQ(lost.size(), 2U);
  EXPECT_EQ(lost[1].sentences, (std::vector<std::size_t>{2}));
  EXPECT_TRUE(lost_footing(after, before, quoted).empty());
}

}  // namespace
}  // namespace abide::policy::notices
